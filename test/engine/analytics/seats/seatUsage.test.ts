import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { METHOD_NUMBERS } from '../../../../src/domain/log/methodNumbers.js';
import { DAY_MS, unixSeconds } from '../../../../src/domain/time/time.js';
import { findDifferences } from '../../../../src/engine/analytics/analytics.js';
import { seats } from '../../../../src/engine/analytics/projections/seats.js';
import { readSeatHistory } from '../../../../src/engine/analytics/readSeats.js';
import { DeleteKey } from '../../../../src/methods/key/DeleteKey.js';
import { addLicense } from '../../../harness/licenses.js';
import { inTransaction } from '../../../harness/plantedLog.js';
import { foldSeatLog, plantSeatLog } from '../../../harness/seatLog.js';
import { endOf, holdersAt, type ReplayRow, replayStep } from '../../../harness/seatReplay.js';
import { licenseServer } from '../../../harness/server.js';

/** A long random log of several keys, folded in windows of any size: every answer against a replay of the whole log. */

const START = Date.parse('2026-03-01T00:00:00Z');
const ROWS = 1_200;
const DAYS = 3;

const KEYS = [
  { licenseId: 1, productId: 1 },
  { licenseId: 2, productId: 1 },
  { licenseId: 3, productId: 2 },
  { licenseId: 4, productId: 1 },
] as const;

const row = fc.record({
  // Whole seconds, many rows in one of them, and whole days are among them.
  wait: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    fc.integer({ min: 0, max: 2_000 }).map((s) => s * 1000),
  ),
  key: fc.constantFrom(...KEYS),
  state: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(2012, 2014, 2014, 2014, 2015, 6010, 6011) },
    { weight: 1, arbitrary: fc.constantFrom(2010, 2011, 2013, 2022, 2024, 3011, 5010, 6020, 7010, 7016) },
  ),
  machineCode: fc.constantFrom('a', 'A', ' a', 'b', 'c', 'd', ''),
  // From half a minute to ten days: stretches of many spans.
  floatingInterval: fc.constantFrom(30, 60, 300, 3_600, 86_400, 864_000),
  lease: fc.boolean(),
  seatLimit: fc.constantFrom(1, 2, 2, 2),
  deletes: fc.boolean(),
});

const { server, token } = await licenseServer();
await server.product({ name: 'One' });
await server.product({ name: 'Two' });
for (const { licenseId, productId } of KEYS) {
  const deletedAt = licenseId === 4 ? 1 : null;
  const added = await addLicense(server.engine, { productId, key: `KEY-${licenseId}`, deletedAt });
  assert.equal(added.licenseId, licenseId);
}
let time = START - 5_000;
const rows: readonly ReplayRow[] = fc
  .sample(row, { numRuns: ROWS, seed: 11 })
  .map(({ wait, key, lease, deletes, state, machineCode, floatingInterval, seatLimit }, index): ReplayRow => {
    time += wait;
    const isLease = [2014, 2015, 2024].includes(state) || (state === 5010 && lease);
    return {
      id: index + 1,
      time,
      ...key,
      state,
      machineCode,
      seatLimit,
      byDeleteKey: state === 7010 && deletes,
      floatingInterval: isLease ? floatingInterval : 0,
    };
  });
assert(time > START + (DAYS - 1) * DAY_MS && time < START + (DAYS + 1) * DAY_MS, new Date(time).toISOString());
await plantSeatLog(server, rows);
const windows = fc.sample(fc.integer({ min: 1, max: ROWS }), { numRuns: 60, seed: 3 });
await foldSeatLog(server, { upTo: ROWS, windows: [...windows, 1, 2, 3] });

/** What is asked for: parameters, and the rows that they are about. */
const subjects = [
  ...KEYS.map(({ licenseId }) => ({
    parameters: { KeyId: licenseId },
    about: (one: ReplayRow) => one.licenseId === licenseId,
    ofKey: true,
  })),
  { parameters: { ProductId: 1, Key: 'KEY-1' }, about: ({ licenseId }: ReplayRow) => licenseId === 1, ofKey: true },
  { parameters: { ProductId: 1 }, about: ({ productId }: ReplayRow) => productId === 1, ofKey: false },
  { parameters: { ProductId: 2 }, about: ({ productId }: ReplayRow) => productId === 2, ofKey: false },
];

