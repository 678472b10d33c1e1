import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeTokenText } from '../../../src/domain/identity/tokenText.js';
import { Engine } from '../../../src/engine/engine.js';
import { tailLog } from '../../../src/engine/log/logSteps.js';
import { LIMITS } from '../../../src/limits.js';
import { byToken, callMethod } from '../../../src/methods/call.js';
import { Activate } from '../../../src/methods/key/Activate.js';
import { revokeToken } from '../../harness/administer.js';
import { addLicense } from '../../harness/licenses.js';
import { wholeLog, writeRandomLog } from '../../harness/randomLog.js';
import { multiplyLog, seedLog } from '../../harness/seedLog.js';
import { licenseServer, startTestServer } from '../../harness/server.js';
import { Tail } from '../../harness/tail.js';

const { server, token, product } = await licenseServer();
const { productId } = product;
const license = await addLicense(server.engine, { productId, key: 'TAIL', maxNoOfMachines: 3 });
await addLicense(server.engine, { productId, key: 'RARE' });
await writeRandomLog(server, [license], 300, 4);

const activate = (Key: string, MachineCode: string) =>
  server.call('key/Activate', token, { ProductId: productId, Key, MachineCode });

const lastId = async (): Promise<number> => (await wholeLog(server, token)).at(-1)?.id ?? 0;

