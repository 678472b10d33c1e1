import { z } from 'zod';
import { changeLicense } from '../../domain/licensing/licenseChange.js';
import { SENTENCES } from '../../domain/sentences.js';
import { defineLicenseCommand } from '../define.js';
import { licenseAddress } from '../parameters.js';
import { nothing } from '../results.js';

export const UnblockKey = defineLicenseCommand({
  category: 'key',
  name: 'UnblockKey',
  title: 'Unblocks a licence.',
  description: 'Its machines are still activated. Unblocking a licence that is not blocked succeeds.',
  permission: 'UnblockKey',
  parameters: z.object({ ...licenseAddress }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.productNotFound, SENTENCES.keyNotFound],
  states: [7014, 7020],
  refusal: 7020,
  result: nothing,
  example: {
    request: { ProductId: 3349, Key: 'GEBNC-WZZJD-VJIHG-GCMVD' },
    answer: { result: 0, message: '' },
  },
  decide: ({ license }) => changeLicense(7014, license, { block: false }),
});
