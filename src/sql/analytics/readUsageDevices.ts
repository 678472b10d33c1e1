import type { LicenseId, ProductId } from '../../domain/entities/ids.js';
import type { Statement } from '../statement.js';
import type { BucketFilter } from './readUsageBuckets.js';
import { readBlocks, readOne } from './usageBlocks.js';
import { keyOf, machineCodeOf, type UsagePage } from './usagePage.js';

export interface KeyDeviceRow {
  readonly id: number;
  readonly product_id: ProductId;
  readonly license_id: LicenseId;
  /** null: the license is deleted. */
  readonly key: string | null;
  readonly machine_code: string;
  /** Unix seconds. */
  readonly first_seen: number;
  readonly last_seen: number;
  readonly total_requests: number;
}

const columns = (account: string): string =>
  `r.id, r.product_id, r.license_id, ${keyOf(account)} as key, ${machineCodeOf(account)} as machine_code,
   r.first_seen, r.last_seen, r.total_requests`;

/** A page of keys' devices in order of id: seen on or after the first day, first seen on or before the last one. */
export const readKeyDevices = (
  accountId: number,
  { productId, licenseId, machineNo, ...days }: BucketFilter,
  page: UsagePage,
): Statement<KeyDeviceRow> => {
  const equals = { product_id: productId, license_id: licenseId, machine_no: machineNo };
  const read = licenseId !== undefined && machineNo !== undefined ? readOne : readBlocks;
  return read('key_device', accountId, columns, equals, days, page);
};
