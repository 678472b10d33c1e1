import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Activate } from '../../../src/methods/key/Activate.js';
import { logOf } from '../../harness/loggedRows.js';
import { putObjects, putProductData, readLicense } from '../../harness/objects.js';
import { licenseServer, type TestParameters } from '../../harness/server.js';

const { server, token, product } = await licenseServer();
const { productId } = product;

const createKey = async (terms: TestParameters = {}, ProductId = productId): Promise<string> => {
  const { body } = await server.call('key/CreateKey', token, { ProductId, ...terms });
  assert.equal(body.result, 0, body.message ?? '');
  return String(body.key);
};

const activate = (Key: string, parameters: TestParameters = {}, by = token) =>
  server.call('key/Activate', by, { ProductId: productId, Key, SignMethod: 1, ...parameters });

interface SignedLicense {
  readonly Expires: number;
  readonly ActivatedMachines: readonly {
    readonly Mid: string;
    readonly Time: number;
    readonly FriendlyName?: string;
    readonly FloatingExpires?: number | null;
  }[];
  readonly [field: string]: unknown;
}

const signed = (body: Readonly<Record<string, unknown>>): SignedLicense =>
  JSON.parse(Buffer.from(String(body.licenseKey), 'base64').toString()) as SignedLicense;

// spec(writing the log): 2022 and 2024, 2010 to 2015: the answer and the row together
test('each state, its answer and its log row', async () => {
  const unlocked = await createKey();
  const locked = await createKey({ MaxNoOfMachines: 1 });
  const trial = await createKey({ MaxNoOfMachines: 1, TrialActivation: true, Period: 30 });
  const blocked = await createKey({ Block: true });
  const lease = { FloatingTimeInterval: 100 };
  const calls: [key: string, parameters: TestParameters, state: number, message: string][] = [
    [unlocked, { MachineCode: 'a' }, 2010, ''],
    [locked, { MachineCode: 'a', FriendlyName: 'Anna' }, 2012, ''],
    [locked, { MachineCode: 'a' }, 2011, ''],
    [locked, { MachineCode: 'b' }, 2022, 'Cannot activate the new device as the limit has been reached.'],
    [locked, { MachineCode: '' }, 2022, 'Cannot activate the new device as the limit has been reached.'],
    [locked, { MachineCode: 'a', ...lease }, 2014, ''],
    [locked, { MachineCode: 'b', ...lease }, 2024, 'Cannot activate the new device as the limit has been reached.'],
    [locked, { MachineCode: 'b', ...lease, MaxOverdraft: 1 }, 2015, ''],
    [trial, { MachineCode: '' }, 2013, ''],
    [blocked, { MachineCode: 'a' }, 2020, 'The key is blocked and cannot be accessed.'],
    ['NOSUC-HKEYA-TALLX-XXXXX', { MachineCode: 'a' }, 2020, 'Could not find the key.'],
    [locked, { MachineCode: 'a', ProductId: 999 }, 2020, 'Could not find the product.'],
    [locked, { MachineCode: 'a', FloatingTimeInterval: 'x' }, 2020, 'The input parameters were incorrect.'],
    [locked, { MachineCode: 'a', FloatingTimeInterval: -1 }, 2020, 'The input parameters were incorrect.'],
    [locked, { MachineCode: 'x'.repeat(501) }, 2020, 'The input parameters were incorrect.'],
  ];
  for (const [key, parameters, state, message] of calls) {
    const { result, rows } = await logOf(server, () => activate(key, parameters));
    assert.deepEqual([result.body.message, result.body.result, result.status], [message, message === '' ? 0 : 1, 200]);
    assert.equal(rows.length, 1);
    const [row] = rows;
    assert.equal(row?.state, state);
    assert.equal(row.method, 1);
    assert.equal(row.machineCode, String(parameters.MachineCode).slice(0, 500));
    assert.equal(row.address, '127.0.0.1');
    if (message === '') {
      assert.equal(row.floatingInterval, parameters.FloatingTimeInterval ?? 0);
      assert.equal(row.friendlyName, parameters.FriendlyName ?? '');
      const { result: _result, message: _message, ...own } = result.body;
      Activate.result.parse(own);
    }
  }
});

