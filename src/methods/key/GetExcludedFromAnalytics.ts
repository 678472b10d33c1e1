import { z } from 'zod';
import { need } from '../../domain/batch/need.js';
import { granted, refused } from '../../domain/batch/outcome.js';
import { SENTENCES } from '../../domain/sentences.js';
import { findAddressed } from '../addressed.js';
import { defineQuery } from '../define.js';
import { licenseAddress } from '../parameters.js';

export const GetExcludedFromAnalytics = defineQuery({
  category: 'key',
  name: 'GetExcludedFromAnalytics',
  title: 'Returns whether a key is excluded from the daily usage analytics.',
  description:
    'Not part of the vendor’s API, whose licences have no such field. SetExcludedFromAnalytics changes it. A successful call leaves no log row; a refused one does (1020), because it may be a guess.',
  permission: 'GetKey',
  scope: 'license',
  parameters: z.object({ ...licenseAddress }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.productNotFound, SENTENCES.keyNotFound],
  states: [1020],
  refusal: 1020,
  result: z.strictObject({ excluded: z.boolean().meta({ description: 'True: a test key, which is excluded.' }) }),
  example: {
    request: { ProductId: 3349, Key: 'GEBNC-WZZJD-VJIHG-GCMVD' },
    answer: { excluded: false, result: 0, message: '' },
  },
  handle: async (access, parameters, { caller }) => {
    const state = await access.load([need.license({ productId: parameters.ProductId, key: parameters.Key })]);
    const found = findAddressed(state, parameters, caller);
    if (typeof found === 'string') return refused(found);
    return granted({ excluded: found.license.excludedFromAnalytics });
  },
});
