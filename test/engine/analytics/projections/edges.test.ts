import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FoldedLog, FoldedLogs } from '../../../harness/foldedLog.js';
import type { PlantedRow } from '../../../harness/plantedLog.js';
import { foldedTables } from '../../../harness/recountedTables.js';
import { serverOfFile } from '../../../harness/server.js';

const server = await serverOfFile();
const logs = new FoldedLogs(server);

const row = (time: string | number, details: Partial<PlantedRow> = {}): PlantedRow => ({
  time: typeof time === 'number' ? time : Date.parse(time),
  state: 2011,
  productId: 1,
  licenseId: 1,
  customerId: 0,
  machineCode: 'PC',
  country: 'SE',
  ...details,
});

/** Folds the rows with windows of each of these sizes; every one must give the same tables, which are returned. */
const folded = async (rows: readonly PlantedRow[], sizes: readonly number[] = [20_000, 1, 2, 3]) => {
  let last: FoldedLog | undefined;
  for (const size of sizes) {
    last = await logs.create();
    await last.append(rows);
    await last.settle(last.steps({ windowRows: () => size }));
    await last.assertFolded();
  }
  return await foldedTables(server.readers.run, last?.accountId ?? 0);
};

const SECONDS = (time: string): number => Date.parse(time) / 1000;

// spec(derived from the log): midnight
test('midnight', async () => {
  const tables = await folded([
    row('2025-03-09T23:59:59.999Z'),
    row('2025-03-10T00:00:00.000Z'),
    row('2025-03-10T23:59:59.999Z'),
  ]);
  assert.deepEqual(
    tables.daily.map(({ day, total_requests }) => [new Date(Number(day) * 86_400_000).toISOString(), total_requests]),
    [
      ['2025-03-09T00:00:00.000Z', 1],
      ['2025-03-10T00:00:00.000Z', 2],
    ],
  );
  assert.deepEqual(
    tables.buckets.map(({ gap_from_previous }) => gap_from_previous),
    // Whole seconds: .999 is still the second that it began in.
    [null, 1, 86_399],
  );
});

// spec(derived from the log): half-hour edges
test('edges of half hours', async () => {
  const { buckets } = await folded([
    row('2025-03-09T12:29:59.999Z'),
    row('2025-03-09T12:30:00.000Z', { state: 2014 }),
    row('2025-03-09T12:30:00.001Z', { state: 2011 }),
    row('2025-03-09T12:59:59.999Z', { state: 6010 }),
    row('2025-03-09T13:00:00.000Z', { state: 2024 }),
    row('2025-03-09T13:00:01.000Z', { state: 2012 }),
  ]);
  assert.deepEqual(
    buckets.map((bucket) => [
      ...[Number(bucket.bucket) * 1800, bucket.first_event, bucket.last_event, bucket.last_event_state],
      ...[bucket.refresh_count, bucket.deactivation_count, bucket.gap_from_previous],
    ]),
    [
      [
        ...[SECONDS('2025-03-09T12:00:00Z'), SECONDS('2025-03-09T12:29:59Z'), SECONDS('2025-03-09T12:29:59Z'), 2011],
        ...[1, 0, null],
      ],
      [
        ...[SECONDS('2025-03-09T12:30:00Z'), SECONDS('2025-03-09T12:30:00Z'), SECONDS('2025-03-09T12:59:59Z'), 6010],
        ...[2, 1, 1],
      ],
      [
        ...[SECONDS('2025-03-09T13:00:00Z'), SECONDS('2025-03-09T13:00:01Z'), SECONDS('2025-03-09T13:00:01Z'), 2012],
        ...[1, 0, 2],
      ],
    ],
  );
});

for (const [name, before, day, after] of [
  ['29 February', '2024-02-28', '2024-02-29', '2024-03-01'],
  ['28 February of an ordinary year', '2025-02-27', '2025-02-28', '2025-03-01'],
  ['31 December', '2024-12-30', '2024-12-31', '2025-01-01'],
] as const) {
  // spec(derived from the log): leap days, the year's end
  test(`days begin and end at midnight UTC: ${name}`, async () => {
    const { daily } = await folded([
      row(`${before}T23:59:59.999Z`),
      row(`${day}T00:00:00Z`),
      row(`${day}T23:59:59.999Z`),
      row(`${after}T00:00:00Z`),
    ]);
    assert.deepEqual(
      daily.map((row) => [new Date(Number(row.day) * 86_400_000).toISOString().slice(0, 10), row.total_requests]),
      [
        [before, 1],
        [day, 2],
        [after, 1],
      ],
    );
  });
}

