import { z } from 'zod';
import { granted } from '../../domain/batch/outcome.js';
import { SENTENCES } from '../../domain/sentences.js';
import { defineQuery } from '../define.js';

export const GetPrivateKey = defineQuery({
  category: 'account',
  name: 'GetPrivateKey',
  title: 'Returns the private key with which the owner calls Web API 2.',
  description:
    'Not part of the vendor’s API. It is not the signing key, which never leaves the server. Web API 2 takes it as `privateKey`.',
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
