import type { LicenseId, ProductId } from '../../domain/entities/ids.js';
import { planned, prepared, type Statement, Values } from '../statement.js';

/** The side tables of the log, read: the numbers that match a filter, and the values of a page's numbers. */

/** Numbers as PostgreSQL writes an array, `{1,2}`: they are only ever handed back to it. */
export interface Numbers {
  readonly count: number;
  readonly numbers: string;
}

const numbersOf = (column: string): string =>
  `count(*)::int as count, coalesce(array_agg(${column} order by ${column}), '{}')::text as numbers`;

/** A filter by products and keys. Undefined fields do not filter; all others must match. */
export interface SubjectFilter {
  /** A product that must exist. */
  readonly productId?: ProductId | undefined;
  /** A key string of that product; that of a deleted license will do. */
  readonly key?: string | undefined;
  readonly productLock?: ProductId | undefined;
  readonly licenseLock?: LicenseId | undefined;
}

export const subjectNumbers = (accountId: number, filter: SubjectFilter): Statement<Numbers> => {
  const values = new Values();
  const account = values.add(accountId, 'int');
  const conditions = [`s.account_id = ${account}`];
  if (filter.productId !== undefined) {
    const product = values.add(filter.productId, 'int');
    conditions.push(`s.product_id = ${product}`);
    conditions.push(`exists (select from product where account_id = ${account} and product_id = ${product})`);
    if (filter.key !== undefined) {
      conditions.push(`s.license_id = (select global_id from license
        where account_id = ${account} and product_id = ${product} and key = ${values.add(filter.key, 'text')})`);
    }
  }
  if (filter.productLock !== undefined) conditions.push(`s.product_id = ${values.add(filter.productLock, 'int')}`);
  if (filter.licenseLock !== undefined) conditions.push(`s.license_id = ${values.add(filter.licenseLock, 'int')}`);
  return planned(
    `select ${numbersOf('s.subject_no')} from log_subject s where ${conditions.join(' and ')}`,
    values.list,
  );
};

/**
 * The devices of a machine code (whole, case-sensitive) whose friendly name, lower-cased, contains a text. Planned with the
 * text in sight: from three letters on that do not stand in too many names, log_device_name finds them.
 */
export const deviceNumbers = (
  accountId: number,
  machineCode: string | undefined,
  friendlyNameLower: string | undefined,
): Statement<Numbers> => {
  const values = new Values();
  const conditions = [`account_id = ${values.add(accountId, 'int')}`];
  if (machineCode !== undefined) conditions.push(`machine_code = ${values.add(machineCode, 'text')}`);
  if (friendlyNameLower !== undefined) {
    const pattern = `%${friendlyNameLower.replace(/[\\%_]/g, '\\$&')}%`;
    conditions.push(`friendly_name_lower <> '' and friendly_name_lower like ${values.add(pattern, 'text')}`);
  }
  return planned(`select ${numbersOf('device_no')} from log_device where ${conditions.join(' and ')}`, values.list);
};

export interface AddressNumber {
  readonly address_no: number;
  /** As received; "" once it is blanked. */
  readonly address: string;
  /** The month, counted as in domain/time/month.ts, in which all rows are that name the number. */
  readonly month: number;
}

/** Addresses that begin with one of some texts (log_address_prefix); in a country if one is given. No more than `most`. */
export const addressesBeginning = (
  accountId: number,
  beginnings: readonly string[],
  country: string | undefined,
  most: number,
): Statement<AddressNumber> => {
  const values = new Values();
  const account = values.add(accountId, 'int');
  const texts = values.add(beginnings, 'text[]');
  const place = country === undefined ? '' : `and country = ${values.add(country, 'text')}`;
  // The limit within keeps each beginning a search of its own along the index.
  const limit = values.add(most, 'int');
  return planned(
    `select a.address_no, a.address, a.month from unnest(${texts}) as t(text) cross join lateral (
       select address_no, address, month from log_address
       where account_id = ${account} and address <> '' and address collate "C" >= t.text
         and address collate "C" < t.text || U&'\\+10FFFF' ${place} limit ${limit}) a
     limit ${limit}`,
    values.list,
  );
};

/** Addresses of a country: no more than `most`, and then unspecified ones. Scans all addresses of the account. */
export const addressesOfCountry = prepared<AddressNumber, [accountId: number, country: string, most: number]>(
  'addresses_of_country',
  'select address_no, address, month from log_address where account_id = $1 and country = $2 limit $3',
);

export interface SubjectValues {
  readonly subject_no: number;
  readonly product_id: ProductId;
  readonly license_id: LicenseId;
  readonly floating_interval: number;
  /** null: there is no such key. */
  readonly key: string | null;
}

type Ints = readonly number[];

export const subjectValues = prepared<SubjectValues, [accountId: number, numbers: Ints]>(
  'subject_values',
  `select s.subject_no, s.product_id, s.license_id, s.floating_interval, l.key
   from log_subject s left join license l on l.account_id = s.account_id and l.global_id = s.license_id
   where s.account_id = $1 and s.subject_no = any($2::int[])`,
);

export interface DeviceValues {
  readonly device_no: number;
  readonly machine_code: string;
  readonly friendly_name: string;
}

export const deviceValues = prepared<DeviceValues, [accountId: number, numbers: Ints]>(
  'device_values',
  'select device_no, machine_code, friendly_name from log_device where account_id = $1 and device_no = any($2::int[])',
);

export const addressValues = prepared<
  { readonly address_no: number; readonly address: string; readonly country: string },
  [accountId: number, numbers: Ints]
>(
  'address_values',
  'select address_no, address, country from log_address where account_id = $1 and address_no = any($2::int[])',
);
