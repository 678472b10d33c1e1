import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from 'pg';
import { createToken } from '../../../../src/engine/administration/administration.js';
import { findDifferences, projectionStatus, requestRebuild } from '../../../../src/engine/analytics/analytics.js';
import { PROJECTIONS } from '../../../../src/engine/analytics/projections/all.js';
import { cliAnswer, runCli } from '../../../harness/cli.js';
import { FoldedLogs } from '../../../harness/foldedLog.js';
import { inTransaction, type PlantedRow } from '../../../harness/plantedLog.js';
import { sampledRows } from '../../../harness/randomPlantedRows.js';
import { foldedTables, recountedTables } from '../../../harness/recountedTables.js';
import { serverOfFile } from '../../../harness/server.js';

const server = await serverOfFile();
const logs = new FoldedLogs(server);

const ROWS = sampledRows(140, 19);

const dateOf = (row: PlantedRow | undefined): string => new Date(row?.time ?? 0).toISOString().slice(0, 10);

const damage = (accountId: number): Promise<void> =>
  inTransaction(server.writers, async (run) => {
    const values = [accountId];
    await run({ name: '', text: 'update key_usage set total_requests = 0 where account_id = $1', values });
    await run({ name: '', text: 'delete from activity_bucket where account_id = $1', values });
    await run({ name: '', text: 'update daily_usage set active_keys = 99 where account_id = $1', values });
  });

// spec(derived from the log): rebuild while the log grows
test('a rebuild fills a new generation while the log grows; readers see the old one until it is done', async () => {
  const log = await logs.create();
  const half = Math.floor(ROWS.length / 2);
  await log.append(ROWS.slice(0, half));
  await log.settle();
  const names = PROJECTIONS.map(({ name }) => name);
  await requestRebuild(server.writers, log.accountId, names);
  // Half of the steps go to the rebuild: windows of this size let it catch up before the rows end.
  const steps = log.steps({ windowRows: () => 30 });
  const seen = new Set<number>();
  for (let index = half; index < ROWS.length; index += 1) {
    await log.append(ROWS.slice(index, index + 1));
    await steps.step(log.accountId);
    // Live rows come first: whichever generation readers see, it is never more than a few rows behind.
    const { keys } = await foldedTables(server.readers.run, log.accountId);
    const counted = keys.reduce((sum, key) => sum + Number(key.total_requests), 0);
    const expected = recountedTables(log.rows).keys.reduce((sum, key) => sum + Number(key.total_requests), 0);
    assert(counted <= expected && counted >= expected - 30, `${counted} of ${expected}`);
    const statuses = await projectionStatus(server.readers, log.accountId);
    for (const { projection, generation, active } of statuses)
      if (projection === 'keys' && active) seen.add(generation);
  }
  assert.deepEqual([...seen], [1, 2], 'the switch came while rows were arriving');
  await log.settle(steps);
  await log.assertFolded();
  const statuses = await projectionStatus(server.readers, log.accountId);
  assert.deepEqual(
    statuses.map(({ generation, active }) => [generation, active]),
    names.map(() => [2, true]),
  );
  for (const table of [
    'activity_bucket',
    'key_device',
    'key_usage',
    'daily_usage',
    'daily_seen',
    'daily_country_usage',
    'seat_stretch',
    'seat_limit_change',
  ]) {
    const text = `select 1 as found from ${table} where account_id = $1 and generation <> 2 limit 1`;
    assert.deepEqual(await server.readers.run({ name: '', text, values: [log.accountId] }), [], table);
  }
});

// spec(derived from the log): rebuild: readers see the old table until the new one is whole
test('readers that never pause see every table whole throughout a rebuild', async () => {
  const log = await logs.create();
  await log.append(ROWS);
  await log.settle();
  const scope = { permissions: 'all', productLock: 0, keyLock: 0, featureLock: 0, expires: null } as const;
  const { text: token } = await createToken(server.engine, log.accountId, { name: 'reader', ...scope });
  const asked = [
    ['GetLicenseActivityBuckets', {}],
    ['GetKeyDevices', {}],
    ['GetKeyUsageSummaries', {}],
    ['GetDailyAggregates', {}],
    ['GetDailyCountryAggregates', {}],
    ['GetSeatUsage', { KeyId: 1, Start: dateOf(ROWS[0]), End: dateOf(ROWS.at(-1)) }],
    ['GetSeatHolders', { KeyId: 1, Time: Math.floor((ROWS.at(-1)?.time ?? 0) / 1000) }],
  ] as const;
  const read = async () =>
    Promise.all(asked.map(async ([method, more]) => (await server.call(`ai/${method}`, token, more)).body));
  const whole = await read();
  for (const [index, answer] of whole.entries()) {
    const rows = Object.values(answer).find(Array.isArray);
    assert(Number(rows?.length) > 1, `${asked[index]?.[0]}: ${JSON.stringify(answer)}`);
  }
  await requestRebuild(
    server.writers,
    log.accountId,
    PROJECTIONS.map(({ name }) => name),
  );
  let rebuilt = false;
  const rebuilding = log.settle(log.steps({ windowRows: () => 3 })).finally(() => {
    rebuilt = true;
  });
  let reads = 0;
  for (; !rebuilt; reads += 1) assert.deepEqual(await read(), whole);
  await rebuilding;
  assert(reads > 10, `${reads} reads`);
  assert.deepEqual(await read(), whole);
  const statuses = await projectionStatus(server.readers, log.accountId);
  assert(statuses.every(({ generation, active }) => generation === 2 && active));
});

