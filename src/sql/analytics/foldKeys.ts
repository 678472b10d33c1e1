import { unprepared } from '../statement.js';
import { clearTable, type FoldValues, IS_FAILURE, IS_SUCCESS, WINDOW } from './fold.js';

/** The counters of a key and which log rows they count. */
export const KEY_COUNTERS = {
  total_requests: 'true',
  total_successful: IS_SUCCESS,
  total_failed: IS_FAILURE,
  activation_success: 'l.state between 2010 and 2019',
  activation_failed: 'l.state between 2020 and 2029',
  deactivation_success: 'l.state between 6010 and 6019',
  deactivation_floating: 'l.state = 6011',
  activation_new_machine: 'l.state = 2012',
  activation_trial: 'l.state = 2013',
  activation_floating: 'l.state in (2014, 2015)',
  activation_device_limit: 'l.state in (2022, 2024)',
  trial_key_generated: 'l.state = 3011',
  trial_key_reused: 'l.state = 3012',
  trial_key_create_error: 'l.state = 3021',
  data_object_ops: 'l.state between 8010 and 8029',
  data_object_increment_int: 'l.state = 8014',
  data_object_decrement_int: 'l.state = 8015',
  data_object_set_int: 'l.state = 8016',
  data_object_set_string: 'l.state = 8017',
} as const;

const counters = Object.entries(KEY_COUNTERS);

export const foldKeys = unprepared<never, FoldValues>(
  `insert into key_usage as k (account_id, generation, license_id, product_id, id, first_seen, last_seen,
     ${counters.map(([name]) => name).join(', ')})
   select l.account_id, $2, s.license_id, min(s.product_id), min(l.id), min(l.time) / 1000, max(l.time) / 1000,
     ${counters.map(([, rows]) => `count(*) filter (where ${rows})`).join(', ')}
   from ${WINDOW} and s.license_id <> 0
   group by l.account_id, s.license_id
   order by s.license_id
   on conflict (account_id, generation, license_id) do update set last_seen = excluded.last_seen,
     ${counters.map(([name]) => `${name} = k.${name} + excluded.${name}`).join(', ')}`,
);

export const clearKeys = clearTable('key_usage', ['license_id']);
