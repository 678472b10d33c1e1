import type { LicenseName } from '../../domain/batch/need.js';
import type { CustomerId, LicenseId, ProductId } from '../../domain/entities/ids.js';
import { type DataObjectOwner, OWNER_KINDS, referencerTypesOf } from '../../domain/entities/objectOwners.js';
import { foldEmail } from '../../domain/identity/email.js';
import type { AccountRow } from '../identity/accountTable.js';
import { TOKEN_TABLE, type TokenRow } from '../identity/tokenTable.js';
import { CUSTOMER_TABLE, type CustomerRow } from '../licensing/customerTable.js';
import { DATA_OBJECT_TABLE, type DataObjectRow } from '../licensing/dataObjectTable.js';
import { LICENSE_TABLE, type LicenseRow } from '../licensing/licenseTable.js';
import { MACHINE_TABLE, type MachineRow } from '../licensing/machineTable.js';
import { PRODUCT_TABLE, type ProductRow } from '../licensing/productTable.js';
import { oneOf } from '../oneOf.js';
import { prepared } from '../statement.js';
import { columnsOf } from '../table.js';

/**
 * Look-ups for rules: each takes the requirements of a whole batch as arrays. A license is named by product and key string
 * or by its license id; its parts are found by the same name, so that no look-up waits for an earlier answer.
 */

type Ints = readonly number[];

type OfLicenses = [accountId: number, licenses: readonly LicenseName[]];

const licenseValues = (accountId: number, licenses: readonly LicenseName[]): readonly unknown[] => {
  const productIds: number[] = [];
  const keys: string[] = [];
  const licenseIds: number[] = [];
  for (const license of licenses) {
    if ('licenseId' in license) licenseIds.push(license.licenseId);
    else {
      productIds.push(license.productId);
      keys.push(license.key);
    }
  }
  return [accountId, productIds, keys, licenseIds];
};

/**
 * Looks up each item separately: `offset 0` prevents the planner from scanning a whole table because that looks cheap
 * while it is small or has no statistics yet.
 */
const forEach = (items: string, rows: string): string => `${items} cross join lateral (${rows} offset 0)`;

/**
 * Hides the values of parameters from the planner. It would plan again for each length of an array, which takes ten times
 * as long as the look-up; so one generic plan is kept.
 */
const unseen = (...parameters: readonly string[]): string =>
  parameters.map((parameter) => `(select ${parameter})`).join(', ');

/**
 * Condition and order for a column that an index ends with. `=` would do, but without statistics the planner takes an index
 * of all keys of the product for just as good; that one does not give the order.
 */
const along = (column: string, value: string): string => `${column} between ${value} and ${value} order by ${column}`;

const licenseByKey = (columns: string): string =>
  `select ${columns} from license where account_id = $1 and product_id = w.product_id and ${along('key', 'w.key')}`;

const namedLicenses = `(
    select l.* from ${forEach(`unnest(${unseen('$2::int[]', '$3::text[]')}) as w(product_id, key)`, licenseByKey('*'))} l
    union all
    select l.* from ${forEach(
      `unnest(${unseen('$4::int[]')}) as w(global_id)`,
      'select * from license where account_id = $1 and global_id = w.global_id',
    )} l
  )`;

export const loadLicenses = prepared<LicenseRow, OfLicenses>(
  'load_licenses',
  `select ${columnsOf(LICENSE_TABLE, 'l')} from ${namedLicenses} l`,
  licenseValues,
);

export const loadMachines = prepared<MachineRow, OfLicenses>(
  'load_machines',
  `select ${columnsOf(MACHINE_TABLE, 'm')} from ${forEach(
    `${namedLicenses} l`,
    'select * from machine where account_id = $1 and license_id = l.global_id',
  )} m
   order by m.time, m.machine_code, m.floating`,
  licenseValues,
);

const objectsOfLicenses = (referencerType: number): string =>
  forEach(
    `${namedLicenses} l`,
    `select * from data_object
     where account_id = $1 and referencer_type = ${referencerType} and referencer_id = l.global_id`,
  );

