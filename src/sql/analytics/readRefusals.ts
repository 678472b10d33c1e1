import type { CustomerId, LicenseId, ProductId } from '../../domain/entities/ids.js';
import type { LogFilters } from '../../domain/log/webApiLog.js';
import { blocks, type IdRange, isIn, type LogFilter, passes } from '../log/readLog.js';
import { planned, prepared, type Statement, Values } from '../statement.js';

/** Licenses and their requests, counted by license. */

/** A filter of licenses: one by its key string, or a customer's; all given fields must match. */
export interface LicenseNamed extends Pick<LogFilters, 'productId' | 'key' | 'productLock' | 'licenseLock'> {
  readonly customerId?: CustomerId | undefined;
}

export interface NamedLicenseRow {
  readonly license_id: LicenseId;
  readonly product_id: ProductId;
  readonly key: string;
  readonly block: boolean;
  readonly deleted_at: number | null;
}

/** The newest `most` of them, deleted ones included. */
export const namedLicenses = (accountId: number, named: LicenseNamed, most: number): Statement<NamedLicenseRow> => {
  const values = new Values();
  const conditions = [`account_id = ${values.add(accountId, 'int')}`];
  const { productId, key, customerId, productLock, licenseLock } = named;
  if (productId !== undefined) conditions.push(`product_id = ${values.add(productId, 'int')}`);
  if (key !== undefined) conditions.push(`key = ${values.add(key, 'text')}`);
  if (customerId !== undefined) conditions.push(`customer_id = ${values.add(customerId, 'int')}`);
  if (productLock !== undefined) conditions.push(`product_id = ${values.add(productLock, 'int')}`);
  if (licenseLock !== undefined) conditions.push(`global_id = ${values.add(licenseLock, 'int')}`);
  return planned(
    `select global_id as license_id, product_id, key, block, deleted_at from license
     where ${conditions.join(' and ')} order by global_id desc limit ${values.add(most, 'int')}`,
    values.list,
  );
};

export interface LicenseSubject {
  readonly subject_no: number;
  readonly license_id: LicenseId;
  /** MaxNoOfMachines at the time of the requests. */
  readonly seat_limit: number;
}

export const subjectsOfLicenses = prepared<LicenseSubject, [accountId: number, licenseIds: readonly LicenseId[]]>(
  'subjects_of_licenses',
  `select subject_no, license_id, seat_limit from log_subject
   where account_id = $1 and license_id = any($2::int[]) order by subject_no`,
);

/** The devices of the same machine codes, under whichever names, as PostgreSQL writes an array; none for device 0. */
export const sameMachines = prepared<
  { readonly numbers: string },
  [accountId: number, deviceNumbers: readonly number[]]
>(
  'same_machines',
  `select coalesce(array_agg(distinct d.device_no), '{}')::text as numbers from log_device o
   join log_device d on d.account_id = o.account_id and d.machine_code_normalized = o.machine_code_normalized
     and d.machine_code = o.machine_code
   where o.account_id = $1 and o.device_no = any($2::int[])`,
);

/**
 * The machine of a device, and its friendly name; with `anyName`, if this device has none, its last name under any key.
 */
export const machineOfDevice = prepared<
  { readonly machine_code: string; readonly friendly_name: string },
  [accountId: number, deviceNo: number, anyName: boolean]
>(
  'machine_of_device',
  `select o.machine_code, coalesce(nullif(o.friendly_name, ''), (
     select d.friendly_name from log_device d
     where $3 and d.account_id = $1 and d.machine_code_normalized = o.machine_code_normalized
       and d.machine_code = o.machine_code and o.machine_code <> '' and d.friendly_name <> ''
     order by d.device_no desc limit 1), '') as friendly_name
   from log_device o where o.account_id = $1 and o.device_no = $2`,
);

export interface SubjectCount {
  readonly subject_no: number;
  readonly state: number;
  readonly rows: number;
}

/** A count, or only the number of rows read if there is none. */
export type ListedSubjectCount = { readonly listed: number } & (SubjectCount | { readonly rows: null });

type Subjects = Pick<LogFilter, 'subject'>;

const within = (values: Values, { first, last }: IdRange): string =>
  `id between ${values.add(first, 'bigint')} and ${values.add(last, 'bigint')}`;

/** Rows of subjects by state; reads every row of the range. */
export const countSubjectsWalked = (accountId: number, range: IdRange, filter: Subjects): Statement<SubjectCount> => {
  const values = new Values();
  const account = values.add(accountId, 'int');
  const conditions = [
    `account_id = ${account}`,
    within(values, range),
    ...passes(values, account, 'web_api_log', filter, ['subject']),
  ];
  return planned(
    `select subject_no, state, count(*)::int as rows from web_api_log
     where ${conditions.join(' and ')} group by 1, 2`,
    values.list,
  );
};

/**
 * The same from the subjects' own rows, at most `most` in the surrounding blocks; `listed` is their number, and if it is
 * `most` the counts are incomplete.
 */
export const countSubjectsListed = (
  accountId: number,
  range: IdRange,
  filter: Subjects,
  most: number,
): Statement<ListedSubjectCount> => {
  const values = new Values();
  const found = [
    `account_id = ${values.add(accountId, 'int')}`,
    isIn(values, filter, 'subject'),
    blocks(values, 'subject', range),
  ];
  return planned(
    `with listed as materialized (
       select id, state, subject_no from web_api_log
       where ${found.join(' and ')} limit ${values.add(most, 'int')})
     select c.listed, r.subject_no, r.state, r.rows from (select count(*)::int as listed from listed) c
     left join (
       select subject_no, state, count(*)::int as rows from listed
       where ${within(values, range)} group by 1, 2) r on true`,
    values.list,
  );
};
