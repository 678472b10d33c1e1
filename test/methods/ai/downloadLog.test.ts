import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { csvLine } from '../../../src/domain/log/csv.js';
import { FIRST_SECOND, ROWS, startLargeLog } from '../../harness/largeLog.js';
import type { ShownRow } from '../../harness/randomLog.js';
import type { TestParameters } from '../../harness/server.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const liveBytes = (): number => {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

/** 150,000 rows are some 12 MB: the server may hold only a few pages of them at a time. */
const GROWTH_BYTES = 6 * 1024 * 1024;

const log = await startLargeLog();
const token = await log.server.token();

const open = async (parameters: TestParameters): Promise<IncomingMessage> => {
  const all = Object.entries({ token, ...parameters }).map(([name, value]): [string, string] => [name, String(value)]);
  const [response] = await once(
    get(`${log.server.url}/api/ai/DownloadWebAPILog?${new URLSearchParams(all)}`, { agent: false }),
    'response',
  );
  return response;
};

const textOf = async (response: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  return text;
};

const linesOf = async (parameters: TestParameters): Promise<readonly (ShownRow & { readonly timeUtc: string })[]> =>
  (await textOf(await open({ ...parameters, Format: 'ndjson' })))
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));

/** The same rows, page by page. */
const pagesOf = async (parameters: TestParameters): Promise<readonly ShownRow[]> => {
  const rows: ShownRow[] = [];
  const isDown = String(parameters.OrderBy ?? '').includes('desc');
  for (;;) {
    const last = rows.at(-1)?.id;
    const cursor = last === undefined ? {} : isDown ? { EndingBefore: last } : { StartingAfter: last };
    const { body } = await log.server.call('ai/GetWebAPILog', token, { Limit: 1000, ...parameters, ...cursor });
    const page = body.logs as ShownRow[];
    if (page.length === 0) return rows;
    rows.push(...page);
  }
};

describe('DownloadWebAPILog', () => {
  // spec(read by the dashboard): a download is GetWebAPILog page after page
  test('has the rows of GetWebAPILog, page after page, whatever the filter', async () => {
    const [first = 0, second = 0] = log.productIds;
    const cases: readonly TestParameters[] = [
      { ProductId: first, Key: 'KEY-2' },
      { ProductId: second, States: '[6010,4021]' },
      { MachineCode: 'machine 100', OrderBy: 'Time descending' },
      { FriendlyName: '99', Time: JSON.stringify({ gte: FIRST_SECOND + 20_000, lt: FIRST_SECOND + 30_000 }) },
      { States: '[4021]', OrderBy: 'id descending' },
      { States: '[9999]' },
    ];
    for (const parameters of cases) {
      const lines = await linesOf(parameters);
      assert.deepEqual(
        lines.map(({ timeUtc: _utc, ...row }) => row),
        await pagesOf(parameters),
        JSON.stringify(parameters),
      );
      for (const { time, timeUtc } of lines) assert.equal(Math.floor(Date.parse(timeUtc) / 1000), time);
    }
    const between = await linesOf({ StartingAfter: 100, OrderBy: 'Id' });
    assert.deepEqual([between.length, between[0]?.id, between.at(-1)?.id], [ROWS - 100, 101, ROWS]);
    const back = await linesOf({ EndingBefore: 2_500 });
    assert.deepEqual([back.length, back[0]?.id, back.at(-1)?.id], [2_499, 2_499, 1]);
  });

  test('CSV has a line of names and the same rows', async () => {
    const response = await open({ States: '[4021]' });
    assert.equal(response.headers['content-type'], 'text/csv; charset=utf-8; header=present');
    assert.match(
      response.headers['content-disposition'] ?? '',
      /^attachment; filename="web-api-log-\d{8}T\d{6}Z\.csv"$/,
    );
    const text = await textOf(response);
    const names = 'id,time,timeUtc,state,productId,key,machineCode,friendlyName,ip,floatingExpires,doId,doIntValue';
    const rows = await linesOf({ States: '[4021]' });
    assert(rows.length > 5);
    const lines = rows.map((row) =>
      csvLine([
        ...[row.id, row.time, row.timeUtc, row.state, row.productId, row.key, row.machineCode, row.friendlyName],
        ...[row.ip, row.floatingExpires, row.doId, row.doIntValue],
      ]),
    );
    assert.equal(text, [`${names}\r\n`, ...lines].join(''));
    assert.equal(await textOf(await open({ States: '[9999]' })), `${names}\r\n`, 'the names also without a row');
  });

  // spec(read by the dashboard): CSV as RFC 4180, safe for spreadsheets
  test('fields of CSV', () => {
    assert.equal(csvLine([1, null, 'a', '', 'a,b', 'a"b', 'a\r\nb', -5]), '1,,a,,"a,b","a""b","a\r\nb",-5\r\n');
    assert.equal(
      csvLine(['=1+1', '+1', '-1', '@x', '\tx', '\rx', '=a,b']),
      `'=1+1,'+1,'-1,'@x,'\tx,"'\rx","'=a,b"\r\n`,
    );
    assert.equal(csvLine(['a=1', ' =1', "'=1"]), "a=1, =1,'=1\r\n");
  });

  test('refused: another order, a key without a product', async () => {
    for (const parameters of [{ OrderBy: 'ip' }, { Key: 'KEY-1' }, { Format: 'xml' }]) {
      const response = await open(parameters);
      assert.match(response.headers['content-type'] ?? '', /^application\/json/);
      const refused = { result: 1, message: 'The input parameters were incorrect.' };
      assert.deepEqual([response.statusCode, JSON.parse(await textOf(response))], [200, refused]);
    }
  });

  // spec(read by the dashboard): a download grows with nothing
  test('the whole log is sent in pages, and memory stays flat', async () => {
    const before = liveBytes();
    let most = before;
    let [bytes, lines, sampledAt] = [0, 0, 0];
    for await (const chunk of await open({})) {
      assert(Buffer.isBuffer(chunk));
      bytes += chunk.length;
      lines += chunk.toString('latin1').split('\n').length - 1;
      if (bytes - sampledAt < 1_000_000) continue;
      sampledAt = bytes;
      most = Math.max(most, liveBytes());
    }
    assert.equal(lines, ROWS + 1);
    assert(bytes > 1.3 * GROWTH_BYTES, `${bytes} bytes would prove nothing`);
    assert(most - before < GROWTH_BYTES, `memory grew by ${most - before} bytes`);
  });

  // spec(read by the dashboard): backpressure; nothing is read for who has gone
  test('a client that does not read is not read ahead for; one that goes away is not read for', async () => {
    const before = liveBytes();
    const response = await open({});
    response.pause();
    await sleep(1_000);
    const growth = liveBytes() - before;
    assert(growth < GROWTH_BYTES, `memory grew by ${growth} bytes`);
    response.destroy();
    await sleep(500);
    const reads = async (): Promise<number> => {
      const { rows } = await log.owner.query<{ reads: string }>(
        "select idx_tup_fetch as reads from pg_stat_user_tables where relname = 'web_api_log'",
      );
      return Number(rows[0]?.reads ?? 0);
    };
    const earlier = await reads();
    await sleep(500);
    assert.equal(await reads(), earlier);
  });

  // spec(read by the dashboard): an error in mid-stream does not look like the end
  test('an error on the way does not look like the end', async () => {
    const response = await open({});
    await once(response, 'readable');
    await log.owner.query('alter table web_api_log rename to gone');
    try {
      await assert.rejects(textOf(response), { code: 'ECONNRESET' });
    } finally {
      await log.owner.query('alter table gone rename to web_api_log');
    }
  });
});
