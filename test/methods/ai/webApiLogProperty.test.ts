import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { License } from '../../../src/domain/entities/licensing.js';
import { LOG_FIELDS, type LogQuery } from '../../../src/domain/log/webApiLog.js';
import type { PageSizes } from '../../../src/engine/log/logPage.js';
import { readLog } from '../../../src/engine/log/readLog.js';
import { CITUS_URL } from '../../harness/database.js';
import { addLicense } from '../../harness/licenses.js';
import { FRIENDLY_NAMES, MACHINE_CODES, type ShownRow, wholeLog, writeRandomLog } from '../../harness/randomLog.js';
import { serverOfFile } from '../../harness/server.js';

const ROWS = 1_500;

const server = await serverOfFile();
const token = await server.token();
const [one, two, empty] = [await server.product(), await server.product(), await server.product()];
const productIds: readonly number[] = [one.productId, two.productId, empty.productId];
const licenses: readonly License[] = await Promise.all([
  addLicense(server.engine, { productId: one.productId, key: 'SAME-KEY' }),
  addLicense(server.engine, { productId: two.productId, key: 'SAME-KEY' }),
  addLicense(server.engine, { productId: one.productId, key: 'B' }),
  addLicense(server.engine, { productId: one.productId, key: 'DELETED', deletedAt: 1 }),
  addLicense(server.engine, { productId: one.productId, key: 'NEVER-USED' }),
]);
await writeRandomLog(server, licenses.slice(0, 4), ROWS, 7);
const rows: readonly ShownRow[] = await wholeLog(server, token);

interface Asked {
  readonly productId: number | undefined;
  readonly key: string | undefined;
  readonly machineCode: string | undefined;
  readonly friendlyName: string | undefined;
  readonly states: readonly number[] | undefined;
  readonly startingAfter: number | undefined;
  readonly endingBefore: number | undefined;
  readonly order: { readonly by: keyof ShownRow; readonly descending: boolean } | undefined;
  readonly limit: number;
}

/** Most requests have few filters. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 3, arbitrary });

/** A request for rows. 0 as a cursor is none. */
const asked = (): fc.Arbitrary<Asked> =>
  fc
    .record({
      productId: maybe(fc.constantFrom(...productIds, 999)),
      key: maybe(fc.constantFrom('SAME-KEY', 'B', 'DELETED', 'NEVER-USED', 'NO-SUCH-KEY', 'b')),
      machineCode: maybe(fc.constantFrom(...MACHINE_CODES.filter((code) => code !== ''), 'absent')),
      friendlyName: maybe(
        fc.constantFrom('ws', 'S', '%', '_', '\\', 'ss', 'ß', 'i̇', 'Ω', 'absent', ...FRIENDLY_NAMES.slice(1)),
      ),
      states: maybe(fc.uniqueArray(fc.constantFrom(2011, 2014, 2024, 6010, 8014, 9999, 100_000), { minLength: 1 })),
      startingAfter: maybe(fc.nat(ROWS + 5)),
      endingBefore: maybe(fc.nat(ROWS + 5)),
      order: maybe(fc.record({ by: fc.constantFrom(...LOG_FIELDS), descending: fc.boolean() })),
      limit: fc.oneof(fc.constantFrom(1, 10, 1000), fc.integer({ min: 1, max: 200 })),
    })
    .map((request) => (request.productId === undefined ? { ...request, key: undefined } : request));

const afterIdOf = (request: Asked): number => (request.endingBefore ? 0 : (request.startingAfter ?? 0));
const beforeIdOf = (request: Asked): number | undefined => request.endingBefore || undefined;

/** What the specification says, over all rows. */
const expected = (request: Asked): readonly ShownRow[] => {
  const { productId, key, machineCode, friendlyName, states } = request;
  const isKnown = (row: ShownRow): boolean =>
    licenses.some((license) => license.productId === row.productId && license.key === row.key);
  const order = request.order ?? ({ by: 'id', descending: beforeIdOf(request) !== undefined } as const);
  const sign = order.descending ? -1 : 1;
  return rows
    .filter((row) => productId === undefined || (row.productId === productId && productIds.includes(productId)))
    .filter((row) => key === undefined || (row.key === key && isKnown(row)))
    .filter((row) => machineCode === undefined || row.machineCode === machineCode)
    .filter((row) => !friendlyName || row.friendlyName.toLowerCase().includes(friendlyName.toLowerCase()))
    .filter((row) => states === undefined || states.includes(row.state))
    .filter((row) => row.id > afterIdOf(request) && row.id < (beforeIdOf(request) ?? Number.POSITIVE_INFINITY))
    .toSorted((a, b) => sign * (compare(a[order.by], b[order.by]) || a.id - b.id))
    .slice(0, request.limit);
};

