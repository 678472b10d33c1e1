import type { KeyFilter } from './readUsageBuckets.js';
import type { Statement } from './statement.js';
import { readBlocks, readOne } from './usageBlocks.js';
import { keyOf, type UsagePage } from './usagePage.js';

/** What is counted of a key, as the columns are called. */
export const KEY_COUNTERS = [
  'total_requests',
  'total_successful',
  'total_failed',
  'activation_success',
  'activation_failed',
  'deactivation_success',
  'deactivation_floating',
  'activation_new_machine',
  'activation_trial',
  'activation_floating',
  'activation_device_limit',
  'trial_key_generated',
  'trial_key_reused',
  'trial_key_create_error',
  'data_object_ops',
  'data_object_increment_int',
  'data_object_decrement_int',
  'data_object_set_int',
  'data_object_set_string',
] as const;

type KeyCounter = (typeof KEY_COUNTERS)[number];

export interface KeyUsageRow extends Readonly<Record<KeyCounter, number>> {
  readonly id: number;
  readonly product_id: number;
  readonly license_id: number;
  /** null: the license is deleted. */
  readonly key: string | null;
  /** Unix seconds. */
  readonly first_seen: number;
  readonly last_seen: number;
}

const columns = (account: string): string =>
  `r.id, r.product_id, r.license_id, ${keyOf(account)} as key, r.first_seen, r.last_seen,
   ${KEY_COUNTERS.map((counter) => `r.${counter}`).join(', ')}`;

/** A page of keys in order of id: seen on or after the first day, first seen on or before the last one. */
export const readKeyUsage = (
  accountId: number,
  { productId, licenseId, ...days }: KeyFilter,
  page: UsagePage,
): Statement<KeyUsageRow> => {
  const equals = { product_id: productId, license_id: licenseId };
  const read = licenseId === undefined ? readBlocks : readOne;
  return read('key_usage', accountId, columns, equals, days, page);
};
