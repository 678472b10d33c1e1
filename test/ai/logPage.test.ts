import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import type { Client } from 'pg';
import type { LogQuery } from '../../src/domain/webApiLog.js';
import { PAGE_SIZES, ReadTooLong } from '../../src/engine/logPage.js';
import { readLog } from '../../src/engine/readLog.js';
import { LIMITS } from '../../src/limits.js';
import { FIRST_SECOND, type LargeLog, ROWS, rowsTouched, startLargeLog } from '../harness/largeLog.js';
import type { TestServer } from '../harness/server.js';

let log: LargeLog;
let server: TestServer;
let owner: Client;
let productIds: readonly number[];

before(async () => {
  log = await startLargeLog();
  ({ server, owner, productIds } = log);
});

after(() => log.stop());

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
       and ($9::bigint is null or l.time / 1000 <= $9)
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
    ],
  );
  return rows.map((row) => Number(row.id));
};

test('a page over many blocks = one plain query over all rows', async () => {
  const sizes = fc.constantFrom(PAGE_SIZES, {
    walkedPerRow: 1,
    leastWalked: 10,
    smallestWindow: 2_000,
    largestWindow: 40_000,
    longList: 500,
  });
  await fc.assert(
    fc.asyncProperty(queries(), sizes, async (query, size) => {
      const page = await readLog(server.engine.access(1), query, size);
      assert.deepEqual(
        page.map((row) => row.id),
        await plainly(query),
      );
    }),
    { numRuns: 70 },
  );
});

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
