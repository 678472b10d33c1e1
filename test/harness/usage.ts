import assert from 'node:assert/strict';
import { Client } from 'pg';
import { KEY_COUNTER_COLUMNS } from '../../src/sql/analytics/readUsageKeys.js';
import type { TestServer } from './server.js';

/** A log row as far as usage analytics see it. */
export interface UsageActivity {
  /** Grows from row to row, as does the time. */
  readonly id: number;
  /** Unix seconds. */
  readonly time: number;
  readonly state: number;
  readonly productId: number;
  readonly licenseId: number;
  /** 0: no machine code. */
  readonly machineNo: number;
  /** "": unknown. */
  readonly country: string;
  readonly excluded?: boolean;
}

type Row = Record<string, number | string | null>;

/** Rows of the derived tables, by table, with the columns of the database. */
export type UsageRows = Readonly<Record<UsageTable, readonly Row[]>>;

type UsageTable = 'activity_bucket' | 'key_device' | 'key_usage' | 'daily_usage' | 'daily_country_usage';

const PROJECTIONS: Readonly<Record<UsageTable, string>> = {
  activity_bucket: 'buckets',
  key_device: 'devices',
  key_usage: 'keys',
  daily_usage: 'daily',
  daily_country_usage: 'countries',
};

/** A simple recount, for tests of reading: what is counted is right in the main, and in the shape of the tables. */
export const foldUsage = (activities: readonly UsageActivity[]): UsageRows => {
  const tables: Record<UsageTable, Map<string, Row>> = {
    activity_bucket: new Map(),
    key_device: new Map(),
    key_usage: new Map(),
    daily_usage: new Map(),
    daily_country_usage: new Map(),
  };
  const rowAt = (table: UsageTable, at: readonly (number | string)[], first: Row): Row => {
    const key = at.join();
    const row = tables[table].get(key) ?? first;
    tables[table].set(key, row);
    return row;
  };
  const add = (row: Row, column: string, count: number): void => {
    row[column] = Number(row[column] ?? 0) + count;
  };
  const lastActivity = new Map<string, number>();
  for (const { id, time, state, productId, licenseId, machineNo, country, excluded = false } of activities) {
    const ofKey = { id, product_id: productId, license_id: licenseId };
    const isActivity = (state >= 2010 && state <= 2015) || state === 6010 || state === 6011;
    if (isActivity && licenseId !== 0) {
      const pair = `${licenseId} ${machineNo}`;
      const bucket = Math.floor(time / 1800);
      const gap = lastActivity.has(pair) ? time - (lastActivity.get(pair) ?? 0) : null;
      const counts = { refresh_count: 0, deactivation_count: 0 };
      const events = { first_event: time, gap_from_previous: gap };
      const row = rowAt('activity_bucket', [pair, bucket], {
        ...ofKey,
        machine_no: machineNo,
        bucket,
        ...counts,
        ...events,
      });
      add(row, state < 3000 ? 'refresh_count' : 'deactivation_count', 1);
      Object.assign(row, { last_event: time, last_event_state: state });
      lastActivity.set(pair, time);
    }
    const seen = { first_seen: time, last_seen: time, total_requests: 0 };
    if (licenseId !== 0) {
      if (machineNo !== 0) {
        const row = rowAt('key_device', [licenseId, machineNo], { ...ofKey, machine_no: machineNo, ...seen });
        row.last_seen = time;
        add(row, 'total_requests', 1);
      }
      const none = Object.fromEntries(KEY_COUNTER_COLUMNS.map((counter) => [counter, 0]));
      const row = rowAt('key_usage', [licenseId], { ...ofKey, ...seen, ...none });
      row.last_seen = time;
      add(row, 'total_requests', 1);
      // Any counter will do, as long as no two are mistaken for each other.
      add(row, KEY_COUNTER_COLUMNS[1 + (state % (KEY_COUNTER_COLUMNS.length - 1))] ?? '', 1);
    }
    const day = Math.floor(time / 86_400);
    const ended = Math.floor(state / 10) % 10 === 1 ? 'successful' : 'failed';
    const daily = { id, product_id: productId, day, total_requests: 0, successful: 0, failed: 0 };
    const active = { active_devices: 1, active_keys: 2, active_customers: 3 };
    for (const row of [
      rowAt('daily_usage', [productId, day], { ...daily, ...active }),
      ...(country === '' ? [] : [rowAt('daily_country_usage', [productId, day, country], { ...daily, country })]),
    ]) {
      add(row, 'total_requests', excluded ? 0 : 1);
      add(row, ended, excluded ? 0 : 1);
    }
  }
  const rowsOf = (table: UsageTable): Row[] => [...tables[table].values()];
  return {
    activity_bucket: rowsOf('activity_bucket'),
    key_device: rowsOf('key_device'),
    key_usage: rowsOf('key_usage'),
    daily_usage: rowsOf('daily_usage'),
    daily_country_usage: rowsOf('daily_country_usage'),
  };
};

export interface UsagePlace {
  readonly accountId?: number;
  readonly generation?: number;
  readonly active?: boolean;
}

/** Puts rows into the derived tables, as a generation of every projection. */
export const putUsage = async (
  server: TestServer,
  rows: Partial<UsageRows>,
  { accountId = 1, generation = 1, active = true }: UsagePlace = {},
): Promise<void> => {
  await withOwner(server, async (client) => {
    for (const [table, projection] of Object.entries(PROJECTIONS)) {
      await client.query(
        `insert into analytics_projection (account_id, projection, generation, active, last_id, last_time)
         values ($1, $2, $3, $4, 0, 0) on conflict do nothing`,
        [accountId, projection, generation, active],
      );
      const given = rows[table as UsageTable] ?? [];
      const [first] = given;
      if (first === undefined) continue;
      const columns = Object.keys(first).toSorted();
      assert(given.every((row) => Object.keys(row).length === columns.length));
      await client.query(
        `insert into ${table} (account_id, generation, ${columns.join()})
         select $1, $2, ${columns.join()} from jsonb_populate_recordset(null::${table}, $3)`,
        [accountId, generation, JSON.stringify(given)],
      );
    }
  });
};

/** Names the first machines of account 1: number n has the nth code, normalised already. */
export const putMachines = async (server: TestServer, codes: readonly string[]): Promise<void> => {
  await withOwner(server, async (client) => {
    await client.query(
      `insert into log_device (account_id, device_no, machine_code, friendly_name, machine_code_normalized,
         friendly_name_lower, machine_no)
       select 1, n, code, '', code, '', n from unnest($1::text[]) with ordinality as c(code, n)`,
      [codes],
    );
    await client.query('update log_head set last_device_no = $1 where account_id = 1', [codes.length]);
  });
};

const withOwner = async (server: TestServer, work: (client: Client) => Promise<unknown>): Promise<void> => {
  const client = new Client({ connectionString: server.databaseUrl });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
};
