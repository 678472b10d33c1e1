import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LogEntry } from '../../../src/domain/batch/logEntry.js';
import { addLicense } from '../../harness/licenses.js';
import { type ShownRow, writeLogRows } from '../../harness/randomLog.js';
import { licenseServer, type TestParameters } from '../../harness/server.js';

const ROWS_BEFORE = 1_200;

const entry = (details: Partial<LogEntry>): LogEntry => ({
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
});

const write = (details: Partial<LogEntry>, ip = '203.0.113.77') =>
  writeLogRows(server, [{ entry: entry(details), ip }]);

const { server, token, product } = await licenseServer();
const other = await server.product();
const license = await addLicense(server.engine, { productId: product.productId, key: 'KEY-A' });
const floating = await addLicense(server.engine, { productId: product.productId, key: 'KEY-F', maxNoOfMachines: 1 });
const sameKeyElsewhere = await addLicense(server.engine, { productId: other.productId, key: 'KEY-A' });
await writeLogRows(
  server,
  Array.from({ length: ROWS_BEFORE }, () => ({ entry: entry({}), ip: '' })),
);

const logs = async (parameters: TestParameters = {}, withToken = token): Promise<readonly ShownRow[]> => {
  const answer = await server.call('ai/GetWebAPILog', withToken, parameters);
  assert.deepEqual([answer.status, answer.body.result, answer.body.message], [200, 0, null]);
  return answer.body.logs as ShownRow[];
};

const refusal = async (parameters: TestParameters, withToken = token): Promise<string | null> => {
  const answer = await server.call('ai/GetWebAPILog', withToken, parameters);
  assert.deepEqual([answer.status, answer.body.result], [200, 1]);
  assert.equal('logs' in answer.body, false);
  return answer.body.message;
};

const lastId = async (): Promise<number> => (await logs({ OrderBy: 'Id descending', Limit: 1 }))[0]?.id ?? 0;

const INPUT = 'The input parameters were incorrect.';

// spec(GetWebAPILog): ProductId filters; optional
test('ProductId: rows of that product only', async () => {
  await write({ productId: other.productId, licenseId: sameKeyElsewhere.licenseId });
  const rows = await logs({ ProductId: other.productId });
  assert(rows.length > 0 && rows.every((row) => row.productId === other.productId));
});

// spec(GetWebAPILog): ProductId of no product
test('ProductId of no product: an empty list', async () => {
  await server.call('key/Activate', token, { ProductId: 424_242, Key: 'K', MachineCode: 'lost' });
  assert.deepEqual(await logs({ ProductId: 424_242 }), []);
});

// spec(GetWebAPILog): Key filters; optional
test('Key: rows of that key in that product only', async () => {
  const rows = await logs({ ProductId: product.productId, Key: 'KEY-A' });
  assert(rows.length > 0 && rows.every((row) => row.productId === product.productId && row.key === 'KEY-A'));
});

// spec(GetWebAPILog): Key requires ProductId
test('Key without ProductId is refused', async () => {
  assert.equal(await refusal({ Key: 'KEY-A' }), INPUT);
  assert.equal(await refusal({ Key: 'KEY-A', ProductId: 0 }), INPUT);
});

// spec(GetWebAPILog): Key that is unknown
test('Key that is unknown: an empty list, also for a string that was asked for', async () => {
  const parameters = { ProductId: product.productId, Key: 'ASKED-FOR' };
  await server.call('key/Activate', token, { ...parameters, MachineCode: 'm' });
  assert.deepEqual(await logs(parameters), []);
});

// spec(GetWebAPILog): MachineCode: the entire code, case-sensitive
test('MachineCode: the entire code, case-sensitive', async () => {
  await write({ machineCode: 'Exact-1', friendlyName: 'one' });
  await write({ machineCode: 'Exact-1', friendlyName: 'two' });
  assert.deepEqual(
    (await logs({ MachineCode: 'Exact-1' })).map((row) => row.friendlyName),
    ['one', 'two'],
  );
  for (const code of ['exact-1', 'Exact', 'Exact-1 ', 'Exact%'])
    assert.deepEqual(await logs({ MachineCode: code }), []);
});

// spec(GetWebAPILog): FriendlyName: "Contains", case-insensitive
test('FriendlyName: contains, case-insensitive, beyond ASCII too', async () => {
  await write({ machineCode: 'f1', friendlyName: 'Büro ÄÖ-12' });
  for (const name of ['äö', 'BÜRO', 'o Ä', '-1']) {
    assert.deepEqual(
      (await logs({ FriendlyName: name, Limit: 1000 })).map((row) => row.machineCode),
      ['f1'],
      name,
    );
  }
  assert.deepEqual(await logs({ FriendlyName: 'Buro' }), []);
});

