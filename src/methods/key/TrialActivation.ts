import { z } from 'zod';
import { changeLicense } from '../../domain/licensing/licenseChange.js';
import { SENTENCES } from '../../domain/sentences.js';
import { defineLicenseCommand } from '../define.js';
import { flag, licenseAddress } from '../parameters.js';
import { nothing } from '../results.js';

export const TrialActivation = defineLicenseCommand({
  category: 'key',
  name: 'TrialActivation',
  title: 'Sets whether the countdown of a licence starts on activation.',
  description:
    'While this is on, each activation of a new machine on a node-locked licence sets `Expires` to that moment plus `Period` days; only the first machine ever does so if the product has a data object `cryptolens_trialactivation` with the value `first_activation`.',
  permission: 'TrialActivation',
  parameters: z.object({
    ...licenseAddress,
    Enabled: flag().meta({ description: 'If not given, this is switched off.' }),
  }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.productNotFound, SENTENCES.keyNotFound],
  states: [7018, 7020],
  refusal: 7020,
  result: nothing,
  example: {
    request: { ProductId: 3349, Key: 'GEBNC-WZZJD-VJIHG-GCMVD', Enabled: 'true' },
    answer: { result: 0, message: '' },
  },
  decide: ({ license }, _state, { Enabled }) => changeLicense(7018, license, { trialActivation: Enabled }),
});
