import { z } from 'zod';
import { granted, refused } from '../../domain/batch/outcome.js';
import { GUESSES } from '../../domain/log/stateLists.js';
import { SENTENCES } from '../../domain/sentences.js';
import { unixSeconds } from '../../domain/time/time.js';
import { suspects } from '../../engine/analytics/suspects.js';
import { LIMITS } from '../../limits.js';
import { defineQuery } from '../define.js';
import { pageLimit } from '../parameters.js';
import { refuseReadFaults } from './readFaults.js';
import { usageProduct } from './usageParameters.js';
import { periodOf, usagePeriod } from './usagePeriod.js';
import { findProductScope } from './usageScope.js';

const { addresses, refusals, followedRows } = LIMITS.suspects;

export const GetSuspects = defineQuery({
  category: 'ai',
  name: 'GetSuspects',
  title: 'Returns the networks that requested keys which do not exist.',
  description: `An attempt is a refused request (${GUESSES.join(', ')}) that named a key string which does not exist. Attempts are counted by masked address; the addresses that tried the most different keys come first. \`succeededAfter\`: the address had a granted request after an attempt, within the period. Requests without an address, or whose address has been erased, are left out. \`exact\` is false if there are more than ${refusals.toLocaleString('en')} such refusals in the period, of which only the latest of each state are examined, or more than ${followedRows.toLocaleString('en')} rows after the first attempt, of which only the earliest are examined for \`succeededAfter\`.`,
  permission: 'GetWebAPILog',
  scope: 'filterProduct',
  parameters: z.object({
    ...usageProduct,
    ...usagePeriod,
    Limit: pageLimit(10, addresses).meta({ description: `How many addresses, at most ${addresses}.` }),
  }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.productNotFound, SENTENCES.errorOccured],
  states: [],
  refusal: null,
  result: z.strictObject({
    addresses: z.array(
      z.strictObject({
        address: z
          .string()
          .meta({ description: 'Masked: an IPv4 address ends in 0, an IPv6 address is cut to its /48.' }),
        country: z.string().meta({ description: 'ISO 3166 alpha-2; "": unknown.' }),
        attempts: z.int(),
        distinctKeys: z.int(),
        first: z.int().meta({ description: 'The first attempt, Unix seconds.' }),
        last: z.int().meta({ description: 'The last attempt, Unix seconds.' }),
        succeededAfter: z.boolean(),
      }),
    ),
    exact: z.boolean(),
  }),
  example: {
    request: { Start: 1767225600, End: 1767312000, Limit: 1 },
    answer: {
      addresses: [
        {
          address: '203.0.113.0',
          country: 'SE',
          attempts: 412,
          distinctKeys: 405,
          first: 1767261905,
          last: 1767262905,
          succeededAfter: false,
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
      const { suspects: found, exact } = await suspects(access, scope.productId, period, parameters.Limit);
      return granted({
        addresses: found.map(({ network, first, last, ...suspect }) => ({
          address: network,
          ...suspect,
          first: unixSeconds(first),
          last: unixSeconds(last),
        })),
        exact,
      });
    });
  },
});