const dateOf = (day: number): string => new Date(START + day * DAY_MS).toISOString().slice(0, 10);

const ask = async (method: string, parameters: object): Promise<Record<string, unknown>> => {
  const { body } = await server.call(`ai/${method}`, token, { ...parameters });
  assert.equal(body.message, null, JSON.stringify(parameters));
  return body;
};

// spec(GetSeatUsage and GetSeatHolders): exact against a replay of the log: usage
// spec(GetSeatUsage and GetSeatHolders): the limit is the one written in each row
test('usage by key and by product = a replay of the log for every step', async () => {
  const asked = fc.record({
    subject: fc.constantFrom(...subjects),
    first: fc.integer({ min: -1, max: DAYS + 4 }),
    days: fc.integer({ min: 0, max: 2 }),
    step: fc.constantFrom(86_400, 43_200, 10_000, 100_000, 7_000),
  });
  await fc.assert(
    fc.asyncProperty(asked, async ({ subject, first, days, step }) => {
      const start = START + first * DAY_MS;
      const end = start + (days + 1) * DAY_MS;
      const answer = await ask('GetSeatUsage', {
        ...subject.parameters,
        Start: dateOf(first),
        End: dateOf(first + days),
        ...(step === 86_400 ? {} : { Step: step }),
      });
      const own = rows.filter(subject.about);
      const count = Math.ceil((end - start) / (step * 1000));
      const expected = Array.from({ length: count }, (_, index) => {
        const from = start + index * step * 1000;
        const replayed = replayStep(own, from, Math.min(from + step * 1000, end));
        return { start: unixSeconds(from), ...replayed, limit: subject.ofKey ? replayed.limit : null };
      });
      assert.deepEqual(answer.steps, expected);
      const whole = replayStep(own, start, end);
      const { nodeLocked, floating, ...total } = answer.total as Record<string, Record<string, number>>;
      assert(nodeLocked !== undefined && floating !== undefined);
      assert.deepEqual([nodeLocked.peak, nodeLocked.denials], [whole.nodeLocked.peak, whole.nodeLocked.denials]);
      assert.deepEqual(
        [floating.peak, floating.denials, floating.overdraft],
        [whole.floating.peak, whole.floating.denials, whole.floating.overdraft],
      );
      assert.deepEqual([total.start, total.end], [unixSeconds(start), unixSeconds(end)]);
      if (!subject.ofKey) assert.equal(total.seatsToAvoidDenials, null);
    }),
    { numRuns: 80 },
  );
});

// spec(GetSeatUsage and GetSeatHolders): exact against a replay of the log: holders
test('holders at any moment = a replay up to it, page by page', async () => {
  const asked = fc.record({
    subject: fc.constantFrom(...subjects),
    second: fc.oneof(
      fc.integer({ min: -10, max: (DAYS + 14) * 86_400 }).map((seconds) => unixSeconds(START) + seconds),
      fc.nat(ROWS - 1).map((index) => unixSeconds(rows[index]?.time ?? 0)),
      // The very moment in which a lease lapses.
      fc.nat(ROWS - 1).map((index) => unixSeconds(rows[index]?.time ?? 0) + (rows[index]?.floatingInterval ?? 0)),
    ),
    limit: fc.constantFrom(1, 2, 100),
  });
  await fc.assert(
    fc.asyncProperty(asked, async ({ subject, second, limit }) => {
      const own = rows.filter(subject.about);
      const found: { readonly id: number }[] = [];
      for (;;) {
        const page = await ask('GetSeatHolders', {
          ...subject.parameters,
          Time: second,
          Limit: limit,
          StartingAfter: found.at(-1)?.id ?? 0,
        });
        const holders = page.holders as { readonly id: number }[];
        assert(holders.every(({ id }) => id > (found.at(-1)?.id ?? 0)));
        found.push(...holders);
        if (holders.length < limit) break;
      }
      const expected = holdersAt(own, second * 1000).map((holder) => {
        const until = endOf(own, second * 1000, holder);
        const { licenseId, machineCode } = holder;
        return {
          id: holder.id,
          productId: KEYS[licenseId - 1]?.productId,
          keyId: licenseId,
          key: licenseId === 4 ? '' : `KEY-${licenseId}`,
          machineCode,
          friendlyName: `name of ${machineCode}`,
          floating: holder.floating,
          overdraft: holder.overdraft,
          since: unixSeconds(holder.since),
          until: until === null ? null : unixSeconds(until),
        };
      });
      assert.deepEqual(found, expected);
    }),
    { numRuns: 150 },
  );
});

