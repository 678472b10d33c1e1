import { METHOD_NUMBERS } from '../../domain/log/methodNumbers.js';
import { DELETIONS, deniesSeat, releasesSeat, SEAT_CHANGES, takesSeat } from '../../domain/log/stateLists.js';
import { noneOf, oneOf } from '../oneOf.js';
import { ACCOUNT_AND } from '../rowsOfAccount.js';
import { unprepared } from '../statement.js';
import { clearTable, DEVICES_OF_WINDOW, type FoldValues, SUBJECTS_OF_WINDOW } from './fold.js';
import { SPAN_DENIED, SPAN_LASTING } from './seatStretches.js';

/** The tables seat_stretch and seat_limit_change. Reading them for answers is in readSeats.ts. */

const BY_LEASE = oneOf('state', takesSeat('byLease'));
const IS_LEASE = `(${oneOf('state', [...takesSeat('floating', 'overdraft'), ...deniesSeat('floating')])} or ${BY_LEASE} and floating_interval > 0)`;

const FREES_LEASE = oneOf('state', releasesSeat('floating'));
const IS_DELETION = oneOf('state', DELETIONS);
const IS_NO_DELETION = noneOf('state', DELETIONS);

/** Index in SEAT_KINDS of the stretch that a row begins; null: it releases a seat. */
const KIND = `case when ${oneOf('state', takesSeat('nodeLocked'))} then 0 when ${BY_LEASE} then least(floating_interval, 1)
    when ${oneOf('state', takesSeat('floating'))} then 1 when ${oneOf('state', takesSeat('overdraft'))} then 2 when ${oneOf('state', deniesSeat('nodeLocked'))} then 3 when ${oneOf('state', deniesSeat('floating'))} then 4 end`;

/** A machine in one pool of one license; machine codes are compared as sent. */
const SLOT = 'license_id, floating, machine_code';

/** Later than any time. */
const NEVER = '9223372036854775807';

/**
 * Rows of the window that concern seats; the stretches that they may continue, each as if its row were the first of the
 * window; and for each deletion of a license a row for each of its machines.
 */
const EVENTS = `
  with logged as materialized (
    select l.id, l.time, l.state, s.license_id, s.product_id, s.floating_interval, l.device_no,
      coalesce(d.machine_no, 0) as machine_no, coalesce(d.machine_code, '') collate "C" as machine_code
    from ${DEVICES_OF_WINDOW}
    where s.license_id <> 0 and (${oneOf('l.state', SEAT_CHANGES)}
      or ${oneOf('l.state', DELETIONS)} and l.method = ${METHOD_NUMBERS.DeleteKey})),
  deleted as (select distinct license_id from logged where ${IS_DELETION}),
  known as materialized (
    select s.*, s.kind in (1, 2, 4) as floating, coalesce(d.machine_code, '') collate "C" as machine_code
    from (
      select s.* from (
        select distinct license_id, machine_no from logged
        where ${IS_NO_DELETION} and license_id not in (select license_id from deleted)) m
      cross join lateral (
        select * from seat_stretch s
        where s.account_id = $1 and ((s.generation::bigint << 32) | s.license_id) = (($2::bigint << 32) | m.license_id)
          and s.machine_no = m.machine_no and s.last offset 0) s
      union all
      select s.* from deleted m
      cross join lateral (
        select * from seat_stretch s
        where s.account_id = $1 and ((s.generation::bigint << 32) | s.license_id) = (($2::bigint << 32) | m.license_id)
          and s.last offset 0) s) s
    left join log_device d on d.account_id = $1 and d.device_no = s.device_no),
  named as (
    select license_id, floating, machine_code, null::bigint as deletion_id, null::bigint as deletion_time from known
    union all
    select license_id, ${IS_LEASE} or ${FREES_LEASE}, machine_code, case when ${IS_DELETION} then id end, time from logged),
  deletion as (
    select ${SLOT}, d.id, d.time
    from (
      select distinct ${SLOT}, ids, times
      from (
        select *, array_agg(deletion_id) filter (where deletion_id is not null) over of_license as ids,
          array_agg(deletion_time) filter (where deletion_id is not null) over of_license as times
        from named where exists (select from deleted) window of_license as (partition by license_id)) n
      where deletion_id is null and ids is not null) n
    cross join lateral unnest(ids, times) as d(id, time)),
  event as (
    select license_id, ${IS_LEASE} or ${FREES_LEASE} as floating, machine_code, id, time, time as held_since, ${KIND} as kind,
      case when ${IS_LEASE} then time + floating_interval * 1000::bigint when ${oneOf('state', [...releasesSeat('nodeLocked'), ...releasesSeat('floating')])} then time end as until,
      null::bigint as ended_by, product_id, device_no, machine_no, false as is_known
    from logged where ${IS_NO_DELETION}
    union all
    select license_id, floating, machine_code, id, since, held_since, kind, until, ended_by, product_id, device_no,
      machine_no, true
    from known
    union all
    select license_id, floating, machine_code, id, time, time, null, time, null, 0, 0, 0, false from deletion),`;

