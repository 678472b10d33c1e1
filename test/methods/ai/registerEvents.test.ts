import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EARLY, EventServer } from '../../harness/events.js';
import { addLicense } from '../../harness/licenses.js';
import type { TestParameters, TestServer } from '../../harness/server.js';

const INPUT = 'The input parameters were incorrect.';

const on = await EventServer.start();

// spec(GetEvents): returns what RegisterEvent registered
// spec(RegisterEvent and RegisterEvents): every field
test('RegisterEvent: every field comes back from GetEvents', async () => {
  const from = Math.floor(Date.now() / 1000);
  const fields = { FeatureName: 'Export', EventName: 'purchase', Value: 2530, Currency: 'USD', Metadata: '{"a":1}' };
  assert.equal(
    await on.register({ ProductId: on.product.productId, Key: on.license.key, MachineCode: 'm', ...fields }),
    null,
  );
  const [event] = await on.newest();
  assert(event !== undefined && Math.abs(event.time - from) < 60);
  assert.deepEqual(
    { ...event, id: 0, time: 0 },
    {
      id: 0,
      productId: on.product.productId,
      key: 'KEY-A',
      machineCode: 'm',
      featureName: 'Export',
      eventName: 'purchase',
      time: 0,
      value: 2530,
      currency: 'USD',
      metadata: '{"a":1}',
    },
  );
});

// spec(RegisterEvent and RegisterEvents): everything but the token is optional
test('RegisterEvent: everything but the token is optional; ProductId -1 and 0 are none', async () => {
  for (const ProductId of ['', '0', '-1', 'None']) {
    assert.equal(await on.register({ ProductId, Key: '', Value: 0, Metadata: 'None' }), null, ProductId);
    const [event] = await on.newest();
    assert.deepEqual(
      { ...event, id: 0, time: 0 },
      {
        id: 0,
        time: 0,
        productId: 0,
        key: '',
        machineCode: '',
        featureName: '',
        eventName: '',
        value: 0,
        currency: '',
        metadata: '',
      },
    );
  }
});

// spec(RegisterEvent and RegisterEvents): FeatureName and EventName at most 100, Currency 3 letters or empty, Metadata at most 10,000
test('RegisterEvent: bounds of names, currency, value and metadata', async () => {
  const most = {
    FeatureName: 'f'.repeat(100),
    EventName: 'e'.repeat(100),
    Metadata: 'm'.repeat(10_000),
    Value: -2147483648,
  };
  assert.equal(await on.register(most), null);
  assert.equal((await on.newest())[0]?.metadata.length, 10_000);
  const wrong: readonly TestParameters[] = [
    { FeatureName: 'f'.repeat(101) },
    { EventName: 'e'.repeat(101) },
    { Metadata: 'm'.repeat(10_001) },
    { Currency: 'US' },
    { Currency: 'USDX' },
    { Currency: 'U$D' },
    { Value: 2147483648 },
    { Value: '1.5' },
    { ProductId: -2 },
  ];
  for (const parameters of wrong) assert.equal(await on.register(parameters), INPUT, JSON.stringify(parameters));
});

// spec(RegisterEvent and RegisterEvents): a key needs a product; both must exist
test('RegisterEvent: a key needs a product, and both must exist', async () => {
  assert.equal(await on.register({ Key: 'KEY-A' }), INPUT);
  assert.equal(await on.register({ ProductId: 424_242 }), 'Could not find the product.');
  assert.equal(await on.register({ ProductId: 424_242, Key: 'KEY-A' }), 'Could not find the product.');
  assert.equal(await on.register({ ProductId: on.product.productId, Key: 'NONE' }), 'Could not find the key.');
  assert.equal(await on.register({ ProductId: on.other.productId, Key: 'KEY-A' }), 'Could not find the key.');
});

// spec(RegisterEvent and RegisterEvents): permission and locks
test('RegisterEvent: permission and locks', async () => {
  const denied = 'Access denied.';
  const named = { ProductId: on.product.productId, Key: on.license.key };
  const withScope = async (scope: Parameters<TestServer['token']>[0], parameters: TestParameters) =>
    on.register(parameters, 'RegisterEvent', await on.server.token(scope));
  assert.equal(await withScope({ permissions: ['GetEvents'] }, named), denied);
  assert.equal(await withScope({ permissions: ['RegisterEvent'] }, named), null);
  assert.equal(await withScope({ productLock: on.product.productId }, named), null);
  assert.equal(await withScope({ productLock: on.product.productId }, {}), denied);
  assert.equal(await withScope({ productLock: on.other.productId }, named), denied);
  assert.equal(await withScope({ keyLock: on.license.licenseId }, named), null);
  assert.equal(await withScope({ keyLock: on.second.licenseId }, named), denied);
  assert.equal(await withScope({ keyLock: on.license.licenseId }, { ProductId: on.product.productId }), denied);
  assert.equal(await withScope({ keyLock: -1 }, {}), INPUT);
  assert.equal(await withScope({ keyLock: -1 }, named), null);
});