// spec(GetWebAPILog): FriendlyName has no wildcards
test('FriendlyName: % and _ are ordinary characters', async () => {
  await write({ machineCode: 'p1', friendlyName: '100% sure' });
  await write({ machineCode: 'p2', friendlyName: 'a_b\\c' });
  assert.deepEqual(
    (await logs({ FriendlyName: '%' })).map((row) => row.machineCode),
    ['p1'],
  );
  assert.deepEqual(
    (await logs({ FriendlyName: '_' })).map((row) => row.machineCode),
    ['p2'],
  );
  assert.deepEqual(
    (await logs({ FriendlyName: '\\' })).map((row) => row.machineCode),
    ['p2'],
  );
});

// spec(GetWebAPILog): States (newer page): a JSON array
test('States: any of a JSON array, as text or inside a JSON body', async () => {
  await write({ state: 6010, machineCode: 'st' });
  await write({ state: 6011, machineCode: 'st' });
  await write({ state: 6020, machineCode: 'st' });
  const states = async (text: string) => (await logs({ MachineCode: 'st', States: text })).map((row) => row.state);
  assert.deepEqual(await states('[6011,6010]'), [6010, 6011]);
  assert.deepEqual(await states('[6020]'), [6020]);
  assert.deepEqual(await states('[9999, 70000]'), []);
  assert.deepEqual(await states('[]'), [6010, 6011, 6020]);
  const response = await fetch(`${server.url}/api/ai/GetWebAPILog?token=${encodeURIComponent(token)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ States: [6011], MachineCode: 'st', Time: { gte: 1 } }),
  });
  const body = (await response.json()) as { logs: ShownRow[] };
  assert.deepEqual(
    body.logs.map((row) => row.state),
    [6011],
  );
});

// spec(GetWebAPILog): States otherwise
test('States that are no JSON array of integers are refused', async () => {
  for (const States of ['2011', '2011,2012', '["a"]', '{}', '[2011.5]', JSON.stringify(Array(101).fill(1))]) {
    assert.equal(await refusal({ States }), INPUT, States);
  }
});

// spec(GetWebAPILog): Time otherwise
test('Time in a wrong format is refused', async () => {
  for (const Time of ['abc', '-5', '1.5', '[1]', '{"after":1}', '{"gt":"x"}', '{"gt":-1}', 'true']) {
    assert.equal(await refusal({ Time }), INPUT, Time);
  }
});

// spec(GetWebAPILog): Time: not given
test('Time without bounds is not given', async () => {
  for (const Time of ['0', '', '{}', 'null', '{"gt":null}']) assert.equal((await logs({ Time })).length, 10, Time);
  assert.equal((await logs({ Time: '{"GT":"1"}' })).length, 10, 'names in any case, numbers as text');
});

// spec(GetWebAPILog): Limit: default 10
test('Limit: 10 by default', async () => {
  for (const Limit of ['', '0', 'None', 'null']) assert.equal((await logs({ Limit })).length, 10, Limit);
  assert.equal((await logs()).length, 10);
});

// spec(GetWebAPILog): Limit: at most 1000
test('Limit: at most 1000', async () => {
  assert.equal((await logs({ Limit: 1000 })).length, 1000);
  assert.equal((await logs({ Limit: 1001 })).length, 1000);
  assert.equal((await logs({ Limit: '99999999999' })).length, 1000);
  assert.equal((await logs({ Limit: 1 })).length, 1);
});

// spec(GetWebAPILog): StartingAfter: a cursor
test('StartingAfter: what comes after the id, ascending', async () => {
  assert.deepEqual(
    (await logs({ StartingAfter: 125, Limit: 3 })).map((row) => row.id),
    [126, 127, 128],
  );
});

// spec(GetWebAPILog): EndingBefore: a cursor
test('EndingBefore: what comes before the id, descending', async () => {
  assert.deepEqual(
    (await logs({ EndingBefore: 125, Limit: 3 })).map((row) => row.id),
    [124, 123, 122],
  );
});

// spec(GetWebAPILog): both cursors
test('EndingBefore wins over StartingAfter', async () => {
  const parameters = { EndingBefore: 125, StartingAfter: 123, Limit: 3 };
  assert.deepEqual(
    (await logs(parameters)).map((row) => row.id),
    [124, 123, 122],
  );
});

// spec(GetWebAPILog): EndingBefore=0
test('EndingBefore=0 is how real tools start: not given', async () => {
  const last = await lastId();
  const rows = await logs({ EndingBefore: 0, OrderBy: 'Id descending', Limit: 2 });
  assert.deepEqual(
    rows.map((row) => row.id),
    [last, last - 1],
  );
  assert.deepEqual(
    (await logs({ EndingBefore: 0, Limit: 2 })).map((row) => row.id),
    [1, 2],
  );
});

// spec(GetWebAPILog): the end of the data
test('the end of the data is an empty list', async () => {
  assert.deepEqual(await logs({ StartingAfter: await lastId() }), []);
  assert.deepEqual(await logs({ EndingBefore: 1 }), []);
  assert.deepEqual(await logs({ StartingAfter: Number.MAX_SAFE_INTEGER }), []);
});

// spec(GetWebAPILog): OrderBy: "ascending" by default
test('OrderBy: ascending by default', async () => {
  assert.deepEqual(
    (await logs({ Limit: 2 })).map((row) => row.id),
    [1, 2],
  );
  assert.deepEqual(
    (await logs({ OrderBy: 'Id', Limit: 2 })).map((row) => row.id),
    [1, 2],
  );
  assert.deepEqual(
    (await logs({ OrderBy: 'id ascending', Limit: 2 })).map((row) => row.id),
    [1, 2],
  );
});

// spec(GetWebAPILog): OrderBy: "descending" appended
test('OrderBy: descending may be appended, in any case', async () => {
  const last = await lastId();
  for (const OrderBy of ['Id descending', 'Time descending', ' TIME  DESCENDING ']) {
    assert.deepEqual(
      (await logs({ OrderBy, Limit: 2 })).map((row) => row.id),
      [last, last - 1],
      OrderBy,
    );
  }
});

// spec(GetWebAPILog): OrderBy with a cursor
test('OrderBy with EndingBefore: the order is as asked, the cursor only filters', async () => {
  const ids = (rows: readonly ShownRow[]) => rows.map((row) => row.id);
  assert.deepEqual(ids(await logs({ OrderBy: 'Id ascending', EndingBefore: 125, Limit: 2 })), [1, 2]);
  assert.deepEqual(ids(await logs({ OrderBy: 'Id descending', StartingAfter: 1, Limit: 1 })), [await lastId()]);
});

// spec(GetWebAPILog): OrderBy: one of the fields
test('OrderBy: every field of the object', async () => {
  for (const field of [
    'ProductId',
    'Key',
    'IP',
    'State',
    'MachineCode',
    'FriendlyName',
    'FloatingExpires',
    'DOIntValue',
    'DOId',
  ]) {
    assert.equal((await logs({ OrderBy: `${field} descending`, Limit: 5 })).length, 5, field);
  }
});

// spec(GetWebAPILog): OrderBy otherwise
test('OrderBy another field or another word is refused', async () => {
  for (const OrderBy of ['Method', 'Id desc', 'Id; drop table web_api_log', 'Id descending descending', '-Id']) {
    assert.equal(await refusal({ OrderBy }), INPUT, OrderBy);
  }
});

// spec(GetWebAPILog): AnomalyClassification (newer page)
test('AnomalyClassification adds isAnomaly and anomalyProperties', async () => {
  const [row] = await logs({ AnomalyClassification: 'true', Limit: 1 });
  assert(row !== undefined && 'isAnomaly' in row && 'anomalyProperties' in row);
  assert.deepEqual([row.isAnomaly, row.anomalyProperties], [false, null]);
  assert.equal('isAnomaly' in ((await logs({ Limit: 1 }))[0] ?? {}), false);
});

// spec(GetWebAPILog): v: optional
test('v is accepted', async () => {
  assert.equal((await logs({ v: 1 })).length, 10);
});

// spec(GetWebAPILog): what clients send for "not given"
test('everything as the .NET and Python clients send it when it is not given', async () => {
  const dotnet = { ProductId: 0, Key: '', MachineCode: '', FriendlyName: '', States: '', Time: '', Limit: 0 };
  const rest = {
    StartingAfter: 0,
    EndingBefore: 0,
    OrderBy: '',
    AnomalyClassification: 'False',
    v: 1,
    modelVersion: 1,
  };
  assert.equal((await logs({ ...dotnet, ...rest })).length, 10);
  const python = Object.fromEntries([...Object.keys(dotnet), ...Object.keys(rest)].map((name) => [name, 'None']));
  assert.equal((await logs(python)).length, 10);
});

// spec(GetWebAPILog): Time as a JSON number, States as a JSON list
// spec(GetWebAPILog): null inside JSON
test('a JSON body: numbers, lists and objects as they are, null is not given', async () => {
  const ask = async (body: object) => {
    const response = await fetch(`${server.url}/api/ai/GetWebAPILog?token=${encodeURIComponent(token)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await response.json()) as { logs?: ShownRow[]; message: string | null };
  };
  const [first] = await logs({ Limit: 1 });
  const Time = first?.time ?? 0;
  const names = ['ProductId', 'Key', 'MachineCode', 'FriendlyName', 'States', 'Time', 'Limit', 'StartingAfter'];
  const nulls = Object.fromEntries([...names, 'EndingBefore', 'OrderBy', 'v'].map((name) => [name, null]));
  assert.equal((await ask(nulls)).logs?.length, 10);
  assert.equal((await ask({ ...nulls, States: [], Time: 0, Limit: 0, StartingAfter: 0 })).logs?.length, 10);
  assert.deepEqual((await ask({ Time, Limit: 1 })).logs, [first]);
  assert.deepEqual((await ask({ Time: Time - 1 })).logs, []);
  assert.deepEqual((await ask({ Time: { gte: Time }, States: '[2011]', Limit: '1' })).logs, [first]);
  for (const wrong of [{ Limit: -1 }, { Limit: 1.5 }, { Limit: true }, { States: 2011 }, { Time: -1 }, { Key: {} }]) {
    assert.equal((await ask({ ProductId: product.productId, ...wrong })).message, INPUT, JSON.stringify(wrong));
  }
});

