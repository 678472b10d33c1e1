import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { LogFilters, LogQuery } from '../../../src/domain/log/webApiLog.js';
import { PAGE_SIZES, type PageSizes } from '../../../src/engine/log/logPage.js';
import { type LogPage, readLog, readLogPage } from '../../../src/engine/log/readLog.js';
import { ReadTooLong } from '../../../src/engine/log/readTooLong.js';
import { LIMITS } from '../../../src/limits.js';
import { ADDRESSES, addressNumbersOf, FIRST_SECOND, ROWS, rowsTouched, startLargeLog } from '../../harness/largeLog.js';

const log = await startLargeLog();
const { server, owner, productIds } = log;

/** Most requests have few filters. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 3, arbitrary });

const second = (): fc.Arbitrary<number> => fc.integer({ min: FIRST_SECOND - 5, max: FIRST_SECOND + ROWS / 3 + 5 });

const queries = (): fc.Arbitrary<LogQuery> =>
  fc
    .record({
      productId: maybe(fc.constantFrom(...productIds)),
      key: maybe(fc.constantFrom('KEY-1', 'KEY-2', 'KEY-3', 'KEY-40', 'KEY-41')),
      machineCode: maybe(fc.constantFrom('machine 3', 'machine 100', 'machine 0', 'machine')),
      friendlyName: maybe(fc.constantFrom('NAME 7X', '99', 'x', 'e 1')),
      states: maybe(fc.subarray([2011, 6010, 3010, 4021, 2024], { minLength: 1 })),
      network: maybe(fc.constantFrom(...ADDRESSES.map(({ shown }) => shown))),
      country: maybe(fc.constantFrom('SE', 'DE', 'US', 'FR', 'NO')),
      afterId: maybe(fc.nat(ROWS)),
      beforeId: maybe(fc.integer({ min: 1, max: ROWS + 10 })),
      time: maybe(fc.record({ first: maybe(second()), last: maybe(second()) })),
      order: fc.record({ by: fc.constantFrom('id' as const, 'time' as const), descending: fc.boolean() }),
      limit: fc.constantFrom(1, 10, 200, 1000),
    })
    .map((query) => (query.productId === undefined ? { ...query, key: undefined } : query));

/** The plain reading of a query: one condition after the other over all rows, sorted. */
const plainly = async (query: LogQuery): Promise<readonly number[]> => {
  const { rows } = await owner.query<{ id: string }>(
    `select l.id from web_api_log l
       join log_subject s using (account_id, subject_no)
       join license k on k.account_id = l.account_id and k.global_id = s.license_id
       left join log_device d on d.account_id = l.account_id and d.device_no = l.device_no
     where ($1::int is null or s.product_id = $1) and ($2::text is null or k.key = $2)
       and ($3::text is null or d.machine_code = $3) and ($4::text is null or strpos(lower(d.friendly_name), lower($4)) > 0)
       and ($5::int[] is null or l.state = any($5)) and ($6::bigint is null or l.id > $6)
       and ($7::bigint is null or l.id < $7) and ($8::bigint is null or l.time / 1000 >= $8)
       and ($9::bigint is null or l.time / 1000 <= $9) and ($11::int[] is null or l.address_no = any($11))
     order by l.id ${query.order.descending ? 'desc' : 'asc'} limit $10`,
    [
      query.productId,
      query.key,
      query.machineCode,
      query.friendlyName,
      query.states,
      query.afterId,
      query.beforeId,
      query.time?.first,
      query.time?.last,
      query.limit,
      addressNumbersOf(query),
    ],
  );
  return rows.map((row) => Number(row.id));
};

/** A page, and where it goes on those after it, until they have as many rows as are wanted. */
const readOn = async (query: LogQuery, sizes: PageSizes): Promise<LogPage['rows']> => {
  const rows: LogPage['rows'][number][] = [];
  let at: LogQuery = query;
  for (;;) {
    const page = await readLogPage(server.engine.access(1), { ...at, limit: query.limit - rows.length }, sizes);
    rows.push(...page.rows);
    if (page.reached === null) return rows;
    assert(rows.length < query.limit, 'a page that is full ends with its last row');
    at = { ...at, [query.order.descending ? 'beforeId' : 'afterId']: page.reached };
  }
};

