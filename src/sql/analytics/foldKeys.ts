import { familyDigits, statesCounted } from '../../domain/log/stateLists.js';
import type { StateCounter, StateFamily } from '../../domain/log/states.js';
import { oneOf } from '../oneOf.js';
import { unprepared } from '../statement.js';
import { clearTable, type FoldValues, IS_FAILURE, IS_SUCCESS, WINDOW } from './fold.js';

/** All codes of a family with these third digits, including those that are not states yet. */
const withDigits = (family: StateFamily, firstThird: 1 | 2, lastThird: 1 | 2 = firstThird) =>
  `l.state between ${familyDigits(family)}${firstThird}0 and ${familyDigits(family)}${lastThird}9`;

const counted = (counter: StateCounter): string => oneOf('l.state', statesCounted(counter));

/** The counters of a key and which log rows they count. */
export const KEY_COUNTERS = {
  total_requests: 'true',
  total_successful: IS_SUCCESS,
  total_failed: IS_FAILURE,
  activation_success: withDigits('activation', 1),
  activation_failed: withDigits('activation', 2),
  deactivation_success: withDigits('deactivation', 1),
  deactivation_floating: counted('deactivationFloating'),
  activation_new_machine: counted('activationNewMachine'),
  activation_trial: counted('activationTrial'),
  activation_floating: counted('activationFloating'),
  activation_device_limit: counted('activationDeviceLimit'),
  trial_key_generated: counted('trialKeyGenerated'),
  trial_key_reused: counted('trialKeyReused'),
  trial_key_create_error: counted('trialKeyCreateError'),
  data_object_ops: withDigits('dataObject', 1, 2),
  data_object_increment_int: counted('dataObjectIncrementInt'),
  data_object_decrement_int: counted('dataObjectDecrementInt'),
  data_object_set_int: counted('dataObjectSetInt'),
  data_object_set_string: counted('dataObjectSetString'),
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
