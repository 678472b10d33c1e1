import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openLog } from '../../harness/ext.js';
import { multiplyLog, seedLog } from '../../harness/seedLog.js';
import { startTestServer, type TestServer } from '../../harness/server.js';

/**
 * A log of 400,000 rows is some 40 MB of JSON: the server may hold only a few pages of it at a time. Two pages on their way, as
 * columns, numbers and text, are 4 to 10 MB, whatever the length of the log.
 */
const ROWS = 400_000;
const GROWTH_BYTES = 16 * 1024 * 1024;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const liveBytes = (): number => {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
};

let server: TestServer;
let owner: { readonly uid: number; readonly privateKey: string };

before(async () => {
  server = await startTestServer();
  owner = await openLog(server);
  const now = Date.now();
  await seedLog(server, {
    subjects: [1, 2, 3].map((licenseId) => ({ productId: 1, licenseId })),
    addresses: ['90.227.166.132'],
    rows: [1, 2, 3, 2].map((subjectNo) => ({ time: now, state: 2011, subjectNo, addressNo: 1 })),
  });
  await multiplyLog(server, ROWS);
});

after(() => server.stop());

const open = async (): Promise<IncomingMessage> => {
  const { privateKey } = owner;
  const query = new URLSearchParams({ uid: '1', privateKey, typeOfLog: 'user', range: '0' });
  const [response] = await once(get(`${server.url}/Ext/WebAPILog?${query}`), 'response');
  return response;
};

// spec(WebAPILog): range 0 of a long log
test('the whole log is sent in pages, and memory stays flat', async () => {
  const before = liveBytes();
  let most = before;
  let bytes = 0;
  let rows = 0;
  let sampledAt = 0;
  for await (const chunk of await open()) {
    assert(Buffer.isBuffer(chunk));
    bytes += chunk.length;
    rows += chunk.toString('latin1').split('}').length - 1;
    if (bytes - sampledAt > 1_000_000) {
      sampledAt = bytes;
      most = Math.max(most, liveBytes());
    }
  }
  assert.equal(rows, ROWS);
  assert(bytes > 2 * GROWTH_BYTES, `${bytes} bytes would prove nothing`);
  assert(most - before < GROWTH_BYTES, `memory grew by ${most - before} bytes`);
});

// spec(WebAPILog): range 0 to a client that does not read
test('a client that does not read is not read ahead for', async () => {
  const before = liveBytes();
  const response = await open();
  response.pause();
  await sleep(1_500);
  const growth = liveBytes() - before;
  response.destroy();
  assert(growth < 8 * 1024 * 1024, `memory grew by ${growth} bytes`);
});

// spec(WebAPILog): rows that arrive during a long answer
test('rows that come in while the answer is read are not in it, and none is missing', async () => {
  const response = await open();
  await server.call('key/Activate', await server.token(), { ProductId: 1, Key: 'NO-SUCH-KEY' });
  response.setEncoding('utf8');
  let text = '';
  for await (const chunk of response) text += chunk;
  const answer: unknown = JSON.parse(text);
  assert(Array.isArray(answer));
  assert.equal(answer.length, ROWS);
  assert(answer.every((row) => row.State === 2011));
});