test('64 machines at once on a key with five seats: exactly five get one', async () => {
  for (const FloatingTimeInterval of [0, 300]) {
    const key = await createKey({ MaxNoOfMachines: 5 });
    const { result, rows } = await logOf(server, () =>
      Promise.all(Array.from({ length: 64 }, (_, n) => activate(key, { MachineCode: `m${n}`, FloatingTimeInterval }))),
    );
    assert.equal(result.filter(({ body }) => body.result === 0).length, 5);
    const [yes, no] = FloatingTimeInterval === 0 ? [2012, 2022] : [2014, 2024];
    assert.equal(rows.filter(({ state }) => state === yes).length, 5);
    assert.equal(rows.filter(({ state }) => state === no).length, 59);
    const { machines } = await readLicense(server, productId, key);
    const granted = rows.filter(({ state }) => state === yes).map(({ machineCode }) => machineCode);
    assert.deepEqual(machines.map(({ machineCode }) => machineCode).sort(), granted.sort());
  }
});

test('64 calls of one machine at once take one seat', async () => {
  const key = await createKey({ MaxNoOfMachines: 1 });
  const { result, rows } = await logOf(server, () =>
    Promise.all(Array.from({ length: 64 }, () => activate(key, { MachineCode: 'one' }))),
  );
  assert.ok(result.every(({ body }) => body.result === 0));
  assert.deepEqual([...rows.map(({ state }) => state)].sort(), [...Array<number>(63).fill(2011), 2012]);
});

test('an expired key activates, and says that it is expired', async () => {
  const key = await createKey({ MaxNoOfMachines: 1, F1: true });
  await server.call('key/ExtendLicense', token, { ProductId: productId, Key: key, NoOfDays: -5 });
  const { body } = await activate(key, { MachineCode: 'a', Metadata: true });
  assert.equal(body.result, 0);
  assert.ok(signed(body).Expires * 1000 < Date.now() - 4 * 86_400_000);
  const { licenseStatus } = body.metadata as { licenseStatus: { isValid: boolean; reasonForInvalidity: number } };
  assert.deepEqual([licenseStatus.isValid, licenseStatus.reasonForInvalidity], [false, 1]);
});

test('the countdown of a trial: Expires is the activation and Period days', async () => {
  const key = await createKey({ MaxNoOfMachines: 2, TrialActivation: true, Period: 30 });
  await server.call('key/ExtendLicense', token, { ProductId: productId, Key: key, NoOfDays: 300 });
  await server.call('key/ExtendLicense', token, { ProductId: productId, Key: key, NoOfDays: -300 });
  const { license } = await readLicense(server, productId, key);
  const { body } = await activate(key, { MachineCode: 'a' });
  const [machine] = signed(body).ActivatedMachines;
  assert.equal(signed(body).Expires - (machine?.Time ?? 0), license.period * 86_400);
  assert.equal(signed(body).TrialActivation, true);
  assert.equal(signed(body).Expires * 1000, (await readLicense(server, productId, key)).license.expires);
});

test('the data object first_activation of the product keeps the date of the first machine', async () => {
  const product = await server.product({ name: 'First only' });
  const other = { ProductId: product.productId };
  await putProductData(server, product.productId, 'cryptolens_trialactivation', 'first_activation');
  const key = await createKey({ MaxNoOfMachines: 2, TrialActivation: true, Period: 30 }, product.productId);
  const { rows } = await logOf(server, async () => {
    await activate(key, { ...other, MachineCode: 'a' });
    await server.call('key/Deactivate', token, { ...other, Key: key, MachineCode: 'a' });
    await activate(key, { ...other, MachineCode: 'a' });
    await activate(key, { ...other, MachineCode: 'b' });
  });
  assert.deepEqual(
    rows.map(({ state }) => state),
    [2013, 6010, 2012, 2012],
  );
});