/** The rows that begin a stretch and, below, where it ends; of each stretch the last row that continued it. */
const STRETCHES = `
  linked as (
    select *, lag(kind) over slot as kind_before, coalesce(lag(coalesce(until, ${NEVER})) over slot, 0) > time as goes_on
    from event window slot as (partition by ${SLOT} order by id)),
  begun as (
    select *,
      -- Denials are counted, so each has a stretch of its own.
      kind is not null and (goes_on and kind < 3 and kind_before = kind) is not true as begins,
      -- A lease that enters or leaves overdraft begins a stretch, but has been held before.
      kind is not null and (goes_on and kind < 3 and kind_before < 3) is not true as comes
    from linked),
  parted as (
    -- Ids and times only grow, so the greatest is the latest.
    select *, max(array[id, device_no]) filter (where begins) over slot as first, max(time) filter (where begins) over slot as since,
      max(held_since) filter (where comes) over slot as held, lead(id) over slot as next_id, lead(time) over slot as next_time,
      lead(begins or kind is null) over slot as next_parts, max(id) filter (where begins) over whole_slot as last_id
    from begun
    window slot as (partition by ${SLOT} order by id),
      whole_slot as (partition by ${SLOT} order by id rows between unbounded preceding and unbounded following)),
  stretch as (
    select *, first[1] as stretch_id, first[1] = last_id as last, coalesce(until, ${NEVER}) > next_time as is_ended
    from parted where kind is not null and next_parts is not false)`;

/**
 * Stretches of held and denied seats. A row has the id of the log row that began it; those that a window may continue are
 * found by their machines.
 */
export const foldSeatStretches = unprepared<never, FoldValues>(
  `insert into seat_stretch (account_id, generation, id, license_id, product_id, device_no, machine_no, kind, held_since,
     since, until, ended_by, span, last)
   ${EVENTS}${STRETCHES}
   select h.account_id, $2, stretch_id, license_id, product_id, first[2], machine_no, kind, held, since, ended.until, ended.ended_by,
     case when kind > 2 then ${SPAN_DENIED} when ended.until is null then ${SPAN_LASTING}
       else greatest(1, length(ltrim((ended.until - since)::bit(64)::text, '0'))) end, last
   from ${ACCOUNT_AND} stretch
   cross join lateral (values (
     case when is_ended then next_time else stretch.until end,
     case when is_ended then next_id else stretch.ended_by end)) as ended(until, ended_by)
   where h.account_id = $1 and (not is_known or is_ended or not last)
   order by stretch_id
   on conflict (account_id, generation, id) do update set
     until = excluded.until, ended_by = excluded.ended_by, span = excluded.span, last = excluded.last`,
);

/** The seat limits that log rows show: a row where one differs from that of the license's previous row. */
export const foldSeatLimits = unprepared<never, FoldValues>(
  `insert into seat_limit_change (account_id, generation, license_id, id, since, seat_limit)
   select r.account_id, $2, r.license_id, r.id, r.time, r.seat_limit
   from (
     select l.account_id, l.id, l.time, s.license_id, s.seat_limit,
       lag(s.seat_limit) over (partition by s.license_id order by l.id) as earlier
     from ${SUBJECTS_OF_WINDOW} where s.license_id <> 0) r
   where r.seat_limit is distinct from coalesce(r.earlier, (
     select c.seat_limit from seat_limit_change c
     where c.account_id = $1 and c.generation = $2 and c.license_id = r.license_id
     order by c.id desc limit 1))
   order by r.license_id, r.id`,
);

export const clearSeatStretches = clearTable('seat_stretch', ['id']);
export const clearSeatLimitChanges = clearTable('seat_limit_change', ['license_id', 'id']);
