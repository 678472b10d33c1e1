import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { Client } from 'pg';
import type { LogQuery } from '../../src/domain/webApiLog.js';
import { PAGE_SIZES, ReadTooLong } from '../../src/engine/logPage.js';
import { readLog } from '../../src/engine/readLog.js';
import { LIMITS } from '../../src/limits.js';
import type { Statement } from '../../src/sql/statement.js';
import { addLicense } from '../harness/licenses.js';
import { startTestServer, type TestServer } from '../harness/server.js';

/** Enough for many blocks of every index. */
const ROWS = 150_000;
const KEYS = 40;
const DEVICES = 300;
const FIRST_SECOND = 1_700_000_000;

let server: TestServer;
let owner: Client;
let productIds: readonly number[];

before(async () => {
  server = await startTestServer();
  const products = [await server.product(), await server.product(), await server.product()];
  productIds = products.map((product) => product.productId);
  for (let key = 1; key <= KEYS; key += 1) {
    await addLicense(server.engine, { productId: productIds[key % 2] ?? 0, key: `KEY-${key}` });
  }
  owner = new Client({ connectionString: server.databaseUrl });
  await owner.connect();
  await fillLog();
});

after(async () => {
  await owner.end();
  await server.stop();
});

/**
 * Values that are everywhere, in some stretches only, rare, or only at one end: a row every 333 ms, so that seconds have
 * three rows or four and their edges fall differently.
 */
const fillLog = async (): Promise<void> => {
  await owner.query('select setseed(0.42)');
  await owner.query(
    `insert into log_subject select 1, global_id, product_id, global_id, 0, 0, 1, 0
     from license where account_id = 1 and global_id <= ${KEYS}`,
  );
  await owner.query(
    `insert into log_device select 1, n, 'machine ' || (n / 2), 'name ' || n || 'x', '', 'name ' || n || 'x', 0
     from generate_series(1, ${DEVICES}) n`,
  );
  await owner.query(
    `insert into web_api_log (account_id, device_no, id, time, subject_no, address_no, state, method)
     select 1, case when i % 10 = 0 then 0 when i between 60000 and 90000 then 7 else 1 + (random() * ${DEVICES - 1})::int end,
       i, ${FIRST_SECOND}000 + i * 333::bigint,
       case when random() < 0.4 then 1 when i > 120000 then 2 + 2 * (random() * ${KEYS / 2 - 1})::int
            else 3 + (random() * (${KEYS} - 3))::int end, 0,
       case when i % 20011 = 0 then 4021 when i < 3000 then 3010 when random() < 0.02 then 6010 else 2011 end, 1
     from generate_series(1, ${ROWS}) i`,
  );
  await owner.query('update log_head set last_id = $1, last_time = $2 where account_id = 1', [
    ROWS,
    FIRST_SECOND * 1000 + ROWS * 333,
  ]);
  await owner.query('analyze');
};

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
      const page = await readLog(server.readers.run, 1, query, size);
      assert.deepEqual(
        page.map((row) => row.id),
        await plainly(query),
      );
    }),
    { numRuns: 70 },
  );
});

/** How many rows of the log the statements of a page read, kept or not. */
const rowsTouched = async (query: LogQuery): Promise<number> => {
  let touched = 0;
  const run = async <Row extends object>(statement: Statement<Row>): Promise<readonly Row[]> => {
    const [explained] = await server.readers.run<{ 'QUERY PLAN': readonly { readonly Plan: PlanNode }[] }>({
      name: '',
      text: `explain (analyze, costs off, timing off, summary off, format json) ${statement.text}`,
      values: statement.values,
    });
    const plan = explained?.['QUERY PLAN'][0]?.Plan;
    assert(plan !== undefined);
    touched += rowsOfLog(plan);
    return server.readers.run(statement);
  };
  await readLog(run, 1, query);
  return touched;
};

interface PlanNode {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

const rowsOfLog = (node: PlanNode): number => {
  const own =
    node['Relation Name'] === 'web_api_log'
      ? (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']
      : 0;
  return (node.Plans ?? []).reduce((sum, child) => sum + rowsOfLog(child), own);
};

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
    const touched = await rowsTouched({ order: byId, limit: 10, ...query });
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
  await assert.rejects(readLog(server.readers.run, 1, query), ReadTooLong);
  const afterId = ROWS + addresses - 5;
  const few = await readLog(server.readers.run, 1, { ...query, afterId });
  assert.equal(few.length, 5, 'a filter that leaves few of them helps');
});
