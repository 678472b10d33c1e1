import type { ProductId } from '../../domain/entities/ids.js';
import { UNREQUESTED } from '../../domain/log/stateLists.js';
import type { IdRange } from '../log/readLog.js';
import { noneOf } from '../oneOf.js';
import { prepared } from '../statement.js';

/** How many different keys, machines and customers were active in a period. Test keys are left out, as in the daily tables. */
export interface ActiveCounts {
  readonly keys: number;
  readonly machines: number;
  readonly customers: number;
}

/** Products of the account, or the requested one. */
const PRODUCTS = 'select product_id from product where account_id = $1 and ($4 = 0 or product_id = $4)';

/**
 * Active counts from the rows of a range of ids, all of which are read. Many rows name the same licence and machine: each such
 * pair is looked up once. `productId` 0: of all products.
 */
export const countActiveInLog = prepared<ActiveCounts, [accountId: number, ids: IdRange, productId: ProductId]>(
  'count_active_in_log',
  `select count(distinct nullif(s.license_id, 0))::int as keys, count(distinct nullif(d.machine_no, 0))::int as machines,
     count(distinct nullif(s.customer_id, 0))::int as customers
   from (select distinct subject_no, device_no from web_api_log
     where account_id = $1 and id between $2 and $3 and ${noneOf('state', UNREQUESTED)}) l
   join log_subject s on s.account_id = $1 and s.subject_no = l.subject_no
   left join log_device d on d.account_id = $1 and d.device_no = l.device_no
   where s.product_id in (${PRODUCTS})
     and not exists (select from license k
       where k.account_id = $1 and k.global_id = s.license_id and k.excluded_from_analytics)`,
  (accountId, { first, last }, productId) => [accountId, first, last, productId],
);

/** Days since 1970, both ends included. */
export interface CountedDays {
  readonly firstDay: number;
  readonly lastDay: number;
  /** 0: of all products. */
  readonly productId: ProductId;
  /** Rows that are read at most. */
  readonly limit: number;
}

const GENERATION = `(select generation from analytics_projection
  where account_id = $1 and projection = 'daily' and active)`;

/** Active counts of whole days, from daily_seen; `read` is the number of rows read, and if it is `limit` the counts are incomplete. */
export const countActiveOnDays = prepared<
  ActiveCounts & { readonly read: number },
  [accountId: number, days: CountedDays]
>(
  'count_active_on_days',
  `select count(*)::int as read, count(distinct item) filter (where kind = 1)::int as keys,
     count(distinct item) filter (where kind = 2)::int as machines,
     count(distinct item) filter (where kind = 3)::int as customers
   from (
     select seen.kind, seen.item from (${PRODUCTS}) p
     cross join lateral (
       select kind, item from daily_seen where account_id = $1 and generation = ${GENERATION}
         and product_id = p.product_id and day between $2 and $3 limit $5) seen
     limit $5) r`,
  (accountId, { firstDay, lastDay, productId, limit }) => [accountId, firstDay, lastDay, productId, limit],
);

/** The maximum of one of these days, which is a lower bound of the counts of all of them. */
export const mostActiveOnADay = prepared<ActiveCounts, [accountId: number, days: CountedDays]>(
  'most_active_on_a_day',
  `select coalesce(max(keys), 0)::int as keys, coalesce(max(machines), 0)::int as machines,
     coalesce(max(customers), 0)::int as customers
   from (
     select day, max(active_keys) as keys, max(active_devices) as machines, max(active_customers) as customers
     from (
       select u.* from (${PRODUCTS}) p
       cross join lateral (
         select * from daily_usage where account_id = $1 and generation = ${GENERATION}
           and product_id = p.product_id and day between $2 and $3 limit $5) u
       limit $5) r
     group by day) d`,
  (accountId, { firstDay, lastDay, productId, limit }) => [accountId, firstDay, lastDay, productId, limit],
);
