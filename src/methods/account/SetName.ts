import { z } from 'zod';
import { decideSetAccount } from '../../domain/identity/administration.js';
import { SENTENCES } from '../../domain/sentences.js';
import { LIMITS } from '../../limits.js';
import { defineCommand } from '../define.js';
import { requiredText } from '../parameters.js';
import { nothing } from '../results.js';

export const SetName = defineCommand({
  category: 'account',
  name: 'SetName',
  title: 'Renames the account.',
  description: 'Not part of the vendor’s API. Only the account’s own users see the name.',
  permission: 'ManageAccount',
  scope: 'wholeAccount',
  parameters: z.object({ Name: requiredText(LIMITS.nameChars).meta({ description: 'The name.' }) }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect],
  states: [],
  refusal: null,
  result: nothing,
  example: { request: { Name: 'Example Software' }, answer: { result: 0, message: null } },
  needs: () => [],
  decide: (state, { Name }) => decideSetAccount(state, { name: Name }),
});
