import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logOf } from '../../harness/loggedRows.js';
import { putObjects, readLicense } from '../../harness/objects.js';
import { licenseServer, type TestParameters } from '../../harness/server.js';

const { server, token, product } = await licenseServer();
const { productId } = product;

const count = async (name: string, text: string): Promise<number> => {
  const [row] = await server.readers.run<{ n: number }>({ name, text, values: [] });
  return row?.n ?? -1;
};

// spec(writing the log): DeleteKey: 7010, and the key stays in the log
test('a deleted key is gone with its seats and data, and stays in the log', async () => {
  const create = await server.call('key/CreateKey', token, { ProductId: productId, MaxNoOfMachines: 2 });
  const key = String(create.body.key);
  const call = (method: string, parameters: TestParameters = {}) =>
    server.call(`key/${method}`, token, { ProductId: productId, Key: key, ...parameters });
  await call('Activate', { MachineCode: 'a' });
  await call('Activate', { MachineCode: 'b', FloatingTimeInterval: 100 });
  const { license } = await readLicense(server, productId, key);
  const object = { referencerId: license.licenseId, name: 'n', stringValue: '', intValue: 1 };
  await putObjects(server, [
    { kind: 'dataObject', row: { ...object, id: 1, referencerType: 2, machineCode: '' } },
    { kind: 'dataObject', row: { ...object, id: 2, referencerType: 3, machineCode: 'a' } },
    { kind: 'dataObject', row: { ...object, id: 3, referencerType: 1, machineCode: '' } },
  ]);

  const { result, rows } = await logOf(server, () => call('DeleteKey'));
  assert.deepEqual(result, { status: 200, body: { result: 0, message: '' } });
  assert.deepEqual(
    rows.map((row) => [row.state, row.method, row.licenseId, row.seatLimit]),
    [[7010, 15, license.licenseId, 2]],
  );
  assert.equal(await count('test_machines', 'select count(*)::int as n from machine where account_id = 1'), 0);
  assert.equal(
    await count('test_data', 'select sum(id)::int as n from data_object where account_id = 1'),
    3,
    'the product keeps its own',
  );
  const [tombstone] = await server.readers.run<{ key: string; deleted_at: number }>({
    name: 'test_tombstone',
    text: 'select key, deleted_at from license where account_id = 1 and global_id = $1',
    values: [license.licenseId],
  });
  assert.equal(tombstone?.key, key);
  assert.equal(tombstone.deleted_at, rows[0]?.time);

  for (const [method, state] of [
    ['Activate', 2020],
    ['GetKey', 1020],
    ['Deactivate', 6020],
    ['BlockKey', 7020],
    ['DeleteKey', 7020],
  ] as const) {
    const after = await logOf(server, () => call(method, { MachineCode: 'a' }));
    assert.deepEqual(after.result.body, { result: 1, message: 'Could not find the key.' });
    assert.deepEqual(
      after.rows.map((row) => [row.state, row.licenseId, row.detail]),
      [[state, 0, `k${key}`]],
    );
  }
  const [entry] = await server.readers.run<{ resource_action: number; object_id: number; data: string }>({
    name: 'test_object_log',
    text: `select resource_action, object_id::int, data from object_log
           where account_id = 1 and resource_type = 3 order by id desc limit 1`,
    values: [],
  });
  assert.equal(entry?.resource_action, 3);
  assert.deepEqual(JSON.parse(entry.data), { deletedAt: [null, rows[0]?.time] });
});