export const loadLicenseDataObjects = prepared<DataObjectRow, OfLicenses>(
  'load_license_data_objects',
  `select ${columnsOf(DATA_OBJECT_TABLE, 'o')} from ${objectsOfLicenses(OWNER_KINDS.key.referencerType)} o order by o.id`,
  licenseValues,
);

/** Those of all machine codes of a license. */
export const loadLicenseMachineDataObjects = prepared<DataObjectRow, OfLicenses>(
  'load_license_machine_data_objects',
  `select ${columnsOf(DATA_OBJECT_TABLE, 'o')} from ${objectsOfLicenses(OWNER_KINDS.machine.referencerType)} o order by o.id`,
  licenseValues,
);

export const loadLicenseCustomers = prepared<CustomerRow, OfLicenses>(
  'load_license_customers',
  `select distinct ${columnsOf(CUSTOMER_TABLE, 'c')} from ${forEach(
    `${namedLicenses} l`,
    'select * from customer where account_id = $1 and customer_id = l.customer_id',
  )} c`,
  licenseValues,
);

/** A product by its id, or that of a license or a data object. */
export type ProductReference =
  | { readonly productId: ProductId }
  | { readonly licenseId: LicenseId }
  | { readonly dataObjectId: number };

/** Products requested by id, and those of licenses and data objects requested by id. */
export const loadProducts = prepared<ProductRow, [accountId: number, references: readonly ProductReference[]]>(
  'load_products',
  `select ${columnsOf(PRODUCT_TABLE, 'p')} from ${forEach(
    `(select unnest(${unseen('$2::int[]')}) as product_id
      union select product_id from license where account_id = $1 and global_id = any(${unseen('$3::int[]')}::int[])
      union select referencer_id from data_object
        where account_id = $1 and id = any(${unseen('$4::int[]')}::int[]) and ${oneOf('referencer_type', referencerTypesOf('product'))}) w`,
    'select * from product where account_id = $1 and product_id = w.product_id',
  )} p`,
  (accountId, references) => [
    accountId,
    references.flatMap((reference) => ('productId' in reference ? [reference.productId] : [])),
    references.flatMap((reference) => ('licenseId' in reference ? [reference.licenseId] : [])),
    references.flatMap((reference) => ('dataObjectId' in reference ? [reference.dataObjectId] : [])),
  ],
);

export const loadTrials = prepared<
  LicenseRow,
  [accountId: number, trials: readonly { readonly productId: ProductId; readonly machineCode: string }[]]
>(
  'load_trials',
  `select ${columnsOf(LICENSE_TABLE, 'l')} from ${forEach(
    `unnest(${unseen('$2::int[]', '$3::text[]')}) as w(product_id, trial_machine)`,
    `select * from license where account_id = $1 and product_id = w.product_id
       and ${along('trial_machine', 'w.trial_machine')}`,
  )} l
   order by l.global_id`,
  (accountId, trials) => [accountId, trials.map((trial) => trial.productId), trials.map((trial) => trial.machineCode)],
);

export const loadDataObjectsById = prepared<DataObjectRow, [accountId: number, ids: Ints]>(
  'load_data_objects_by_id',
  `select ${columnsOf(DATA_OBJECT_TABLE, 'o')} from data_object o where o.account_id = $1 and o.id = any($2::int[])`,
);

export const loadOwnedDataObjects = prepared<DataObjectRow, [accountId: number, owners: readonly DataObjectOwner[]]>(
  'load_owned_data_objects',
  `select ${columnsOf(DATA_OBJECT_TABLE, 'o')}
   from ${forEach(
     `unnest(${unseen('$2::smallint[]', '$3::int[]', '$4::text[]')}) as w(referencer_type, referencer_id, machine_code)`,
     `select * from data_object where account_id = $1 and referencer_type = w.referencer_type
        and referencer_id = w.referencer_id and machine_code = w.machine_code`,
   )} o
   order by o.id`,
  (accountId, owners) => [
    accountId,
    owners.map((owner) => owner.referencerType),
    owners.map((owner) => owner.referencerId),
    owners.map((owner) => owner.machineCode),
  ],
);

