import { z } from 'zod';
import { decideSetAccount } from '../../domain/identity/administration.js';
import { SENTENCES } from '../../domain/sentences.js';
import { defineCommand } from '../define.js';
import { requiredFlag } from '../parameters.js';
import { nothing } from '../results.js';

export const SetWebAPILog = defineCommand({
  category: 'account',
  name: 'SetWebAPILog',
  title: 'Allows or forbids reading the log through Web API 2.',
  description: 'Not part of the vendor’s API. While it is allowed, a caller with the private key sees full addresses.',
  permission: 'ManageAccount',
  scope: 'wholeAccount',
  parameters: z.object({ Enabled: requiredFlag().meta({ description: 'True: Web API 2 may read the log.' }) }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect],
  states: [],
  refusal: null,
  result: nothing,
  example: { request: { Enabled: 'true' }, answer: { result: 0, message: null } },
  needs: () => [],
  decide: (state, { Enabled }) => decideSetAccount(state, { webApiLog: Enabled }),
});
