import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { METHODS } from '../../../src/methods/registry.js';
import { foldAccount } from '../../harness/foldedLog.js';
import { addLicense } from '../../harness/licenses.js';
import { writeRandomLog } from '../../harness/randomLog.js';
import { postJson, request } from '../../harness/send.js';
import { licenseServer, type TestParameters } from '../../harness/server.js';

/**
 * What real clients send for "not given", parameter by parameter as the methods declare them. The .NET client has one
 * request class for all of these methods and sends each of its properties: null as "", numbers as 0. The Python client
 * sends `None`, others `null` as text or inside JSON.
 */

const USAGE_METHODS = METHODS.filter(({ permission }) => permission === 'UsageAnalytics');

/** Every parameter of the one request class. */
const REQUEST_CLASS = new Map(USAGE_METHODS.flatMap((method) => Object.entries(method.parameters.shape)));

/** Text that means itself: "0" is a machine code like any other. */
const isFreeText = (name: string): boolean => REQUEST_CLASS.get(name)?.safeParse('any text').success === true;

const notGiven = (name: string): readonly (string | number)[] => [
  ...['', 'None', 'null'],
  ...(isFreeText(name) ? [] : [0, '0']),
];

const { server, token, product } = await licenseServer({ trustProxy: ['127.0.0.1'] });
const license = await addLicense(server.engine, { productId: product.productId, key: 'KEY-A' });
const other = await server.product();
const elsewhere = await addLicense(server.engine, { productId: other.productId, key: 'KEY-B' });
await writeRandomLog(server, [license, elsewhere], 400, 5);
// An address with a country, which those above have not.
const activation = new URLSearchParams({ token, ProductId: String(product.productId), Key: 'KEY-A' });
const headers = { 'x-forwarded-for': '8.8.8.8' };
await request(`${server.url}/api/key/Activate`, { method: 'POST', headers, body: activation });
await foldAccount(server, 1);

/** A request that is answered with something, without one of the parameters. */
const requestWithout = (method: string, name: string): TestParameters => {
  if (!method.startsWith('GetSeat')) return {};
  // A product or key must be named, and an answer about today would change from call to call.
  const given: Record<string, string | number> =
    name === 'ProductId' ? { KeyId: license.licenseId } : { ProductId: product.productId };
  return method === 'GetSeatUsage' && name !== 'End' ? { ...given, End: '2026-01-31' } : given;
};

/** An answer without what the moment of asking changes. */
const steady = (body: unknown) => {
  assert(typeof body === 'object' && body !== null);
  const { total, ...rest }: { total?: object } = body;
  return { ...rest, total: { ...total, end: null } };
};

// spec(other usage methods): the parameters of the reference are there
test('the one request class has all parameters of the reference', () => {
  for (const name of [
    ...['ProductId', 'KeyId', 'Key', 'MachineCode', 'CountryCode', 'Start', 'End'],
    ...['Limit', 'StartingAfter', 'EndingBefore'],
  ]) {
    assert(REQUEST_CLASS.has(name), name);
  }
  assert.deepEqual([...REQUEST_CLASS.keys()].filter(isFreeText), ['Key', 'MachineCode']);
});

for (const { name: method, category } of USAGE_METHODS) {
  const path = `${category}/${method}`;

  describe(path, () => {
    // Also those that only other methods take: the client sends them all the same.
    for (const name of REQUEST_CLASS.keys()) {
      // spec(other usage methods): all usage methods: each parameter as clients send it when it is not given
      test(`${name} that is not given`, async () => {
        const given = requestWithout(method, name);
        const expected = (await server.call(path, token, given)).body;
        assert.equal(expected.result, 0, JSON.stringify(expected));
        for (const value of notGiven(name)) {
          const { body } = await server.call(path, token, { ...given, [name]: value });
          assert.deepEqual(steady(body), steady(expected), `${name}=${value}`);
        }
        const json = await postJson(`${server.url}/api/${path}`, JSON.stringify({ token, ...given, [name]: null }));
        assert.deepEqual(steady(json.body), steady(expected), `${name}: null`);
      });
    }

    // spec(other usage methods): all usage methods: one request class
    test('the whole request class, nothing given', async () => {
      const given = requestWithout(method, '');
      const expected = (await server.call(path, token, given)).body;
      assert(
        Object.values(expected).some((value) => Array.isArray(value) && value.length > 0),
        'something is answered',
      );
      for (const none of ['', 'None', 'null']) {
        const unset = [...REQUEST_CLASS.keys()].map((name) => [name, isFreeText(name) ? none : 0]);
        const { body } = await server.call(path, token, {
          ...Object.fromEntries(unset),
          v: 1,
          modelVersion: 1,
          ...given,
        });
        assert.deepEqual(steady(body), steady(expected), JSON.stringify(none));
        const texts = Object.fromEntries([...REQUEST_CLASS.keys()].map((name) => [name, none]));
        assert.deepEqual(steady((await server.call(path, token, { ...texts, ...given })).body), steady(expected), none);
      }
    });
  });
}
