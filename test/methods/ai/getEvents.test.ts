import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Client } from 'pg';
import { LIMITS } from '../../../src/limits.js';
import { EARLY, EventServer, type ShownEvent } from '../../harness/events.js';
import { send } from '../../harness/send.js';

const INPUT = 'The input parameters were incorrect.';
const TIME = "The 'Time' parameter has the wrong format.";

const ids = (page: readonly ShownEvent[]): readonly number[] => page.map((event) => event.id);

const on = await EventServer.start();

// spec(GetEvents): Limit: default 10, at most 100
test('GetEvents: Limit is 10 by default and at most 100', async () => {
  for (const Limit of ['', '0', 'None']) assert.equal((await on.page({ Limit })).length, 10);
  assert.equal((await on.page({ Limit: 100 })).length, 100);
  assert.equal((await on.page({ Limit: 101 })).length, 100);
});

// spec(GetEvents): StartingAfter: a cursor
test('GetEvents: StartingAfter is what comes after, ascending', async () => {
  assert.deepEqual(ids(await on.page({ StartingAfter: 125, Limit: 3 })), [126, 127, 128]);
});

// spec(GetEvents): EndingBefore: a cursor
test('GetEvents: EndingBefore is what comes before, descending, and wins; 0 is none', async () => {
  assert.deepEqual(ids(await on.page({ EndingBefore: 125, Limit: 3 })), [124, 123, 122]);
  assert.deepEqual(ids(await on.page({ EndingBefore: 125, StartingAfter: 123, Limit: 3 })), [124, 123, 122]);
  assert.deepEqual(ids(await on.page({ EndingBefore: 0, Limit: 2 })), [1, 2]);
});

// spec(GetEvents): the end of the data
test('GetEvents: the end of the data is an empty list', async () => {
  assert.deepEqual(await on.page({ StartingAfter: Number.MAX_SAFE_INTEGER }), []);
  assert.deepEqual(await on.page({ EndingBefore: 1 }), []);
});

// spec(GetEvents): Time: a Unix timestamp
test('GetEvents: Time as a number is that second', async () => {
  assert.deepEqual(
    (await on.page({ Time: EARLY + 20 })).map((event) => event.featureName),
    ['f20'],
  );
});

// spec(GetEvents): Time: gte, gt, lte, lt
test('GetEvents: Time with gt, gte, lt, lte', async () => {
  const names = async (Time: string) => (await on.page({ Time })).map((event) => event.featureName);
  assert.deepEqual(await names(`{"gte":${EARLY + 5},"lte":${EARLY + 7}}`), ['f5', 'f6', 'f7']);
  assert.deepEqual(await names(`{"gt":${EARLY + 5},"lt":${EARLY + 7}}`), ['f6']);
  assert.deepEqual(await names(`{"lt":${EARLY}}`), []);
});

// spec(GetEvents): The 'Time' parameter has the wrong format.
test('GetEvents: Time in a wrong format has its own sentence', async () => {
  for (const Time of ['abc', '-5', '1.5', '[1]', '{"after":1}', '{"gt":"x"}', '{"gt":-1}', 'true']) {
    assert.equal(await on.refusal({ Time }), TIME, Time);
  }
});

// spec(GetEvents): ProductId filters
test('GetEvents: ProductId filters, none of that id is an empty list', async () => {
  await on.register({ ProductId: on.other.productId, FeatureName: 'other' });
  assert.deepEqual(
    (await on.page({ ProductId: on.other.productId })).map((event) => event.featureName),
    ['other'],
  );
  assert.deepEqual(await on.page({ ProductId: 424_242 }), []);
});

// spec(GetEvents): Key filters; requires ProductId
test('GetEvents: Key filters and needs ProductId', async () => {
  await on.register({ ProductId: on.product.productId, Key: 'KEY-B', FeatureName: 'b' });
  const named = { ProductId: on.product.productId, Key: 'KEY-B' };
  assert((await on.page(named)).every((event) => event.key === 'KEY-B'));
  assert.deepEqual(await on.page({ ...named, Key: 'NONE' }), []);
  assert.equal(await on.refusal({ Key: 'KEY-B' }), INPUT);
});

// spec(GetEvents): Metadata filters
test('GetEvents: Metadata compares whole', async () => {
  await on.register({ FeatureName: 'meta', Metadata: '{"version":"1.%"}' });
  assert.deepEqual(
    (await on.page({ Metadata: '{"version":"1.%"}' })).map((event) => event.featureName),
    ['meta'],
  );
  for (const Metadata of ['{"version":"1', '{"VERSION":"1.%"}', '%']) assert.deepEqual(await on.page({ Metadata }), []);
});

