import { z } from 'zod';
import { withFeature } from '../../domain/licensing/features.js';
import { changeLicense } from '../../domain/licensing/licenseChange.js';
import { SENTENCES } from '../../domain/sentences.js';
import { defineLicenseCommand } from '../define.js';
import { licenseAddress, requiredInteger } from '../parameters.js';
import { nothing } from '../results.js';

export const AddFeature = defineLicenseCommand({
  category: 'key',
  name: 'AddFeature',
  title: 'Sets a feature flag of a licence.',
  description: 'Setting a flag that is already set succeeds.',
  permission: 'AddFeature',
  parameters: z.object({
    ...licenseAddress,
    Feature: requiredInteger({ min: 1, max: 8 }).meta({ description: '1 to 8, for F1 to F8.' }),
  }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.productNotFound, SENTENCES.keyNotFound],
  states: [7011, 7020],
  refusal: 7020,
  result: nothing,
  example: {
    request: { ProductId: 3349, Key: 'GEBNC-WZZJD-VJIHG-GCMVD', Feature: 2 },
    answer: { result: 0, message: '' },
  },
  decide: ({ license }, _state, { Feature }) =>
    changeLicense(7011, license, { features: withFeature(license.features, Feature, true) }),
});
