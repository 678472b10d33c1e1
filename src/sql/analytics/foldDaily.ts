import type { ProductId } from '../../domain/entities/ids.js';
import { prepared, unprepared } from '../statement.js';
import { clearTable, type FoldValues, IS_FAILURE, IS_SUCCESS, WINDOW_WITH_DEVICES } from './fold.js';

export type RecountValues = readonly [
  ...values: FoldValues,
  productId: ProductId,
  day: number,
  skipped: readonly number[],
];

/**
 * Days of a product: a statement that groups the rows of `window`. `counted` is false for rows of excluded keys; the flags are
 * read once, at the start of the statement. The active counts grow by the new rows of daily_seen.
 */
const foldText = (window: string): string => `
   with seen_row as materialized (
     select l.id, s.product_id, (l.time / 86400000)::int as day, ${IS_SUCCESS} as success, ${IS_FAILURE} as failure,
       s.license_id, coalesce(d.machine_no, 0) as machine_no, s.customer_id,
       not exists (select from license k where k.account_id = $1 and k.global_id = s.license_id
         and k.excluded_from_analytics) as counted
     from ${window}),
   added as (
     insert into daily_seen (account_id, generation, product_id, day, kind, item)
     select distinct $1::int, $2::int, r.product_id, r.day, who.kind, who.item
     from (select distinct product_id, day, license_id, machine_no, customer_id from seen_row where counted) r
     cross join lateral (values (1::smallint, r.license_id), (2, r.machine_no), (3, r.customer_id)) as who(kind, item)
     where who.item <> 0
     order by r.product_id, r.day, who.kind, who.item
     on conflict do nothing
     returning product_id, day, kind)
   insert into daily_usage as u (account_id, generation, product_id, day, id, total_requests, successful, failed,
     active_devices, active_keys, active_customers)
   select $1, $2, product_id, day, r.id, r.total_requests, r.successful, r.failed, coalesce(a.devices, 0),
     coalesce(a.keys, 0), coalesce(a.customers, 0)
   from (
     select product_id, day, min(id) as id, count(*) filter (where counted) as total_requests,
       count(*) filter (where counted and success) as successful,
       count(*) filter (where counted and failure) as failed
     from seen_row group by product_id, day) r
   left join (
     select product_id, day, count(*) filter (where kind = 1) as keys, count(*) filter (where kind = 2) as devices,
       count(*) filter (where kind = 3) as customers
     from added group by product_id, day) a using (product_id, day)
   order by product_id, day
   on conflict (account_id, generation, product_id, day) do update set
     total_requests = u.total_requests + excluded.total_requests,
     successful = u.successful + excluded.successful, failed = u.failed + excluded.failed,
     active_devices = u.active_devices + excluded.active_devices,
     active_keys = u.active_keys + excluded.active_keys,
     active_customers = u.active_customers + excluded.active_customers`;

export const foldDaily = unprepared<never, FoldValues>(foldText(`${WINDOW_WITH_DEVICES} and s.product_id <> 0`));

/** Resets a day's numbers; the row keeps its id. */
export const emptyDay = prepared<never, [accountId: number, generation: number, productId: ProductId, day: number]>(
  'empty_daily_usage',
  `with forgotten as (
     delete from daily_seen where account_id = $1 and generation = $2 and product_id = $3 and day = $4)
   update daily_usage set total_requests = 0, successful = 0, failed = 0, active_devices = 0, active_keys = 0,
     active_customers = 0
   where account_id = $1 and generation = $2 and product_id = $3 and day = $4`,
);

/** Folds one product's rows of a window that lies within one day, which must have been emptied. */
export const refoldDay = unprepared<never, RecountValues>(
  foldText(`${WINDOW_WITH_DEVICES} and s.product_id = $5 and l.time / 86400000 = $6 and l.id <> all($7::bigint[])`),
);

export const clearDaily = clearTable('daily_usage', ['product_id', 'day']);
export const clearDailySeen = clearTable('daily_seen', ['product_id', 'day', 'kind', 'item']);