// spec(GetWebAPILog): the same at any size, against a plain query
test('a page over many blocks = one plain query over all rows', async () => {
  const sizes = fc.constantFrom(PAGE_SIZES, {
    walkedPerRow: 1,
    leastWalked: 10,
    walkedOn: 8,
    smallestWindow: 2_000,
    largestWindow: 40_000,
    longList: 500,
    checkedRows: 5_000,
  });
  await fc.assert(
    fc.asyncProperty(queries(), sizes, async (query, size) => {
      const page = await readOn(query, size);
      assert.deepEqual(
        page.map((row) => row.id),
        await plainly(query),
      );
    }),
    { numRuns: 70 },
  );
});

test('walks that fall short of the page leave nothing out between them', async () => {
  const sizes: PageSizes = { ...PAGE_SIZES, walkedPerRow: 0, leastWalked: 8, walkedOn: 10_000 };
  for (const filters of [
    { states: [2011] },
    { productId: productIds[0] },
    { productId: productIds[1], key: 'KEY-1' },
  ]) {
    for (const descending of [false, true]) {
      const all = await plainly({ ...filters, order: { by: 'id', descending }, limit: 200 });
      for (let limit = 1; limit <= 200; limit += 7) {
        const page = await readOn({ ...filters, order: { by: 'id', descending }, limit }, sizes);
        assert.deepEqual(
          page.map(({ id }) => id),
          all.slice(0, limit),
        );
      }
    }
  }
});

test('a page that is nearly full where its rows end is not read on in small steps', async () => {
  // The state is that of all rows up to id 2,999, but for a few, and of none behind.
  const query = { states: [3010], order: { by: 'id', descending: false }, limit: 100 } as const;
  for (const sizes of [PAGE_SIZES, { ...PAGE_SIZES, smallestWindow: 128 }]) {
    for (const afterId of [2_900, 2_910, 2_950]) {
      let statements = 0;
      const { run } = server.engine.access(1);
      const rows = await readLog(
        {
          ...server.engine.access(1),
          run: (statement) => {
            statements += 1;
            return run(statement);
          },
        },
        { ...query, afterId },
        sizes,
      );
      assert(rows.length > 40 && rows.length < 100);
      assert(statements < 40, `${statements} statements for ${rows.length} rows of 100`);
    }
  }
});

// spec(GetWebAPILog): the same at any size
test('no filter reads the whole log for a page by id: common, rare, clustered or absent', async () => {
  const byId = { by: 'id', descending: false } as const;
  const backwards = { by: 'id', descending: true } as const;
  const cases: Readonly<Record<string, Partial<LogQuery>>> = {
    'no filter': {},
    'a common key': { productId: productIds[1], key: 'KEY-1' },
    'a key that begins late': { productId: productIds[0], key: 'KEY-2' },
    'a product': { productId: productIds[0] },
    'a product without rows': { productId: productIds[2] },
    'a machine in one stretch': { machineCode: 'machine 3' },
    'an absent machine': { machineCode: 'machine' },
    'many names': { friendlyName: 'x' },
    'a few names': { friendlyName: '99' },
    'a common state': { states: [2011] },
    'a rare state': { states: [4021] },
    'a state at the other end': { states: [3010], order: backwards },
    'an absent state': { states: [2024] },
    'a common key and a rare state': { productId: productIds[1], key: 'KEY-1', states: [4021] },
    'two that never meet': { productId: productIds[0], states: [3010] },
    'the newest': { order: backwards },
    'by time': { order: { by: 'time', descending: true }, productId: productIds[0] },
    'an hour': { time: { first: FIRST_SECOND + 20_000, last: FIRST_SECOND + 23_600 } },
  };
  for (const [name, query] of Object.entries(cases)) {
    const touched = await rowsTouched(server, (run) =>
      readLog({ ...server.engine.access(1), run }, { order: byId, limit: 10, ...query }),
    );
    assert(touched < 25_000, `${name}: ${touched} of ${ROWS} rows`);
  }
});

