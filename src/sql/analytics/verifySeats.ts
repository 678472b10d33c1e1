import { METHOD_NUMBERS } from '../../domain/log/methodNumbers.js';
import { DELETIONS, deniesSeat, releasesSeat, SEAT_CHANGES, takesSeat } from '../../domain/log/stateLists.js';
import { oneOf } from '../oneOf.js';
import { verify } from './verifyProjections.js';

/** The expected rows of seat_stretch and seat_limit_change, recounted from all rows of the log. */

const LOCKED = takesSeat('nodeLocked');
const IMPORTED = takesSeat('byLease');
const UNLEASED = `(${oneOf('state', IMPORTED)} and floating_interval = 0)`;

/** Of each machine in a pool, the rows that changed its seat; a deletion is a row of every machine of its license. */
const EVENTS = `
      with named as (
        select *,
          case when ${oneOf('state', [...LOCKED, ...deniesSeat('nodeLocked'), ...releasesSeat('nodeLocked')])} or ${UNLEASED}
            then 'locked' else 'floating' end as pool,
          case when ${oneOf('state', LOCKED)} or ${UNLEASED} then 0
            when ${oneOf('state', [...takesSeat('floating'), ...IMPORTED])} then 1 when ${oneOf('state', takesSeat('overdraft'))} then 2 when ${oneOf('state', deniesSeat('nodeLocked'))} then 3 when ${oneOf('state', deniesSeat('floating'))} then 4
          end as kind
        from logged
        where license_id > 0 and ${oneOf('state', SEAT_CHANGES)}),
      event as (
        select license_id, pool, machine_code, id, time, product_id, device_no, machine_no, kind,
          case when kind is null then time when pool = 'floating' then time + floating_interval * 1000::bigint end as until
        from named
        union all
        select d.license_id, s.pool, s.machine_code, d.id, d.time, 0, 0, 0, null, d.time
        from logged d join (select distinct license_id, pool, machine_code from named) s on s.license_id = d.license_id
        where ${oneOf('d.state', DELETIONS)} and d.method = ${METHOD_NUMBERS.DeleteKey}),`;

/** Beginnings and the rows that only go on with what another began; infinity where a seat lasts. */
const STEPS = `
      linked as (
        select *, coalesce(until, 9e18::bigint) as live_until, coalesce(lag(kind) over machine, -1) as kind_before,
          coalesce(lag(coalesce(until, 9e18::bigint)) over machine, 0) > time as live_before,
          lead(id) over machine as next_id, lead(time) over machine as next_time
        from event window machine as (partition by license_id, pool, machine_code order by id)),
      begun as (
        select *, not (live_before and kind_before = kind and kind < 3) as begins,
          not (live_before and kind_before between 0 and 2 and kind < 3) as comes
        from linked where kind is not null),
      numbered as (
        select *, sum(begins::int) over machine as stretch, sum(comes::int) over machine as stay
        from begun window machine as (partition by license_id, pool, machine_code order by id)),
      ended as (
        select *, min(time) over (partition by license_id, pool, machine_code, stay) as held_since,
          first_value(id) over whole as first_id, first_value(time) over whole as since,
          first_value(device_no) over whole as first_device, last_value(id) over whole as last_id,
          max(stretch) over (partition by license_id, pool, machine_code) = stretch as last
        from numbered
        window whole as (partition by license_id, pool, machine_code, stretch order by id
          rows between unbounded preceding and unbounded following)),
      stretches as (
        select *, live_until > coalesce(next_time, 9e18::bigint) as is_ended from ended where id = last_id)`;

export const verifySeatStretches = verify({
  projection: 'seats',
  table: 'seat_stretch',
  key: ['id'],
  columns: [
    ...['license_id', 'product_id', 'device_no', 'machine_no', 'kind', 'held_since', 'since', 'until', 'ended_by'],
    ...['span', 'last'],
  ],
  imports: true,
  recount: `
    select *, case when kind > 2 then -1 when until is null then 63
        else greatest(1, length(ltrim((until - since)::bit(64)::text, '0'))) end as span
    from (${EVENTS}${STEPS}
      select first_id as id, license_id, product_id, first_device as device_no, machine_no, kind, held_since, since,
        case when is_ended then next_time else until end as until, case when is_ended then next_id end as ended_by, last
      from stretches) s`,
});

export const verifySeatLimitChanges = verify({
  projection: 'seats',
  table: 'seat_limit_change',
  key: ['license_id', 'id'],
  columns: ['since', 'seat_limit'],
  imports: true,
  recount: `
    select license_id, id, time as since, seat_limit
    from (select *, lag(seat_limit) over (partition by license_id order by id) as earlier from logged) l
    where license_id > 0 and seat_limit is distinct from earlier`,
});