test('model versions list machines as their clients expect', async () => {
  const key = await createKey({ MaxNoOfMachines: 2 });
  await activate(key, { MachineCode: 'n', FriendlyName: 'node' });
  const lease = { FloatingTimeInterval: 100, FriendlyName: 'lease' };
  await activate(key, { MachineCode: 'f', ...lease });
  const listed = async (ModelVersion: number) => {
    const { body } = await activate(key, { MachineCode: 'g', ...lease, ModelVersion });
    return signed(body).ActivatedMachines;
  };
  assert.deepEqual(
    (await listed(1)).map((machine) => [machine.Mid, Object.keys(machine)]),
    [['floating:g', ['Mid', 'IP', 'Time']]],
  );
  assert.deepEqual(
    (await listed(2)).map((machine) => [machine.Mid, machine.FriendlyName]),
    [['floating:g', 'lease']],
  );
  const all = await listed(3);
  assert.deepEqual(
    all.map(({ Mid, FriendlyName }) => [Mid, FriendlyName]),
    [
      ['n', 'node'],
      ['floating:f', 'lease'],
      ['floating:g', 'lease'],
    ],
  );
  assert.deepEqual(
    all.map(({ FloatingExpires }) => typeof FloatingExpires),
    ['object', 'number', 'number'],
  );
  const { body } = await activate(key, { MachineCode: 'h', ...lease, ModelVersion: 3, MaxOverdraft: 1 });
  assert.equal(signed(body).ActivatedMachines[3]?.Mid, 'floating:overdraft:h');
  const wrong = await activate(key, { MachineCode: 'g', ModelVersion: 4 });
  assert.equal(wrong.body.message, 'The input parameters were incorrect.');
});

test('a mask hides fields, and the feature lock of a token replaces it', async () => {
  const key = await createKey({ MaxNoOfMachines: 2, Notes: 'secret' });
  await activate(key, { MachineCode: 'a' });
  const { body: masked } = await activate(key, { MachineCode: 'b', FieldsToReturn: 4 });
  const view = signed(masked);
  assert.deepEqual([view.Key, view.Notes, view.ID, view.MaxNoOfMachines], [key, null, -1, 0]);
  assert.deepEqual(
    view.ActivatedMachines.map(({ Mid }) => Mid),
    ['b'],
  );
  const lockedToken = await server.token({ featureLock: 8 });
  for (const FieldsToReturn of [0, 4]) {
    const locked = signed((await activate(key, { MachineCode: 'a', FieldsToReturn }, lockedToken)).body);
    assert.deepEqual([locked.Key, locked.Notes], [null, 'secret']);
  }
});

test('metadata counts both kinds of seats', async () => {
  const key = await createKey({ MaxNoOfMachines: 2, F1: true, F2: true, Period: 10 });
  await activate(key, { MachineCode: 'a' });
  const { body } = await activate(key, { MachineCode: 'a', FloatingTimeInterval: 100, Metadata: true, SignMethod: 0 });
  const { signature, ...metadata } = body.metadata as Record<string, unknown>;
  assert.deepEqual(metadata, {
    activatedMachines: 1,
    usedFloatingMachines: 1,
    licenseStatus: { isValid: true, reasonForInvalidity: 0, trial: true, timeLimited: true, timeLeft: 10 },
  });
  assert.equal(typeof signature, 'string');
});

test('SignMethod 0 is signed only with Sign, SignMethod 1 always', async () => {
  const key = await createKey({ MaxNoOfMachines: 1 });
  const answers = {
    Activate: (parameters: TestParameters) => activate(key, { MachineCode: 'a', SignMethod: 0, ...parameters }),
    GetKey: (parameters: TestParameters) =>
      server.call('key/GetKey', token, { ProductId: productId, Key: key, ...parameters }),
  };
  for (const [method, ask] of Object.entries(answers)) {
    const signatureOf = async (parameters: TestParameters) => {
      const { licenseKey } = (await ask(parameters)).body;
      return (licenseKey as { readonly signature: string }).signature;
    };
    for (const Sign of ['', 'False']) assert.equal(await signatureOf({ Sign }), '', method);
    for (const Sign of ['True', 1]) assert.match(await signatureOf({ Sign }), /^[\w+/]{342}==$/, method);
    for (const Sign of ['', 'False', 'True']) {
      const { body } = await ask({ Sign, SignMethod: 'StringSign' });
      assert.match(String(body.signature), /^[\w+/]{342}==$/, method);
    }
  }
});