test('GetEvents: FeatureName and EventName compare whole, alone and together, and the answer says where to go on', async () => {
  for (const [FeatureName, EventName] of [
    ['Export', 'start'],
    ['Export', 'end'],
    ['export', 'start'],
    ['Import', 'start'],
  ] as const) {
    await on.register({ ProductId: on.product.productId, Key: 'KEY-A', FeatureName, EventName });
  }
  const ask = async (parameters: Readonly<Record<string, string | number>>) => {
    const { body } = await on.server.call('ai/GetEvents', on.token, parameters);
    const events = body.events as readonly ShownEvent[];
    return { names: events.map((event) => `${event.featureName} ${event.eventName}`), next: body.next, events };
  };
  assert.deepEqual((await ask({ FeatureName: 'Export' })).names, ['Export start', 'Export end']);
  assert.deepEqual((await ask({ EventName: 'start' })).names, ['Export start', 'export start', 'Import start']);
  const both = await ask({ FeatureName: 'Export', EventName: 'start', ProductId: on.product.productId, Key: 'KEY-A' });
  assert.deepEqual([both.names, both.next], [['Export start'], null]);
  assert.deepEqual((await ask({ FeatureName: 'Export', EventName: 'other' })).names, []);
  const page = await ask({ EventName: 'start', Limit: 2, EndingBefore: Number.MAX_SAFE_INTEGER });
  assert.deepEqual(page.names, ['Import start', 'export start']);
  assert.equal(page.next, page.events[1]?.id);
  assert.deepEqual((await ask({ EventName: 'start', EndingBefore: Number(page.next) })).names, ['Export start']);
  assert(!('next' in (await on.server.call('ai/GetEvents', on.token, { Limit: 1 })).body), 'otherwise as it was');
});

// spec(GetEvents): v: optional; "not given"
test('GetEvents: v, and everything as clients send it when it is not given', async () => {
  const names = [
    ...['Limit', 'StartingAfter', 'EndingBefore', 'Time', 'ProductId', 'Key', 'Metadata'],
    ...['FeatureName', 'EventName'],
  ];
  for (const value of ['', 'None', 'null']) {
    const parameters = Object.fromEntries(names.map((name) => [name, value]));
    assert.equal((await on.page({ ...parameters, v: 1 })).length, 10);
  }
});

// spec(GetEvents): The input parameters were incorrect.
test('GetEvents: a negative or non-numeric number is refused', async () => {
  for (const name of ['ProductId', 'Limit', 'StartingAfter', 'EndingBefore']) {
    for (const value of ['-1', 'abc']) assert.equal(await on.refusal({ [name]: value }), INPUT, name + value);
  }
});

// spec(GetEvents): Access denied.
test('GetEvents: permission and locks', async () => {
  await on.register({ ProductId: on.product.productId, Key: 'KEY-A' });
  const denied = await on.server.token({ permissions: ['RegisterEvent'] });
  assert.equal(await on.refusal({}, denied), 'Access denied.');
  const minusOne = await on.server.token({ keyLock: -1 });
  assert.equal(await on.refusal({}, minusOne), INPUT);
  assert.equal(await on.refusal({ ProductId: on.product.productId }, minusOne), INPUT);
  assert((await on.page({ ProductId: on.product.productId, Key: 'KEY-A' }, minusOne)).length > 0);
  const ofKey = await on.page({}, await on.server.token({ keyLock: on.second.licenseId }));
  assert(ofKey.length > 0 && ofKey.every((event) => event.key === 'KEY-B'));
  const ofProduct = await on.page({}, await on.server.token({ productLock: on.other.productId }));
  assert(ofProduct.length > 0 && ofProduct.every((event) => event.productId === on.other.productId));
});

// spec(GetEvents): all filters together
test('GetEvents: any combination of filters and cursors = the filter applied to every event', async () => {
  const keys = ['KEY-A', 'KEY-B', ''];
  const registered = fc.sample(
    fc.record({
      key: fc.constantFrom(...keys),
      product: fc.constantFrom(0, on.product.productId, on.other.productId),
      time: fc.integer({ min: 0, max: 9 }),
      metadata: fc.constantFrom('', 'x', 'y'),
    }),
    { numRuns: 60, seed: 5 },
  );
  for (const { key, product: ProductId, time, metadata } of registered) {
    const about = key === '' ? { ProductId } : { ProductId: on.product.productId, Key: key };
    await on.register(
      { ...about, Events: JSON.stringify([{ Time: EARLY - 100 + time, Metadata: metadata }]) },
      'RegisterEvents',
    );
  }
  const all: ShownEvent[] = [];
  for (;;) {
    const page = await on.page({ StartingAfter: all.at(-1)?.id ?? 0, Limit: 100 });
    if (page.length === 0) break;
    all.push(...page);
  }
  const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
  const request = fc.record({
    ProductId: maybe(fc.constantFrom(on.product.productId, on.other.productId)),
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
      assert.deepEqual(await on.page(parameters), ordered.slice(0, wanted.Limit));
    }),
    { numRuns: 150 },
  );
});

