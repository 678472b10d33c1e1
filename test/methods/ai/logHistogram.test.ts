import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { LogFilters } from '../../../src/domain/log/webApiLog.js';
import { countLog } from '../../../src/engine/log/countLog.js';
import { idsAt, logHistogram } from '../../../src/engine/log/logHistogram.js';
import { resolveFilters } from '../../../src/engine/log/resolveLogQuery.js';
import { LIMITS } from '../../../src/limits.js';
import { ADDRESSES, addressNumbersOf, FIRST_SECOND, ROWS, rowsTouched, startLargeLog } from '../../harness/largeLog.js';

const log = await startLargeLog();
const token = await log.server.token();

interface Counted {
  readonly success: number;
  readonly failure: number;
}

/** One plain count over all rows for each step. */
const plainly = async (filters: LogFilters, times: readonly number[]): Promise<readonly Counted[]> => {
  const { rows } = await log.owner.query<{ step: number; success: number; failure: number }>(
    `select w.step::int - 1 as step, count(*) filter (where l.state / 10 % 10 = 1)::int as success,
       count(*) filter (where l.state / 10 % 10 = 2)::int as failure
     from unnest($6::bigint[], $7::bigint[]) with ordinality as w(since, until, step)
     join web_api_log l on l.time >= w.since and l.time < w.until
     join log_subject s using (account_id, subject_no)
     join license k on k.account_id = l.account_id and k.global_id = s.license_id
     left join log_device d on d.account_id = l.account_id and d.device_no = l.device_no
     where ($1::int is null or s.product_id = $1) and ($2::text is null or k.key = $2)
       and ($3::text is null or d.machine_code = $3)
       and ($4::text is null or strpos(lower(d.friendly_name), lower($4)) > 0)
       and ($5::int[] is null or l.state = any($5)) and ($8::int[] is null or l.address_no = any($8))
     group by 1`,
    [
      ...[filters.productId, filters.key, filters.machineCode, filters.friendlyName, filters.states],
      ...[times.slice(0, -1), times.slice(1), addressNumbersOf(filters)],
    ],
  );
  const found = new Map(rows.map(({ step, success, failure }) => [step, { success, failure }]));
  return times.slice(1).map((_, step) => found.get(step) ?? { success: 0, failure: 0 });
};

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 2, arbitrary });

const filters = (): fc.Arbitrary<LogFilters> =>
  fc
    .record({
      productId: maybe(fc.constantFrom(...log.productIds)),
      key: maybe(fc.constantFrom('KEY-1', 'KEY-2', 'KEY-3', 'KEY-41')),
      machineCode: maybe(fc.constantFrom('machine 3', 'machine 100', 'machine')),
      friendlyName: maybe(fc.constantFrom('NAME 7X', '99', 'x')),
      states: maybe(fc.subarray([2011, 6010, 3010, 4021, 2024], { minLength: 1 })),
      network: maybe(fc.constantFrom(...ADDRESSES.map(({ shown }) => shown))),
      country: maybe(fc.constantFrom('SE', 'DE', 'US', 'FR')),
    })
    .map((asked) => (asked.productId === undefined ? { ...asked, key: undefined } : asked));

/** Beginnings of steps and the end, some of them before the first row or after the last, some steps without rows. */
const times = (): fc.Arbitrary<readonly number[]> =>
  fc
    .array(fc.integer({ min: FIRST_SECOND - 5, max: FIRST_SECOND + ROWS / 3 + 5 }), { minLength: 2, maxLength: 12 })
    .map((seconds) => seconds.sort((a, b) => a - b).map((second) => second * 1000));