// spec(RegisterEvent and RegisterEvents): JSON bodies
test('RegisterEvent: a JSON body with the token in the query', async () => {
  const response = await fetch(`${on.server.url}/api/ai/RegisterEvent?token=${encodeURIComponent(on.token)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ FeatureName: 'json', Value: 5, Metadata: '{"x":"ä"}' }),
  });
  assert.deepEqual(await response.json(), { result: 0, message: null });
  assert.deepEqual([(await on.newest())[0]?.featureName, (await on.newest())[0]?.metadata], ['json', '{"x":"ä"}']);
});

// spec(RegisterEvent and RegisterEvents): RegisterEvents: many at once
test('RegisterEvents: events as the .NET client sends them, in order, with what all share', async () => {
  const Events = JSON.stringify([
    { FeatureName: 'F1', EventName: 'start', Value: 0, Currency: null, Time: 0, Metadata: null },
    { featureName: 'F2', EVENTNAME: 'stop', Value: 7, Currency: 'sek', Time: EARLY, Metadata: 'm', Unknown: 1 },
  ]);
  const shared = { ProductId: on.product.productId, Key: on.license.key, MachineCode: 'shared' };
  assert.equal(await on.register({ ...shared, Events }, 'RegisterEvents'), null);
  const [one, two] = await on.newest(2);
  assert.deepEqual([one?.featureName, one?.currency, one?.metadata, one?.machineCode], ['F1', '', '', 'shared']);
  assert.deepEqual(
    [two?.featureName, two?.eventName, two?.value, two?.currency, two?.time, two?.key],
    ['F2', 'stop', 7, 'sek', EARLY, 'KEY-A'],
  );
  assert.equal((two?.id ?? 0) - (one?.id ?? 0), 1);
});

// spec(RegisterEvent and RegisterEvents): the server's clock unless Time is given and not in the future
test('RegisterEvents: Time 0, null or in the future is the server’s clock', async () => {
  const now = Math.floor(Date.now() / 1000);
  const Events = JSON.stringify([{ Time: 0 }, { Time: null }, {}, { Time: now + 86_400 }, { Time: now - 5 }]);
  assert.equal(await on.register({ Events }, 'RegisterEvents'), null);
  const times = (await on.newest(5)).map((event) => event.time);
  for (const time of times.slice(0, 4)) assert(time >= now && time < now + 60, `${time} is near ${now}`);
  assert.equal(times[4], now - 5);
});

// spec(RegisterEvent and RegisterEvents): RegisterEvents: at most 1,000; otherwise none is stored
test('RegisterEvents: at most 1,000; more, or a bad one, and none is stored', async () => {
  const [last] = await on.newest();
  const list = (count: number, wrong: object = {}) =>
    JSON.stringify([...Array.from({ length: count - 1 }, () => ({ FeatureName: 'many' })), wrong]);
  const bad = [
    '{}',
    '"x"',
    '[1]',
    'no json',
    list(1001),
    '',
    ...[{ Time: -1 }, { Currency: 'x' }, { Value: 'x' }, { FeatureName: 'f'.repeat(101) }].map((wrong) =>
      list(3, wrong),
    ),
  ];
  for (const Events of bad) assert.equal(await on.register({ Events }, 'RegisterEvents'), INPUT, Events.slice(0, 80));
  assert.equal(
    await on.register({ ProductId: on.product.productId, Key: 'NONE', Events: list(3) }, 'RegisterEvents'),
    'Could not find the key.',
  );
  assert.deepEqual(await on.newest(), [last]);
  assert.equal(await on.register({ Events: list(1000) }, 'RegisterEvents'), null);
  assert.equal((await on.newest())[0]?.id, (last?.id ?? 0) + 1000);
  assert.equal(await on.register({ Events: '[]' }, 'RegisterEvents'), null);
});

// spec(RegisterEvent and RegisterEvents): OSInfo of Activate and Deactivate
test('OSInfo of Activate and Deactivate becomes an event', async () => {
  const osInfo = '{"OSName":"Linux","OSVersion":"6","Is64Bit":true}';
  await on.server.call('key/Activate', on.token, {
    ProductId: on.product.productId,
    Key: on.license.key,
    MachineCode: 'os',
    OSInfo: osInfo,
  });
  const [event] = await on.newest();
  assert.deepEqual(
    [event?.featureName, event?.eventName, event?.metadata, event?.machineCode, event?.key],
    ['OSInfo', 'activate', osInfo, 'os', 'KEY-A'],
  );
  const { productId } = on.product;
  const seated = await addLicense(on.server.engine, { productId, key: 'KEY-S', maxNoOfMachines: 1 });
  const named = { ProductId: productId, Key: seated.key, MachineCode: 'os' };
  await on.server.call('key/Activate', on.token, named);
  await on.server.call('key/Deactivate', on.token, { ...named, OSInfo: osInfo });
  const [later] = await on.newest();
  assert.deepEqual(
    [later?.featureName, later?.eventName, later?.metadata, later?.machineCode, later?.key],
    ['OSInfo', 'deactivate', osInfo, 'os', 'KEY-S'],
  );
});
