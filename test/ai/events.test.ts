import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import type { License, Product } from '../../src/domain/entities.js';
import { addLicense } from '../harness/licenses.js';
import { startTestServer, type TestParameters, type TestServer } from '../harness/server.js';

/** Names of tests stand in docs/spec-coverage.md. */

const INPUT = 'The input parameters were incorrect.';
const TIME = "The 'Time' parameter has the wrong format.";
/** Long before any event that the server dates. */
const EARLY = 1_534_407_953;

interface ShownEvent {
  readonly id: number;
  readonly productId: number;
  readonly key: string;
  readonly machineCode: string;
  readonly featureName: string;
  readonly eventName: string;
  readonly time: number;
  readonly value: number;
  readonly currency: string;
  readonly metadata: string;
}

let server: TestServer;
let token: string;
let product: Product;
let other: Product;
let license: License;
let second: License;

before(async () => {
  server = await startTestServer();
  token = await server.token();
  product = await server.product();
  other = await server.product();
  license = await addLicense(server.engine, { productId: product.productId, key: 'KEY-A' });
  second = await addLicense(server.engine, { productId: product.productId, key: 'KEY-B' });
  const filler = Array.from({ length: 200 }, (_, index) => ({ FeatureName: `f${index}`, Time: EARLY + index }));
  await register({ Events: JSON.stringify(filler) }, 'RegisterEvents');
});

after(() => server.stop());

const register = async (parameters: TestParameters, method = 'RegisterEvent', withToken = token) => {
  const { status, body } = await server.call(`ai/${method}`, withToken, parameters);
  assert.equal(status, 200);
  assert.deepEqual(Object.keys(body).toSorted(), ['message', 'result']);
  return body.result === 0 ? null : body.message;
};

const events = async (parameters: TestParameters = {}, withToken = token): Promise<readonly ShownEvent[]> => {
  const answer = await server.call('ai/GetEvents', withToken, parameters);
  assert.deepEqual([answer.status, answer.body.result, answer.body.message], [200, 0, null]);
  return answer.body.events as ShownEvent[];
};

const refusal = async (parameters: TestParameters, withToken = token): Promise<string | null> => {
  const answer = await server.call('ai/GetEvents', withToken, parameters);
  assert.deepEqual([answer.status, answer.body.result], [200, 1]);
  return answer.body.message;
};

const newest = async (count = 1): Promise<readonly ShownEvent[]> =>
  (await events({ EndingBefore: Number.MAX_SAFE_INTEGER, Limit: count })).toReversed();

const ids = (page: readonly ShownEvent[]): readonly number[] => page.map((event) => event.id);