export const loadMachineDataObjects = prepared<
  DataObjectRow,
  [
    accountId: number,
    machines: readonly { readonly productId: ProductId; readonly key: string; readonly machineCode: string }[],
  ]
>(
  'load_machine_data_objects',
  `select ${columnsOf(DATA_OBJECT_TABLE, 'o')}
   from ${forEach(
     `${forEach(`unnest(${unseen('$2::int[]', '$3::text[]', '$4::text[]')}) as w(product_id, key, machine_code)`, licenseByKey('global_id'))} l`,
     `select * from data_object where account_id = $1 and referencer_type = ${OWNER_KINDS.machine.referencerType} and referencer_id = l.global_id
        and machine_code = w.machine_code`,
   )} o
   order by o.id`,
  (accountId, machines) => [
    accountId,
    machines.map((machine) => machine.productId),
    machines.map((machine) => machine.key),
    machines.map((machine) => machine.machineCode),
  ],
);

/** The licenses that own data objects requested by id. */
export const loadLicensesOfDataObjects = prepared<LicenseRow, [accountId: number, dataObjectIds: Ints]>(
  'load_licenses_of_data_objects',
  `select ${columnsOf(LICENSE_TABLE, 'l')} from license l where l.account_id = $1 and l.global_id in (
     select o.referencer_id from data_object o
     where o.account_id = $1 and o.id = any($2::int[]) and ${oneOf('o.referencer_type', referencerTypesOf('license'))})`,
);

interface Elsewhere {
  readonly customerId: CustomerId;
  readonly productId: ProductId;
}

/** Of each customer one license that is of any product but the one that is named. */
export const loadLicensesElsewhere = prepared<LicenseRow, [accountId: number, customers: readonly Elsewhere[]]>(
  'load_licenses_elsewhere',
  `select ${columnsOf(LICENSE_TABLE, 'l')} from ${forEach(
    `unnest(${unseen('$2::int[]', '$3::int[]')}) as w(customer_id, product_id)`,
    `select * from license where account_id = $1 and customer_id = w.customer_id
       and product_id <> w.product_id and deleted_at is null limit 1`,
  )} l`,
  (accountId, customers) => [
    accountId,
    customers.map(({ customerId }) => customerId),
    customers.map(({ productId }) => productId),
  ],
);

export type CustomerReference =
  | { readonly customerId: CustomerId }
  | { readonly email: string }
  | { readonly secret: string };

export const loadCustomers = prepared<CustomerRow, [accountId: number, references: readonly CustomerReference[]]>(
  'load_customers',
  `select ${columnsOf(CUSTOMER_TABLE, 'c')} from customer c where c.account_id = $1
     and (c.customer_id = any($2::int[]) or c.email = any($3::text[])
       or lower(btrim(c.email)) = any($3::text[]) or c.secret = any($4::text[]))
   order by c.customer_id`,
  (accountId, references) => [
    accountId,
    references.flatMap((reference) => ('customerId' in reference ? [reference.customerId] : [])),
    references.flatMap((reference) => ('email' in reference ? [reference.email, foldEmail(reference.email)] : [])),
    references.flatMap((reference) => ('secret' in reference ? [reference.secret] : [])),
  ],
);

export const loadTokens = prepared<TokenRow, [accountId: number, tokenIds: Ints]>(
  'load_tokens',
  `select ${columnsOf(TOKEN_TABLE, 't')} from token t where t.account_id = $1 and t.token_id = any($2::int[])`,
);

export const loadAccount = prepared<AccountRow, [accountId: number]>(
  'load_account',
  'select account_id, name, private_key, web_api_log, plan_logs from account where account_id = $1',
);
