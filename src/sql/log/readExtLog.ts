import type { LicenseId, ProductId } from '../../domain/entities/ids.js';
import { prepared } from '../statement.js';

/**
 * Pages of the log for Web API 2, newest first. Each statement is short and stands alone: a reader of a million rows
 * holds no snapshot. `from` and `to` are ids, both inclusive.
 */

export interface ExtLogRow {
  readonly id: number;
  /** Milliseconds. */
  readonly time: number;
  readonly state: number;
  readonly product_id: ProductId;
  /** 0: no such key. */
  readonly license_id: LicenseId;
  /** "" for none, and once it has been blanked. */
  readonly address: string;
}

/** Ids, both ends included. */
interface ExtLogIds {
  readonly from: number;
  readonly to: number;
}

/** One product (`licenseId` 0) or one license (`productId` 0). */
export interface ExtLogOwner {
  readonly productId: ProductId;
  readonly licenseId: LicenseId;
}

/** The side rows are looked up for the rows of a page only. */
const withSideRows = (rows: string): string => `
  select l.id, l.time, l.state, s.product_id, s.license_id, coalesce(a.address, '') as address
  from (${rows}) l
  join log_subject s on s.account_id = $1 and s.subject_no = l.subject_no
  left join log_address a on a.account_id = $1 and a.address_no = l.address_no
  order by l.id desc`;

/** Rows by columns, each as PostgreSQL writes an array: `{1,2}`. */
export interface ExtLogColumns {
  readonly times: string;
  readonly states: string;
  readonly subjects: string;
  readonly addresses: string;
}

/**
 * All rows of the ids, by primary key, newest first. Numbers of a thousand rows come as one text: row by row, the driver
 * and its objects would take ten times as long as the database.
 */
export const readExtLogColumns = prepared<ExtLogColumns, [accountId: number, from: number, to: number]>(
  'read_ext_log_columns',
  `select coalesce(array_agg(time), '{}')::text as times, coalesce(array_agg(state), '{}')::text as states,
     coalesce(array_agg(subject_no), '{}')::text as subjects, coalesce(array_agg(address_no), '{}')::text as addresses
   from (
     select time, state, subject_no, address_no from web_api_log
     where account_id = $1 and id between $2 and $3
     order by id desc
   ) l`,
);

export const findExtLogSubjects = prepared<
  { readonly subject_no: number },
  [accountId: number, owner: ExtLogOwner, limit: number]
>(
  'find_ext_log_subjects',
  `(select subject_no from log_subject where account_id = $1 and $2 <> 0 and product_id = $2 limit $4)
   union all
   (select subject_no from log_subject where account_id = $1 and $3 <> 0 and license_id = $3 limit $4)`,
  (accountId, { productId, licenseId }, limit) => [accountId, productId, licenseId, limit],
);

/**
 * Rows of a few subjects: the newest `rowsEach` of every one from the coarse index, without what lies below the point
 * down to which all of them are known. At least one row when there is any; none when there is none left.
 */
export const readExtLogOfSubjects = prepared<
  ExtLogRow,
  [accountId: number, ids: ExtLogIds, subjects: readonly number[], rowsEach: number]
>(
  'read_ext_log_of_subjects',
  `with found as materialized (
     select row.* from unnest($4::int[]) as wanted(subject_no)
     cross join lateral (
       select id, time, state, l.subject_no, address_no from web_api_log l
       where account_id = $1 and l.subject_no = wanted.subject_no
         and (id >> 13)::int between ($2::bigint >> 13)::int and ($3::bigint >> 13)::int and id between $2 and $3
       order by (id >> 13)::int desc, id desc limit $5
     ) row
   ), known as (
     select coalesce(max(least), 0) as down_to
     from (select min(id) as least from found group by subject_no having count(*) >= $5) full_branch
   )
   ${withSideRows('select found.* from found, known where found.id >= known.down_to')}`,
  (accountId, { from, to }, subjects, rowsEach) => [accountId, from, to, subjects, rowsEach],
);

/**
 * Rows of a product or a license within a window of ids, by primary key, with a filter. The
 * `offset 0` keep it that way, whatever is estimated: the planner otherwise goes from the subjects to all of their rows
 * in the whole log, or compares each row with each subject (200 ms a page of a million rows).
 */
export const walkExtLog = prepared<ExtLogRow, [accountId: number, ids: ExtLogIds, owner: ExtLogOwner, limit: number]>(
  'walk_ext_log',
  withSideRows(`
    select row.id, row.time, row.state, row.subject_no, row.address_no
    from (
      select id, time, state, subject_no, address_no from web_api_log
      where account_id = $1 and id between $2 and $3
      order by id desc offset 0
    ) row
    cross join lateral (
      select product_id, license_id from log_subject
      where account_id = $1 and subject_no = row.subject_no offset 0
    ) about
    where ($4 = 0 or about.product_id = $4) and ($5 = 0 or about.license_id = $5)
    order by row.id desc limit $6`),
  (accountId, { from, to }, { productId, licenseId }, limit) => [accountId, from, to, productId, licenseId, limit],
);
