import { unprepared } from '../statement.js';
import { clearTable, type FoldValues, WINDOW_WITH_DEVICES } from './fold.js';

/** The machines of each key, with first and last time. */
export const foldDevices = unprepared<never, FoldValues>(
  `insert into key_device as k (account_id, generation, license_id, machine_no, product_id, id, first_seen, last_seen,
     total_requests)
   select l.account_id, $2, s.license_id, d.machine_no, min(s.product_id), min(l.id), min(l.time) / 1000, max(l.time) / 1000,
     count(*)
   from ${WINDOW_WITH_DEVICES} and s.license_id <> 0 and d.machine_no <> 0
   group by l.account_id, s.license_id, d.machine_no
   order by s.license_id, d.machine_no
   on conflict (account_id, generation, license_id, machine_no) do update set
     last_seen = excluded.last_seen, total_requests = k.total_requests + excluded.total_requests`,
);

export const clearDevices = clearTable('key_device', ['license_id', 'machine_no']);
