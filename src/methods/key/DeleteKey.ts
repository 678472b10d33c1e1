import { z } from 'zod';
import { decideDeletion } from '../../domain/licensing/deletion.js';
import { SENTENCES } from '../../domain/sentences.js';
import { defineLicenseCommand } from '../define.js';
import { licenseAddress } from '../parameters.js';
import { nothing } from '../results.js';

export const DeleteKey = defineLicenseCommand({
  category: 'key',
  name: 'DeleteKey',
  title: 'Deletes a license for good.',
  description:
    'Not a method of the vendor. The license can no longer be found or used; its machines, leases and data objects are gone. Its log stays, and its key string is never issued again.',
  permission: 'DeleteKey',
  parameters: z.object({ ...licenseAddress }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.productNotFound, SENTENCES.keyNotFound],
  states: [7010, 7020],
  refusal: 7020,
  result: nothing,
  example: {
    request: { ProductId: 3349, Key: 'GEBNC-WZZJD-VJIHG-GCMVD' },
    answer: { result: 0, message: '' },
  },
  include: { machines: true, dataObjects: 'withMachines' },
  decide: ({ license }, state, _parameters, context) => decideDeletion(license, state, context),
});
