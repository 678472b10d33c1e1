import type { LicenseId, TokenId } from '../../domain/entities/ids.js';
import type { Milliseconds } from '../../domain/time/units.js';
import { prepared } from '../statement.js';

/** Deletion by age. Rows are deleted by primary key in bounded batches; no statement scans a whole table. */

export const accountIds = prepared<{ readonly account_id: number }, []>(
  'account_ids',
  'select account_id from account order by account_id',
);

/** The database's clock: this machine's might be years ahead, and a deletion cannot be undone. */
export const databaseTime = prepared<{ readonly now: Milliseconds }, []>(
  'database_time',
  'select (extract(epoch from now()) * 1000)::bigint as now',
);

/** Ids after one and up to another, which is included. */
export interface IdsAfter {
  readonly after: number;
  readonly until: number;
}

/** The next ids after one. */
export interface NextIds {
  readonly after: number;
  readonly limit: number;
}

/** The tables whose old rows are deleted: ids and the column of time have the same order in each. */
type AgedTable =
  | { readonly name: 'event'; readonly time: 'arrival' }
  | { readonly name: 'object_log'; readonly time: 'time' };

const aged = ({ name, time }: AgedTable) => ({
  /** The oldest row, and the time it came in. */
  oldest: prepared<{ readonly id: number; readonly time: number }, [accountId: number]>(
    `oldest_${name}`,
    `select id, ${time} as time from ${name} where account_id = $1 order by id limit 1`,
  ),
  /** The last id of the next `most` ids after `from`, as far as their rows are older than a time; null: none is. */
  oldUntil: prepared<{ readonly id: number | null }, [accountId: number, from: number, most: number, before: number]>(
    `old_${name}_until`,
    `select max(id) as id from (
       select id, ${time} as time from ${name} where account_id = $1 and id >= $2 order by id limit $3) r
     where r.time < $4`,
  ),
  deleteRange: prepared<never, [accountId: number, from: number, until: number]>(
    `delete_old_${name}`,
    `delete from ${name} where account_id = $1 and id >= $2 and id <= $3`,
  ),
});

export const AGED = {
  event: aged({ name: 'event', time: 'arrival' }),
  objectLog: aged({ name: 'object_log', time: 'time' }),
} as const;

/** The oldest month whose addresses are still kept; see log_address_kept. */
export const oldestAddressMonth = prepared<{ readonly month: number }, [accountId: number]>(
  'oldest_address_month',
  `select month from log_address where account_id = $1 and address <> '' order by month limit 1`,
);

/** Blanks up to `most` addresses of a month; their country stays. */
export const blankAddresses = prepared<
  { readonly address_no: number },
  [accountId: number, month: number, most: number]
>(
  'blank_addresses',
  `update log_address set address = '' where account_id = $1 and address_no in (
     select address_no from log_address where account_id = $1 and month = $2 and address <> '' order by address limit $3)
   returning address_no`,
);

/** The next licenses after one, by GlobalId: the last of them; null: there are no more. */
export const licensesUntil = prepared<{ readonly global_id: LicenseId | null }, [accountId: number, next: NextIds]>(
  'licenses_until',
  `select max(global_id) as global_id from (
     select global_id from license where account_id = $1 and global_id > $2 order by global_id limit $3) l`,
  (accountId, { after, limit }) => [accountId, after, limit],
);

/** Whether machines of these licenses that were activated before a time have an address. */
export const hasOldMachineAddress = prepared<
  { readonly found: boolean },
  [accountId: number, licenses: IdsAfter, before: number]
>(
  'has_old_machine_address',
  `select exists (select from machine where account_id = $1 and license_id > $2 and license_id <= $3
     and time < $4 and ip <> '') as found`,
  (accountId, { after, until }, before) => [accountId, after, until, before],
);

/** Only under the log head's lock: only its holder may change machines. */
export const blankMachineAddresses = prepared<never, [accountId: number, licenses: IdsAfter, before: number]>(
  'blank_machine_addresses',
  `update machine set ip = '' where account_id = $1 and license_id > $2 and license_id <= $3
     and time < $4 and ip <> ''`,
  (accountId, { after, until }, before) => [accountId, after, until, before],
);

/** The next tokens after one: the last of them, null when there are no more, and whether lapsed ones with a key lock are among them. */
export const lapsedTokensUntil = prepared<
  { readonly token_id: TokenId | null; readonly found: boolean | null },
  [accountId: number, next: NextIds, before: number]
>(
  'lapsed_tokens_until',
  `select max(token_id) as token_id, bool_or(key_lock > 0 and expires < $4) as found from (
     select token_id, key_lock, expires from token where account_id = $1 and token_id > $2
     order by token_id limit $3) t`,
  (accountId, { after, limit }, before) => [accountId, after, limit, before],
);

/** Deletes the last uses of deleted tokens. */
export const deleteUsesOfGoneTokens = prepared<never, [accountId: number, tokens: IdsAfter]>(
  'delete_uses_of_gone_tokens',
  `delete from token_use u where u.account_id = $1 and u.token_id > $2 and u.token_id <= $3
     and not exists (select from token t where t.account_id = $1 and t.token_id = u.token_id)`,
  (accountId, { after, until }) => [accountId, after, until],
);

/** Only under the log head's lock: only its holder may change tokens. */
export const deleteLapsedTokens = prepared<never, [accountId: number, tokens: IdsAfter, before: number]>(
  'delete_lapsed_tokens',
  `delete from token where account_id = $1 and token_id > $2 and token_id <= $3 and key_lock > 0 and expires < $4`,
  (accountId, { after, until }, before) => [accountId, after, until, before],
);
