import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CreateTrialKey } from '../../../src/methods/key/CreateTrialKey.js';
import { logOf } from '../../harness/loggedRows.js';
import { putObjects, readLicense } from '../../harness/objects.js';
import { licenseServer, type TestParameters } from '../../harness/server.js';

const DAY = 86_400_000;

const { server, token, product } = await licenseServer();
const { productId } = product;
const features = product.features.map((feature, index) => (index === 4 ? { name: 'F5', type: 2 as const } : feature));
await putObjects(server, [{ kind: 'product', row: { ...product, features } }]);

const trial = (parameters: TestParameters, by = token) =>
  server.call('key/CreateTrialKey', by, { ProductId: productId, ...parameters });

const call = (method: string, key: string, parameters: TestParameters = {}) =>
  server.call(`key/${method}`, token, { ProductId: productId, Key: key, ...parameters });

test('a trial has the features of a trial, fifteen days, and one seat that its machine has', async () => {
  const { result, rows } = await logOf(server, () => trial({ MachineCode: 'a', FriendlyName: 'Anna' }));
  const { result: code, message, ...own } = result.body;
  assert.deepEqual([code, message], [0, '']);
  CreateTrialKey.result.parse(own);
  const key = String(result.body.key);
  const { license, machines } = await readLicense(server, productId, key);
  assert.deepEqual(
    rows.map((row) => [row.state, row.method, row.licenseId, row.machineCode, row.friendlyName, row.seatLimit]),
    [[3011, 5, license.licenseId, 'a', 'Anna', 1]],
  );
  assert.deepEqual(license.features, [true, true, false, false, true, false, false, false]);
  assert.deepEqual([license.period, license.maxNoOfMachines, license.trialActivation], [15, 1, false]);
  assert.equal(license.expires - license.created, 15 * DAY);
  assert.deepEqual(
    machines.map(({ machineCode, friendlyName, floating, ip }) => [machineCode, friendlyName, floating, ip]),
    [['a', 'Anna', false, '127.0.0.1']],
  );
  const { rows: uses } = await logOf(server, async () => {
    await call('Activate', key, { MachineCode: 'a' });
    await call('Activate', key, { MachineCode: 'b' });
  });
  assert.deepEqual(
    uses.map(({ state }) => state),
    [2011, 2022],
  );
});

test('the same machine gets the same key, another machine and another product a key of their own', async () => {
  const first = await trial({ MachineCode: 'same' });
  const { result, rows } = await logOf(server, () => trial({ MachineCode: 'same' }));
  assert.deepEqual(result.body, first.body);
  assert.deepEqual(
    rows.map(({ state, machineCode }) => [state, machineCode]),
    [[3012, 'same']],
  );
  const other = await server.product({ name: 'Other' });
  const answers = [
    await trial({ MachineCode: 'SAME' }),
    await trial({ MachineCode: 'same', ProductId: other.productId }),
  ];
  assert.equal(new Set([first, ...answers].map(({ body }) => body.key)).size, 3);
});

test('a machine that asks 20 times at once gets one key', async () => {
  const { result, rows } = await logOf(server, () =>
    Promise.all(Array.from({ length: 20 }, () => trial({ MachineCode: 'at once' }))),
  );
  assert.equal(new Set(result.map(({ body }) => body.key)).size, 1);
  assert.deepEqual(rows.map(({ state }) => state).sort(), [3011, ...Array<number>(19).fill(3012)]);
});

test('an expired trial is still returned: it is for the client to see', async () => {
  const { body } = await trial({ MachineCode: 'late' });
  await call('ExtendLicense', String(body.key), { NoOfDays: -100 });
  assert.equal((await trial({ MachineCode: 'late' })).body.key, body.key);
});

test('once blocked, or sold, a trial is not given out again', async () => {
  const refusal = { result: 1, message: 'This machine code has already activated the trial.' };
  for (const [machine, change] of [
    ['blocked', (key: string) => call('BlockKey', key)],
    ['no time limit', (key: string) => call('RemoveFeature', key, { Feature: 1 })],
    ['no trial', (key: string) => call('RemoveFeature', key, { Feature: 5 })],
  ] as const) {
    const { body } = await trial({ MachineCode: machine });
    await change(String(body.key));
    const { result, rows } = await logOf(server, () => trial({ MachineCode: machine }));
    assert.deepEqual(result.body, refusal);
    assert.deepEqual(
      rows.map(({ state, method, machineCode, productId: product }) => [state, method, machineCode, product]),
      [[3021, 5, machine, productId]],
    );
  }
  const { body } = await trial({ MachineCode: 'more features' });
  await call('AddFeature', String(body.key), { Feature: 3 });
  assert.equal((await trial({ MachineCode: 'more features' })).body.key, body.key);
});

test('a deleted trial can be made again', async () => {
  const { body } = await trial({ MachineCode: 'again' });
  await call('DeleteKey', String(body.key));
  const { result, rows } = await logOf(server, () => trial({ MachineCode: 'again' }));
  assert.notEqual(result.body.key, body.key);
  assert.equal(rows[0]?.state, 3011);
});

test('the feature lock of the token is the number of days', async () => {
  const by = await server.token({ featureLock: 40 });
  const { body } = await trial({ MachineCode: 'forty' }, by);
  const { license } = await readLicense(server, productId, String(body.key));
  assert.deepEqual([license.period, license.expires - license.created], [40, 40 * DAY]);
  const negative = await trial({ MachineCode: 'negative' }, await server.token({ featureLock: -3 }));
  assert.equal((await readLicense(server, productId, String(negative.body.key))).license.period, 15);
  const endless = await server.token({ featureLock: 2_147_483_647 });
  const refusal = await trial({ MachineCode: 'endless' }, endless);
  assert.deepEqual(refusal.body, { result: 1, message: 'The input parameters were incorrect.' });
});

// spec(WebAPILog, state codes): 3021: whatever the error
test('every refusal is 3021, whatever its sentence', async () => {
  const calls: [parameters: TestParameters, message: string, by?: string][] = [
    [{}, 'The machine code cannot be null.'],
    [{ MachineCode: '' }, 'The machine code cannot be null.'],
    [{ MachineCode: 'x'.repeat(129) }, 'The machine code cannot exceed 128 chars in length.'],
    [{ MachineCode: 'a', ProductId: 999 }, 'Could not find the product.'],
    [{ MachineCode: 'a', ProductId: 'x' }, 'The input parameters were incorrect.'],
    [{ MachineCode: 'a', FriendlyName: 'x'.repeat(301) }, 'The input parameters were incorrect.'],
    [{ MachineCode: 'a' }, 'Access denied.', await server.token({ permissions: ['CreateKey'] })],
    [{ MachineCode: 'a' }, 'Access denied.', await server.token({ productLock: productId + 100 })],
    [{ MachineCode: 'a' }, 'Access denied.', await server.token({ keyLock: -1 })],
  ];
  for (const [parameters, message, by] of calls) {
    const { result, rows } = await logOf(server, () => trial(parameters, by));
    assert.deepEqual(result, { status: 200, body: { result: 1, message } });
    assert.deepEqual(
      rows.map(({ state, method, licenseId }) => [state, method, licenseId]),
      [[3021, 5, 0]],
    );
  }
  assert.equal((await trial({ MachineCode: 'x'.repeat(128) })).body.result, 0);
});
