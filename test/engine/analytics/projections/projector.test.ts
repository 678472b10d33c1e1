import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { readConfig } from '../../../../src/config.js';
import { projectionStatus } from '../../../../src/engine/analytics/analytics.js';
import { startServer } from '../../../../src/main.js';
import { cliAnswer } from '../../../harness/cli.js';
import { FoldedLogs } from '../../../harness/foldedLog.js';
import { foldedTables } from '../../../harness/recountedTables.js';
import { startTestServer, type TestServer } from '../../../harness/server.js';

/** The whole program, on the database of a server that has no projector of its own. */

let other: TestServer;
let server: Awaited<ReturnType<typeof startServer>>;
before(async () => {
  other = await startTestServer();
  const config = { ...readConfig({}), databaseUrl: other.databaseUrl, port: 0 };
  server = await startServer(config, pino({ level: 'error' }, pino.destination(2)));
});
after(async () => {
  await server.stop();
  await other.stop();
});

/** Waits up to five seconds. Gives back how long it took, in milliseconds. */
const until = async (holds: () => Promise<boolean>): Promise<number> => {
  const began = performance.now();
  while (!(await holds())) {
    assert(performance.now() - began < 5_000, 'it did not come');
    await sleep(20);
  }
  return performance.now() - began;
};

const keysOf = async (accountId = 1) => (await foldedTables(other.readers.run, accountId)).keys;

// spec(derived from the log): starts within a second of a commit; falls back to polling
test('a request shows up within a second, whichever process it came to; lag is told meanwhile', async () => {
  const token = await other.token();
  const { productId } = await other.product();
  const call = async (url: string, method: string, parameters: Record<string, string>) => {
    const body = new URLSearchParams({ token, ProductId: String(productId), ...parameters });
    const response = await fetch(`${url}/api/key/${method}`, { method: 'POST', body });
    return (await response.json()) as Record<string, unknown>;
  };
  const { key } = await call(server.url, 'CreateKey', { MaxNoOfMachines: '3' });
  const activate = (url: string, MachineCode: string) => call(url, 'Activate', { Key: String(key), MachineCode });
  let requests = 1;
  // The process of the projector wakes it; what another one commits it finds by looking.
  for (const url of [server.url, other.url]) {
    const took: number[] = [];
    for (let request = 0; request < 5; request += 1) {
      assert.equal((await activate(url, 'PC')).result, 0);
      requests += 1;
      took.push(await until(async () => (await keysOf())[0]?.total_requests === requests));
    }
    // A busy machine may be late now and then.
    const late = took.filter((milliseconds) => milliseconds > 1_000);
    assert(late.length <= 1 && took.every((milliseconds) => milliseconds < 2_000), `${took} ms`);
  }
  const ready = (await (await fetch(`${server.url}/readyz`)).json()) as Record<string, unknown>;
  assert.deepEqual(ready.analyticsLag, {});

  await test('a key is excluded and included again from the shell', async () => {
    const where = { databaseUrl: other.databaseUrl };
    const active = async () => (await foldedTables(other.readers.run, 1)).daily[0]?.active_keys;
    await until(async () => (await active()) === 1);
    const address = ['--product', String(productId), '--key', String(key)];
    const excluded = await cliAnswer(where, ['key', 'exclude', ...address]);
    assert.deepEqual(excluded, { productId, key, excluded: true });
    await until(async () => (await active()) === 0);
    const [day] = (await foldedTables(other.readers.run, 1)).daily;
    assert.equal(day?.total_requests, 0);
    await cliAnswer(where, ['key', 'include', ...address]);
    await until(async () => (await active()) === 1);
    // The two changes themselves are requests about the key.
    await until(async () => (await foldedTables(other.readers.run, 1)).daily[0]?.total_requests === requests + 2);
    const left = () => other.readers.run({ name: '', text: 'select from analytics_recount', values: [] });
    await until(async () => (await left()).length === 0);
  });
});

// spec(derived from the log): bounded batches, accounts in turns
test('hundreds of accounts get their turn, new ones too', async () => {
  const logs = new FoldedLogs(other);
  const all = [];
  for (let index = 0; index < 60; index += 1) {
    const log = await logs.create();
    const row = { state: 2011, productId: 1, licenseId: 1, customerId: 0, machineCode: 'a', country: '' };
    await log.append(Array.from({ length: 50 }, (_, time) => ({ ...row, time })));
    all.push(log);
  }
  const last = all.at(-1);
  assert(last !== undefined);
  await until(async () => (await keysOf(last.accountId))[0]?.total_requests === 50);
  for (const log of all) {
    await until(async () => {
      const statuses = await projectionStatus(other.readers, log.accountId);
      // There are none before the account's first turn.
      return statuses.length > 0 && statuses.every(({ rowsBehind }) => rowsBehind === 0);
    });
    await log.assertFolded();
  }
});
