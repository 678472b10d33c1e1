import type { ProductId } from '../../domain/entities/ids.js';
import { GUESSES, UNREQUESTED } from '../../domain/log/stateLists.js';
import type { IdRange } from '../log/readLog.js';
import { noneOf } from '../oneOf.js';
import { prepared } from '../statement.js';

/** States of refused requests that may have named a key which does not exist. */
const GUESSED = `{${GUESSES.join()}}`;

export interface GuessRow {
  readonly id: number;
  /** Milliseconds. */
  readonly time: number;
  readonly address_no: number;
  /** The key string that named no license, as a row keeps it. */
  readonly detail: string;
  /** Refused rows that were read in all; when they are the most there may be, some were not. */
  readonly read: number;
}

/**
 * The latest requests in a range of ids that named a key which does not exist, found among the latest `most` refusals.
 * `productId` 0: in all products. At least one row, whose id is null where nothing was found.
 */
export const readGuesses = prepared<
  GuessRow | { readonly id: null; readonly read: number },
  [accountId: number, ids: IdRange, productId: ProductId, most: number]
>(
  'read_guesses',
  `with refused as materialized (
     select r.* from unnest('${GUESSED}'::smallint[]) as g(state)
     cross join lateral (
       select id, time, subject_no, address_no, detail from web_api_log
       where account_id = $1 and state = g.state
         and (id >> 11)::int between ($2::bigint >> 11)::int and ($3::bigint >> 11)::int
       order by (id >> 11)::int desc limit $5) r)
   select g.id, g.time, g.address_no, g.detail, c.read from (select count(*)::int as read from refused) c
   left join (
     select r.id, r.time, r.address_no, r.detail from refused r
     join log_subject s on s.account_id = $1 and s.subject_no = r.subject_no
     where r.id between $2 and $3 and s.license_id = 0 and r.detail like 'k%' and r.address_no <> 0
       and ($4 = 0 or s.product_id = $4)) g on true`,
  (accountId, { first, last }, productId, most) => [accountId, first, last, productId, most],
);

export interface SucceededRow {
  readonly address_no: number;
  /** Of the latest row among those that were looked at. */
  readonly id: number;
}

/** Addresses with granted requests in a range of ids, with the id of the latest such row; reads every row. */
export const readSucceeded = prepared<SucceededRow, [accountId: number, ids: IdRange, addressNos: readonly number[]]>(
  'read_succeeded',
  `select address_no, max(id) as id
   from (select * from web_api_log where account_id = $1 and id between $2 and $3 offset 0) l
   where address_no = any($4::int[]) and state / 10 % 10 = 1 and ${noneOf('state', UNREQUESTED)}
   group by address_no`,
  (accountId, { first, last }, addressNos) => [accountId, first, last, addressNos],
);

/** The addresses of an account that some other numbers stand for too: an address has one for each month. */
export const numbersOfAddresses = prepared<
  { readonly address_no: number; readonly address: string },
  [accountId: number, addresses: readonly string[], months: readonly number[]]
>(
  'numbers_of_addresses',
  `select address_no, address from log_address
   where account_id = $1 and month = any($3::int[]) and address = any($2::text[]) and address <> ''`,
);
