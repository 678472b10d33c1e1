import { z } from 'zod';
import { changeLicense } from '../../domain/licensing/licenseChange.js';
import { SENTENCES } from '../../domain/sentences.js';
import { defineLicenseCommand } from '../define.js';
import { licenseAddress, requiredFlag } from '../parameters.js';
import { nothing } from '../results.js';

export const SetExcludedFromAnalytics = defineLicenseCommand({
  category: 'key',
  name: 'SetExcludedFromAnalytics',
  title: 'Excludes a test key from the daily usage analytics, or includes it again.',
  description:
    'Not part of the vendor’s API. GetDailyAggregates and GetDailyCountryAggregates count no request of an excluded key, on earlier days either: those are recounted within moments. All other analytics and the log show it like any other key.',
  permission: 'SetExcludedFromAnalytics',
  parameters: z.object({
    ...licenseAddress,
    Excluded: requiredFlag().meta({ description: 'True: the key is excluded. False: it counts.' }),
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
