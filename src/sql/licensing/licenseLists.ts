import type { CustomerId, ProductId } from '../../domain/entities/ids.js';
import { OWNER_KINDS } from '../../domain/entities/objectOwners.js';
import { prepared } from '../statement.js';
import { columnsOf } from '../table.js';
import { CUSTOMER_TABLE, type CustomerRow } from './customerTable.js';
import { DATA_OBJECT_TABLE, type DataObjectRow } from './dataObjectTable.js';
import { LICENSE_TABLE, type LicenseRow } from './licenseTable.js';
import { MACHINE_TABLE, type MachineRow } from './machineTable.js';
import { PRODUCT_TABLE, type ProductRow } from './productTable.js';

type Ints = readonly number[];

/** A customer's licenses, the newest first; `productId` 0: of any product. */
export const licensesOfCustomer = prepared<
  LicenseRow,
  [accountId: number, owner: { readonly customerId: CustomerId; readonly productId: ProductId }, limit: number]
>(
  'licenses_of_customer',
  `select ${columnsOf(LICENSE_TABLE, 'l')} from license l
   where l.account_id = $1 and l.customer_id = $2 and l.deleted_at is null
     and ($3::int = 0 or l.product_id = $3)
   order by l.global_id desc limit $4`,
  (accountId, { customerId, productId }, limit) => [accountId, customerId, productId, limit],
);

/** The machines of listed licenses, at most `most` of each license, without leases that have lapsed. */
export const machinesOfLicenses = prepared<
  MachineRow,
  [accountId: number, licenseIds: Ints, now: number, most: number]
>(
  'machines_of_licenses',
  `select ${columnsOf(MACHINE_TABLE, 'm')} from unnest($2::int[]) as w(license_id)
   cross join lateral (
     select * from machine where account_id = $1 and license_id = w.license_id
       and (floating_expires is null or floating_expires > $3)
     order by time, machine_code, floating limit $4) m
   order by m.time, m.machine_code, m.floating`,
);

/** Bounded by how many data objects a key may have. */
export const dataObjectsOfLicenses = prepared<DataObjectRow, [accountId: number, licenseIds: Ints]>(
  'data_objects_of_licenses',
  `select ${columnsOf(DATA_OBJECT_TABLE, 'o')} from data_object o
   where o.account_id = $1 and o.referencer_type = ${OWNER_KINDS.key.referencerType} and o.referencer_id = any($2::int[]) and o.machine_code = ''
   order by o.id`,
);

export const customersById = prepared<CustomerRow, [accountId: number, customerIds: Ints]>(
  'customers_by_id',
  `select ${columnsOf(CUSTOMER_TABLE, 'c')} from customer c where c.account_id = $1 and c.customer_id = any($2::int[])`,
);

export const productsById = prepared<ProductRow, [accountId: number, productIds: Ints]>(
  'products_by_id',
  `select ${columnsOf(PRODUCT_TABLE, 'p')} from product p where p.account_id = $1 and p.product_id = any($2::int[])`,
);

/** Products in order of id; `onlyId` null: all. */
export const listProducts = prepared<ProductRow, [accountId: number, onlyId: number | null, most: number]>(
  'list_products',
  `select ${columnsOf(PRODUCT_TABLE, 'p')} from product p
   where p.account_id = $1 and ($2::int is null or p.product_id = $2) order by p.product_id limit $3`,
);

export const dataObjectsOfProducts = prepared<DataObjectRow, [accountId: number, productIds: Ints]>(
  'data_objects_of_products',
  `select ${columnsOf(DATA_OBJECT_TABLE, 'o')} from data_object o
   where o.account_id = $1 and o.referencer_type = ${OWNER_KINDS.product.referencerType} and o.referencer_id = any($2::int[]) and o.machine_code = ''
   order by o.id`,
);
