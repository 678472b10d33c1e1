import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { normalizeMachineCode } from '../../../src/domain/log/machineCode.js';
import type { Period } from '../../../src/domain/time/period.js';
import { DAY_MS } from '../../../src/domain/time/time.js';
import { periodUsage } from '../../../src/engine/analytics/usageOverview.js';
import { FoldedLogs } from '../../harness/foldedLog.js';
import { FIRST_SECOND, ROWS, rowsTouched, startLargeLog } from '../../harness/largeLog.js';
import { inTransaction, type PlantedRow } from '../../harness/plantedLog.js';
import { sampledRows } from '../../harness/randomPlantedRows.js';

const PRODUCTS = [1, 2, 3];

const large = await startLargeLog();
const log = await new FoldedLogs(large.server).create();
await inTransaction(large.server.writers, async (run) => {
  await run({
    name: '',
    text: `insert into product (account_id, product_id, name, description, created, is_public, hsum, features, last_license_id)
      select $1, n, '', '', 0, false, 0, '[]', 0 from unnest($2::int[]) n`,
    values: [log.accountId, PRODUCTS],
  });
});
await log.append(sampledRows(1_200, 3));
await log.settle();

/** The plain count. `excluded` keys are among the rows, and not among those who were active. */
const plainly = (rows: readonly PlantedRow[], productId: number | undefined) => {
  const fitting = rows.filter((row) => productId === undefined || row.productId === productId);
  const counted = fitting.filter(
    ({ state, licenseId, productId: of }) => state !== 5010 && !log.excluded.has(licenseId) && PRODUCTS.includes(of),
  );
  const distinct = (of: (row: PlantedRow) => number | string): number =>
    new Set(counted.map(of).filter((value) => value !== 0 && value !== '')).size;
  const states = new Map<number, number>();
  for (const { state } of fitting) states.set(state, (states.get(state) ?? 0) + 1);
  return {
    states,
    keys: distinct(({ licenseId }) => licenseId),
    machines: distinct(({ machineCode }) => normalizeMachineCode(machineCode ?? '')),
    customers: distinct(({ customerId }) => customerId),
  };
};

const within = ({ start, end }: Period): readonly PlantedRow[] =>
  log.rows.filter(({ time }) => time >= start && time < end);

/** Periods between two rows, to the second; some of them of whole days. */
const periods = (): fc.Arbitrary<Period> =>
  fc
    .record({ a: fc.nat(log.rows.length - 1), b: fc.nat(log.rows.length - 1), unit: fc.constantFrom(1_000, DAY_MS) })
    .map(({ a, b, unit }) => {
      const [first = 0, last = 0] = [log.rows[a]?.time ?? 0, log.rows[b]?.time ?? 0].sort((x, y) => x - y);
      return { start: Math.floor(first / unit) * unit, end: (Math.floor(last / unit) + 1) * unit };
    });

describe('the usage of a period', () => {
  // spec(read by the dashboard): a period is a plain count of its rows
  test('is a plain count of its rows where they are few', async () => {
    await fc.assert(
      fc.asyncProperty(periods(), fc.constantFrom(undefined, ...PRODUCTS), async (period, productId) => {
        const found = await periodUsage({ run: large.server.readers.run, accountId: log.accountId }, productId, period);
        assert.deepEqual(found, { ...plainly(within(period), productId), exact: true });
      }),
      { numRuns: 60 },
    );
  });

  // spec(read by the dashboard): who was active on whole days
  test('where they are many, whole days are put together from who was seen on each', async () => {
    const most = { counted: 50, seen: 10_000 };
    await fc.assert(
      fc.asyncProperty(periods(), fc.constantFrom(undefined, ...PRODUCTS), async (period, productId) => {
        const rows = within(period);
        if (rows.length <= most.counted) return;
        const { keys, machines, customers } = await periodUsage(
          { run: large.server.readers.run, accountId: log.accountId },
          productId,
          period,
          most,
        );
        const days = {
          start: Math.floor(period.start / DAY_MS) * DAY_MS,
          end: Math.ceil(period.end / DAY_MS) * DAY_MS,
        };
        const expected = plainly(within(days), productId);
        assert.deepEqual(
          { keys, machines, customers },
          { keys: expected.keys, machines: expected.machines, customers: expected.customers },
        );
      }),
      { numRuns: 40 },
    );
  });

  test('beyond that, there were at least as many', async () => {
    const whole = { start: log.rows[0]?.time ?? 0, end: (log.rows.at(-1)?.time ?? 0) + 1 };
    const found = await periodUsage({ run: large.server.readers.run, accountId: log.accountId }, undefined, whole, {
      counted: 50,
      seen: 60,
    });
    const expected = plainly(log.rows, undefined);
    assert.equal(found.exact, false);
    for (const of of ['keys', 'machines', 'customers'] as const) {
      assert(found[of] > 0 && found[of] <= expected[of], `${of}: ${found[of]} of ${expected[of]}`);
    }
  });

  test('a long one: rare states are counted by themselves, and a bounded number of rows is read', async () => {
    await large.owner.query('update web_api_log set state = 2022 where account_id = 1 and id % 1000 = 7');
    const whole = { start: FIRST_SECOND * 1000, end: (FIRST_SECOND + ROWS) * 1000 };
    const most = { counted: 5_000, seen: 10_000 };
    const found = await periodUsage({ run: large.server.readers.run, accountId: 1 }, undefined, whole, most);
    assert.equal(found.states.get(2022), ROWS / 1000, 'exact');
    const all = [...found.states.values()].reduce((sum, rows) => sum + rows, 0);
    assert(Math.abs(all / ROWS - 1) < 0.01, `${all} of ${ROWS}`);
    assert.equal(found.exact, false);
    for (const productId of [undefined, large.productIds[0]]) {
      const touched = await rowsTouched(large.server, (run) =>
        periodUsage({ run, accountId: 1 }, productId, whole, most),
      );
      assert(touched < 10 * most.counted, `${touched} of ${ROWS} rows`);
    }
  });
});