// spec(derived from the log): a batch border inside a bucket
test('a window ends inside a half hour', async () => {
  const start = Date.parse('2025-03-09T12:00:00Z');
  const rows = Array.from({ length: 9 }, (_, index) => row(start + index * 100_000, { state: 2010 + (index % 6) }));
  const { buckets } = await folded(rows, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.equal(buckets.length, 1);
  assert.equal(buckets[0]?.refresh_count, 9);
  assert.equal(buckets[0]?.gap_from_previous, null);
});

test('a key that is deleted in the middle of a half hour keeps its rows', async () => {
  const log = await logs.create();
  await log.append([row('2025-03-09T12:00:00Z', { licenseId: 2 })]);
  await log.settle();
  await server.writers.connect().then(async (connection) => {
    await connection.begin();
    await connection.commit([
      {
        name: '',
        text: 'update license set deleted_at = 1 where account_id = $1 and global_id = 2',
        values: [log.accountId],
      },
    ]);
  });
  await log.append([
    row('2025-03-09T12:10:00Z', { licenseId: 2, state: 7010, machineCode: null }),
    row('2025-03-09T12:20:00Z', { licenseId: 0, state: 2020 }),
  ]);
  await log.settle();
  await log.assertFolded();
  const { buckets, keys } = await foldedTables(server.readers.run, log.accountId);
  assert.deepEqual(
    [buckets.length, buckets[0]?.last_event, keys[0]?.total_requests],
    [1, SECONDS('2025-03-09T12:00:00Z'), 2],
  );
});

test('machine codes are compared as the specification normalises them', async () => {
  const long = `\u0000x\u0007${'aB'.repeat(150)}`.replaceAll('\u0000', '\u0001');
  const { buckets, devices } = await folded([
    row('2025-03-09T12:00:00Z', { machineCode: long }),
    row('2025-03-09T12:00:01Z', { machineCode: `  X${'AB'.repeat(150)}` }),
    row('2025-03-09T12:00:02Z', { machineCode: `x${'ab'.repeat(127)}A and more` }),
  ]);
  assert.deepEqual(
    devices.map(({ machine, total_requests }) => [machine, total_requests]),
    [[`X${'AB'.repeat(127)}A`, 3]],
  );
  assert.equal(buckets.length, 1);
});

test('an empty machine code has half hours and is no device', async () => {
  const { buckets, devices, daily } = await folded([
    row('2025-03-09T12:00:00Z', { machineCode: '' }),
    row('2025-03-09T12:00:01Z', { machineCode: ' \u0007 ' }),
    row('2025-03-09T12:00:02Z', { machineCode: null }),
  ]);
  assert.deepEqual(
    buckets.map(({ machine, refresh_count }) => [machine, refresh_count]),
    [['', 3]],
  );
  assert.deepEqual([devices.length, daily[0]?.active_devices, daily[0]?.total_requests], [0, 0, 3]);
});

// spec(derived from the log): 5010 counts nowhere but in seats
test('an import counts nowhere, an unknown key in no table of keys, a row without a product in no table', async () => {
  const tables = await folded([
    row('2025-03-09T12:00:00Z', { state: 5010 }),
    row('2025-03-09T12:00:01Z', { state: 2020, licenseId: 0 }),
    row('2025-03-09T12:00:02Z', { state: 2020, licenseId: 0, productId: 0 }),
  ]);
  assert.deepEqual([tables.buckets, tables.devices, tables.keys], [[], [], []]);
  assert.deepEqual(
    tables.daily.map(({ id, total_requests, failed, active_keys, active_devices }) => [
      ...[id, total_requests, failed, active_keys, active_devices],
    ]),
    [[2, 1, 1, 0, 1]],
  );
});

// spec(derived from the log): an id is that of the first row of product and day, excluded key or not
test('an excluded key gives days their id and no number', async () => {
  const { daily, countries } = await folded([
    row('2025-03-09T12:00:00Z', { licenseId: 2 }),
    row('2025-03-09T12:00:01Z', { licenseId: 1, customerId: 4 }),
    row('2025-03-10T12:00:02Z', { licenseId: 2, country: 'DE', customerId: 4 }),
  ]);
  assert.deepEqual(
    daily.map((day) => [day.id, day.total_requests, day.active_keys, day.active_devices, day.active_customers]),
    [
      [1, 1, 1, 1, 1],
      [3, 0, 0, 0, 0],
    ],
  );
  assert.deepEqual(
    countries.map(({ id, country, total_requests }) => [id, country, total_requests]),
    [
      [1, 'SE', 1],
      [3, 'DE', 0],
    ],
  );
});

// spec(derived from the log): ten thousand machines on one key
test('ten thousand machines on one key, after windows of one row', async () => {
  const start = Date.parse('2025-03-09T12:00:00Z');
  const rows = Array.from({ length: 20_000 }, (_, index) =>
    row(start + index, { machineCode: `machine ${index % 10_000}` }),
  );
  const log = await logs.create();
  await log.append(rows.slice(0, 20));
  await log.settle(log.steps({ windowRows: () => 1 }));
  await log.append(rows.slice(20));
  await log.settle(log.steps({ windowRows: () => 7_001 }));
  const { buckets, devices, daily } = await foldedTables(server.readers.run, log.accountId);
  assert.deepEqual([buckets.length, devices.length, daily[0]?.active_devices], [10_000, 10_000, 10_000]);
  assert(devices.every(({ total_requests }) => total_requests === 2));
});
