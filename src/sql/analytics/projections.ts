import { ACCOUNT_AND } from '../rowsOfAccount.js';
import { prepared } from '../statement.js';

/** Progress of each projection of an account. Always written under the lock of the account's row. */

/** Accounts with log rows that some projection has not folded, or with other work. */
export const accountsBehind = prepared<{ readonly account_id: number }, []>(
  'accounts_behind',
  `select h.account_id from log_head h left join analytics_account a on a.account_id = h.account_id
   where h.last_id > coalesce(a.settled_to, 0)`,
);

/** Makes accounts where one of these projections has never begun count as behind: a newer program has more of them. */
export const unsettleIncomplete = prepared<never, [projections: readonly string[]]>(
  'unsettle_incomplete',
  `update analytics_account a set settled_to = -1
   where (select count(*) from analytics_projection p
          where p.account_id = a.account_id and p.active and p.projection = any($1::text[])) < cardinality($1::text[])`,
);

/**
 * Takes the account's lock. No row: another transaction holds it, or the account has no row yet. The transaction gets
 * settings that suit folding:
 * - its work can be repeated from the log, so its commit need not wait for the disk;
 * - plans must not depend on statistics of this account and generation, which may not exist yet: generic plans are used, and
 *   an order only from an index that provides all of it;
 * - a window is sorted in memory.
 */
export const lockAnalytics = prepared<{ readonly settled_to: number }, [accountId: number]>(
  'lock_analytics',
  `select settled_to, set_config('synchronous_commit', 'off', true) as commits,
     set_config('plan_cache_mode', 'force_generic_plan', true) as plans,
     set_config('enable_incremental_sort', 'off', true) as sorts, set_config('work_mem', '32MB', true) as memory
   from analytics_account where account_id = $1 for update skip locked`,
);

/**
 * For the rest of the transaction: joins of a large window use hashing. Without statistics the planner expects few rows in
 * the window and compares each of them with every row of a side table.
 */
export const expectManyRows = prepared<object, [accountId: number]>(
  'expect_many_rows',
  // From a row of the account, so that the setting is made on the node with its rows.
  `select set_config('enable_nestloop', 'off', true) as loops from analytics_account where account_id = $1`,
);

/** As lockAnalytics, but waits for the lock, for commands. */
export const awaitAnalytics = prepared<{ readonly settled_to: number }, [accountId: number]>(
  'await_analytics',
  'select settled_to from analytics_account where account_id = $1 for update',
);

export const isAnalyticsAccount = prepared<{ readonly account_id: number }, [accountId: number]>(
  'is_analytics_account',
  'select account_id from analytics_account where account_id = $1',
);

export const addAnalyticsAccount = prepared<never, [accountId: number]>(
  'add_analytics_account',
  'insert into analytics_account (account_id, settled_to) values ($1, -1) on conflict (account_id) do nothing',
);

/** Adds missing projections of the account, with a checkpoint before the first row. */
export const addProjections = prepared<never, [accountId: number, projections: readonly string[]]>(
  'add_projections',
  `insert into analytics_projection (account_id, projection, generation, active, last_id, last_time)
   select h.account_id, n.projection, 1, true, 0, 0 from ${ACCOUNT_AND} unnest($2::text[]) as n(projection)
   where h.account_id = $1 and not exists (select from analytics_projection p where p.account_id = $1 and p.projection = n.projection)
   order by n.projection
   on conflict do nothing`,
);

/** A log row that could not be folded, and the error. */
export interface SkippedRow {
  readonly id: number;
  readonly error: string;
}

export interface ProjectionRow {
  readonly projection: string;
  readonly generation: number;
  readonly active: boolean;
  readonly last_id: number;
  readonly passed_over: readonly SkippedRow[];
}

/** A generation of a projection. */
export type Generation = Pick<ProjectionRow, 'projection' | 'generation'>;

export const projectionRows = prepared<ProjectionRow, [accountId: number]>(
  'projection_rows',
  `select projection, generation, active, last_id, passed_over
   from analytics_projection where account_id = $1 order by projection, generation`,
);