test('a page by address looks at so many rows and no more, and says how far it came', async () => {
  const sizes = { ...PAGE_SIZES, leastWalked: 1_000, smallestWindow: 5_000, checkedRows: 20_000 };
  const order = { by: 'id', descending: true } as const;
  const cases: readonly (readonly [LogFilters, number, boolean])[] = [
    [{ network: '203.0.113.0' }, 1_000, true],
    [{ country: 'DE' }, 1_000, true],
    [{ network: '198.51.100.0' }, 26_000, false],
    [{ country: 'US', states: [2011] }, 35_000, false],
    // In another month, in a country that no address is of: nothing has to be looked at.
    [{ network: '192.0.2.0' }, 0, true],
    [{ country: 'NO' }, 0, true],
    // What another filter leaves is few.
    [{ network: '203.0.113.0', states: [4021] }, 10_000, true],
  ];
  for (const [filters, most, isWhole] of cases) {
    const pages: LogPage[] = [];
    const touched = await rowsTouched(server, async (run) => {
      pages.push(await readLogPage({ ...server.engine.access(1), run }, { ...filters, order, limit: 10 }, sizes));
    });
    // Finding the ids of times looks at some rows.
    assert(touched <= most + 100, `${JSON.stringify(filters)}: ${touched} rows`);
    const [page] = pages;
    assert.equal(page?.reached === null, isWhole, JSON.stringify(filters));
    if (isWhole || page === undefined || page.reached === null) continue;
    assert(page.reached > 100_300 && page.reached < ROWS, `reached ${page.reached}`);
    const rows = await readOn({ ...filters, order, limit: 10 }, sizes);
    assert.equal(rows.length, 10);
    assert(rows.every(({ id }) => id >= 100_000 && id <= 100_300));
  }
});

test('a country with more addresses than are held is looked up row by row, and leaves the same rows', async () => {
  const more = LIMITS.filteredAddresses.country + 1;
  await owner.query(
    `insert into log_address select 1, 500000 + n, 0, '10.1.0.0'::inet + n || '', 'DE' from generate_series(1, ${more}) n`,
  );
  const order = { by: 'id', descending: true } as const;
  for (const filters of [
    { country: 'DE' },
    { country: 'DE', productId: productIds[0] },
    { country: 'DE', states: [4021] },
  ]) {
    const query = { ...filters, order, limit: 200 };
    assert.deepEqual(
      (await readOn(query, PAGE_SIZES)).map(({ id }) => id),
      await plainly(query),
    );
  }
  await owner.query('delete from log_address where address_no between 500000 and 899999');
});

test('sorting by address is refused where more addresses are among the rows than memory should hold', async () => {
  const addresses = LIMITS.sortedAddresses + 1;
  await owner.query(
    `insert into log_address select 1, n, 0, '10.0.0.0'::inet + n || '', '' from generate_series(1, ${addresses}) n`,
  );
  await owner.query(
    `insert into web_api_log (account_id, device_no, id, time, subject_no, address_no, state, method)
     select 1, 0, ${ROWS} + n, 9e15, 1, n, 2011, 1 from generate_series(1, ${addresses}) n`,
  );
  await owner.query('update log_head set last_id = $1 where account_id = 1', [ROWS + addresses]);
  const query = { order: { by: 'ip', descending: true }, limit: 10 } as const;
  await assert.rejects(readLog(server.engine.access(1), query), ReadTooLong);
  const afterId = ROWS + addresses - 5;
  const few = await readLog(server.engine.access(1), { ...query, afterId });
  assert.equal(few.length, 5, 'a filter that leaves few of them helps');
});
