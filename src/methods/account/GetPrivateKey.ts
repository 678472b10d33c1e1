import { z } from 'zod';
import { granted } from '../../domain/batch/outcome.js';
import { SENTENCES } from '../../domain/sentences.js';
import { defineQuery } from '../define.js';

export const GetPrivateKey = defineQuery({
  category: 'account',
  name: 'GetPrivateKey',
  title: 'Returns the private key by which the owner calls Web API 2.',
  description:
    'Not a method of the vendor. It is no signing key: that one never leaves the server. Web API 2 takes it as `privateKey`.',
  permission: 'ManageAccount',
  scope: 'wholeAccount',
  parameters: z.object({}),
  errors: [SENTENCES.accessDenied],
  states: [],
  refusal: null,
  result: z.strictObject({ privateKey: z.string() }),
  example: { request: {}, answer: { privateKey: 'q3XvR…', result: 0, message: null } },
  handle: async ({ load }) => granted({ privateKey: (await load([])).account().privateKey }),
});
