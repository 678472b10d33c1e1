import { normalizeMachineCode } from '../../src/domain/log/machineCode.js';
import type { Run } from '../../src/sql/statement.js';
import type { PlantedRow } from './plantedLog.js';

/** The tables of usage analytics counted from rows one by one, as the specification words it, to compare the folds with. */

type TableRow = Readonly<Record<string, number | string | null>>;
type Tables = Readonly<Record<'buckets' | 'devices' | 'keys' | 'daily' | 'countries', readonly TableRow[]>>;

interface Numbered extends PlantedRow {
  readonly id: number;
  readonly second: number;
  readonly day: number;
  readonly machine: string;
}

const ACTIVITY = new Set([2010, 2011, 2012, 2013, 2014, 2015, 6010, 6011]);

const groups = (rows: readonly Numbered[], nameOf: (row: Numbered) => string): readonly (readonly Numbered[])[] => {
  const found = new Map<string, Numbered[]>();
  for (const row of rows) {
    const group = found.get(nameOf(row));
    if (group === undefined) found.set(nameOf(row), [row]);
    else group.push(row);
  }
  return [...found.values()];
};

const ends = (group: readonly Numbered[]): { first: Numbered; last: Numbered } => {
  const [first, last] = [group[0], group.at(-1)];
  if (first === undefined || last === undefined) throw new Error('a group has rows');
  return { first, last };
};

const isSuccess = ({ state }: Numbered): boolean => String(state)[2] === '1';
const isFailure = ({ state }: Numbered): boolean => String(state)[2] === '2';

const recountBuckets = (rows: readonly Numbered[]): TableRow[] => {
  const activity = rows.filter(({ state, licenseId }) => ACTIVITY.has(state) && licenseId !== 0);
  return groups(activity, (row) => `${row.licenseId} ${Math.floor(row.second / 1800)} ${row.machine}`).map((group) => {
    const { first, last } = ends(group);
    const earlier = activity.filter(
      (row) => row.id < first.id && row.licenseId === first.licenseId && row.machine === first.machine,
    );
    const previous = earlier.at(-1);
    return {
      id: first.id,
      product_id: first.productId,
      license_id: first.licenseId,
      machine: first.machine,
      bucket: Math.floor(first.second / 1800),
      refresh_count: group.filter(({ state }) => state < 3000).length,
      deactivation_count: group.filter(({ state }) => state > 3000).length,
      first_event: first.second,
      last_event: last.second,
      last_event_state: last.state,
      gap_from_previous: previous === undefined ? null : first.second - previous.second,
    };
  });
};

const recountDevices = (rows: readonly Numbered[]): TableRow[] =>
  groups(
    rows.filter(({ licenseId, machine }) => licenseId !== 0 && machine !== ''),
    ({ licenseId, machine }) => `${licenseId} ${machine}`,
  ).map((group) => {
    const { first, last } = ends(group);
    return {
      id: first.id,
      product_id: first.productId,
      license_id: first.licenseId,
      machine: first.machine,
      first_seen: first.second,
      last_seen: last.second,
      total_requests: group.length,
    };
  });

const recountKeys = (rows: readonly Numbered[]): TableRow[] =>
  groups(
    rows.filter(({ licenseId }) => licenseId !== 0),
    ({ licenseId }) => `${licenseId}`,
  ).map((group) => {
    const { first, last } = ends(group);
    const of = (...states: number[]): number => group.filter(({ state }) => states.includes(state)).length;
    const between = (from: number, to: number): number =>
      group.filter(({ state }) => state >= from && state <= to).length;
    return {
      id: first.id,
      product_id: first.productId,
      license_id: first.licenseId,
      first_seen: first.second,
      last_seen: last.second,
      total_requests: group.length,
      total_successful: group.filter(isSuccess).length,
      total_failed: group.filter(isFailure).length,
      activation_success: between(2010, 2019),
      activation_failed: between(2020, 2029),
      deactivation_success: between(6010, 6019),
      deactivation_floating: of(6011),
      activation_new_machine: of(2012),
      activation_trial: of(2013),
      activation_floating: of(2014, 2015),
      activation_device_limit: of(2022, 2024),
      trial_key_generated: of(3011),
      trial_key_reused: of(3012),
      trial_key_create_error: of(3021),
      data_object_ops: between(8010, 8029),
      data_object_increment_int: of(8014),
      data_object_decrement_int: of(8015),
      data_object_set_int: of(8016),
      data_object_set_string: of(8017),
    };
  });

