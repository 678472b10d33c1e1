import { z } from 'zod';
import { granted, refused } from '../../domain/batch/outcome.js';
import { type KeyDeviceRow, readKeyDevices } from '../../sql/analytics/readUsageDevices.js';
import { defineQuery } from '../define.js';
import { normalizedMachineCode } from '../parameters.js';
import { KEY_ERRORS, pageOf, usageDays, usageKey, usagePage } from './usageParameters.js';
import { findUsageScope } from './usageScope.js';

export const GetKeyDevices = defineQuery({
  category: 'ai',
  name: 'GetKeyDevices',
  title: 'Returns the devices that used keys: one row per product, key and machine code.',
  description:
    'Every log row that names the key and the machine counts, whatever the request was. Machine codes are normalised as in GetLicenseActivityBuckets; rows without one are left out. Rows are in the order of their ids, oldest first unless `EndingBefore` is given. A token locked to a key sees only that key’s rows; with a key lock of -1, ProductId and Key are required. Usage analytics follow the log with a short delay, so the newest activity may be missing for a moment.',
  permission: 'UsageAnalytics',
  scope: 'filter',
  parameters: z.object({
    ...usagePage,
    ...usageKey,
    MachineCode: normalizedMachineCode().meta({
      description: 'Rows of this machine code, normalised before comparison.',
    }),
    ...usageDays('devices seen on or after this date.', 'devices first seen before the day after this date.'),
  }),
  errors: KEY_ERRORS,
  states: [],
  refusal: null,
  result: z.strictObject({
    devices: z.array(
      z.strictObject({
        id: z.int().meta({ description: 'The id of the first log row that counts here; it never changes.' }),
        productId: z.int(),
        keyId: z.int(),
        key: z.string().meta({ description: 'Empty when the key no longer exists.' }),
        machineCode: z.string().meta({ description: 'Normalised.' }),
        firstSeenUtc: z.int().meta({ description: 'Unix seconds.' }),
        lastSeenUtc: z.int().meta({ description: 'Unix seconds.' }),
        totalRequests: z.int(),
      }),
    ),
  }),
  example: {
    request: { ProductId: 3349, Key: 'GEBNC-WZZJD-VJIHG-GCMVD', Limit: 1 },
    answer: {
      devices: [
        {
          id: 3,
          productId: 3349,
          keyId: 123456,
          key: 'GEBNC-WZZJD-VJIHG-GCMVD',
          machineCode: 'MACHINE-1',
          firstSeenUtc: 1748131200,
          lastSeenUtc: 1748219100,
          totalRequests: 41,
        },
      ],
      result: 0,
      message: null,
    },
  },
  handle: async (access, parameters, { caller }) => {
    const scope = await findUsageScope(access, caller, parameters);
    if (typeof scope === 'string') return refused(scope);
    if (scope === null) return granted({ devices: [] });
    const filter = { ...scope, firstDay: parameters.Start, lastDay: parameters.End };
    const rows = await access.run(readKeyDevices(access.accountId, filter, pageOf(parameters)));
    return granted({ devices: rows.map(present) });
  },
});

const present = (row: KeyDeviceRow) => ({
  id: row.id,
  productId: row.product_id,
  keyId: row.license_id,
  key: row.key ?? '',
  machineCode: row.machine_code,
  firstSeenUtc: row.first_seen,
  lastSeenUtc: row.last_seen,
  totalRequests: row.total_requests,
});
