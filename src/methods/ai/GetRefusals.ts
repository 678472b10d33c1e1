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
  title: 'Returns why requests of a key, or of a customer’s keys, were refused, and since when.',
  description: `Not a method of the vendor. CustomerId, or ProductId with Key, must be given; a token with the lock of a key asks about that key. Only keys of which something was asked in the period are listed, the one that was refused last first. Imported machines (${UNREQUESTED.join()}) are nobody’s request.

\`since\` begins the run of refusals that goes on to the newest of the period, and may lie before the period: no request of its kind was granted in between. For ${deniesSeat('nodeLocked').join()} that is a new machine that was let in, for ${deniesSeat('floating').join()} a lease for one of the machines that were refused, for any other state any granted request of its group. \`grantedAgain\` is when the first of them was granted after the newest refusal. \`cause\` is \`seats\` (all were taken), \`blocked\` (the key was, at that time), \`deleted\` (the key had been) or \`other\`: mostly an access token that may not do what it asked.

A bounded number of rows is read. Of a customer with more than ${number(licensesNamed)} keys those are looked at that were made last; reasons come from the ${number(newestRows)} newest refusals. Where the keys have more than ${number(countedRows)} rows in the period, \`granted\` is null, and \`refused\` and \`count\` are of those newest ones. \`exact\` is false then.`,
  permission: 'GetWebAPILog',
  scope: 'filter',
  parameters: z.object({
    CustomerId: optionalId().meta({ description: 'Keys that this customer has now.' }),
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
              grantedAgain: z.int().nullable().meta({ description: 'Unix seconds; null: not until now.' }),
              lastId: z.int().meta({ description: 'The row of the newest refusal.' }),
              lastTime: z.int().meta({ description: 'Unix seconds.' }),
              machineCode: z.string().nullable().meta({ description: 'Of the newest refusal.' }),
              friendlyName: z.string().meta({ description: 'What that machine was last called, also by another row.' }),
              seatLimit: z.int().meta({ description: 'MaxNoOfMachines as the newest refusal found it.' }),
            }),
          )
          .meta({ description: 'By state, the one that was refused last first.' }),
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
    // Machine codes are what callers say: who may see one key must not learn names by another's.
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
