import { z } from 'zod';
import { changeLicense } from '../../domain/licensing/licenseChange.js';
import { SENTENCES } from '../../domain/sentences.js';
import { defineLicenseCommand } from '../define.js';
import { licenseAddress, requiredFlag } from '../parameters.js';
import { nothing } from '../results.js';

export const SetExcludedFromAnalytics = defineLicenseCommand({
  category: 'key',
  name: 'SetExcludedFromAnalytics',
  title: 'Leaves a test key out of the daily usage analytics, or takes it in again.',
  description:
    'Not a method of the vendor. GetDailyAggregates and GetDailyCountryAggregates count no request of an excluded key, earlier days included: those are counted again within moments. All other analytics and the log show it as any other key.',
  permission: 'SetExcludedFromAnalytics',
  parameters: z.object({
    ...licenseAddress,
    Excluded: requiredFlag().meta({ description: 'True: the key is left out. False: it counts.' }),
  }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.productNotFound, SENTENCES.keyNotFound],
  states: [7010, 7020],
  refusal: 7020,
  result: nothing,
  example: {
    request: { ProductId: 3349, Key: 'GEBNC-WZZJD-VJIHG-GCMVD', Excluded: 'true' },
    answer: { result: 0, message: '' },
  },
  decide: ({ license }, _state, { Excluded }) => changeLicense(7010, license, { excludedFromAnalytics: Excluded }),
});
