import { prepared } from './statement.js';

/** The id of the account's newest log row, 0 for none. Every row up to it is visible: ids are in commit order. */
export const lastLogId = prepared<{ readonly id: number }, [accountId: number]>(
  'last_log_id',
  'select last_id as id from log_head where account_id = $1',
);

/**
 * The greatest id whose time (milliseconds) is at or before `time`; 0 for none. Ids are gapless and times never run
 * backwards, so a bisection by primary key is exact and needs no index on time: log2 of the rows in look-ups. `lo` is
 * always at or before the time, `hi` always after it (or beyond the last row).
 */
export const lastLogIdAt = prepared<{ readonly id: number }, [accountId: number, time: number, lastId: number]>(
  'last_log_id_at',
  `with recursive bisection(lo, hi) as (
     select 0::bigint, $3::bigint + 1
     union all
     select case when middle.time <= $2 then middle.id else lo end,
            case when middle.time <= $2 then hi else middle.id end
     from bisection
     cross join lateral (
       select l.id, l.time from web_api_log l where l.account_id = $1 and l.id = (bisection.lo + bisection.hi) / 2
     ) middle
     where hi - lo > 1
   )
   select max(lo) as id from bisection`,
);
