import { bisectionSteps } from '../bisection.js';
import { prepared } from '../statement.js';

/** The id of the account's newest log row, 0 for none. Every row up to it is visible: ids are in commit order. */
export const lastLogId = prepared<{ readonly id: number }, [accountId: number]>(
  'last_log_id',
  'select last_id as id from log_head where account_id = $1',
);

/** The last id, and for each time (milliseconds) the first id that is not earlier: the one after the last where none is. */
export interface LogBounds {
  readonly last_id: number;
  readonly ids: readonly number[];
}

export const logBounds = prepared<LogBounds, [accountId: number, times: readonly number[]]>(
  'log_bounds',
  `with recursive bisection(position, sought, lo, hi) as (
     select t.position, t.sought, 1::bigint, h.last_id + 1
     from unnest($2::bigint[]) with ordinality as t(sought, position), log_head h where h.account_id = $1
     union all ${bisectionSteps({
       carried: 'b.position, b.sought, ',
       sought: 'b.sought',
       time: 'time',
       next: 'web_api_log t where t.account_id = $1',
     })}
   )
   select h.last_id, coalesce((select array_agg(lo order by position) from bisection where lo >= hi), '{}') as ids
   from log_head h where h.account_id = $1`,
);