/** null first, numbers by value, text by code point. */
const compare = (a: string | number | null, b: string | number | null): number => {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
};

const parametersOf = (request: Asked): Record<string, string | number> => {
  const { order, states } = request;
  const parameters: Record<string, string | number | undefined> = {
    ProductId: request.productId,
    Key: request.key,
    MachineCode: request.machineCode,
    FriendlyName: request.friendlyName,
    States: states === undefined ? undefined : JSON.stringify(states),
    StartingAfter: request.startingAfter,
    EndingBefore: request.endingBefore,
    OrderBy: order === undefined ? undefined : `${order.by}${order.descending ? ' descending' : ''}`,
    Limit: request.limit,
  };
  return Object.fromEntries(
    Object.entries(parameters).filter((entry): entry is [string, string | number] => entry[1] !== undefined),
  );
};

test('the whole log is there, in order', () => {
  assert.deepEqual(
    rows.map((row) => row.id),
    Array.from({ length: ROWS }, (_, index) => index + 1),
  );
});

// spec(GetWebAPILog): all filters together
test('any combination of filters, cursors and orders = the filter applied to every row', async () => {
  await fc.assert(
    fc.asyncProperty(asked(), async (request) => {
      const answer = await server.call('ai/GetWebAPILog', token, parametersOf(request));
      assert.equal(answer.body.message, null);
      assert.deepEqual(answer.body.logs, expected(request));
    }),
    { numRuns: 400 },
  );
});

// spec(GetWebAPILog): the same whichever way the rows are found
test('the same with windows so small that every way of finding rows is taken', async () => {
  const pageSizes: fc.Arbitrary<PageSizes> = fc.record({
    walkedPerRow: fc.constantFrom(0, 1),
    leastWalked: fc.integer({ min: 1, max: 40 }),
    walkedOn: fc.integer({ min: 0, max: 20 }),
    // Through a coordinator a window takes longer, and a page only has some seconds.
    smallestWindow: fc.integer({ min: CITUS_URL === undefined ? 1 : 20, max: 50 }),
    largestWindow: fc.integer({ min: CITUS_URL === undefined ? 50 : 200, max: 2_000 }),
    // Index blocks are coarse: in a log this short a list has all its rows in the blocks of any window.
    longList: fc.constantFrom(1, 20, 200, 100_000),
    checkedRows: fc.constant(100_000),
  });
  await fc.assert(
    fc.asyncProperty(asked(), pageSizes, fc.boolean(), async (request, sizes, descending) => {
      const order = { by: 'id', descending } as const;
      const query: LogQuery = {
        ...request,
        // The method turns "" into no filter before it asks.
        friendlyName: request.friendlyName || undefined,
        afterId: afterIdOf(request),
        beforeId: beforeIdOf(request),
        order,
      };
      const page = await readLog(server.engine.access(1), query, sizes);
      assert.deepEqual(
        page.map((row) => row.id),
        expected({ ...request, order }).map((row) => row.id),
      );
    }),
    { numRuns: 250 },
  );
});

// spec(GetWebAPILog): paging loses and repeats nothing
test('paging forwards and backwards covers each row that fits once', async () => {
  const page = async (cursor: 'StartingAfter' | 'EndingBefore', filter: object, limit: number): Promise<number[]> => {
    const ids: number[] = [];
    for (;;) {
      const from = ids.at(-1) ?? (cursor === 'EndingBefore' ? ROWS + 1 : 0);
      const answer = await server.call('ai/GetWebAPILog', token, { ...filter, Limit: limit, [cursor]: from });
      const logs = answer.body.logs as ShownRow[];
      if (logs.length === 0) return ids;
      ids.push(...logs.map((row) => row.id));
    }
  };
  const filters = asked().map((request) => ({
    ...request,
    startingAfter: undefined,
    endingBefore: undefined,
    order: undefined,
    limit: ROWS,
  }));
  await fc.assert(
    fc.asyncProperty(filters, fc.integer({ min: 40, max: 1000 }), async (request, limit) => {
      const filter = parametersOf(request);
      const all = expected(request).map((row) => row.id);
      assert.deepEqual(await page('StartingAfter', filter, limit), all);
      assert.deepEqual(await page('EndingBefore', filter, limit), all.toReversed());
    }),
    { numRuns: 20 },
  );
});