/** Advances checkpoints; every row up to the new one is folded. */
export const moveProjections = prepared<never, [accountId: number, generations: readonly Generation[], lastId: number]>(
  'move_projections',
  `update analytics_projection p
   set last_id = $4, last_time = (select l.time from web_api_log l where l.account_id = $1 and l.id = $4)
   from unnest($2::text[], $3::int[]) as n(projection, generation)
   where p.account_id = $1 and p.projection = n.projection and p.generation = n.generation`,
  (accountId, generations, lastId) => [
    accountId,
    generations.map(({ projection }) => projection),
    generations.map(({ generation }) => generation),
    lastId,
  ],
);

/** Advances a checkpoint past one skipped row. */
export const skipRow = prepared<never, [accountId: number, generation: Generation, skipped: SkippedRow]>(
  'pass_over',
  `update analytics_projection p
   set last_id = $4, last_time = (select l.time from web_api_log l where l.account_id = $1 and l.id = $4),
     passed_over = passed_over || jsonb_build_object('id', $4::bigint, 'error', $5::text)
   where p.account_id = $1 and p.projection = $2 and p.generation = $3`,
  (accountId, { projection, generation }, { id, error }) => [accountId, projection, generation, id, error],
);

export const settle = prepared<never, [accountId: number, settledTo: number]>(
  'settle_analytics',
  'update analytics_account set settled_to = $2 where account_id = $1',
);

/** Begins a new generation; readers still see the active one. */
export const addGeneration = prepared<never, [accountId: number, projections: readonly string[]]>(
  'add_generation',
  `insert into analytics_projection (account_id, projection, generation, active, last_id, last_time)
   select p.account_id, p.projection, max(p.generation) + 1, false, 0, 0 from analytics_projection p
   where p.account_id = $1 and p.projection = any($2::text[]) group by p.account_id, p.projection order by p.projection`,
);

export const deactivateProjection = prepared<never, [accountId: number, projection: string]>(
  'deactivate_projection',
  'update analytics_projection set active = false where account_id = $1 and projection = $2 and active',
);

export const activateProjection = prepared<never, [accountId: number, projection: string, generation: number]>(
  'activate_projection',
  'update analytics_projection set active = true where account_id = $1 and projection = $2 and generation = $3',
);

export const removeGeneration = prepared<never, [accountId: number, projection: string, generation: number]>(
  'remove_generation',
  'delete from analytics_projection where account_id = $1 and projection = $2 and generation = $3 and not active',
);

/** How far an active projection is behind the log: rows, and milliseconds since the first missing row. */
export interface ProjectionLag {
  readonly projection: string;
  readonly rows: number;
  readonly milliseconds: number;
}

/** Accounts whose lag is read, those with the most rows first: a bound on the work after an upgrade. */
const LAGGING_ACCOUNTS = 1_000;

/** For each projection with a lag: the largest of all accounts, and the rows over all of them. */
export const worstLag = prepared<ProjectionLag & { readonly all_rows: number }, []>(
  'worst_projection_lag',
  `select p.projection, max(b.last_id - p.last_id) as rows, sum(b.last_id - p.last_id)::bigint as all_rows,
     max(greatest(0, (extract(epoch from clock_timestamp()) * 1000)::bigint - l.time)) as milliseconds
   from (
     select h.account_id, h.last_id from log_head h
     join analytics_account a on a.account_id = h.account_id and a.settled_to < h.last_id
     order by h.last_id - a.settled_to desc limit ${LAGGING_ACCOUNTS}) b
   join analytics_projection p on p.account_id = b.account_id and p.active and p.last_id < b.last_id
   cross join lateral (
     select l.time from web_api_log l where l.account_id = p.account_id and l.id = p.last_id + 1) l
   group by p.projection order by p.projection`,
);

/** The generations of an account's projections with how far each is behind. */
export const projectionStatus = prepared<ProjectionRow & ProjectionLag, [accountId: number]>(
  'projection_status',
  `select p.projection, p.generation, p.active, p.last_id, p.passed_over, h.last_id - p.last_id as rows,
     coalesce((select greatest(0, (extract(epoch from clock_timestamp()) * 1000)::bigint - l.time)
       from web_api_log l where l.account_id = $1 and l.id = p.last_id + 1), 0) as milliseconds
   from log_head h join analytics_projection p on p.account_id = h.account_id
   where h.account_id = $1 order by p.projection, p.generation`,
);
