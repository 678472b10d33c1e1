import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addLicense } from '../../harness/licenses.js';
import { writeRandomLog } from '../../harness/randomLog.js';
import { request } from '../../harness/send.js';
import { licenseServer } from '../../harness/server.js';

/**
 * The loops of the vendor's own log-reading tools (a month of rows in Python, the floating audit in C#, the report of the
 * on-premises server), as they page: 1,000 rows a page, newest first, EndingBefore=0 to begin and then the last id of the
 * page before, until a page is empty. Rows are written all the while.
 */

const ROWS = 3_400;
const MOST_PAGES = 50;

const { server, token, product } = await licenseServer();
const { productId } = product;
const license = await addLicense(server.engine, { productId, key: 'READ' });
await writeRandomLog(server, [license], ROWS, 3);

interface LogRow {
  readonly id: number;
  readonly time: number;
}

/** What each tool sends, and to which spelling of the path. */
const TOOLS = {
  'python: Id descending, by POST': { path: '/api//ai/GetWebAPILog', way: 'POST', orderBy: 'Id descending' },
  'C#: Id descending, everything else not given': {
    path: '/api//ai/getwebapilog/',
    way: 'POST',
    orderBy: 'Id descending',
  },
  'report: Time descending': { path: '/api//ai/getwebapilog/', way: 'POST', orderBy: 'Time descending' },
  'by GET': { path: '/api/ai/GetWebAPILog', way: 'GET', orderBy: 'id descending' },
} as const;

const NOT_GIVEN = {
  ProductId: '0',
  Key: '',
  MachineCode: '',
  FriendlyName: '',
  States: '',
  StartingAfter: '0',
  v: '1',
};

const page = async ({ path, way, orderBy }: (typeof TOOLS)[keyof typeof TOOLS], endingBefore: number) => {
  const parameters = new URLSearchParams({
    ...NOT_GIVEN,
    token,
    Limit: '1000',
    OrderBy: orderBy,
    EndingBefore: String(endingBefore),
  });
  const { status, body } =
    way === 'GET'
      ? await request(`${server.url}${path}?${parameters}`)
      : await request(`${server.url}${path}`, { method: 'POST', body: parameters });
  const { logs, result, message } = body as { logs: readonly LogRow[]; result: number; message: string | null };
  assert.deepEqual([status, result, message, Array.isArray(logs)], [200, 0, null, true]);
  assert(logs.length <= 1_000);
  return logs;
};

for (const [name, tool] of Object.entries(TOOLS)) {
  // spec(derived from the log): the vendor's log-reading scripts, while rows are written
  test(`${name}: every row below its start once, none missing, and it ends while rows are being written`, async () => {
    let over = false;
    let written = 0;
    const writers = [1, 2, 3].map(async (writer) => {
      while (!over) {
        await server.call('key/Activate', token, { ProductId: productId, Key: 'READ', MachineCode: `pc ${writer}` });
        written += 1;
      }
    });
    const seen: LogRow[] = [];
    let pages = 0;
    for (let endingBefore = 0; ; pages += 1) {
      assert(pages < MOST_PAGES, 'it ends');
      const logs = await page(tool, endingBefore);
      if (logs.length === 0) break;
      seen.push(...logs);
      endingBefore = logs.at(-1)?.id ?? 0;
    }
    over = true;
    await Promise.all(writers);
    assert(written > 0, 'rows were written meanwhile');
    const newest = seen[0]?.id ?? 0;
    assert(newest >= ROWS);
    // Ids have no gap, so this is every row once.
    assert.deepEqual(
      seen.map(({ id }) => id),
      Array.from({ length: newest }, (_, index) => newest - index),
    );
    assert(seen.every(({ time }, index) => time <= (seen[index - 1]?.time ?? Number.POSITIVE_INFINITY)));
    assert.equal(pages, Math.ceil(newest / 1_000));
  });
}