// spec(GetEvents): the same at any size
test('GetEvents: a product with few events among many is read to the end, in order', async () => {
  const few = await on.server.product();
  const owner = new Client({ connectionString: on.server.databaseUrl });
  await owner.connect();
  try {
    // One in 5,000 is of the product, in turns without a key and with one of three.
    await owner.query(
      `insert into event select 1, h.last_id + n, h.last_arrival, 5, case when n % 5000 = 0 then $1::int else 0 end,
         case when n % 5000 = 0 then (n / 5000 % 4) else 0 end, '', '', '', 0, '', ''
       from generate_series(1, 60000) n, event_head h`,
      [few.productId],
    );
    await owner.query('update event_head set last_id = last_id + 60000');
    const { rows } = await owner.query<{ id: string }>('select id from event where product_id = $1 order by id', [
      few.productId,
    ]);
    const all = rows.map((row) => Number(row.id));
    assert.equal(all.length, 12);
    const ofProduct = { ProductId: few.productId };
    assert.deepEqual(ids(await on.page(ofProduct)), all.slice(0, 10));
    assert.deepEqual(ids(await on.page({ ...ofProduct, StartingAfter: all[9] ?? 0 })), all.slice(10));
    assert.deepEqual(
      ids(await on.page({ ...ofProduct, EndingBefore: all[11] ?? 0, Limit: 100 })),
      all.slice(0, 11).reverse(),
    );
    assert.deepEqual(await on.page({ ...ofProduct, Metadata: 'none' }), []);

    // A name that none of very many events has: one call passes over so many and says how far it came.
    await owner.query(
      `insert into event select 1, h.last_id + n, h.last_arrival, 5, $1::int, 0, '', case n when 1 then 'rare' else 'f' end,
         '', 0, '', '' from generate_series(1, ${LIMITS.skippedEvents + 5}) n, event_head h`,
      [few.productId],
    );
    const [head] = (
      await owner.query<{ last_id: string }>('update event_head set last_id = last_id + $1 returning last_id', [
        LIMITS.skippedEvents + 5,
      ])
    ).rows;
    const newest = Number(head?.last_id);
    const ask = async (parameters: object) =>
      (await on.server.call('ai/GetEvents', on.token, { FeatureName: 'rare', ...parameters })).body;
    for (const about of [{}, ofProduct]) {
      const near = await ask({ ...about, EndingBefore: newest + 1 });
      assert.deepEqual([near.events, near.next], [[], newest - LIMITS.skippedEvents + 1]);
      const far = await ask({ ...about, EndingBefore: Number(near.next) });
      assert.deepEqual(ids(far.events as readonly ShownEvent[]), [newest - LIMITS.skippedEvents - 4]);
      assert.equal(far.next, null, 'the oldest was looked at');
      const ascending = await ask({ ...about, StartingAfter: newest - LIMITS.skippedEvents - 3 });
      assert.deepEqual([ascending.events, ascending.next], [[], newest - 3]);
    }
  } finally {
    await owner.end();
  }
});

// spec(GetEvents): Events; Result 0 or 1; Message null on success, a short message on error
test('GetEvents: an answer has events, result 0 and message null; an error has result 1 and a message', async () => {
  const { body } = await on.server.call('ai/GetEvents', on.token, { Limit: 1, Time: EARLY });
  assert.deepEqual({ ...body, events: [] }, { events: [], result: 0, message: null });
  assert.equal((body.events as readonly ShownEvent[])[0]?.featureName, 'f0');
  const refused = await on.server.call('ai/GetEvents', on.token, { Limit: -1 });
  assert.deepEqual(refused.body, { result: 1, message: INPUT });
});

// spec(GetEvents): the example: a GET request with {"gte":1534407953,"lte":1534422362}
test('GetEvents: the example of the page, a GET request with bounds in Time', async () => {
  const parameters = { Time: '{"gte":1534407953,"lte":1534422362}', Limit: 100 };
  const { body } = await send(on.server.url, '/api/ai/GetEvents', 'query', { token: on.token, ...parameters });
  const { events } = body as { readonly events: readonly ShownEvent[] };
  assert.deepEqual(events, await on.page(parameters));
  assert.equal(events.length, 100);
  assert(events.every(({ time }) => time >= 1_534_407_953 && time <= 1_534_422_362));
});

// spec(GetEvents): Time as a JSON number or object; null inside JSON
test('GetEvents: a JSON body: numbers and objects as they are, null is not given', async () => {
  const ask = async (parameters: object) => {
    const { body } = await send(on.server.url, '/api/ai/GetEvents', 'json', { token: on.token, ...parameters });
    return body as { readonly events?: readonly ShownEvent[]; readonly message: string | null };
  };
  const names = ['Limit', 'StartingAfter', 'EndingBefore', 'Time', 'ProductId', 'Key', 'Metadata', 'v'];
  assert.equal((await ask(Object.fromEntries(names.map((name) => [name, null])))).events?.length, 10);
  for (const Time of [EARLY + 30, { gte: EARLY + 30, lte: EARLY + 30 }]) {
    const { events } = await ask({ Time });
    assert.deepEqual(
      events?.map((event) => event.featureName),
      ['f30'],
    );
  }
  for (const Time of [-1, 1.5, true, [], { gte: -1 }]) assert.equal((await ask({ Time })).message, TIME);
});
