import { z } from 'zod';
import { decideDeletion } from '../../domain/licensing/deletion.js';
import { SENTENCES } from '../../domain/sentences.js';
import { defineLicenseCommand } from '../define.js';
import { licenseAddress } from '../parameters.js';
import { nothing } from '../results.js';

export const DeleteKey = defineLicenseCommand({
  category: 'key',
  name: 'DeleteKey',
  title: 'Deletes a licence permanently.',
  description:
    'Not part of the vendor’s API. The licence can no longer be found or used; its machines, leases and data objects are deleted. Its log rows remain, and its key string is never issued again.',
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