// spec(derived from the log): verify finds a wrong number in the seats
test('the recount by SQL finds the same, and a wrong value in any column', async () => {
  assert.deepEqual(await findDifferences(server.writers, 1, [seats]), []);
  const columns = await server.readers.run<{ table: string; name: string; type: string }>({
    name: '',
    text: `select table_name as table, column_name as name, data_type as type from information_schema.columns
      where table_schema = current_schema() and table_name in ('seat_stretch', 'seat_limit_change')
        and column_name not in ('account_id', 'generation')`,
    values: [],
  });
  assert.equal(columns.length, 16);
  for (const { table, name, type } of columns) {
    const change = (value: string): Promise<void> =>
      inTransaction(server.writers, async (run) => {
        const changed = await run({
          name: '',
          text: `update ${table} set ${name} = ${value} where account_id = 1 and generation = 0 and id = (
            select max(id) from ${table} where account_id = 1 and generation = 0 and ${name} is not null) returning id`,
          values: [],
        });
        assert.equal(changed.length, 1);
      });
    await change(type === 'boolean' ? `not ${name}` : `${name} + 10000`);
    assert.equal((await findDifferences(server.writers, 1, [seats])).length, 1, `${table}.${name}`);
    await change(type === 'boolean' ? `not ${name}` : `${name} - 10000`);
  }
  assert.deepEqual(await findDifferences(server.writers, 1, [seats]), []);
});

// spec(GetSeatUsage and GetSeatHolders): fold(a ++ b) = merge(fold a, fold b), in the database
test('another generation, folded in one window, holds the same; and goes when it is cleared', async () => {
  const stored = (generation: number) =>
    server.readers.run({
      name: '',
      text: `select id, license_id, product_id, device_no, machine_no, kind, held_since, since, until, ended_by, span, last,
               null as seat_limit from seat_stretch where account_id = 1 and generation = $1
             union all
             select id, license_id, null, null, null, null, null, since, null, null, null, null, seat_limit
             from seat_limit_change where account_id = 1 and generation = $1
             order by id, seat_limit`,
      values: [generation],
    });
  await inTransaction(server.writers, (run) => seats.fold(run, { accountId: 1, generation: 1, after: 0, upTo: ROWS }));
  const first = await stored(0);
  assert(first.length > 500);
  assert.deepEqual(await stored(1), first);
  for (const statement of seats.clear(1, 1, 150)) {
    const removed: number[] = [];
    while (removed.at(-1) !== 0) {
      await inTransaction(server.writers, async (run) => {
        const [gone] = await run(statement);
        removed.push(gone?.removed ?? 0);
      });
    }
    assert(removed.length > 2 && removed.every((count) => count <= 150), String(removed));
  }
  assert.deepEqual(await stored(1), []);
  assert.deepEqual(await stored(0), first);
});

// spec(GetSeatUsage and GetSeatHolders): bounded answers
test('an answer is made from a bounded number of stretches', async () => {
  const owner = { of: 'license', id: 1 } as const;
  const period = { start: START, end: START + DAYS * DAY_MS, step: DAY_MS };
  const whole = await readSeatHistory(server.readers.run, 1, owner, period);
  assert(whole !== null);
  const most = Math.max(whole.stretches.length, whole.limits.length);
  assert.notEqual(await readSeatHistory(server.readers.run, 1, owner, period, most), null);
  assert.equal(await readSeatHistory(server.readers.run, 1, owner, period, most - 1), null);
});

// spec(GetSeatUsage and GetSeatHolders): the row that DeleteKey leaves is told from other manipulations
test('the method whose rows end all seats of a key is DeleteKey', () => {
  assert.equal(METHOD_NUMBERS.DeleteKey, DeleteKey.number);
  assert.equal(DeleteKey.number, 15, 'rows that are stored have it');
});
