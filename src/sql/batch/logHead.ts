import type { Milliseconds } from '../../domain/time/units.js';
import { prepared } from '../statement.js';

/** The account's counters: last ids of its streams, side tables and objects. */
export interface LogCounters {
  readonly last_id: number;
  readonly last_time: number;
  readonly last_object_log_id: number;
  readonly last_subject_no: number;
  readonly last_device_no: number;
  readonly last_address_no: number;
  readonly last_product_id: number;
  readonly last_license_id: number;
  readonly last_customer_id: number;
  readonly last_data_object_id: number;
  readonly last_token_id: number;
}

export interface LogHead extends LogCounters {
  /** The database's clock, in milliseconds. */
  readonly now: Milliseconds;
}

/**
 * The first statement of every batch: from here to the commit only this transaction can change the account. After
 * a wait for the lock PostgreSQL reads the row again, so the counters are those of the last commit; statements after
 * it take a new snapshot each and see everything that commit wrote.
 */
export const lockLogHead = prepared<LogHead, [accountId: number]>(
  'lock_log_head',
  `select (extract(epoch from clock_timestamp()) * 1000)::bigint as now, last_id, last_time, last_object_log_id,
     last_subject_no, last_device_no, last_address_no, last_product_id, last_license_id, last_customer_id,
     last_data_object_id, last_token_id
   from log_head where account_id = $1 for update`,
);

export const moveLogHead = prepared<never, [accountId: number, counters: LogCounters]>(
  'move_log_head',
  `update log_head set last_id = $2, last_time = $3, last_object_log_id = $4, last_subject_no = $5,
     last_device_no = $6, last_address_no = $7, last_product_id = $8, last_license_id = $9, last_customer_id = $10,
     last_data_object_id = $11, last_token_id = $12
   where account_id = $1`,
  (accountId, counters) => [
    accountId,
    counters.last_id,
    counters.last_time,
    counters.last_object_log_id,
    counters.last_subject_no,
    counters.last_device_no,
    counters.last_address_no,
    counters.last_product_id,
    counters.last_license_id,
    counters.last_customer_id,
    counters.last_data_object_id,
    counters.last_token_id,
  ],
);

/** Records the batch within its own transaction, so that a commit whose answer was lost can be resolved by reading the record. */
export const noteBatch = prepared<never, [accountId: number, writer: string, batch: number]>(
  'note_batch',
  `insert into log_writer (account_id, writer, batch, time)
   values ($1, $2, $3, (extract(epoch from statement_timestamp()) * 1000)::bigint)
   on conflict (account_id, writer) do update set batch = excluded.batch, time = excluded.time`,
);

export const lastBatch = prepared<{ readonly batch: number }, [accountId: number, writer: string]>(
  'last_batch',
  'select batch from log_writer where account_id = $1 and writer = $2',
);

export const forgetOldWriters = prepared<never, [accountId: number, before: number]>(
  'forget_old_writers',
  'delete from log_writer where account_id = $1 and time < $2',
);

/** As lockLogHead, for the event stream. Taken after the log's head where both are needed. */
export const lockEventHead = prepared<{ readonly last_id: number }, [accountId: number]>(
  'lock_event_head',
  'select last_id from event_head where account_id = $1 for update',
);

/**
 * Allocates ids for `events` events and sets their arrival time. From here to the commit only this transaction can add events:
 * the next statement reads the allocated ids from the head. Locked after the log's head where both are needed.
 */
export const takeEventIds = prepared<never, [accountId: number, events: number]>(
  'take_event_ids',
  `update event_head set last_id = last_id + $2,
     last_arrival = greatest(last_arrival, (extract(epoch from statement_timestamp()) * 1000)::bigint)
   where account_id = $1`,
);

/** How far (milliseconds) the newest log row of any account is ahead of the database's clock; 0: none is. */
export const logAhead = prepared<{ readonly milliseconds: number }, []>(
  'log_ahead',
  `select greatest(0, coalesce(max(last_time), 0) - (extract(epoch from clock_timestamp()) * 1000)::bigint) as milliseconds
   from log_head`,
);
