import { DEACTIVATIONS, familyDigits, REFRESHES } from '../../domain/log/stateLists.js';
import { oneOf } from '../oneOf.js';
import { unprepared } from '../statement.js';
import { clearTable, type FoldValues, WINDOW_WITH_DEVICES } from './fold.js';

/** Refreshes are activations, whose codes all come before those of deactivations. */
const FIRST_DEACTIVATION = familyDigits('deactivation') * 100;

/**
 * Half hours of activity by key and machine. Times never decrease in the log, so rows of the table are earlier than the
 * window, and only the newest half hour of a key and machine can continue in it.
 */
export const foldBuckets = unprepared<never, FoldValues>(
  `insert into activity_bucket as b (account_id, generation, license_id, machine_no, bucket, product_id, id,
     refresh_count, deactivation_count, first_event, last_event, last_event_state, gap_from_previous)
   select e.account_id, $2, e.license_id, e.machine_no, e.bucket, e.product_id, e.id, e.refresh_count, e.deactivation_count,
     e.first_event, e.last_event, e.last_event_state, e.first_event - coalesce(
       lag(e.last_event) over (partition by e.license_id, e.machine_no order by e.bucket),
       -- Between two ends of the primary key, in its order: no other index has that. Asked for the license and machine by
       -- name, the planner takes whichever index is smallest for a generation that it has not heard of yet.
       (select p.last_event from activity_bucket p
        where p.account_id = $1
          and (p.generation, p.license_id, p.machine_no, p.bucket) >= ($2, e.license_id, e.machine_no, 0)
          and (p.generation, p.license_id, p.machine_no, p.bucket) < ($2, e.license_id, e.machine_no, e.bucket)
        order by p.generation desc, p.license_id desc, p.machine_no desc, p.bucket desc limit 1))
   from (
     select l.account_id, s.license_id, coalesce(d.machine_no, 0) as machine_no, (l.time / 1800000)::int as bucket,
       min(s.product_id) as product_id, min(l.id) as id,
       count(*) filter (where l.state < ${FIRST_DEACTIVATION}) as refresh_count,
       count(*) filter (where l.state > ${FIRST_DEACTIVATION}) as deactivation_count,
       min(l.time) / 1000 as first_event, max(l.time) / 1000 as last_event,
       -- The state of the row with the greatest id: states have fewer than 14 bits.
       (max(l.id << 14 | l.state) & 16383)::smallint as last_event_state
     from ${WINDOW_WITH_DEVICES}
       and ${oneOf('l.state', [...REFRESHES, ...DEACTIVATIONS])} and s.license_id <> 0
     group by 1, 2, 3, 4) e
   order by e.license_id, e.machine_no, e.bucket
   on conflict (account_id, generation, license_id, machine_no, bucket) do update set
     refresh_count = b.refresh_count + excluded.refresh_count,
     deactivation_count = b.deactivation_count + excluded.deactivation_count,
     last_event = excluded.last_event, last_event_state = excluded.last_event_state`,
);

export const clearBuckets = clearTable('activity_bucket', ['license_id', 'machine_no', 'bucket']);
