import { prepared } from './statement.js';
import {
  type AccountRow,
  type CustomerRow,
  columnsOf,
  type DataObjectRow,
  type LicenseRow,
  type MachineRow,
  type ProductRow,
  TABLES,
  TOKEN_COLUMNS,
  type TokenRow,
} from './tables.js';

/**
 * Look-ups for rules: each takes the wishes of a whole batch as arrays. A license may be wished for by product and key
 * string or by its GlobalId; what hangs on it is found by the same wish, so that nothing waits for an earlier answer.
 */

type Ints = readonly number[];
type Texts = readonly string[];

type LicenseWishes = [accountId: number, productIds: Ints, keys: Texts, globalIds: Ints];

const wishedLicenses = `(
    select l.* from unnest($2::int[], $3::text[]) as w(product_id, key)
      join license l on l.account_id = $1 and l.product_id = w.product_id and l.key = w.key
    union all
    select l.* from unnest($4::int[]) as w(global_id)
      join license l on l.account_id = $1 and l.global_id = w.global_id
  )`;

export const loadLicenses = prepared<LicenseRow, LicenseWishes>(
  'load_licenses',
  `select ${columnsOf(TABLES.license, 'l')} from ${wishedLicenses} l`,
);

export const loadMachines = prepared<MachineRow, LicenseWishes>(
  'load_machines',
  `select ${columnsOf(TABLES.machine, 'm')} from ${wishedLicenses} l
   join machine m on m.account_id = $1 and m.license_id = l.global_id
   order by m.time, m.machine_code, m.floating`,
);

export const loadLicenseDataObjects = prepared<DataObjectRow, LicenseWishes>(
  'load_license_data_objects',
  `select ${columnsOf(TABLES.dataObject, 'o')} from ${wishedLicenses} l
   join data_object o on o.account_id = $1 and o.referencer_type = 2 and o.referencer_id = l.global_id
   order by o.id`,
);

/** Those of all machine codes of a license. */
export const loadLicenseMachineDataObjects = prepared<DataObjectRow, LicenseWishes>(
  'load_license_machine_data_objects',
  `select ${columnsOf(TABLES.dataObject, 'o')} from ${wishedLicenses} l
   join data_object o on o.account_id = $1 and o.referencer_type = 3 and o.referencer_id = l.global_id
   order by o.id`,
);

export const loadLicenseCustomers = prepared<CustomerRow, LicenseWishes>(
  'load_license_customers',
  `select distinct ${columnsOf(TABLES.customer, 'c')} from ${wishedLicenses} l
   join customer c on c.account_id = $1 and c.customer_id = l.customer_id`,
);

/** Products asked for by id, and those of licenses asked for by GlobalId and of data objects asked for by id. */
export const loadProducts = prepared<
  ProductRow,
  [accountId: number, productIds: Ints, globalIds: Ints, dataObjectIds: Ints]
>(
  'load_products',
  `select ${columnsOf(TABLES.product, 'p')} from product p
   where p.account_id = $1 and (p.product_id = any($2::int[])
     or p.product_id in (select product_id from license where account_id = $1 and global_id = any($3::int[]))
     or p.product_id in (select referencer_id from data_object
       where account_id = $1 and id = any($4::int[]) and referencer_type = 1))`,
);

export const loadTrials = prepared<LicenseRow, [accountId: number, productIds: Ints, machineCodes: Texts]>(
  'load_trials',
  `select ${columnsOf(TABLES.license, 'l')} from unnest($2::int[], $3::text[]) as w(product_id, trial_machine)
   join license l on l.account_id = $1 and l.product_id = w.product_id and l.trial_machine = w.trial_machine
   order by l.global_id`,
);

export const loadDataObjectsById = prepared<DataObjectRow, [accountId: number, ids: Ints]>(
  'load_data_objects_by_id',
  `select ${columnsOf(TABLES.dataObject, 'o')} from data_object o where o.account_id = $1 and o.id = any($2::int[])`,
);

export const loadOwnedDataObjects = prepared<
  DataObjectRow,
  [accountId: number, referencerTypes: Ints, referencerIds: Ints, machineCodes: Texts]
>(
  'load_owned_data_objects',
  `select ${columnsOf(TABLES.dataObject, 'o')}
   from unnest($2::smallint[], $3::int[], $4::text[]) as w(referencer_type, referencer_id, machine_code)
   join data_object o on o.account_id = $1 and o.referencer_type = w.referencer_type
     and o.referencer_id = w.referencer_id and o.machine_code = w.machine_code
   order by o.id`,
);

export const loadMachineDataObjects = prepared<
  DataObjectRow,
  [accountId: number, productIds: Ints, keys: Texts, machineCodes: Texts]
>(
  'load_machine_data_objects',
  `select ${columnsOf(TABLES.dataObject, 'o')}
   from unnest($2::int[], $3::text[], $4::text[]) as w(product_id, key, machine_code)
   join license l on l.account_id = $1 and l.product_id = w.product_id and l.key = w.key
   join data_object o on o.account_id = $1 and o.referencer_type = 3 and o.referencer_id = l.global_id
     and o.machine_code = w.machine_code
   order by o.id`,
);

/** The licenses that data objects asked for by id hang on. */
export const loadLicensesOfDataObjects = prepared<LicenseRow, [accountId: number, dataObjectIds: Ints]>(
  'load_licenses_of_data_objects',
  `select ${columnsOf(TABLES.license, 'l')} from license l where l.account_id = $1 and l.global_id in (
     select o.referencer_id from data_object o
     where o.account_id = $1 and o.id = any($2::int[]) and o.referencer_type in (2, 3))`,
);

export const loadCustomers = prepared<
  CustomerRow,
  [accountId: number, customerIds: Ints, emails: Texts, secrets: Texts]
>(
  'load_customers',
  `select ${columnsOf(TABLES.customer, 'c')} from customer c where c.account_id = $1
     and (c.customer_id = any($2::int[]) or c.email = any($3::text[]) or c.secret = any($4::text[]))
   order by c.customer_id`,
);

export const loadTokens = prepared<TokenRow, [accountId: number, tokenIds: Ints]>(
  'load_tokens',
  `select ${columnsOf(TOKEN_COLUMNS, 't')} from token t where t.account_id = $1 and t.token_id = any($2::int[])`,
);

export const loadAccount = prepared<AccountRow, [accountId: number]>(
  'load_account',
  'select account_id, name, private_key, web_api_log, plan_logs from account where account_id = $1',
);