describe('TailWebAPILog', () => {
  // spec(read by the dashboard): a tail has no gap and no repeat across reconnects
  test('every row once and in order, whenever the connection breaks, while rows are written', async () => {
    const start = await lastId();
    let over = false;
    const writers = [1, 2, 3].map(async (writer) => {
      for (let call = 0; !over; call += 1) await activate(call % 5 === 0 ? 'RARE' : 'TAIL', `pc ${writer}`);
    });
    const follow = async (parameters: Readonly<Record<string, string | number>>, rows: number) => {
      const seen: number[] = [];
      let at: number | undefined;
      while (seen.length < rows) {
        const tail = await Tail.open(server, { token, StartingAfter: start, ...parameters }, at);
        // A connection that breaks after a few events, some of them unread.
        for (let events = 0; events < 4 && seen.length < rows; events += 1) {
          const event = await tail.next();
          assert(event !== undefined);
          assert(event.id >= (at ?? start), 'ids only grow');
          at = event.id;
          seen.push(...(event.rows ?? []).map(({ id }) => id));
        }
        tail.leave();
      }
      return seen;
    };
    const rare = { ProductId: productId, Key: 'RARE', States: '[2012,2011,2022,2010]' };
    const [all, ofKey] = await Promise.all([follow({}, 250), follow(rare, 40)]);
    over = true;
    await Promise.all(writers);
    const rows = (await wholeLog(server, token)).filter(({ id }) => id > start);
    assert.deepEqual(all, rows.map(({ id }) => id).slice(0, all.length));
    const fitting = rows.filter(({ key }) => key === 'RARE').map(({ id }) => id);
    assert.deepEqual(ofKey, fitting.slice(0, ofKey.length));
  });

  test('begins with what comes from now on, after a row, or where a client was', async () => {
    const start = await lastId();
    const [fromNow, after, back] = await Promise.all([
      Tail.open(server, { token }),
      Tail.open(server, { token, StartingAfter: start - 2 }),
      Tail.open(server, { token, StartingAfter: start - 2 }, start - 1),
    ]);
    assert.equal(fromNow.response.headers['content-type'], 'text/event-stream');
    assert.deepEqual(await fromNow.next(), { id: start, rows: undefined }, 'says at once where it is');
    await activate('TAIL', 'pc 1');
    const expected = (await wholeLog(server, token)).slice(-3);
    assert.deepEqual(await fromNow.rows(1), expected.slice(-1), 'rows are as GetWebAPILog shows them');
    assert.deepEqual(await after.rows(3), expected);
    assert.deepEqual(await back.rows(2), expected.slice(-2));
    const fromFirst = await Tail.open(server, { token, StartingAfter: 0 });
    assert.deepEqual((await fromFirst.rows(1))[0]?.id, 1, 'who saw an empty log misses nothing');
    for (const tail of [fromNow, after, back, fromFirst]) tail.leave();
    const refused = await Tail.open(server, { token }, 'something else');
    assert.equal(refused.response.statusCode, 200);
    const body = await refused.response.setEncoding('utf8').toArray();
    assert.deepEqual(JSON.parse(body.join('')), { result: 1, message: 'The input parameters were incorrect.' });
  });

  // spec(read by the dashboard): a tail sees rows of other processes
  test('rows of another process come too', async () => {
    const tail = await Tail.open(server, { token });
    const start = (await tail.next())?.id ?? 0;
    const another = new Engine({ readers: server.readers, writers: server.writers });
    const parameters = new Map(Object.entries({ productid: productId, key: 'TAIL', machinecode: 'pc 9' }));
    await callMethod(Activate, { engine: another, raw: parameters, ip: '' }, byToken(another, token));
    const [row] = await tail.rows(1);
    assert.deepEqual([row?.id, row?.machineCode], [start + 1, 'pc 9']);
    tail.leave();
  });

  test('locks narrow what is sent', async () => {
    const other = await server.product();
    const tail = await Tail.open(server, { token: await server.token({ productLock: productId }) });
    await tail.next();
    await server.call('key/Activate', token, { ProductId: other.productId, Key: 'x', MachineCode: 'pc' });
    await activate('TAIL', 'pc 1');
    assert.deepEqual(
      (await tail.rows(1)).map((row) => row.productId),
      [productId],
    );
    tail.leave();
  });

  // spec(read by the dashboard): a rare filter does not begin anew
  test('a filter that leaves nothing goes on all the same: what it looked at is told', async () => {
    const start = await lastId();
    const ended = new AbortController();
    const filters = { states: [9999] };
    const reader = { ended: ended.signal, isStillGood: async () => true };
    const steps = tailLog(server.engine.access(1), filters, start, reader, 20);
    assert.deepEqual((await steps.next()).value, { rows: [], through: start });
    await activate('TAIL', 'pc 1');
    let through = start;
    while (through === start) ({ through } = (await steps.next()).value ?? { through });
    assert.equal(through, start + 1);
    ended.abort();
    while ((await steps.next()).done !== true);
  });

  // spec(read by the dashboard): a tail ends with its token
  test('ends when the token is no longer good', async () => {
    const mine = await server.token();
    const tail = await Tail.open(server, { token: mine });
    await tail.next();
    await revokeToken(server.engine, 1, decodeTokenText(mine)?.tokenId ?? 0);
    while ((await tail.next()) !== undefined);
    const again = await Tail.open(server, { token: mine }, 1);
    assert.equal(again.response.statusCode, 401, 'a browser that comes back then gives up');
    again.leave();
  });

  // spec(read by the dashboard): tails are bounded
  test('an account has so many and no more; those that end make room', async () => {
    const tails = await Promise.all(
      Array.from({ length: LIMITS.tails.perAccount }, () => Tail.open(server, { token })),
    );
    const refused = await Tail.open(server, { token });
    assert.equal(refused.response.statusCode, 503);
    refused.leave();
    for (const tail of tails) {
      assert.equal(tail.response.statusCode, 200);
      tail.leave();
    }
    for (;;) {
      const tail = await Tail.open(server, { token });
      tail.leave();
      if (tail.response.statusCode === 200) break;
      await sleep(20);
    }
  });
});

// spec(read by the dashboard): tails do not hold up a server that stops
test('a server that stops is not held up by tails, read or not', { timeout: 60_000 }, async () => {
  const own = await startTestServer();
  const mine = await own.token();
  const rows = [{ time: Date.now(), state: 2011, subjectNo: 1, addressNo: 1 }];
  await seedLog(own, { subjects: [{ productId: 1, licenseId: 1 }], addresses: ['192.0.2.1'], rows });
  await multiplyLog(own, 30_000);
  const read = await Tail.open(own, { token: mine });
  await read.next();
  const unread = await Tail.open(own, { token: mine, StartingAfter: 1 });
  unread.response.on('error', () => {}).pause();
  const gone = once(unread.response, 'close');
  const stopped = own.stop();
  while ((await read.next()) !== undefined);
  await stopped;
  unread.response.resume();
  await gone;
});
