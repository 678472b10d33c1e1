import { z } from 'zod';
import { granted, refused } from '../../domain/batch/outcome.js';
import { DENIALS } from '../../domain/log/stateLists.js';
import { SENTENCES } from '../../domain/sentences.js';
import { unixSeconds } from '../../domain/time/time.js';
import { type PressedLicense, seatPressure } from '../../engine/analytics/seatPressure.js';
import { LIMITS } from '../../limits.js';
import { defineQuery } from '../define.js';
import { pageLimit } from '../parameters.js';
import { refuseReadFaults } from './readFaults.js';
import { listText } from './statesText.js';
import { usageProduct } from './usageParameters.js';
import { periodOf, usagePeriod } from './usagePeriod.js';
import { findProductScope } from './usageScope.js';

const { deniedStretches, activeHalfHours, stretchesPerLicense, licenses } = LIMITS.seatPressure;
const UNKNOWN = `null: the key has more than ${stretchesPerLicense.toLocaleString('en')} seats and denials in the period.`;

export const GetSeatPressure = defineQuery({
  category: 'ai',
  name: 'GetSeatPressure',
  title: 'Returns the keys that are short of seats: with denials, or with all seats taken.',
  description: `Keys with denials in the period (rows ${listText(DENIALS)}) come first, most denials first; then keys that were active in it and now have all seats taken, most recently active first. \`held\`, \`peak\` and \`seatsToAvoidDenials\` are as in GetSeatUsage; of node-locked and floating seats, the greater number is shown. \`exact\` is false if a product has more than ${deniedStretches.toLocaleString('en')} denials in the period, or more than ${activeHalfHours.toLocaleString('en')} half hours in which a machine was active: then only the latest of them count, and with several products some may be missing.`,
  permission: 'UsageAnalytics',
  scope: 'filterProduct',
  parameters: z.object({
    ...usageProduct,
    ...usagePeriod,
    Limit: pageLimit(10, licenses).meta({ description: `How many keys, at most ${licenses}.` }),
  }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.productNotFound, SENTENCES.errorOccured],
  states: [],
  refusal: null,
  result: z.strictObject({
    licenses: z.array(
      z.strictObject({
        productId: z.int(),
        key: z.string().meta({ description: '"" if the key is deleted.' }),
        keyId: z.int(),
        customerId: z.int().meta({ description: '0: none.' }),
        customerName: z
          .string()
          .nullable()
          .meta({ description: 'The company, or else the name, or else the e-mail address.' }),
        limit: z.int().meta({ description: 'The current MaxNoOfMachines; 0 or less: machines are not locked.' }),
        held: z
          .int()
          .nullable()
          .meta({ description: `Seats held at the end of the period. ${UNKNOWN}` }),
        peak: z.int().nullable().meta({ description: 'The greatest number of seats held at once in the period.' }),
        denials: z.int(),
        seatsToAvoidDenials: z.int().nullable(),
        lastDenial: z.int().nullable().meta({ description: 'Unix seconds.' }),
      }),
    ),
    exact: z.boolean(),
  }),
  example: {
    request: { ProductId: 3349, Start: 1767225600, End: 1767312000, Limit: 1 },
    answer: {
      licenses: [
        {
          productId: 3349,
          key: 'GEBNC-WZZJD-VJIHG-GCMVD',
          keyId: 880,
          customerId: 7,
          customerName: 'Bob',
          limit: 10,
          held: 2,
          peak: 10,
          denials: 3,
          seatsToAvoidDenials: 12,
          lastDenial: 1767261905,
        },
      ],
      exact: true,
      result: 0,
      message: null,
    },
  },
  handle: async (access, parameters, { caller }) => {
    const period = periodOf(parameters, access.now);
    if (period === null) return refused(SENTENCES.inputIncorrect);
    return refuseReadFaults(async () => {
      const scope = await findProductScope(access, caller, parameters);
      if (typeof scope === 'string') return refused(scope);
      const { licenses, exact } = await seatPressure(access, scope.productId, period, parameters.Limit);
      return granted({ licenses: licenses.map(present), exact });
    });
  },
});

const present = ({ license, denials, lastDenial, levels }: PressedLicense) => ({
  productId: license.product_id,
  key: license.deleted_at === null ? license.key : '',
  keyId: license.license_id,
  customerId: license.customer_id ?? 0,
  customerName: license.customer_name,
  limit: license.max_no_of_machines,
  held: levels?.held ?? null,
  peak: levels?.peak ?? null,
  denials,
  seatsToAvoidDenials: levels?.seatsToAvoidDenials ?? null,
  lastDenial: lastDenial === null ? null : unixSeconds(lastDenial),
});
