import type { NewEvent } from '../../domain/batch/newEvent.js';
import type { TokenId, UserId } from '../../domain/entities/ids.js';
import { LOG_COLUMN_NAMES, LOG_COLUMNS, type LogColumn, type StoredLogRow } from '../log/logColumns.js';
import { ACCOUNT_AND, OF_ACCOUNT } from '../rowsOfAccount.js';
import { prepared } from '../statement.js';

/** The rows of a batch, one array a column: one statement however many rows. */

type AppendedColumn = Exclude<LogColumn, 'time'>;

const APPENDED_COLUMNS = LOG_COLUMN_NAMES.filter((column): column is AppendedColumn => column !== 'time');

/** All rows of a batch have its time. */
export const appendLogRows = prepared<
  never,
  [accountId: number, time: number, rows: readonly Pick<StoredLogRow, AppendedColumn>[]]
>(
  'append_log_rows',
  `insert into web_api_log (account_id, time, ${APPENDED_COLUMNS.join(', ')})
   select h.account_id, $2, ${APPENDED_COLUMNS.map((column) => `r.${column}`).join(', ')}
   from ${ACCOUNT_AND} unnest(${APPENDED_COLUMNS.map((column, index) => `$${index + 3}::${LOG_COLUMNS[column]}[]`).join(', ')})
     as r(${APPENDED_COLUMNS.join(', ')})
   ${OF_ACCOUNT}`,
  (accountId, time, rows) => [accountId, time, ...APPENDED_COLUMNS.map((column) => rows.map((row) => row[column]))],
);

/** A row of the Object Log without its time, which is the batch's. */
export interface AppendedObjectLogRow {
  readonly id: number;
  readonly resourceType: number;
  readonly resourceAction: number;
  readonly objectId: number;
  readonly userId: UserId;
  readonly tokenId: TokenId;
  /** JSON. */
  readonly data: string;
}

export const appendObjectLogRows = prepared<
  never,
  [accountId: number, time: number, rows: readonly AppendedObjectLogRow[]]
>(
  'append_object_log_rows',
  `insert into object_log (account_id, id, time, resource_type, resource_action, object_id, user_id, token_id, data)
   select h.account_id, r.id, $3, r.resource_type, r.resource_action, r.object_id, r.user_id, r.token_id, r.data
   from ${ACCOUNT_AND} unnest($2::bigint[], $4::smallint[], $5::smallint[], $6::bigint[], $7::int[], $8::int[], $9::text[])
     as r(id, resource_type, resource_action, object_id, user_id, token_id, data)
   ${OF_ACCOUNT}`,
  (accountId, time, rows) => [
    accountId,
    rows.map((row) => row.id),
    time,
    rows.map((row) => row.resourceType),
    rows.map((row) => row.resourceAction),
    rows.map((row) => row.objectId),
    rows.map((row) => row.userId),
    rows.map((row) => row.tokenId),
    rows.map((row) => row.data),
  ],
);

/**
 * Appends events with the last ids that `takeEventIds` allocated, in order. An event without a time, or with one in the future
 * (a wrong client clock), gets the time of its arrival. Without a head the ids are null, which the table refuses.
 */
export const appendEvents = prepared<never, [accountId: number, events: readonly NewEvent[]]>(
  'append_events',
  `insert into event (account_id, id, arrival, time, product_id, license_id, machine_code, feature_name, event_name,
     value, currency, metadata)
   select h.account_id, e.last_id - cardinality($2::bigint[]) + r.position, e.last_arrival,
     least(r.time, e.last_arrival / 1000), r.product_id, r.license_id, r.machine_code, r.feature_name, r.event_name, r.value,
     r.currency, r.metadata
   from log_head h left join event_head e on e.account_id = h.account_id,
     unnest($2::bigint[], $3::int[], $4::int[], $5::text[], $6::text[], $7::text[], $8::int[], $9::text[], $10::text[])
     with ordinality as r(time, product_id, license_id, machine_code, feature_name, event_name, value, currency, metadata, position)
   ${OF_ACCOUNT}`,
  (accountId, events) => [
    accountId,
    events.map((event) => event.time),
    events.map((event) => event.productId),
    events.map((event) => event.licenseId),
    events.map((event) => event.machineCode),
    events.map((event) => event.featureName),
    events.map((event) => event.eventName),
    events.map((event) => event.value),
    events.map((event) => event.currency),
    events.map((event) => event.metadata),
  ],
);