// spec(GetWebAPILog): Limit 0 is 10; -1 and abc are refused
// spec(GetWebAPILog): The input parameters were incorrect.
test('a negative or non-numeric number is refused', async () => {
  for (const name of ['ProductId', 'Limit', 'StartingAfter', 'EndingBefore']) {
    for (const value of ['-1', 'abc', '1.5', '1e3'])
      assert.equal(await refusal({ [name]: value }), INPUT, name + value);
  }
});

// spec(GetWebAPILog): Access denied.
test('Access denied without the permission', async () => {
  const without = await server.token({ permissions: ['Activate', 'GetEvents'] });
  assert.equal(await refusal({}, without), 'Access denied.');
  assert.equal((await logs({}, await server.token({ permissions: ['GetWebAPILog'] }))).length, 10);
});

// spec(GetWebAPILog): KeyLock=-1 requires product id and license key
test('KeyLock -1 or lower: ProductId and Key are required', async () => {
  for (const keyLock of [-1, -2]) {
    const locked = await server.token({ permissions: ['GetWebAPILog'], keyLock });
    const named = { ProductId: product.productId, Key: 'KEY-A' };
    for (const notGiven of ['', 'None', 'null', undefined]) {
      const { ProductId, Key } = named;
      const rest = notGiven === undefined ? [{}, {}] : [{ Key: notGiven }, { ProductId: notGiven }];
      assert.equal(await refusal({ ...rest[0], ...rest[1] }, locked), INPUT);
      assert.equal(await refusal({ ProductId, ...rest[0] }, locked), INPUT);
      assert.equal(await refusal({ Key, ...rest[1] }, locked), INPUT);
    }
    const rows = await logs(named, locked);
    assert(rows.length === 10 && rows.every((row) => row.productId === named.ProductId && row.key === 'KEY-A'));
    assert.deepEqual(await logs({ ...named, Key: 'NONE' }, locked), []);
  }
});

