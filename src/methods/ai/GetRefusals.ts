import { z } from 'zod';
import { REFUSAL_CAUSES } from '../../domain/analytics/refusals.js';
import { granted, refused } from '../../domain/batch/outcome.js';
import { isLocked, scopeOf } from '../../domain/entities/caller.js';
import { deniesSeat, UNREQUESTED } from '../../domain/log/stateLists.js';
import { SENTENCES } from '../../domain/sentences.js';
import { unixSeconds } from '../../domain/time/time.js';
import { findRefusals, type LicenseRefusals, type StateRefusals } from '../../engine/analytics/refusals.js';
import { LIMITS } from '../../limits.js';
import { defineQuery } from '../define.js';
import { optionalId, pageLimit } from '../parameters.js';
import { logFiltersOf, logKey } from './logFilters.js';
import { refuseReadFaults } from './readFaults.js';
import { periodOf, usagePeriod } from './usagePeriod.js';

const { licenses, licensesNamed, newestRows, countedRows } = LIMITS.refusals;
const number = (value: number): string => value.toLocaleString('en');

export const GetRefusals = defineQuery({
  category: 'ai',
  name: 'GetRefusals',
  title: 'Returns why requests about a key, or about a customer’s keys, were refused, and since when.',
  description: `Not part of the vendor’s API. CustomerId, or ProductId with Key, must be given; a token with a key lock asks about that key. Only keys with requests in the period are listed, the most recently refused first. Imported machines (${UNREQUESTED.join()}) do not count as requests.

\`since\` is the start of the uninterrupted run of refusals that ends with the newest one in the period; it may lie before the period. What interrupts a run is, for ${deniesSeat('nodeLocked').join()}, the activation of a new machine; for ${deniesSeat('floating').join()}, a lease for one of the refused machines; for any other state, any granted request of its group. \`grantedAgain\` is the first such request after the newest refusal. \`cause\` is \`seats\` (all were taken), \`blocked\` (the key was blocked at that time), \`deleted\` (the key was deleted) or \`other\`, mostly an access token without the permission.

The number of rows read is bounded. Of a customer with more than ${number(licensesNamed)} keys only the most recently created ones are examined; reasons come from the ${number(newestRows)} newest refusals. If the keys have more than ${number(countedRows)} rows in the period, \`granted\` is null, and \`refused\` and \`count\` cover those newest refusals only. \`exact\` is then false.`,
  permission: 'GetWebAPILog',
  scope: 'filter',
  parameters: z.object({
    CustomerId: optionalId().meta({ description: 'The current keys of this customer.' }),
    ProductId: logKey.ProductId.meta({ description: 'Keys of this product.' }),
    Key: logKey.Key.meta({ description: 'This key string; requires ProductId.' }),
    ...usagePeriod,
    Limit: pageLimit(10, licenses).meta({ description: `How many keys, at most ${licenses}.` }),
  }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.errorOccured],
  states: [],
  refusal: null,
  result: z.strictObject({
    licenses: z.array(
      z.strictObject({
        productId: z.int(),
        key: z.string(),
        keyId: z.int(),
        granted: z.int().nullable().meta({ description: 'Requests; null: too many to count.' }),
        refused: z.int(),
        refusals: z
          .array(
            z.strictObject({
              state: z.int(),
              cause: z.enum(REFUSAL_CAUSES),
              count: z.int(),
              since: z.int().meta({ description: 'Unix seconds.' }),
              grantedAgain: z.int().nullable().meta({ description: 'Unix seconds; null: not yet.' }),
              lastId: z.int().meta({ description: 'The log row of the newest refusal.' }),
              lastTime: z.int().meta({ description: 'Unix seconds.' }),
              machineCode: z.string().nullable().meta({ description: 'Of the newest refusal.' }),
              friendlyName: z.string().meta({ description: 'The latest friendly name of that machine, from any row.' }),
              seatLimit: z.int().meta({ description: 'MaxNoOfMachines at the time of the newest refusal.' }),
            }),
          )
          .meta({ description: 'By state, the most recent refusal first.' }),
      }),
    ),
    exact: z.boolean(),
  }),
  example: {
    request: { CustomerId: 7, Start: 1767225600, End: 1767312000 },
    answer: {
      licenses: [
        {
          productId: 3349,
          key: 'GEBNC-WZZJD-VJIHG-GCMVD',
          keyId: 880,
          granted: 214,
          refused: 12,
          refusals: [
            {
              state: 2022,
              cause: 'seats',
              count: 12,
              since: 1767180120,
              grantedAgain: null,
              lastId: 91815,
              lastTime: 1767261905,
              machineCode: 'ws-06',
              friendlyName: 'Anna’s laptop',
              seatLimit: 5,
            },
          ],
        },
      ],
      exact: true,
      result: 0,
      message: null,
    },
  },
  handle: async (access, parameters, { caller }) => {
    const filters = logFiltersOf(parameters, caller);
    const period = periodOf(parameters, access.now);
    const { CustomerId: customerId } = parameters;
    const isNamed = customerId !== undefined || parameters.Key !== undefined || scopeOf(caller).keyLock > 0;
    // Callers choose machine codes: a token for one key must not see names that another key's requests gave.
    const seesAll = !isLocked(caller);
    if (filters === null || period === null || !isNamed) return refused(SENTENCES.inputIncorrect);
    return refuseReadFaults(async () => {
      const found = await findRefusals(access, { ...filters, customerId, seesAll }, period, parameters.Limit);
      return granted({ licenses: found.licenses.map(present), exact: found.exact });
    });
  },
});

const present = ({ license, granted: grantedCount, refused: refusedCount, refusals }: LicenseRefusals) => ({
  productId: license.product_id,
  key: license.key,
  keyId: license.license_id,
  granted: grantedCount,
  refused: refusedCount,
  refusals: refusals.map(presentState),
});

const presentState = ({ state, cause, count, since, grantedAgain, last, seatLimit }: StateRefusals) => ({
  state,
  cause,
  count,
  since: unixSeconds(since),
  grantedAgain: grantedAgain === null ? null : unixSeconds(grantedAgain),
  lastId: last.id,
  lastTime: unixSeconds(last.time),
  machineCode: last.machineCode,
  friendlyName: last.friendlyName,
  seatLimit,
});
