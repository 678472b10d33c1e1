import type { LicenseId, ProductId } from '../../domain/entities/ids.js';
import type { License } from '../../domain/entities/licensing.js';
import { prepared } from '../statement.js';

export interface TakenLicenseRow {
  readonly product_id: ProductId;
  readonly key: string;
  readonly global_id: LicenseId;
  readonly id: number;
  readonly deleted: boolean;
}

/** Licenses, deleted ones too, that have the key string, the GlobalId or the number within the product of one to be imported. */
export const findTakenLicenses = prepared<
  TakenLicenseRow,
  [accountId: number, licenses: readonly Pick<License, 'productId' | 'key' | 'licenseId' | 'idInProduct'>[]]
>(
  'find_taken_licenses',
  `select l.product_id, l.key, l.global_id, l.id, l.deleted_at is not null as deleted
   from unnest($2::int[], $3::text[]) as w(product_id, key)
   join license l on l.account_id = $1 and l.product_id = w.product_id and l.key = w.key
   union
   select l.product_id, l.key, l.global_id, l.id, l.deleted_at is not null
   from unnest($4::int[]) as w(global_id)
   join license l on l.account_id = $1 and l.global_id = w.global_id
   union
   select l.product_id, l.key, l.global_id, l.id, l.deleted_at is not null
   from unnest($2::int[], $5::int[]) as w(product_id, id)
   join license l on l.account_id = $1 and l.product_id = w.product_id and l.id = w.id`,
  (accountId, licenses) => [
    accountId,
    licenses.map((license) => license.productId),
    licenses.map((license) => license.key),
    licenses.map((license) => license.licenseId),
    licenses.map((license) => license.idInProduct),
  ],
);
