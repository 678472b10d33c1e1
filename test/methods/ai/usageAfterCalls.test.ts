import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findDifferences } from '../../../src/engine/analytics/analytics.js';
import { PROJECTIONS } from '../../../src/engine/analytics/projections/all.js';
import { foldAccount } from '../../harness/foldedLog.js';
import { addLicense } from '../../harness/licenses.js';
import { licenseServer, type TestParameters } from '../../harness/server.js';

/** What real calls leave in the usage methods, from one end to the other. */

const { server, token, product } = await licenseServer();
const { productId } = product;

type Rows = readonly Readonly<Record<string, unknown>>[];

const call = async (method: string, parameters: TestParameters) =>
  (await server.call(method, token, { ProductId: productId, ...parameters })).body;

/** The only list in a method's answer. */
const read = async (method: string, parameters: TestParameters): Promise<Rows> => {
  const { body } = await server.call(`ai/${method}`, token, parameters);
  assert.equal(body.message, null, JSON.stringify(body));
  return Object.values(body).find(Array.isArray) as Rows;
};

const sum = (rows: Rows, name: string): number => rows.reduce((total, row) => total + Number(row[name]), 0);

/** A new key with seats, and its id. */
const newKey = async (key: string): Promise<number> =>
  (await addLicense(server.engine, { productId, key, maxNoOfMachines: 100 })).licenseId;

/** Control characters, blanks and both cases; more than 256 characters without the former. */
const LONG = ' aBcDeFgHi\u0001JkLm nOpQ\u0085rStUvWx-Ω'.repeat(10).slice(0, 300);

// spec(other usage methods): machine codes are normalised, after real calls
test('a machine code of 300 characters with control characters and mixed case', async () => {
  const KeyId = await newKey('LONG-CODE');
  for (const MachineCode of [LONG, LONG.toLowerCase(), `\u0007${LONG}\r\n`]) {
    assert.equal((await call('key/Activate', { Key: 'LONG-CODE', MachineCode })).result, 0);
  }
  await foldAccount(server, 1);
  const printable = LONG.replaceAll('\u0001', '').replaceAll('\u0085', '');
  const machineCode = printable.slice(1, 257).toUpperCase();
  assert.deepEqual([LONG.length, machineCode.length], [300, 256]);
  const devices = await read('GetKeyDevices', { KeyId });
  assert.deepEqual(
    devices.map((row) => [row.machineCode, row.totalRequests]),
    [[machineCode, 3]],
  );
  const buckets = await read('GetLicenseActivityBuckets', { KeyId });
  assert.deepEqual([...new Set(buckets.map((row) => row.machineCode))], [machineCode]);
  assert.equal(sum(buckets, 'refreshCount'), 3);
  for (const method of ['GetKeyDevices', 'GetLicenseActivityBuckets']) {
    for (const MachineCode of [LONG, LONG.toUpperCase(), machineCode]) {
      assert.deepEqual(
        await read(method, { KeyId, MachineCode }),
        method === 'GetKeyDevices' ? devices : buckets,
        MachineCode,
      );
    }
  }
  const logged = await read('GetWebAPILog', { ProductId: productId, Key: 'LONG-CODE', MachineCode: LONG });
  assert.deepEqual(
    logged.map((row) => row.machineCode),
    [LONG],
    'the log keeps what was sent',
  );
});

// spec(other usage methods): empty is its own bucket and no device, after real calls
test('an empty machine code, and one of nothing but blanks and control characters', async () => {
  const KeyId = await newKey('NO-CODE');
  for (const MachineCode of ['', ' \t ', '\u0007\u0085']) {
    assert.equal((await call('key/Activate', { Key: 'NO-CODE', MachineCode })).result, 0);
  }
  await foldAccount(server, 1);
  const buckets = await read('GetLicenseActivityBuckets', { KeyId });
  assert.deepEqual([...new Set(buckets.map((row) => row.machineCode))], ['']);
  assert.equal(sum(buckets, 'refreshCount'), 3);
  assert.deepEqual(await read('GetKeyDevices', { KeyId }), []);
  assert.deepEqual(
    (await read('GetSeatHolders', { KeyId })).map((row) => row.machineCode),
    ['', ' \t ', '\u0007\u0085'],
    'each has a seat of its own',
  );
});

// spec(other usage methods): key is "" once the key is deleted; the row stays, with its keyId
test('a key that is deleted in the middle of a half hour by key/DeleteKey', async () => {
  const KeyId = await newKey('DELETED');
  await call('key/Activate', { Key: 'DELETED', MachineCode: 'pc' });
  await foldAccount(server, 1);
  const [before] = await read('GetLicenseActivityBuckets', { KeyId });
  assert.equal(before?.key, 'DELETED');
  assert.equal((await call('key/DeleteKey', { Key: 'DELETED' })).result, 0);
  assert.equal((await call('key/Activate', { Key: 'DELETED', MachineCode: 'pc' })).result, 1);
  await foldAccount(server, 1);
  assert.deepEqual(await read('GetLicenseActivityBuckets', { KeyId }), [{ ...before, key: '' }]);
  for (const [method, totalRequests] of [
    ['GetKeyDevices', 1],
    ['GetKeyUsageSummaries', 2],
  ] as const) {
    const rows = await read(method, { KeyId });
    assert.deepEqual(
      rows.map((row) => [row.id, row.keyId, row.key, row.totalRequests]),
      [[before?.id, KeyId, '', totalRequests]],
    );
    const { message } = await call(`ai/${method}`, { Key: 'DELETED' });
    assert.equal(message, 'Could not find the key.');
  }
});

// spec(derived from the log): exclusions that change while traffic flows
test('keys excluded and included while traffic flows: the days are what a recount gives', async () => {
  const keys = ['TEST-1', 'TEST-2', 'TEST-3'];
  for (const key of keys) await newKey(key);
  let over = false;
  let calls = 0;
  const client = async (number: number): Promise<void> => {
    while (!over) {
      calls += 1;
      const Key = keys[calls % keys.length] ?? '';
      assert.equal((await call('key/Activate', { Key, MachineCode: `pc ${number}` })).result, 0);
    }
  };
  const clients = [1, 2, 3, 4].map(client);
  const folding = (async () => {
    while (!over) await foldAccount(server, 1);
  })();
  for (let turn = 0; turn < 24; turn += 1) {
    const Key = keys[turn % keys.length] ?? '';
    const Excluded = Math.floor(turn / keys.length) % 2 === 0;
    assert.equal((await call('key/SetExcludedFromAnalytics', { Key, Excluded })).result, 0);
  }
  over = true;
  await Promise.all([...clients, folding]);
  assert(calls > 50, `${calls} calls`);
  await foldAccount(server, 1);
  assert.deepEqual(await findDifferences(server.writers, 1, PROJECTIONS), []);
  const ofProduct = { ProductId: productId };
  const included = await read('GetDailyAggregates', ofProduct);
  for (const Key of keys) await call('key/SetExcludedFromAnalytics', { Key, Excluded: true });
  await foldAccount(server, 1);
  const excluded = await read('GetDailyAggregates', ofProduct);
  // With each key its change to excluded is gone too, and it was not among those counted before.
  const logged = (await read('GetKeyUsageSummaries', ofProduct)).filter((row) => keys.includes(String(row.key)));
  assert.equal(
    sum(included, 'totalRequestsLogged') - sum(excluded, 'totalRequestsLogged'),
    sum(logged, 'totalRequests') - keys.length,
  );
  assert.deepEqual(await findDifferences(server.writers, 1, PROJECTIONS), []);
});
