import type { LicenseId, MachineNo, ProductId } from '../../domain/entities/ids.js';
import { prepared } from '../statement.js';

/** What the filters of usage analytics name. */
export interface UsageScopeRow {
  readonly product_known: boolean;
  /** GlobalId of the product's license with the key string, unless it is deleted. */
  readonly license_of_key: number | null;
  /** The product of the license, a deleted one's too. */
  readonly product_of_license: number | null;
  /** null: no log row ever had the machine code. */
  readonly machine_no: MachineNo | null;
}

/** Nothing is found for a null. */
export interface NamedScope {
  readonly productId: ProductId | null;
  readonly key: string | null;
  readonly licenseId: LicenseId | null;
  /** Normalised. */
  readonly machineCode: string | null;
}

export const findUsageScope = prepared<UsageScopeRow, [accountId: number, named: NamedScope]>(
  'find_usage_scope',
  `select exists (select from product where account_id = $1 and product_id = $2::int) as product_known,
     (select global_id from license
      where account_id = $1 and product_id = $2::int and key = $3::text and deleted_at is null) as license_of_key,
     (select product_id from license where account_id = $1 and global_id = $4::int) as product_of_license,
     (select machine_no from log_device
      where account_id = $1 and machine_code_normalized = $5::text limit 1) as machine_no`,
  (accountId, { productId, key, licenseId, machineCode }) => [accountId, productId, key, licenseId, machineCode],
);
