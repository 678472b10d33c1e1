import { z } from 'zod';
import { granted, refused } from '../../domain/batch/outcome.js';
import { DEACTIVATIONS, REFRESHES } from '../../domain/log/stateLists.js';
import { type BucketRow, readBuckets } from '../../sql/analytics/readUsageBuckets.js';
import { defineQuery } from '../define.js';
import { normalizedMachineCode } from '../parameters.js';
import { listText, spanText } from './statesText.js';
import { KEY_ERRORS, pageOf, usageDays, usageKey, usagePage } from './usageParameters.js';
import { findUsageScope } from './usageScope.js';

const BUCKET_SECONDS = 1800;

export const GetLicenseActivityBuckets = defineQuery({
  category: 'ai',
  name: 'GetLicenseActivityBuckets',
  title: 'Returns the activity of keys and machines in half-hour buckets.',
  description: `A bucket covers 30 minutes (UTC) of a product, key and machine code. Activations (${spanText(REFRESHES)}) count as refreshes, ${listText(DEACTIVATIONS)} as deactivations, other log rows do not count. Machine codes are normalised: control characters removed, white space trimmed, cut to 256 characters, upper-cased; activity without one has the machine code "". Buckets are in the order of their ids, oldest first unless \`EndingBefore\` is given. A token locked to a key sees only that key’s rows; with a key lock of -1, ProductId and Key are required. Usage analytics follow the log with a short delay, so the newest activity may be missing for a moment.`,
  permission: 'UsageAnalytics',
  scope: 'filter',
  parameters: z.object({
    ...usagePage,
    ...usageKey,
    MachineCode: normalizedMachineCode().meta({
      description: 'Rows of this machine code, normalised before comparison; only white space: rows without one.',
    }),
    ...usageDays('buckets that start on or after this date.', 'buckets that start before the day after this date.'),
  }),
  errors: KEY_ERRORS,
  states: [],
  refusal: null,
  result: z.strictObject({
    buckets: z.array(
      z.strictObject({
        id: z.int().meta({ description: 'The id of the first log row that counts here; it never changes.' }),
        productId: z.int(),
        keyId: z.int(),
        key: z.string().meta({ description: 'Empty when the key no longer exists.' }),
        machineCode: z.string().meta({ description: 'Normalised; empty: activity without a machine code.' }),
        bucketStartUtc: z.int().meta({ description: 'Unix seconds, a multiple of 1800.' }),
        refreshCount: z.int(),
        deactivationCount: z.int(),
        firstEventUtc: z.int().meta({ description: 'Unix seconds.' }),
        lastEventUtc: z.int().meta({ description: 'Unix seconds.' }),
        lastEventState: z.int(),
        gapFromPreviousEventSeconds: z.int().nullable().meta({
          description:
            'Seconds from this key and machine’s previous activity to the first event in this bucket; null: no earlier activity.',
        }),
      }),
    ),
  }),
  example: {
    request: { ProductId: 3349, MachineCode: 'machine-1', Limit: 1 },
    answer: {
      buckets: [
        {
          id: 15,
          productId: 3349,
          keyId: 123456,
          key: 'GEBNC-WZZJD-VJIHG-GCMVD',
          machineCode: 'MACHINE-1',
          bucketStartUtc: 1748217600,
          refreshCount: 12,
          deactivationCount: 1,
          firstEventUtc: 1748217660,
          lastEventUtc: 1748219100,
          lastEventState: 6011,
          gapFromPreviousEventSeconds: 3600,
        },
      ],
      result: 0,
      message: null,
    },
  },
  handle: async (access, parameters, { caller }) => {
    const scope = await findUsageScope(access, caller, parameters);
    if (typeof scope === 'string') return refused(scope);
    if (scope === null) return granted({ buckets: [] });
    const filter = { ...scope, firstDay: parameters.Start, lastDay: parameters.End };
    const rows = await access.run(readBuckets(access.accountId, filter, pageOf(parameters)));
    return granted({ buckets: rows.map(present) });
  },
});

const present = (row: BucketRow) => ({
  id: row.id,
  productId: row.product_id,
  keyId: row.license_id,
  key: row.key ?? '',
  machineCode: row.machine_code,
  bucketStartUtc: row.bucket * BUCKET_SECONDS,
  refreshCount: row.refresh_count,
  deactivationCount: row.deactivation_count,
  firstEventUtc: row.first_event,
  lastEventUtc: row.last_event,
  lastEventState: row.last_event_state,
  gapFromPreviousEventSeconds: row.gap_from_previous,
});