// spec(derived from the log): rebuild again before it is done
test('a second rebuild takes the place of one that is under way', async () => {
  const log = await logs.create();
  await log.append(ROWS.slice(0, 50));
  await log.settle();
  const steps = log.steps({ windowRows: () => 10 });
  for (const _ of [1, 2]) {
    await requestRebuild(server.writers, log.accountId, ['keys', 'daily']);
    await steps.step(log.accountId);
    await steps.step(log.accountId);
  }
  await log.settle(steps);
  await log.assertFolded();
  const keys = (await projectionStatus(server.readers, log.accountId)).filter(
    ({ projection }) => projection === 'keys',
  );
  assert.deepEqual(
    keys.map(({ generation, active }) => [generation, active]),
    [[3, true]],
  );
});

// spec(derived from the log): status, rebuild, verify in the shell
test('the shell shows how far it is, finds what is wrong and puts it right', async () => {
  const log = await logs.create();
  await log.append(ROWS);
  const where = { databaseUrl: server.databaseUrl };
  const command = (...words: readonly string[]): readonly string[] => [
    ...['analytics', ...words, '--account', String(log.accountId)],
  ];
  assert.deepEqual(await cliAnswer(where, command('status')), { projections: [] });
  assert.deepEqual(await cliAnswer(where, command('verify')), { equal: true, differences: [] });
  await damage(log.accountId);
  const wrong = await runCli(where, command('verify'));
  assert.equal(wrong.exitCode, 1);
  assert.match(wrong.stdout, /buckets differs[\s\S]*keys differs[\s\S]*daily differs/);
  await cliAnswer(where, command('rebuild', '--projection', 'keys'));
  const less = await runCli(where, command('verify'));
  assert.match(less.stdout, /buckets differs[\s\S]*daily differs/);
  assert.doesNotMatch(less.stdout, /keys differs/);
  const rebuilt = await cliAnswer(where, command('rebuild'));
  assert.deepEqual(rebuilt, { rebuilt: PROJECTIONS.map(({ name }) => name) });
  assert.equal((await runCli(where, command('verify'))).stdout, 'equal\n');
  await log.assertFolded();
  const { stdout } = await runCli(where, command('status'));
  assert.match(stdout, /keys +3 +\d+ +0 +0\.0/);
  assert.equal((await runCli(where, command('rebuild', '--projection', 'none'))).exitCode, 2);
});

test('a rebuild that cannot be done says so, and readers keep what they had', async () => {
  const log = await logs.create();
  await log.append(ROWS.slice(0, 40));
  await log.settle();
  const owner = new Client({ connectionString: server.databaseUrl });
  await owner.connect();
  try {
    await owner.query('alter table key_device drop constraint key_device_pkey');
    const { exitCode, stderr } = await runCli({ databaseUrl: server.databaseUrl }, [
      ...['analytics', 'rebuild', '--projection', 'devices', '--account', String(log.accountId)],
    ]);
    assert.equal(exitCode, 1);
    assert.match(stderr, /devices: cannot be folded/);
    assert.match(stderr, /Not rebuilt yet: devices\./);
  } finally {
    await owner.query('alter table key_device add primary key (account_id, generation, license_id, machine_no)');
    await owner.end();
  }
  await log.assertFolded();
  await log.settle();
  await log.assertFolded();
});

// spec(derived from the log): verify finds a wrong number
test('the comparison finds a wrong number in any column of any table', async () => {
  const log = await logs.create();
  await log.append(ROWS.slice(0, 80));
  await log.settle();
  const tables = ['activity_bucket', 'key_device', 'key_usage', 'daily_usage', 'daily_country_usage'];
  for (const table of tables) {
    const columns = await server.readers.run<{ name: string }>({
      name: '',
      text: `select column_name as name from information_schema.columns
        where table_schema = current_schema() and table_name = $1 and data_type in ('integer', 'bigint', 'smallint')
          and column_name not in ('account_id', 'generation') and is_generated = 'NEVER'`,
      values: [table],
    });
    assert(columns.length >= 5);
    for (const { name } of columns) {
      const change = (by: number): Promise<void> =>
        inTransaction(server.writers, async (run) => {
          await run({
            name: '',
            text: `update ${table} t set ${name} = ${name} + $2 where account_id = $1 and ctid = (
              select ctid from ${table} where account_id = $1 and ${name} is not null order by ${name} desc limit 1)`,
            values: [log.accountId, by],
          });
        });
      await change(10_000);
      const differences = await findDifferences(server.writers, log.accountId, PROJECTIONS);
      assert.equal(differences.length, 1, `${table}.${name}`);
      await change(-10_000);
    }
  }
  assert.deepEqual(await findDifferences(server.writers, log.accountId, PROJECTIONS), []);
});
