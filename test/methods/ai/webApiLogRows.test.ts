import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LogEntry } from '../../../src/domain/batch/logEntry.js';
import { addLicense } from '../../harness/licenses.js';
import { type ShownRow, writeLogRows } from '../../harness/randomLog.js';
import { licenseServer, type TestParameters } from '../../harness/server.js';

/** What GetWebAPILog shows of a row. */

const { server, token, product } = await licenseServer();
const license = await addLicense(server.engine, { productId: product.productId, key: 'KEY-A' });

const write = (details: Partial<LogEntry>) => {
  const entry: LogEntry = {
    state: 2011,
    productId: product.productId,
    licenseId: license.licenseId,
    attemptedKey: '',
    customerId: 0,
    seatLimit: 0,
    machineCode: 'filler',
    friendlyName: '',
    floatingInterval: 0,
    dataObjectId: 0,
    dataObjectValue: 0,
    ...details,
  };
  return writeLogRows(server, [{ entry, ip: '203.0.113.77' }]);
};

const logs = async (parameters: TestParameters = {}): Promise<readonly ShownRow[]> => {
  const { status, body } = await server.call('ai/GetWebAPILog', token, parameters);
  assert.deepEqual([status, body.result], [200, 0]);
  return body.logs as ShownRow[];
};

// spec(GetWebAPILog): Logs: a list of Web API Log Objects
test('a row has the documented fields, whole seconds and a masked address', async () => {
  const before = Math.floor(Date.now() / 1000);
  await write({ state: 8014, machineCode: 'M', friendlyName: 'Name', dataObjectId: 7, dataObjectValue: -3 });
  const [row] = await logs({ OrderBy: 'Id descending', Limit: 1 });
  assert(row !== undefined);
  assert(Math.abs(row.time - before) < 60);
  assert.deepEqual(
    { ...row, id: 0, time: 0 },
    {
      id: 0,
      productId: product.productId,
      key: 'KEY-A',
      ip: '203.0.113.0',
      time: 0,
      state: 8014,
      machineCode: 'M',
      friendlyName: 'Name',
      floatingExpires: 0,
      doIntValue: -3,
      doId: 7,
    },
  );
});

// spec(GetWebAPILog): a row without a device
test('a row without a device: machineCode null, the rest empty or 0', async () => {
  await write({ state: 3010, machineCode: null });
  const [row] = await logs({ OrderBy: 'Id descending', Limit: 1 });
  const { machineCode, friendlyName, floatingExpires, doIntValue, doId } = row ?? {};
  assert.deepEqual([machineCode, friendlyName, floatingExpires, doIntValue, doId], [null, '', 0, 0, 0]);
});

// spec(writing the log): an empty machine code is a device
test('an empty machine code is a device and is shown as "": it takes a seat and keeps it', async () => {
  const seated = await addLicense(server.engine, { productId: product.productId, key: 'KEY-S', maxNoOfMachines: 1 });
  const named = { ProductId: product.productId, Key: seated.key };
  await server.call('key/Activate', token, { ...named, MachineCode: '' });
  await server.call('key/Activate', token, named);
  await server.call('key/Activate', token, { ...named, MachineCode: 'another' });
  assert.deepEqual(
    (await logs(named)).map((row) => [row.state, row.machineCode]),
    [
      [2012, ''],
      [2011, ''],
      [2022, 'another'],
    ],
  );
});

// spec(writing the log): machineCode is null for methods that name no device
test('machineCode is null for methods that name no device only', async () => {
  const key = { ProductId: product.productId, Key: license.key };
  const ofDevice = { ...key, MachineCode: 'of-device' };
  await server.call('data/AddDataObjectToMachineCode', token, { ...ofDevice, Name: 'x' });
  await server.call('data/AddDataObjectToKey', token, { ...key, Name: 'x' });
  await server.call('key/ChangeNotes', token, { ...key, Notes: 'n' });
  await server.call('key/CreateKey', token, { ProductId: product.productId });
  await server.call('key/Deactivate', token, { ...key, MachineCode: '' });
  assert.deepEqual(
    (await logs({ OrderBy: 'Id descending', Limit: 5 })).map((row) => [row.state, row.machineCode]),
    [
      [6020, ''],
      [3010, null],
      [7017, null],
      [8011, null],
      [8011, 'of-device'],
    ],
  );
});

// spec(writing the log): doIntValue is the value that was passed in
test('doIntValue is the value that was passed in, not the new total', async () => {
  const added = await server.call('data/AddDataObject', token, { Name: 'count', IntValue: 10 });
  await server.call('data/IncrementIntValue', token, { Id: Number(added.body.id), IntValue: 3 });
  await server.call('data/DecrementIntValue', token, { Id: Number(added.body.id), IntValue: 1 });
  assert.deepEqual(
    (await logs({ OrderBy: 'Id descending', Limit: 3 })).map((row) => [row.state, row.doIntValue, row.doId]),
    [
      [8015, 1, added.body.id],
      [8014, 3, added.body.id],
      [8011, 10, added.body.id],
    ],
  );
});

// spec(GetWebAPILog): Result 0 or 1, Message null on success, a short message on error; Logs only on success
test('an answer has logs, result 0 and message null; an error has result 1 and a message', async () => {
  const { body } = await server.call('ai/GetWebAPILog', token, { Limit: 1 });
  assert.deepEqual({ ...body, logs: [] }, { logs: [], result: 0, message: null });
  assert.equal((body.logs as ShownRow[]).length, 1);
  const refused = await server.call('ai/GetWebAPILog', token, { Limit: -1 });
  assert.deepEqual(refused.body, { result: 1, message: 'The input parameters were incorrect.' });
});

// spec(GetWebAPILog): floatingExpires
test('floatingExpires is the second of the activation plus the interval; a refused one took no seat', async () => {
  const floating = await addLicense(server.engine, { productId: product.productId, key: 'KEY-F', maxNoOfMachines: 1 });
  const activate = (machine: string) =>
    server.call('key/Activate', token, {
      ProductId: product.productId,
      Key: floating.key,
      MachineCode: machine,
      FloatingTimeInterval: 300,
    });
  await activate('first');
  assert.equal((await activate('second')).body.result, 1);
  const [taken, refused] = await logs({ ProductId: product.productId, Key: floating.key });
  assert.deepEqual([taken?.state, taken?.floatingExpires], [2014, (taken?.time ?? 0) + 300]);
  assert.deepEqual([refused?.state, refused?.floatingExpires], [2024, 0]);
});

// spec(GetWebAPILog): Key of a deleted license
test('key of a deleted license is still shown and still found', async () => {
  const gone = await addLicense(server.engine, { productId: product.productId, key: 'GONE', deletedAt: 1 });
  await write({ licenseId: gone.licenseId });
  assert.deepEqual(
    (await logs({ ProductId: product.productId, Key: 'GONE' })).map((row) => row.key),
    ['GONE'],
  );
});

// spec(GetWebAPILog): a row about an unknown key
test('key of a row about an unknown key is the string that was asked for, cut and cleaned', async () => {
  await server.call('key/Activate', token, {
    ProductId: product.productId,
    Key: `GUESS\u0007${'x'.repeat(70)}`,
    MachineCode: 'guesser',
  });
  const [row] = await logs({ MachineCode: 'guesser' });
  assert.deepEqual([row?.state, row?.key], [2020, `GUESS${'x'.repeat(59)}`]);
});
