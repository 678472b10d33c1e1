import { z } from 'zod';
import { changeLicense } from '../../domain/licensing/licenseChange.js';
import { SENTENCES } from '../../domain/sentences.js';
import { LIMITS } from '../../limits.js';
import { defineLicenseCommand } from '../define.js';
import { licenseAddress, requiredInteger } from '../parameters.js';
import { nothing } from '../results.js';

export const MachineLockLimit = defineLicenseCommand({
  category: 'key',
  name: 'MachineLockLimit',
  title: 'Sets the number of machines that may be activated on a licence.',
  description:
    'Node-locked machines and floating leases are counted separately, each against this limit. A lower limit takes no seat from a machine.',
  permission: 'MachineLockLimit',
  parameters: z.object({
    ...licenseAddress,
    NumberOfMachines: requiredInteger({ min: LIMITS.minNoOfMachines, max: LIMITS.maxNoOfMachines }).meta({
      description: 'Seats; 0: machines are not locked.',
    }),
  }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.productNotFound, SENTENCES.keyNotFound],
  states: [7016, 7020],
  refusal: 7020,
  result: nothing,
  example: {
    request: { ProductId: 3349, Key: 'GEBNC-WZZJD-VJIHG-GCMVD', NumberOfMachines: 3 },
    answer: { result: 0, message: '' },
  },
  decide: ({ license }, _state, { NumberOfMachines }) =>
    changeLicense(7016, license, { maxNoOfMachines: NumberOfMachines }),
});
