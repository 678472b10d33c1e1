import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logOf } from '../../harness/loggedRows.js';
import { readLicense } from '../../harness/objects.js';
import { licenseServer, type TestParameters } from '../../harness/server.js';

const { server, token, product } = await licenseServer();
const { productId } = product;
const { body } = await server.call('key/CreateKey', token, { ProductId: productId, MaxNoOfMachines: 5 });
const key = String(body.key);

const call = (method: string, parameters: TestParameters = {}) =>
  server.call(`key/${method}`, token, { ProductId: productId, Key: key, ...parameters });

const seats = async (): Promise<readonly string[]> => {
  const { machines } = await readLicense(server, productId, key);
  return machines.map(({ floating, machineCode }) => `${floating ? 'lease' : 'seat'} ${machineCode}`);
};

test('each kind of seat is freed by itself', async () => {
  await call('Activate', { MachineCode: 'a' });
  await call('Activate', { MachineCode: 'a', FloatingTimeInterval: 100 });
  await call('Activate', { MachineCode: '' });
  assert.deepEqual(
    await seats(),
    ['seat a', 'lease a', 'seat '].sort(() => 0),
  );
  const notActivated = 'Either the machine code was never activated or key activation feature was never set up.';
  const calls: [parameters: TestParameters, state: number, message: string, left: readonly string[]][] = [
    [{ MachineCode: 'b' }, 6020, notActivated, ['seat a', 'lease a', 'seat ']],
    [{ MachineCode: 'b', Floating: 'True' }, 6011, '', ['seat a', 'lease a', 'seat ']],
    [{ MachineCode: 'a', Floating: 'true' }, 6011, '', ['seat a', 'seat ']],
    [{ MachineCode: 'a', Floating: 'true', OSInfo: 'null' }, 6011, '', ['seat a', 'seat ']],
    [{ MachineCode: 'a', Floating: 'false', OSInfo: 'null' }, 6010, '', ['seat ']],
    [{ MachineCode: 'a' }, 6020, notActivated, ['seat ']],
    [{}, 6010, '', []],
    [{}, 6020, notActivated, []],
  ];
  for (const [parameters, state, message, left] of calls) {
    const { result, rows } = await logOf(server, () => call('Deactivate', parameters));
    assert.deepEqual(result.body, { result: message === '' ? 0 : 1, message });
    assert.deepEqual(
      rows.map((row) => [row.state, row.method, row.machineCode, row.floatingInterval]),
      [[state, 3, parameters.MachineCode ?? '', 0]],
    );
    assert.deepEqual(await seats(), left);
  }
});

test('a freed seat can be taken, and its machine then begins anew', async () => {
  await call('MachineLockLimit', { NumberOfMachines: 1 });
  await call('Activate', { MachineCode: 'a', FriendlyName: 'old name' });
  await call('Deactivate', { MachineCode: 'a' });
  const { body } = await call('Activate', { MachineCode: 'b' });
  assert.equal(body.result, 0);
  await call('Deactivate', { MachineCode: 'b' });
  await call('Activate', { MachineCode: 'a' });
  const { machines } = await readLicense(server, productId, key);
  assert.deepEqual(
    machines.map(({ machineCode, friendlyName }) => [machineCode, friendlyName]),
    [['a', '']],
  );
});

test('on a blocked key nothing is freed', async () => {
  await call('BlockKey');
  const before = await seats();
  for (const Floating of [true, false]) {
    const { result, rows } = await logOf(server, () => call('Deactivate', { MachineCode: 'a', Floating }));
    assert.deepEqual(result.body, { result: 1, message: 'The key is blocked and cannot be accessed.' });
    assert.deepEqual(
      rows.map(({ state, machineCode }) => [state, machineCode]),
      [[6020, 'a']],
    );
  }
  assert.deepEqual(await seats(), before);
  await call('UnblockKey');
  assert.equal((await call('Deactivate', { MachineCode: 'a' })).body.result, 0);
});
