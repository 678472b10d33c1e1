import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findDifferences } from '../../../../src/engine/analytics/analytics.js';
import { PROJECTIONS } from '../../../../src/engine/analytics/projections/all.js';
import { runCli } from '../../../harness/cli.js';
import { FoldedLogs } from '../../../harness/foldedLog.js';
import { inTransaction } from '../../../harness/plantedLog.js';
import { sampledRows } from '../../../harness/randomPlantedRows.js';
import { serverOfFile } from '../../../harness/server.js';

/** Each table is damaged in each way, and the comparison with a recount names what it finds. */

const server = await serverOfFile();
const log = await new FoldedLogs(server).create();
await log.append(sampledRows(120, 19));
await log.settle();
await log.assertFolded();

/** What makes another row out of one: changes that keep what must be unique so. */
const TABLES = {
  activity_bucket: { projection: 'buckets', other: { id: 100_000, bucket: 100_000 } },
  key_device: { projection: 'devices', other: { id: 100_000, machine_no: 1_000 } },
  key_usage: { projection: 'keys', other: { id: 100_000, license_id: 1_000 } },
  daily_usage: { projection: 'daily', other: { id: 100_000, day: 1_000 } },
  daily_seen: { projection: 'daily', other: { item: 1_000 } },
  daily_country_usage: { projection: 'countries', other: { id: 100_000, day: 1_000 } },
  seat_stretch: { projection: 'seats', other: { id: 100_000 } },
  seat_limit_change: { projection: 'seats', other: { id: 100_000 } },
} as const;

type Table = keyof typeof TABLES;

const ALL = Object.keys(TABLES) as Table[];

test('every projection is among them', () => {
  const named = new Set(ALL.map((table) => TABLES[table].projection));
  assert.deepEqual(named, new Set(PROJECTIONS.map(({ name }) => name)));
});

const ask = async (text: string): Promise<readonly Record<string, unknown>[]> => {
  let answer: readonly Record<string, unknown>[] = [];
  await inTransaction(server.writers, async (run) => {
    answer = await run<Record<string, unknown>>({ name: '', text, values: [] });
  });
  return answer;
};

const columnsOf = async (table: Table): Promise<readonly string[]> => {
  const rows = await ask(`select column_name as name from information_schema.columns
    where table_schema = current_schema() and table_name = '${table}' and is_generated = 'NEVER'`);
  return rows.map(({ name }) => String(name));
};

const put = async (table: Table, row: Readonly<Record<string, unknown>>): Promise<void> => {
  const columns = (await columnsOf(table)).join();
  await ask(`insert into ${table} (${columns})
    select ${columns} from jsonb_populate_record(null::${table}, '${JSON.stringify(row)}')`);
};

/** Some row in the middle of a table, as it stands there. */
const someRow = async (table: Table): Promise<Readonly<Record<string, unknown>>> => {
  const rows = await ask(`select to_jsonb(t) as row from ${table} t where account_id = ${log.accountId} order by t`);
  const row = rows[Math.floor(rows.length / 2)]?.row;
  assert(typeof row === 'object' && row !== null, table);
  return { ...row };
};

const isRow = (table: Table, row: Readonly<Record<string, unknown>>): string =>
  `delete from ${table} where ${Object.entries(row)
    .map(([column, value]) => (value === null ? `${column} is null` : `${column} = '${value}'`))
    .join(' and ')} returning 1`;

/** The row as the comparison shows it: without what all rows share. */
const shown = ({ account_id, generation, last_day, shown, ...row }: Readonly<Record<string, unknown>>) => row;

const differences = async () =>
  (await findDifferences(server.writers, log.accountId, PROJECTIONS)).map(({ projection, recounted, held }) => ({
    projection,
    recounted,
    held,
  }));

for (const table of ALL) {
  const { projection, other } = TABLES[table];

  // spec(derived from the log): verify finds a row that is missing, in each table
  test(`${table}: a row that is missing is named`, async () => {
    const row = await someRow(table);
    assert.equal((await ask(isRow(table, row))).length, 1);
    assert.deepEqual(await differences(), [{ projection, recounted: shown(row), held: null }]);
    await put(table, row);
    assert.deepEqual(await differences(), []);
  });

  // spec(derived from the log): verify finds a row too many, in each table
  test(`${table}: a row that should not be there is named`, async () => {
    const row = await someRow(table);
    const changes = Object.entries(other).map(([column, by]) => [column, Number(row[column]) + by]);
    const extra = { ...row, ...Object.fromEntries(changes) };
    await put(table, extra);
    assert.deepEqual(await differences(), [{ projection, recounted: null, held: shown(extra) }]);
    assert.equal((await ask(isRow(table, await lastOf(table)))).length, 1);
    assert.deepEqual(await differences(), []);
  });
}

const lastOf = async (table: Table): Promise<Readonly<Record<string, unknown>>> => {
  const [first] = Object.entries(TABLES[table].other);
  assert(first !== undefined);
  const [found] = await ask(`select to_jsonb(t) as row from ${table} t where account_id = ${log.accountId}
    order by ${first[0]} desc limit 1`);
  return { ...(found?.row as object) };
};

// spec(derived from the log): verify prints the first difference
test('the first difference of several is named, and the shell prints both sides of it', async () => {
  const [first, second] = await ask(
    `select to_jsonb(t) as row from key_usage t where account_id = ${log.accountId} order by license_id limit 2`,
  );
  await ask(`update key_usage set total_requests = total_requests + 5
    where account_id = ${log.accountId} and license_id in (
      select license_id from key_usage where account_id = ${log.accountId} order by license_id limit 2)`);
  const [held] = await ask(
    `select to_jsonb(t) as row from key_usage t where account_id = ${log.accountId} order by license_id limit 1`,
  );
  assert(first !== undefined && second !== undefined && held !== undefined);
  const { stdout, exitCode } = await runCli({ databaseUrl: server.databaseUrl }, [
    ...['analytics', 'verify', '--account', String(log.accountId)],
  ]);
  const lines = stdout.trim().split('\n');
  assert.deepEqual([exitCode, lines.length, lines[0]], [1, 3, 'keys differs']);
  const [, recountedText, heldText] = lines.map((line) => line.slice(line.indexOf('{')));
  assert.deepEqual(JSON.parse(recountedText ?? ''), shown({ ...(first.row as object) }));
  assert.equal(
    JSON.parse(heldText ?? '').total_requests,
    Number((first.row as { total_requests: number }).total_requests) + 5,
  );
  await ask(`update key_usage t set total_requests = total_requests - 5
    where account_id = ${log.accountId} and license_id in (
      select license_id from key_usage where account_id = ${log.accountId} order by license_id limit 2) returning 1`);
  assert.deepEqual(await differences(), []);
});