// spec(GetWebAPILog): KeyLock=-1 with a product lock
test('KeyLock -1 and a product lock: a key of that product only', async () => {
  const locked = await server.token({ keyLock: -1, productLock: other.productId });
  assert.equal(await refusal({ Key: 'KEY-A' }, locked), INPUT, 'the lock does not stand for the parameter');
  assert((await logs({ ProductId: other.productId, Key: 'KEY-A' }, locked)).length > 0);
  assert.deepEqual(await logs({ ProductId: product.productId, Key: 'KEY-A' }, locked), []);
});

// spec(GetWebAPILog): KeyLock of a key
test('KeyLock above 0: only the rows of that key', async () => {
  await write({ licenseId: floating.licenseId });
  const locked = await server.token({ keyLock: floating.licenseId });
  const rows = await logs({ Limit: 1000 }, locked);
  assert(rows.length > 0 && rows.every((row) => row.key === floating.key));
  assert.deepEqual(await logs({ ProductId: product.productId, Key: 'KEY-A' }, locked), []);
});

// spec(GetWebAPILog): product lock
test('product lock: only the rows of that product', async () => {
  const locked = await server.token({ productLock: other.productId });
  const rows = await logs({ Limit: 1000 }, locked);
  assert(rows.length > 0 && rows.every((row) => row.productId === other.productId));
  assert.deepEqual(await logs({ ProductId: product.productId }, locked), []);
});

// spec(GetWebAPILog): one account's rows
test('rows of another account are not seen', async () => {
  const { createAccount } = await import('../../../src/engine/identity/accounts.js');
  const { createToken } = await import('../../../src/engine/administration/administration.js');
  const accountId = await createAccount(server.writers, 'Other');
  const scope = { name: 't', permissions: 'all', productLock: 0, keyLock: 0, featureLock: 0, expires: null } as const;
  const { text } = await createToken(server.engine, accountId, scope);
  assert.deepEqual(await logs({}, text), []);
  assert.deepEqual(await logs({ MachineCode: 'filler', OrderBy: 'Key' }, text), []);
});