const totals = (counted: readonly Numbered[]): TableRow => ({
  total_requests: counted.length,
  successful: counted.filter(isSuccess).length,
  failed: counted.filter(isFailure).length,
});

const recountDaily = (rows: readonly Numbered[], excluded: ReadonlySet<number>): TableRow[] =>
  groups(
    rows.filter(({ productId }) => productId !== 0),
    ({ productId, day }) => `${productId} ${day}`,
  ).map((group) => {
    const { first } = ends(group);
    const counted = group.filter(({ licenseId }) => !excluded.has(licenseId));
    const distinct = (of: (row: Numbered) => number | string): number =>
      new Set(counted.map(of).filter((item) => item !== 0 && item !== '')).size;
    return {
      id: first.id,
      product_id: first.productId,
      day: first.day,
      ...totals(counted),
      active_devices: distinct(({ machine }) => machine),
      active_keys: distinct(({ licenseId }) => licenseId),
      active_customers: distinct(({ customerId }) => customerId),
    };
  });

const recountCountries = (rows: readonly Numbered[], excluded: ReadonlySet<number>): TableRow[] =>
  groups(
    rows.filter(({ productId, country }) => productId !== 0 && country !== ''),
    ({ productId, day, country }) => `${productId} ${day} ${country}`,
  ).map((group) => {
    const { first } = ends(group);
    return {
      id: first.id,
      product_id: first.productId,
      day: first.day,
      country: first.country,
      ...totals(group.filter(({ licenseId }) => !excluded.has(licenseId))),
    };
  });

/** What the tables must hold when all of these rows (but those passed over) are folded in; each in order of id. */
export const recountedTables = (
  planted: readonly PlantedRow[],
  excluded: ReadonlySet<number> = new Set(),
  passedOver: ReadonlySet<number> = new Set(),
): Tables => {
  const rows = planted
    .map((row, index) => ({
      ...row,
      id: index + 1,
      second: Math.floor(row.time / 1000),
      day: Math.floor(row.time / 86_400_000),
      machine: row.machineCode === null ? '' : normalizeMachineCode(row.machineCode),
    }))
    .filter(({ id, state }) => state !== 5010 && !passedOver.has(id));
  return {
    buckets: recountBuckets(rows),
    devices: recountDevices(rows),
    keys: recountKeys(rows),
    daily: recountDaily(rows, excluded),
    countries: recountCountries(rows, excluded),
  };
};

const TABLES = {
  buckets: 'activity_bucket',
  devices: 'key_device',
  keys: 'key_usage',
  daily: 'daily_usage',
  countries: 'daily_country_usage',
} as const;

/** What the tables hold, as readers see it, each in order of id. */
export const foldedTables = async (run: Run, accountId: number): Promise<Tables> => {
  const read = async (projection: keyof typeof TABLES): Promise<readonly TableRow[]> => {
    const rows = await run<Record<string, number | string | null>>({
      name: '',
      // Looked up row by row: fresh tables have no statistics, and a join would go through all pairs.
      text: `select t.*, (select machine_code_normalized from log_device m
          where m.account_id = t.account_id and m.device_no = (to_jsonb(t)->>'machine_no')::int) as machine
        from analytics_projection p join ${TABLES[projection]} t using (account_id, generation)
        where p.account_id = $1 and p.projection = $2 and p.active order by t.id`,
      values: [accountId, projection],
    });
    // last_day and shown are computed by the database from the others, for its indexes.
    return rows.map(({ account_id, generation, machine_no, machine, last_day, shown, ...row }) =>
      machine_no === undefined ? row : { ...row, machine: machine ?? '' },
    );
  };
  const [buckets, devices, keys, daily, countries] = await Promise.all([
    read('buckets'),
    read('devices'),
    read('keys'),
    read('daily'),
    read('countries'),
  ]);
  return { buckets, devices, keys, daily, countries };
};
