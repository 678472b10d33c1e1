import { DEACTIVATIONS, familyDigits, REFRESHES, statesCounted, UNREQUESTED } from '../../domain/log/stateLists.js';
import type { StateCounter, StateFamily } from '../../domain/log/states.js';
import { noneOf } from '../oneOf.js';
import { prepared, type Statement } from '../statement.js';

/**
 * The expected rows of each table, recounted from all rows of the log and written independently of the folds; slow, for
 * verification on demand. One statement sees table, checkpoint and log in one snapshot.
 */

/** The first row that differs; undefined: the row is missing. */
export interface Difference {
  readonly recounted: object | null;
  readonly held: object | null;
}

export type Verify = (accountId: number) => Statement<Difference>;

interface Verified {
  readonly projection: string;
  readonly table: string;
  readonly key: readonly string[];
  /** Every other column. */
  readonly columns: readonly string[];
  /** Selects all columns from `logged`. */
  readonly recount: string;
  /** Whether `logged` includes imported machines, which are rows without a request. */
  readonly imports?: boolean;
}

/** Declares the comparison of a table with a recount. */
export const verify = ({ projection, table, key, columns, recount, imports = false }: Verified): Verify => {
  const all = [...key, ...columns].join(', ');
  return prepared<Difference, [accountId: number]>(
    `verify_${table}`,
    `with checkpoint as (
       select generation, last_id, passed_over from analytics_projection
       where account_id = $1 and projection = '${projection}' and active),
     passed_over as (select (p ->> 'id')::bigint as id from checkpoint, jsonb_array_elements(passed_over) p),
     excluded as (select global_id from license where account_id = $1 and excluded_from_analytics),
     logged as (
       select l.id, l.time, l.time / 1000 as second, (l.time / 86400000)::int as day, l.state, l.method, s.product_id,
         s.license_id, s.customer_id, s.seat_limit, s.floating_interval, l.device_no,
         coalesce(d.machine_no, 0) as machine_no, coalesce(d.machine_code, '') as machine_code,
         coalesce(a.country, '') as country,
         s.license_id not in (select global_id from excluded) as counted
       from web_api_log l
       join log_subject s using (account_id, subject_no)
       left join log_device d using (account_id, device_no)
       left join log_address a using (account_id, address_no)
       where l.account_id = $1 and l.id <= (select last_id from checkpoint)${imports ? '' : ` and ${noneOf('l.state', UNREQUESTED)}`}
         and l.id not in (select id from passed_over)),
     recounted as (select ${all} from (${recount}) r),
     held as (
       select ${all} from ${table} where account_id = $1 and generation = (select generation from checkpoint))
     select to_jsonb(r) as recounted, to_jsonb(h) as held
     from recounted r full join held h using (${key.join(', ')})
     where to_jsonb(r) is distinct from to_jsonb(h)
     order by ${key.join(', ')} limit 1`,
  );
};

/** A list without a code of another meaning between its first and its last. */
const between = (codes: readonly number[]): string => `state between ${codes[0]} and ${codes.at(-1)}`;

export const verifyBuckets = verify({
  projection: 'buckets',
  table: 'activity_bucket',
  key: ['license_id', 'machine_no', 'bucket'],
  columns: [
    ...['product_id', 'id', 'refresh_count', 'deactivation_count', 'first_event', 'last_event', 'last_event_state'],
    'gap_from_previous',
  ],
  recount: `
    select distinct on (license_id, machine_no, bucket) license_id, machine_no, bucket, product_id, id,
      sum((state / 1000 = ${familyDigits('activation') / 10})::int) over half_hour as refresh_count,
      sum((state / 1000 = ${familyDigits('deactivation') / 10})::int) over half_hour as deactivation_count,
      second as first_event, last_value(second) over half_hour as last_event,
      last_value(state) over half_hour as last_event_state, second - previous as gap_from_previous
    from (
      select *, second / 1800 as bucket, lag(second) over (partition by license_id, machine_no order by id) as previous
      from logged where (${between(REFRESHES)} or ${between(DEACTIVATIONS)}) and license_id > 0) a
    window half_hour as (partition by license_id, machine_no, bucket order by id
      rows between unbounded preceding and unbounded following)
    order by license_id, machine_no, bucket, id`,
});

