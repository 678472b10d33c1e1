import { z } from 'zod';
import { granted, refused } from '../../domain/batch/outcome.js';
import type { StateCounter } from '../../domain/log/states.js';
import { type KeyUsageRow, readKeyUsage } from '../../sql/analytics/readUsageKeys.js';
import { defineQuery } from '../define.js';
import { countedText, digitsText } from './statesText.js';
import { KEY_ERRORS, pageOf, usageDays, usageKey, usagePage } from './usageParameters.js';
import { findUsageScope } from './usageScope.js';

const counted = (counter: StateCounter) => z.int().meta({ description: countedText(counter) });

export const GetKeyUsageSummaries = defineQuery({
  category: 'ai',
  name: 'GetKeyUsageSummaries',
  title: 'Returns usage totals of each key since its first log row.',
  description:
    'The counters are lifetime totals: `Start` and `End` restrict which keys are listed, not the counters. Keys excluded from usage analytics are included here. Rows are in the order of their ids, oldest first unless `EndingBefore` is given. A token locked to a key sees only that key’s rows; with a key lock of -1, ProductId and Key are required. Usage analytics follow the log with a short delay, so the newest activity may be missing for a moment.',
  permission: 'UsageAnalytics',
  scope: 'filter',
  parameters: z.object({
    ...usagePage,
    ...usageKey,
    ...usageDays('keys seen on or after this date.', 'keys first seen before the day after this date.'),
  }),
  errors: KEY_ERRORS,
  states: [],
  refusal: null,
  result: z.strictObject({
    summaries: z.array(
      z.strictObject({
        id: z.int().meta({ description: 'The id of the first log row that counts here; it never changes.' }),
        productId: z.int(),
        keyId: z.int(),
        key: z.string().meta({ description: 'Empty when the key no longer exists.' }),
        totalRequests: z.int(),
        totalSuccessful: z.int().meta({ description: 'States whose third digit is 1.' }),
        totalFailed: z.int().meta({ description: 'States whose third digit is 2.' }),
        firstSeenUtc: z.int().meta({ description: 'Unix seconds.' }),
        lastSeenUtc: z.int().meta({ description: 'Unix seconds.' }),
        activationSuccess: z.int().meta({ description: digitsText('activation', 1) }),
        activationFailed: z.int().meta({ description: digitsText('activation', 2) }),
        deactivationSuccess: z.int().meta({ description: digitsText('deactivation', 1) }),
        deactivationFloating: counted('deactivationFloating'),
        activationNewMachine: counted('activationNewMachine'),
        activationTrial: counted('activationTrial'),
        activationFloating: counted('activationFloating'),
        activationDeviceLimit: counted('activationDeviceLimit'),
        trialKeyGenerated: counted('trialKeyGenerated'),
        trialKeyReused: counted('trialKeyReused'),
        trialKeyCreateError: counted('trialKeyCreateError'),
        dataObjectOps: z.int().meta({ description: digitsText('dataObject', 1, 2) }),
        dataObjectIncrementInt: counted('dataObjectIncrementInt'),
        dataObjectDecrementInt: counted('dataObjectDecrementInt'),
        dataObjectSetInt: counted('dataObjectSetInt'),
        dataObjectSetString: counted('dataObjectSetString'),
      }),
    ),
  }),
  example: {
    request: { ProductId: 3349, Start: '2026-01-01', Limit: 1 },
    answer: {
      summaries: [
        {
          id: 3,
          productId: 3349,
          keyId: 123456,
          key: 'GEBNC-WZZJD-VJIHG-GCMVD',
          totalRequests: 41,
          totalSuccessful: 39,
          totalFailed: 2,
          firstSeenUtc: 1767139200,
          lastSeenUtc: 1767226900,
          activationSuccess: 30,
          activationFailed: 2,
          deactivationSuccess: 4,
          deactivationFloating: 4,
          activationNewMachine: 0,
          activationTrial: 0,
          activationFloating: 30,
          activationDeviceLimit: 2,
          trialKeyGenerated: 0,
          trialKeyReused: 0,
          trialKeyCreateError: 0,
          dataObjectOps: 5,
          dataObjectIncrementInt: 2,
          dataObjectDecrementInt: 1,
          dataObjectSetInt: 1,
          dataObjectSetString: 0,
        },
      ],
      result: 0,
      message: null,
    },
  },
  handle: async (access, parameters, { caller }) => {
    const scope = await findUsageScope(access, caller, parameters);
    if (typeof scope === 'string') return refused(scope);
    if (scope === null) return granted({ summaries: [] });
    const filter = { ...scope, firstDay: parameters.Start, lastDay: parameters.End };
    const rows = await access.run(readKeyUsage(access.accountId, filter, pageOf(parameters)));
    return granted({ summaries: rows.map(present) });
  },
});

const present = (row: KeyUsageRow) => ({
  id: row.id,
  productId: row.product_id,
  keyId: row.license_id,
  key: row.key ?? '',
  totalRequests: row.total_requests,
  totalSuccessful: row.total_successful,
  totalFailed: row.total_failed,
  firstSeenUtc: row.first_seen,
  lastSeenUtc: row.last_seen,
  activationSuccess: row.activation_success,
  activationFailed: row.activation_failed,
  deactivationSuccess: row.deactivation_success,
  deactivationFloating: row.deactivation_floating,
  activationNewMachine: row.activation_new_machine,
  activationTrial: row.activation_trial,
  activationFloating: row.activation_floating,
  activationDeviceLimit: row.activation_device_limit,
  trialKeyGenerated: row.trial_key_generated,
  trialKeyReused: row.trial_key_reused,
  trialKeyCreateError: row.trial_key_create_error,
  dataObjectOps: row.data_object_ops,
  dataObjectIncrementInt: row.data_object_increment_int,
  dataObjectDecrementInt: row.data_object_decrement_int,
  dataObjectSetInt: row.data_object_set_int,
  dataObjectSetString: row.data_object_set_string,
});