describe('GetUsageOverview', () => {
  test('a period against the one before, and how far analytics are', async () => {
    const token = await large.server.token();
    const [productId = 0] = large.productIds;
    const [start, end] = [FIRST_SECOND + 6_000, FIRST_SECOND + 12_000];
    const { body } = await large.server.call('ai/GetUsageOverview', token, {
      ProductId: productId,
      Start: start,
      End: end,
    });
    const { rows } = await large.owner.query<{ earlier: boolean; state: number; count: number }>(
      `select l.time < $3 as earlier, l.state, count(*)::int as count from web_api_log l
       join log_subject s using (account_id, subject_no)
       where s.product_id = $1 and l.time >= $2 and l.time < $4 group by 1, 2`,
      [productId, (start - 6_000) * 1000, start * 1000, end * 1000],
    );
    const expected = (earlier: boolean) => {
      const sum = (fits: (state: number) => boolean): number =>
        rows.filter((row) => row.earlier === earlier && fits(row.state)).reduce((all, { count }) => all + count, 0);
      return {
        requests: sum(() => true),
        success: sum((state) => Math.floor(state / 10) % 10 === 1),
        failure: sum((state) => Math.floor(state / 10) % 10 === 2),
        newMachines: sum((state) => state === 2012 || state === 2013),
        denials: sum((state) => state === 2022 || state === 2024),
      };
    };
    const shown = (period: unknown) => {
      const { activeKeys, activeMachines, activeCustomers, ...counts } = period as Record<string, number>;
      assert(Number(activeKeys) > 10 && Number(activeCustomers) === 0 && activeMachines !== undefined);
      return counts;
    };
    assert.deepEqual([shown(body.current), shown(body.previous)], [expected(false), expected(true)]);
    assert.equal(body.exact, true);
    const counts = (body.states as readonly { readonly count: number }[]).map(({ count }) => count);
    assert.deepEqual(
      counts,
      counts.toSorted((a, b) => b - a),
    );
    assert.equal(
      counts.reduce((a, b) => a + b),
      expected(false).requests,
    );
    assert.deepEqual(body.lag, { rows: 0, seconds: 0 }, 'nothing has begun to be folded in this account');
    const locked = await large.server.token({ productLock: productId });
    const narrowed = await large.server.call('ai/GetUsageOverview', locked, { Start: start, End: end });
    assert.deepEqual(narrowed.body.current, body.current);
  });

  test('what is refused', async () => {
    const token = await large.server.token();
    for (const [parameters, message] of [
      [{ Start: 20, End: 20 }, 'The input parameters were incorrect.'],
      [{ Start: -5 }, 'The input parameters were incorrect.'],
      [{ ProductId: 999 }, 'Could not find the product.'],
    ] as const) {
      const { body } = await large.server.call('ai/GetUsageOverview', token, parameters);
      assert.deepEqual(body, { result: 1, message });
    }
  });
});