test('RegisterEvent: every field comes back from GetEvents', async () => {
  const from = Math.floor(Date.now() / 1000);
  const fields = { FeatureName: 'Export', EventName: 'purchase', Value: 2530, Currency: 'USD', Metadata: '{"a":1}' };
  assert.equal(await register({ ProductId: product.productId, Key: license.key, MachineCode: 'm', ...fields }), null);
  const [event] = await newest();
  assert(event !== undefined && Math.abs(event.time - from) < 60);
  assert.deepEqual(
    { ...event, id: 0, time: 0 },
    {
      id: 0,
      productId: product.productId,
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

test('RegisterEvent: everything but the token is optional; ProductId -1 and 0 are none', async () => {
  for (const ProductId of ['', '0', '-1', 'None']) {
    assert.equal(await register({ ProductId, Key: '', Value: 0, Metadata: 'None' }), null, ProductId);
    const [event] = await newest();
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

test('RegisterEvent: bounds of names, currency, value and metadata', async () => {
  const most = {
    FeatureName: 'f'.repeat(100),
    EventName: 'e'.repeat(100),
    Metadata: 'm'.repeat(10_000),
    Value: -2147483648,
  };
  assert.equal(await register(most), null);
  assert.equal((await newest())[0]?.metadata.length, 10_000);
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
  for (const parameters of wrong) assert.equal(await register(parameters), INPUT, JSON.stringify(parameters));
});

test('RegisterEvent: a key needs a product, and both must exist', async () => {
  assert.equal(await register({ Key: 'KEY-A' }), INPUT);
  assert.equal(await register({ ProductId: 424_242 }), 'Could not find the product.');
  assert.equal(await register({ ProductId: 424_242, Key: 'KEY-A' }), 'Could not find the product.');
  assert.equal(await register({ ProductId: product.productId, Key: 'NONE' }), 'Could not find the key.');
  assert.equal(await register({ ProductId: other.productId, Key: 'KEY-A' }), 'Could not find the key.');
});

test('RegisterEvent: permission and locks', async () => {
  const denied = 'Access denied.';
  const named = { ProductId: product.productId, Key: license.key };
  const withScope = async (scope: Parameters<TestServer['token']>[0], parameters: TestParameters) =>
    register(parameters, 'RegisterEvent', await server.token(scope));
  assert.equal(await withScope({ permissions: ['GetEvents'] }, named), denied);
  assert.equal(await withScope({ permissions: ['RegisterEvent'] }, named), null);
  assert.equal(await withScope({ productLock: product.productId }, named), null);
  assert.equal(await withScope({ productLock: product.productId }, {}), denied);
  assert.equal(await withScope({ productLock: other.productId }, named), denied);
  assert.equal(await withScope({ keyLock: license.globalId }, named), null);
  assert.equal(await withScope({ keyLock: second.globalId }, named), denied);
  assert.equal(await withScope({ keyLock: license.globalId }, { ProductId: product.productId }), denied);
  assert.equal(await withScope({ keyLock: -1 }, {}), INPUT);
  assert.equal(await withScope({ keyLock: -1 }, named), null);
});

test('RegisterEvent: a JSON body with the token in the query', async () => {
  const response = await fetch(`${server.url}/api/ai/RegisterEvent?token=${encodeURIComponent(token)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ FeatureName: 'json', Value: 5, Metadata: '{"x":"ä"}' }),
  });
  assert.deepEqual(await response.json(), { result: 0, message: null });
  assert.deepEqual([(await newest())[0]?.featureName, (await newest())[0]?.metadata], ['json', '{"x":"ä"}']);
});

test('RegisterEvents: events as the .NET client sends them, in order, with what all share', async () => {
  const Events = JSON.stringify([
    { FeatureName: 'F1', EventName: 'start', Value: 0, Currency: null, Time: 0, Metadata: null },
    { featureName: 'F2', EVENTNAME: 'stop', Value: 7, Currency: 'sek', Time: EARLY, Metadata: 'm', Unknown: 1 },
  ]);
  const shared = { ProductId: product.productId, Key: license.key, MachineCode: 'shared' };
  assert.equal(await register({ ...shared, Events }, 'RegisterEvents'), null);
  const [one, two] = await newest(2);
  assert.deepEqual([one?.featureName, one?.currency, one?.metadata, one?.machineCode], ['F1', '', '', 'shared']);
  assert.deepEqual(
    [two?.featureName, two?.eventName, two?.value, two?.currency, two?.time, two?.key],
    ['F2', 'stop', 7, 'sek', EARLY, 'KEY-A'],
  );
  assert.equal((two?.id ?? 0) - (one?.id ?? 0), 1);
});

test('RegisterEvents: Time 0, null or in the future is the server’s clock', async () => {
  const now = Math.floor(Date.now() / 1000);
  const Events = JSON.stringify([{ Time: 0 }, { Time: null }, {}, { Time: now + 86_400 }, { Time: now - 5 }]);
  assert.equal(await register({ Events }, 'RegisterEvents'), null);
  const times = (await newest(5)).map((event) => event.time);
  for (const time of times.slice(0, 4)) assert(time >= now && time < now + 60, `${time} is near ${now}`);
  assert.equal(times[4], now - 5);
});

test('RegisterEvents: at most 1,000; more, or a bad one, and none is stored', async () => {
  const [last] = await newest();
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
  for (const Events of bad) assert.equal(await register({ Events }, 'RegisterEvents'), INPUT, Events.slice(0, 80));
  assert.equal(
    await register({ ProductId: product.productId, Key: 'NONE', Events: list(3) }, 'RegisterEvents'),
    'Could not find the key.',
  );
  assert.deepEqual(await newest(), [last]);
  assert.equal(await register({ Events: list(1000) }, 'RegisterEvents'), null);
  assert.equal((await newest())[0]?.id, (last?.id ?? 0) + 1000);
  assert.equal(await register({ Events: '[]' }, 'RegisterEvents'), null);
});

test('OSInfo of Activate becomes an event', async () => {
  const osInfo = '{"OSName":"Linux","OSVersion":"6","Is64Bit":true}';
  await server.call('key/Activate', token, {
    ProductId: product.productId,
    Key: license.key,
    MachineCode: 'os',
    OSInfo: osInfo,
  });
  const [event] = await newest();
  assert.deepEqual(
    [event?.featureName, event?.eventName, event?.metadata, event?.machineCode, event?.key],
    ['OSInfo', 'activate', osInfo, 'os', 'KEY-A'],
  );
});

test('GetEvents: Limit is 10 by default and at most 100', async () => {
  for (const Limit of ['', '0', 'None']) assert.equal((await events({ Limit })).length, 10);
  assert.equal((await events({ Limit: 100 })).length, 100);
  assert.equal((await events({ Limit: 101 })).length, 100);
});

test('GetEvents: StartingAfter is what comes after, ascending', async () => {
  assert.deepEqual(ids(await events({ StartingAfter: 125, Limit: 3 })), [126, 127, 128]);
});

test('GetEvents: EndingBefore is what comes before, descending, and wins; 0 is none', async () => {
  assert.deepEqual(ids(await events({ EndingBefore: 125, Limit: 3 })), [124, 123, 122]);
  assert.deepEqual(ids(await events({ EndingBefore: 125, StartingAfter: 123, Limit: 3 })), [124, 123, 122]);
  assert.deepEqual(ids(await events({ EndingBefore: 0, Limit: 2 })), [1, 2]);
});

test('GetEvents: the end of the data is an empty list', async () => {
  assert.deepEqual(await events({ StartingAfter: Number.MAX_SAFE_INTEGER }), []);
  assert.deepEqual(await events({ EndingBefore: 1 }), []);
});

test('GetEvents: Time as a number is that second', async () => {
  assert.deepEqual(
    (await events({ Time: EARLY + 20 })).map((event) => event.featureName),
    ['f20'],
  );
});

test('GetEvents: Time with gt, gte, lt, lte', async () => {
  const names = async (Time: string) => (await events({ Time })).map((event) => event.featureName);
  assert.deepEqual(await names(`{"gte":${EARLY + 5},"lte":${EARLY + 7}}`), ['f5', 'f6', 'f7']);
  assert.deepEqual(await names(`{"gt":${EARLY + 5},"lt":${EARLY + 7}}`), ['f6']);
  assert.deepEqual(await names(`{"lt":${EARLY}}`), []);
});

test('GetEvents: Time in a wrong format has its own sentence', async () => {
  for (const Time of ['abc', '-5', '1.5', '[1]', '{"after":1}', '{"gt":"x"}', '{"gt":-1}', 'true']) {
    assert.equal(await refusal({ Time }), TIME, Time);
  }
});

test('GetEvents: ProductId filters, none of that id is an empty list', async () => {
  await register({ ProductId: other.productId, FeatureName: 'other' });
  assert.deepEqual(
    (await events({ ProductId: other.productId })).map((event) => event.featureName),
    ['other'],
  );
  assert.deepEqual(await events({ ProductId: 424_242 }), []);
});

test('GetEvents: Key filters and needs ProductId', async () => {
  await register({ ProductId: product.productId, Key: 'KEY-B', FeatureName: 'b' });
  const named = { ProductId: product.productId, Key: 'KEY-B' };
  assert((await events(named)).every((event) => event.key === 'KEY-B'));
  assert.deepEqual(await events({ ...named, Key: 'NONE' }), []);
  assert.equal(await refusal({ Key: 'KEY-B' }), INPUT);
});

test('GetEvents: Metadata compares whole', async () => {
  await register({ FeatureName: 'meta', Metadata: '{"version":"1.%"}' });
  assert.deepEqual(
    (await events({ Metadata: '{"version":"1.%"}' })).map((event) => event.featureName),
    ['meta'],
  );
  for (const Metadata of ['{"version":"1', '{"VERSION":"1.%"}', '%']) assert.deepEqual(await events({ Metadata }), []);
});

test('GetEvents: v, and everything as clients send it when it is not given', async () => {
  const names = ['Limit', 'StartingAfter', 'EndingBefore', 'Time', 'ProductId', 'Key', 'Metadata'];
  for (const value of ['', 'None', 'null']) {
    const parameters = Object.fromEntries(names.map((name) => [name, value]));
    assert.equal((await events({ ...parameters, v: 1 })).length, 10);
  }
});

test('GetEvents: a negative or non-numeric number is refused', async () => {
  for (const name of ['ProductId', 'Limit', 'StartingAfter', 'EndingBefore']) {
    for (const value of ['-1', 'abc']) assert.equal(await refusal({ [name]: value }), INPUT, name + value);
  }
});

test('GetEvents: permission and locks', async () => {
  const denied = await server.token({ permissions: ['RegisterEvent'] });
  assert.equal(await refusal({}, denied), 'Access denied.');
  const minusOne = await server.token({ keyLock: -1 });
  assert.equal(await refusal({}, minusOne), INPUT);
  assert.equal(await refusal({ ProductId: product.productId }, minusOne), INPUT);
  assert((await events({ ProductId: product.productId, Key: 'KEY-A' }, minusOne)).length > 0);
  const ofKey = await events({}, await server.token({ keyLock: second.globalId }));
  assert(ofKey.length > 0 && ofKey.every((event) => event.key === 'KEY-B'));
  const ofProduct = await events({}, await server.token({ productLock: other.productId }));
  assert(ofProduct.length > 0 && ofProduct.every((event) => event.productId === other.productId));
});

test('GetEvents: any combination of filters and cursors = the filter applied to every event', async () => {
  const keys = ['KEY-A', 'KEY-B', ''];
  const registered = fc.sample(
    fc.record({
      key: fc.constantFrom(...keys),
      product: fc.constantFrom(0, product.productId, other.productId),
      time: fc.integer({ min: 0, max: 9 }),
      metadata: fc.constantFrom('', 'x', 'y'),
    }),
    { numRuns: 60, seed: 5 },
  );
  for (const { key, product: ProductId, time, metadata } of registered) {
    const about = key === '' ? { ProductId } : { ProductId: product.productId, Key: key };
    await register(
      { ...about, Events: JSON.stringify([{ Time: EARLY - 100 + time, Metadata: metadata }]) },
      'RegisterEvents',
    );
  }
  const all: ShownEvent[] = [];
  for (;;) {
    const page = await events({ StartingAfter: all.at(-1)?.id ?? 0, Limit: 100 });
    if (page.length === 0) break;
    all.push(...page);
  }
  const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
  const request = fc.record({
    ProductId: maybe(fc.constantFrom(product.productId, other.productId)),
    Key: maybe(fc.constantFrom('KEY-A', 'KEY-B')),
    Metadata: maybe(fc.constantFrom('x', 'y')),
    gte: maybe(fc.integer({ min: EARLY - 101, max: EARLY - 89 })),
    StartingAfter: maybe(fc.nat(all.length)),
    EndingBefore: maybe(fc.integer({ min: 1, max: all.length })),
    Limit: fc.integer({ min: 1, max: 100 }),
  });
  await fc.assert(
    fc.asyncProperty(request, async ({ gte, ...given }) => {
      const wanted = given.ProductId === undefined ? { ...given, Key: undefined } : given;
      const after = wanted.EndingBefore === undefined ? (wanted.StartingAfter ?? 0) : 0;
      const fits = all
        .filter((event) => wanted.ProductId === undefined || event.productId === wanted.ProductId)
        .filter((event) => wanted.Key === undefined || event.key === wanted.Key)
        .filter((event) => wanted.Metadata === undefined || event.metadata === wanted.Metadata)
        .filter((event) => gte === undefined || event.time >= gte)
        .filter((event) => event.id > after && event.id < (wanted.EndingBefore ?? Number.POSITIVE_INFINITY));
      const ordered = wanted.EndingBefore === undefined ? fits : fits.toReversed();
      const parameters: Record<string, string | number> = gte === undefined ? {} : { Time: JSON.stringify({ gte }) };
      for (const [name, value] of Object.entries(wanted)) if (value !== undefined) parameters[name] = value;
      assert.deepEqual(await events(parameters), ordered.slice(0, wanted.Limit));
    }),
    { numRuns: 150 },
  );
});
