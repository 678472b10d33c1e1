import { z } from 'zod';
import { changeLicense } from '../../domain/licensing/licenseChange.js';
import { SENTENCES } from '../../domain/sentences.js';
import { defineLicenseCommand } from '../define.js';
import { licenseAddress } from '../parameters.js';
import { nothing } from '../results.js';

export const BlockKey = defineLicenseCommand({
  category: 'key',
  name: 'BlockKey',
  title: 'Blocks a license: it can no longer be activated or deactivated.',
  description:
    'GetKey still returns a blocked licence, and its other fields can still be changed. Blocking a blocked licence succeeds.',
  permission: 'BlockKey',
  parameters: z.object({ ...licenseAddress }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.productNotFound, SENTENCES.keyNotFound],
  states: [7013, 7020],
  refusal: 7020,
  result: nothing,
  example: {
    request: { ProductId: 3349, Key: 'GEBNC-WZZJD-VJIHG-GCMVD' },
    answer: { result: 0, message: '' },
  },
  decide: ({ license }) => changeLicense(7013, license, { block: true }),
});