// Rows of earlier versions have one.
test('a negative period is answered as 0 in both formats and in lists', async () => {
  const key = await createKey({ MaxNoOfMachines: 1, TrialActivation: true });
  const { license } = await readLicense(server, productId, key);
  await putObjects(server, [{ kind: 'license', row: { ...license, period: -5 } }]);
  assert.equal(signed((await activate(key, { MachineCode: 'a' })).body).Period, 0);
  const { body } = await server.call('key/GetKey', token, { ProductId: productId, Key: key, SignMethod: 0 });
  assert.equal((body.licenseKey as { readonly period: number }).period, 0);
  const list = await server.call('product/GetKeys', token, { ProductId: productId, GlobalId: license.licenseId });
  assert.deepEqual(
    (list.body.licenseKeys as { readonly period: number }[]).map(({ period }) => period),
    [0],
  );
});

// spec(RegisterEvent and RegisterEvents): OSInfo: not of a refused call
test('OSInfo becomes an event, unless the call is refused or says null', async () => {
  const key = await createKey({ MaxNoOfMachines: 1 });
  const os = '{"OSName":"Linux","OSVersion":"6.1","Is64Bit":true}';
  await activate(key, { MachineCode: 'a', OSInfo: os });
  await activate(key, { MachineCode: 'b', OSInfo: os });
  for (const OSInfo of ['null', 'None', '']) await activate(key, { MachineCode: 'a', OSInfo });
  await server.call('key/Deactivate', token, { ProductId: productId, Key: key, MachineCode: 'a', OSInfo: os });
  const { license } = await readLicense(server, productId, key);
  const events = await server.readers.run({
    name: 'test_events',
    text: 'select machine_code, feature_name, event_name, metadata from event where account_id = 1 and license_id = $1 order by id',
    values: [license.licenseId],
  });
  assert.deepEqual(
    events,
    ['activate', 'deactivate'].map((event_name) => ({
      machine_code: 'a',
      feature_name: 'OSInfo',
      event_name,
      metadata: os,
    })),
  );
});

test('what the client libraries literally send', async () => {
  const key = await createKey({ MaxNoOfMachines: 3 });
  const bodies = [
    `ProductId=${productId}&key=${key}&MachineCode=m&FieldsToReturn=0&metadata=True&FloatingTimeInterval=300&MaxOverdraft=1&FriendlyName=None&ModelVersion=3&Sign=True&SignMethod=1`,
    `ProductId=${productId}&Key=${key}&MachineCode=m&FieldsToReturn=0&Metadata=false&FloatingTimeInterval=0&MaxOverdraft=0&Sign=true&SignMethod=1`,
    `MachineCode=mach1&FriendlyName=friend&FieldsToReturn=0&Metadata=false&MaxOverdraft=1&ProductId=${productId}&FloatingTimeInterval=300&Sign=true&ModelVersion=3&SignMethod=1&Key=${key}`,
    `ProductId=${productId}&Key=${key}&Sign=true&MachineCode=mach1&FieldsToReturn=0&SignMethod=1&ModelVersion=3&v=1`,
    `ProductId=${productId}&Key=${key}&Sign=True&MachineCode=m&SignMethod=StringSign&OSInfo=&FriendlyName=&v=1&modelversion=3`,
  ];
  const { rows } = await logOf(server, async () => {
    for (const [n, body] of bodies.entries()) {
      const path = n % 2 === 0 ? '/api/key/activate' : '/api//Key/Activate/';
      const response = await fetch(`${server.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: `token=${encodeURIComponent(token)}&${body}`,
      });
      const answer = (await response.json()) as Record<string, unknown>;
      assert.deepEqual([answer.result, answer.message], [0, ''], body);
      assert.equal(signed(answer).Key, key);
    }
  });
  assert.deepEqual(
    rows.map(({ state, friendlyName }) => [state, friendlyName]),
    [
      [2014, ''],
      [2012, ''],
      [2014, 'friend'],
      [2012, ''],
      [2011, ''],
    ],
  );
});
