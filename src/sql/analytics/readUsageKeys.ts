import type { LicenseId, ProductId } from '../../domain/entities/ids.js';
import type { Statement } from '../statement.js';
import { KEY_COUNTERS } from './foldKeys.js';
import type { KeyFilter } from './readUsageBuckets.js';
import { readBlocks, readOne } from './usageBlocks.js';
import { keyOf, type UsagePage } from './usagePage.js';

type KeyCounter = keyof typeof KEY_COUNTERS;

/** The columns of a key's counters. */
export const KEY_COUNTER_COLUMNS = Object.keys(KEY_COUNTERS) as readonly KeyCounter[];

export interface KeyUsageRow extends Readonly<Record<KeyCounter, number>> {
  readonly id: number;
  readonly product_id: ProductId;
  readonly license_id: LicenseId;
  /** null: the license is deleted. */
  readonly key: string | null;
  /** Unix seconds. */
  readonly first_seen: number;
  readonly last_seen: number;
}

const columns = (account: string): string =>
  `r.id, r.product_id, r.license_id, ${keyOf(account)} as key, r.first_seen, r.last_seen,
   ${KEY_COUNTER_COLUMNS.map((counter) => `r.${counter}`).join(', ')}`;

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
