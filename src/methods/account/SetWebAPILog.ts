import { z } from 'zod';
import { decideSetAccount } from '../../domain/identity/administration.js';
import { SENTENCES } from '../../domain/sentences.js';
import { defineCommand } from '../define.js';
import { requiredFlag } from '../parameters.js';
import { nothing } from '../results.js';

export const SetWebAPILog = defineCommand({
  category: 'account',
  name: 'SetWebAPILog',
  title: 'Allows Web API 2 to read the log, or no longer.',
  description: 'Not a method of the vendor. Whoever has the private key then reads addresses in full.',
  permission: 'ManageAccount',
  scope: 'wholeAccount',
  parameters: z.object({ Enabled: requiredFlag().meta({ description: 'True: it may.' }) }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect],
  states: [],
  refusal: null,
  result: nothing,
  example: { request: { Enabled: 'true' }, answer: { result: 0, message: null } },
  needs: () => [],
  decide: (state, { Enabled }) => decideSetAccount(state, { webApiLog: Enabled }),
});