// spec(read by the dashboard): counts are exact where rows are few, else a sample of a bounded number
test('every row is counted where rows, or those that the filters leave, are few; else what is counted is a sample', async () => {
  await fc.assert(
    fc.asyncProperty(filters(), times(), fc.constantFrom(1_000_000, 60_000, 5_000), async (asked, at, most) => {
      const { run } = log.server.readers;
      const [filter, bounds] = await Promise.all([
        resolveFilters({ run, accountId: 1 }, asked),
        idsAt({ run, accountId: 1 }, at),
      ]);
      const expected = await plainly(asked, at);
      if (filter === null) {
        assert(expected.every(({ success, failure }) => success + failure === 0));
        return;
      }
      const { steps, exact, sampledShare } = await countLog({ run, accountId: 1 }, bounds, filter, most);
      const found = steps.map(({ states }) => {
        const of = (digit: number): number =>
          [...states].reduce((sum, [state, rows]) => (Math.floor(state / 10) % 10 === digit ? sum + rows : sum), 0);
        return { success: of(1), failure: of(2) };
      });
      const all = (bounds.at(-1) ?? 0) - (bounds[0] ?? 0);
      assert.equal(exact, sampledShare === 1);
      if (all <= most) assert(exact);
      if (exact) assert.deepEqual(found, expected);
      else {
        const taken = steps.reduce((sum, step) => sum + step.taken, 0);
        assert(taken <= most && taken > most - steps.length, `${taken} of ${all}`);
        for (const [index, step] of steps.entries()) {
          assert.equal(step.ids, (bounds[index + 1] ?? 0) - (bounds[index] ?? 0));
          assert((found[index]?.success ?? 0) <= (expected[index]?.success ?? 0));
          assert((found[index]?.failure ?? 0) <= (expected[index]?.failure ?? 0));
          if (step.taken === step.ids) assert.deepEqual(found[index], expected[index]);
        }
      }
    }),
    { numRuns: 60 },
  );
});

const DAY = { Start: FIRST_SECOND, End: FIRST_SECOND + ROWS / 3 };

const histogram = async (parameters: Readonly<Record<string, string | number>>, as = token) => {
  const { body } = await log.server.call('ai/GetLogHistogram', as, parameters);
  assert.equal(body.result, 0, JSON.stringify(body));
  return body as unknown as {
    readonly start: number;
    readonly end: number;
    readonly step: number;
    readonly bars: readonly (Counted & { readonly start: number })[];
    readonly exact: boolean;
    readonly sampledShare: number;
  };
};

const sum = (bars: readonly Counted[]) => ({
  success: bars.reduce((all, bar) => all + bar.success, 0),
  failure: bars.reduce((all, bar) => all + bar.failure, 0),
});

