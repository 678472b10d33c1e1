import { z } from 'zod';
import { need } from '../../domain/batch/need.js';
import { decideExtension } from '../../domain/licensing/extension.js';
import { SENTENCES } from '../../domain/sentences.js';
import { LIMITS } from '../../limits.js';
import { defineLicenseCommand } from '../define.js';
import { integer, licenseAddress } from '../parameters.js';
import { nothing } from '../results.js';

export const ExtendLicense = defineLicenseCommand({
  category: 'key',
  name: 'ExtendLicense',
  title: 'Moves the expiry date of a licence by a number of days.',
  description:
    'Counts from `Expires`, or from now if that has passed. `Period` becomes the remaining whole days plus NoOfDays, at least 0. If the product has a data object `cryptolens_unblockextendedlicenses` with the value `true`, the licence is also unblocked. A date before 1970 or after the year 9999 is refused.',
  permission: 'ExtendLicense',
  parameters: z.object({
    ...licenseAddress,
    NoOfDays: integer(0, { min: -LIMITS.periodDays, max: LIMITS.periodDays }).meta({
      description: 'Days; negative shortens the licence.',
    }),
  }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.productNotFound, SENTENCES.keyNotFound],
  states: [7015, 7020],
  refusal: 7020,
  result: nothing,
  example: {
    request: { ProductId: 3349, Key: 'GEBNC-WZZJD-VJIHG-GCMVD', NoOfDays: 30 },
    answer: { result: 0, message: '' },
  },
  needs: ({ ProductId }) => [need.productWithDataObjects(ProductId)],
  decide: ({ license }, state, { NoOfDays }, { now }) => decideExtension(license, state, NoOfDays, now),
});