export const verifyDevices = verify({
  projection: 'devices',
  table: 'key_device',
  key: ['license_id', 'machine_no'],
  columns: ['product_id', 'id', 'first_seen', 'last_seen', 'total_requests'],
  recount: `
    select distinct on (license_id, machine_no) license_id, machine_no, product_id, id, second as first_seen,
      last_value(second) over pair as last_seen, count(*) over pair as total_requests
    from logged where license_id > 0 and machine_no > 0
    window pair as (partition by license_id, machine_no order by id
      rows between unbounded preceding and unbounded following)
    order by license_id, machine_no, id`,
});

const sumOf = (condition: string, name: string): string => `sum(case when ${condition} then 1 else 0 end) as ${name}`;

const withDigits = (family: StateFamily, third: 1 | 2): string => `state / 10 = ${familyDigits(family)}${third}`;

const counted = (counter: StateCounter): string =>
  statesCounted(counter)
    .map((code) => `state = ${code}`)
    .join(' or ');

const KEY_SUMS: readonly (readonly [condition: string, name: string])[] = [
  ['true', 'total_requests'],
  ['state % 100 / 10 = 1', 'total_successful'],
  ['state % 100 / 10 = 2', 'total_failed'],
  [withDigits('activation', 1), 'activation_success'],
  [withDigits('activation', 2), 'activation_failed'],
  [withDigits('deactivation', 1), 'deactivation_success'],
  [counted('deactivationFloating'), 'deactivation_floating'],
  [counted('activationNewMachine'), 'activation_new_machine'],
  [counted('activationTrial'), 'activation_trial'],
  [counted('activationFloating'), 'activation_floating'],
  [counted('activationDeviceLimit'), 'activation_device_limit'],
  [counted('trialKeyGenerated'), 'trial_key_generated'],
  [counted('trialKeyReused'), 'trial_key_reused'],
  [counted('trialKeyCreateError'), 'trial_key_create_error'],
  [`${withDigits('dataObject', 1)} or ${withDigits('dataObject', 2)}`, 'data_object_ops'],
  [counted('dataObjectIncrementInt'), 'data_object_increment_int'],
  [counted('dataObjectDecrementInt'), 'data_object_decrement_int'],
  [counted('dataObjectSetInt'), 'data_object_set_int'],
  [counted('dataObjectSetString'), 'data_object_set_string'],
];

export const verifyKeys = verify({
  projection: 'keys',
  table: 'key_usage',
  key: ['license_id'],
  columns: ['product_id', 'id', 'first_seen', 'last_seen', ...KEY_SUMS.map(([, name]) => name)],
  recount: `
    select license_id, max(product_id) as product_id, min(id) as id, min(second) as first_seen,
      max(second) as last_seen, ${KEY_SUMS.map(([condition, name]) => sumOf(condition, name)).join(', ')}
    from logged where license_id > 0 group by license_id`,
});

const TOTALS = `sum(counted::int) as total_requests,
      sum((counted and state % 100 / 10 = 1)::int) as successful,
      sum((counted and state % 100 / 10 = 2)::int) as failed`;

const activeOf = (item: string, name: string): string =>
  `count(distinct ${item}) filter (where counted and ${item} > 0) as ${name}`;

export const verifyDaily = verify({
  projection: 'daily',
  table: 'daily_usage',
  key: ['product_id', 'day'],
  columns: [
    ...['id', 'total_requests', 'successful', 'failed'],
    ...['active_devices', 'active_keys', 'active_customers'],
  ],
  recount: `
    select product_id, day, min(id) as id, ${TOTALS}, ${activeOf('machine_no', 'active_devices')},
      ${activeOf('license_id', 'active_keys')}, ${activeOf('customer_id', 'active_customers')}
    from logged where product_id > 0 group by product_id, day`,
});

export const verifyDailySeen = verify({
  projection: 'daily',
  table: 'daily_seen',
  key: ['product_id', 'day', 'kind', 'item'],
  columns: [],
  recount: `
    select product_id, day, 1 as kind, license_id as item from logged
    where product_id > 0 and counted and license_id > 0
    union select product_id, day, 2, machine_no from logged where product_id > 0 and counted and machine_no > 0
    union select product_id, day, 3, customer_id from logged where product_id > 0 and counted and customer_id > 0`,
});

export const verifyCountries = verify({
  projection: 'countries',
  table: 'daily_country_usage',
  key: ['product_id', 'day', 'country'],
  columns: ['id', 'total_requests', 'successful', 'failed'],
  recount: `
    select product_id, day, country, min(id) as id, ${TOTALS}
    from logged where product_id > 0 and country > '' group by product_id, day, country`,
});