describe('GetLogHistogram', () => {
  // spec(read by the dashboard): without a filter the number of rows of a step is exact
  test('a sample of a long log: the number of rows of each step is exact, the refused ones are near', async () => {
    const found = await histogram({ ...DAY, Steps: 50 });
    assert.deepEqual([found.exact, found.bars.length, found.step], [false, 50, 1000]);
    assert(found.sampledShare > 0.6 && found.sampledShare < 0.7, String(found.sampledShare));
    const times = Array.from({ length: 51 }, (_, index) => (DAY.Start + index * 1000) * 1000);
    const expected = await plainly({}, times);
    for (const [index, bar] of found.bars.entries()) {
      const { success = 0, failure = 0 } = expected[index] ?? {};
      assert.equal(bar.success + bar.failure, success + failure, `step ${index}`);
      assert.equal(bar.start, DAY.Start + index * 1000);
    }
  });

  test('a sample that a filter thins out is scaled up', async () => {
    const parameters = { ...DAY, Steps: 1, States: '[2011,6010]', MachineCode: 'machine 3' };
    const asked = { states: [2011, 6010], machineCode: 'machine 3' };
    const { run } = log.server.readers;
    const [filter, bounds] = await Promise.all([
      resolveFilters({ run, accountId: 1 }, asked),
      idsAt({ run, accountId: 1 }, [DAY.Start * 1000, DAY.End * 1000]),
    ]);
    const [expected] = await plainly(asked, [DAY.Start * 1000, DAY.End * 1000]);
    assert(filter !== null && expected !== undefined);
    assert.deepEqual(sum((await histogram(parameters)).bars), expected, 'this one is rare enough to be counted');
    const { steps } = await countLog({ run, accountId: 1 }, bounds, filter, 20_000);
    const [step] = steps;
    assert(step !== undefined && step.taken === 20_000);
    const seen = [...step.states.values()].reduce((all, rows) => all + rows, 0);
    const estimate = (seen * step.ids) / step.taken;
    // Some 31,000 of 150,000 rows: the standard error of the estimate is some 1 %.
    assert(Math.abs(estimate / expected.success - 1) < 0.06, `${estimate} for ${expected.success}`);
  });

  test('the steps of a period', async () => {
    const odd = await histogram({ Start: FIRST_SECOND, End: FIRST_SECOND + 10, Steps: 4 });
    assert.deepEqual(
      [odd.step, odd.bars.map(({ start }) => start - FIRST_SECOND)],
      [3, [0, 3, 6, 9]],
      'whole seconds, the last step is shorter',
    );
    const few = await histogram({ Start: FIRST_SECOND, End: FIRST_SECOND + 3, Steps: 100 });
    assert.deepEqual([few.step, few.bars.length], [1, 3]);
    assert.deepEqual(sum(few.bars), sum(await plainly({}, [FIRST_SECOND * 1000, (FIRST_SECOND + 3) * 1000])));
    const all = await histogram({});
    assert.equal(all.start, FIRST_SECOND, 'from the oldest row');
    assert(all.end >= Date.now() / 1000 - 60, 'until now');
    assert.deepEqual([all.bars.length, Object.values(sum(all.bars)).reduce((a, b) => a + b)], [60, ROWS]);
    const later = await histogram({ Start: FIRST_SECOND + ROWS });
    assert.deepEqual([later.exact, later.sampledShare, sum(later.bars)], [true, 1, { success: 0, failure: 0 }]);
  });

  test('what is refused', async () => {
    for (const parameters of [{ Start: 20, End: 20 }, { Start: 21, End: 20 }, { Key: 'KEY-1' }, { Start: -1 }]) {
      const { body } = await log.server.call('ai/GetLogHistogram', token, parameters);
      assert.deepEqual(body, { result: 1, message: 'The input parameters were incorrect.' });
    }
  });

  test('locks narrow what is counted', async () => {
    const [productId = 0] = log.productIds;
    const times = [DAY.Start * 1000, DAY.End * 1000];
    const ofProduct = await histogram({ ...DAY, Steps: 1 }, await log.server.token({ productLock: productId }));
    const [expected] = await plainly({ productId }, times);
    assert.deepEqual(sum(ofProduct.bars), expected);
    const ofKey = await histogram({ ...DAY, Steps: 1 }, await log.server.token({ keyLock: 2 }));
    const [expectedOfKey] = await plainly({ productId, key: 'KEY-2' }, times);
    assert.deepEqual(sum(ofKey.bars), expectedOfKey);
    const anyKey = await log.server.token({ keyLock: -1 });
    const { body } = await log.server.call('ai/GetLogHistogram', anyKey, DAY);
    assert.equal(body.message, 'The input parameters were incorrect.');
    const named = await histogram({ ...DAY, Steps: 1, ProductId: productId, Key: 'KEY-2' }, anyKey);
    assert.deepEqual(sum(named.bars), expectedOfKey);
  });
});

// spec(read by the dashboard): the work of a count is bounded, whatever the filter
test('the rows that are read are bounded, whatever the filter', async () => {
  const cases: Readonly<Record<string, LogFilters>> = {
    'no filter': {},
    'a common key': { productId: log.productIds[1], key: 'KEY-1' },
    'a product without rows': { productId: log.productIds[2] },
    'a machine in one stretch': { machineCode: 'machine 3' },
    'many names and a common state': { friendlyName: 'x', states: [2011] },
    'a rare state': { states: [4021] },
    'three filters': { productId: log.productIds[1], friendlyName: 'x', states: [2011, 6010] },
  };
  const most = 5_000;
  const times = Array.from({ length: 101 }, (_, index) => (FIRST_SECOND + index * 500) * 1000);
  for (const [name, asked] of Object.entries(cases)) {
    const touched = await rowsTouched(log.server, async (run) => {
      const [filter, bounds] = await Promise.all([
        resolveFilters({ run, accountId: 1 }, asked),
        idsAt({ run, accountId: 1 }, times),
      ]);
      if (filter !== null) await countLog({ run, accountId: 1 }, bounds, filter, most);
    });
    // Bisection reads some 17 rows a step besides.
    assert(touched <= 5 * most + 101 * 20, `${name}: ${touched} of ${ROWS} rows`);
  }
  const touched = await rowsTouched(log.server, (run) => logHistogram({ run, accountId: 1 }, {}, times));
  assert(touched <= LIMITS.countedRows + 101 * 20, String(touched));
});
