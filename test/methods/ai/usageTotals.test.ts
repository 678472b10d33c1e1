import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { License } from '../../../src/domain/entities/licensing.js';
import { addLicense } from '../../harness/licenses.js';
import { licenseServer, type TestParameters } from '../../harness/server.js';
import { foldUsage, putMachines, putUsage, type UsageActivity } from '../../harness/usage.js';

/** What GetKeyDevices, GetKeyUsageSummaries and the two daily methods have of their own; the rest is in usageProperty.test.ts. */

const START = "The 'Start' parameter has the wrong format.";
const END = "The 'End' parameter has the wrong format.";
const INPUT = 'The input parameters were incorrect.';

/** 2026-03-01. */
const MARCH = 1_772_323_200;
const DAY = 86_400;

const LISTS = {
  GetKeyDevices: 'devices',
  GetKeyUsageSummaries: 'summaries',
  GetDailyAggregates: 'aggregates',
  GetDailyCountryAggregates: 'aggregates',
} as const;

type MethodName = keyof typeof LISTS;

const KEY_METHODS = ['GetKeyDevices', 'GetKeyUsageSummaries'] as const;
const DAILY_METHODS = ['GetDailyAggregates', 'GetDailyCountryAggregates'] as const;
const METHODS = [...KEY_METHODS, ...DAILY_METHODS];

const { server, token, product } = await licenseServer();
const other = await server.product();
const license = await addLicense(server.engine, { productId: product.productId, key: 'KEY-A' });
const elsewhere = await addLicense(server.engine, { productId: other.productId, key: 'KEY-A' });
const deleted = await addLicense(server.engine, { productId: product.productId, key: 'GONE', deletedAt: 1 });
await putMachines(server, ['PC-1', 'PC-2']);
const of = (owner: License, day: number, more: Partial<UsageActivity>) => ({
  productId: owner.productId,
  licenseId: owner.licenseId,
  time: MARCH + day * DAY,
  state: 2011,
  machineNo: 1,
  country: 'SE',
  ...more,
});
const rows = [
  of(license, 0, {}),
  of(license, 0, { state: 2022, machineNo: 2, country: 'DE' }),
  of(license, 3, { state: 8014, country: '' }),
  of(deleted, 3, {}),
  of(elsewhere, 5, { excluded: true }),
  of(elsewhere, 6, {}),
  of(license, 6, { machineNo: 0, country: '' }),
];
await putUsage(server, foldUsage(rows.map((row, index) => ({ ...row, id: index + 1 }))));

type Rows = readonly Readonly<Record<string, unknown>>[];

const read = async (method: MethodName, parameters: TestParameters = {}, withToken = token): Promise<Rows> => {
  const { status, body } = await server.call(`ai/${method}`, withToken, parameters);
  assert.deepEqual([status, body.result, body.message], [200, 0, null]);
  return body[LISTS[method]] as Rows;
};

const refusal = async (method: MethodName, parameters: TestParameters, withToken = token): Promise<unknown> => {
  const { body } = await server.call(`ai/${method}`, withToken, parameters);
  assert.deepEqual([body.result, Object.keys(body).length], [1, 2]);
  return body.message;
};

const ids = (rows: Rows): readonly unknown[] => rows.map((row) => row.id);

// spec(other usage methods): GetKeyDevices: every field
test('GetKeyDevices: every field', async () => {
  assert.deepEqual((await read('GetKeyDevices', { MachineCode: ' pc-1 ' }))[0], {
    id: 1,
    productId: product.productId,
    keyId: license.licenseId,
    key: 'KEY-A',
    machineCode: 'PC-1',
    firstSeenUtc: MARCH,
    lastSeenUtc: MARCH + 3 * DAY,
    totalRequests: 2,
  });
});

// spec(other usage methods): GetKeyDevices: only rows with a machine code
test('GetKeyDevices: rows without a machine code are no device', async () => {
  assert.deepEqual(ids(await read('GetKeyDevices')), [1, 2, 4, 5]);
  assert.deepEqual(await read('GetKeyDevices', { MachineCode: '  ' }), []);
});

// spec(other usage methods): GetKeyUsageSummaries: every field
test('GetKeyUsageSummaries: every field', async () => {
  const [row] = await read('GetKeyUsageSummaries', { ProductId: product.productId, Key: 'KEY-A' });
  const { id, productId, keyId, key, firstSeenUtc, lastSeenUtc, totalRequests, ...counters } = row ?? {};
  assert.deepEqual([id, productId, keyId, key], [1, product.productId, license.licenseId, 'KEY-A']);
  assert.deepEqual([firstSeenUtc, lastSeenUtc, totalRequests], [MARCH, MARCH + 6 * DAY, 4]);
  assert.deepEqual(Object.keys(counters), [
    ...['totalSuccessful', 'totalFailed', 'activationSuccess', 'activationFailed', 'deactivationSuccess'],
    ...['deactivationFloating', 'activationNewMachine', 'activationTrial', 'activationFloating'],
    ...['activationDeviceLimit', 'trialKeyGenerated', 'trialKeyReused', 'trialKeyCreateError', 'dataObjectOps'],
    ...['dataObjectIncrementInt', 'dataObjectDecrementInt', 'dataObjectSetInt', 'dataObjectSetString'],
  ]);
});

for (const method of KEY_METHODS) {
  // spec(other usage methods): GetKeyDevices: Start is lastSeen, End is firstSeen
  // spec(other usage methods): GetKeyUsageSummaries: Start is lastSeen, End is firstSeen
  test(`${method}: Start asks when it was last seen, End when it was first seen`, async () => {
    const ofKey = { KeyId: license.licenseId };
    const first = async (dates: TestParameters) => ids(await read(method, { ...ofKey, ...dates })).includes(1);
    assert.equal(await first({ Start: '2026-03-04' }), true);
    assert.equal(await first({ Start: '2026-03-08' }), false);
    assert.equal(await first({ End: '2026-03-01' }), true);
    assert.equal(await first({ End: '2026-02-28' }), false);
    assert.equal(await first({ Start: '2026-03-02', End: '2026-03-02' }), true, 'before and after will do');
    assert.deepEqual(ids(await read(method, { Start: '2026-03-06' })).includes(5), true);
    assert.deepEqual(ids(await read(method, { End: '2026-03-05' })).includes(5), false);
  });

  // spec(other usage methods): GetKeyDevices: key is empty once deleted; excluded keys are kept
  // spec(other usage methods): GetKeyUsageSummaries: key is empty once deleted; excluded keys are kept
  test(`${method}: the key is empty once the license is deleted; excluded keys are shown`, async () => {
    const rows = await read(method, { KeyId: deleted.licenseId });
    assert.deepEqual([rows[0]?.key, rows[0]?.keyId], ['', deleted.licenseId]);
    assert.equal((await read(method, { KeyId: elsewhere.licenseId })).length, 1);
  });

  // spec(other usage methods): GetKeyDevices: Could not find the product., Could not find the key., Key needs ProductId
  // spec(other usage methods): GetKeyUsageSummaries: Could not find the product., Could not find the key., Key needs ProductId
  test(`${method}: refusals`, async () => {
    assert.equal(await refusal(method, { ProductId: 999 }), 'Could not find the product.');
    assert.equal(await refusal(method, { ProductId: product.productId, Key: 'X' }), 'Could not find the key.');
    assert.equal(await refusal(method, { Key: 'KEY-A' }), INPUT);
  });

  // spec(other usage methods): GetKeyDevices: token locked to a key, to a product, -1
  // spec(other usage methods): GetKeyUsageSummaries: token locked to a key, to a product, -1
  // spec(other usage methods): GetDailyAggregates: any key lock is refused; product lock narrows
  // spec(other usage methods): GetDailyCountryAggregates: any key lock is refused; product lock narrows
  test(`${method}: locks`, async () => {
    const keyLocked = await server.token({ keyLock: elsewhere.licenseId });
    assert.deepEqual(ids(await read(method, {}, keyLocked)), [5]);
    assert.deepEqual(ids(await read(method, {}, await server.token({ productLock: other.productId }))), [5]);
    assert.equal(await refusal(method, {}, await server.token({ keyLock: -1 })), INPUT);
  });
}

// spec(other usage methods): GetDailyAggregates: every field
test('GetDailyAggregates: every field; what is excluded leaves no day', async () => {
  const rows = await read('GetDailyAggregates');
  assert.deepEqual(rows[0], {
    id: 1,
    productId: product.productId,
    date: '2026-03-01',
    totalRequestsLogged: 2,
    successful: 1,
    failed: 1,
    activeDevices: 1,
    activeKeys: 2,
    activeCustomers: 3,
  });
  assert.deepEqual(
    rows.map((row) => [row.date, row.productId]),
    [
      ['2026-03-01', product.productId],
      ['2026-03-04', product.productId],
      ['2026-03-07', other.productId],
      ['2026-03-07', product.productId],
    ],
  );
});

// spec(other usage methods): GetDailyCountryAggregates: every field
test('GetDailyCountryAggregates: every field', async () => {
  assert.deepEqual(await read('GetDailyCountryAggregates', { CountryCode: 'de' }), [
    {
      id: 2,
      productId: product.productId,
      date: '2026-03-01',
      countryCode: 'DE',
      totalRequests: 1,
      successful: 0,
      failed: 1,
    },
  ]);
});

// spec(other usage methods): GetDailyCountryAggregates: CountryCode, two letters
test('GetDailyCountryAggregates: CountryCode is two letters in any case', async () => {
  const all = ids(await read('GetDailyCountryAggregates', { CountryCode: 'SE' }));
  assert(all.length > 1);
  for (const CountryCode of ['se', 'Se']) {
    assert.deepEqual(ids(await read('GetDailyCountryAggregates', { CountryCode })), all);
  }
  assert.deepEqual(await read('GetDailyCountryAggregates', { CountryCode: 'XX' }), []);
  for (const CountryCode of ['S', 'SWE', '5E', 's ', 'ÅÄ', 'ß', 1]) {
    assert.equal(await refusal('GetDailyCountryAggregates', { CountryCode }), INPUT, String(CountryCode));
  }
});

for (const method of DAILY_METHODS) {
  // spec(other usage methods): GetDailyAggregates: Start and End, both included
  // spec(other usage methods): GetDailyCountryAggregates: Start and End, both included
  test(`${method}: Start and End are days, both included`, async () => {
    const dates = async (parameters: TestParameters) => (await read(method, parameters)).map((row) => row.date);
    assert.deepEqual([...new Set(await dates({ Start: '2026-03-04' }))], ['2026-03-04', '2026-03-07']);
    assert.deepEqual(
      [...new Set(await dates({ Start: '2026-03-01', End: '2026-03-04' }))],
      ['2026-03-01', '2026-03-04'],
    );
    assert.deepEqual(await dates({ Start: '2026-03-02', End: '2026-03-03' }), []);
  });

  test(`${method}: locks`, async () => {
    for (const keyLock of [license.licenseId, -1]) {
      assert.equal(await refusal(method, {}, await server.token({ keyLock })), 'Access denied.');
    }
    const locked = await server.token({ productLock: other.productId });
    const own = ids(await read(method, { ProductId: other.productId }));
    assert(own.length > 0);
    assert.deepEqual(ids(await read(method, {}, locked)), own);
    assert.deepEqual(ids(await read(method, { ProductId: other.productId }, locked)), own);
    for (const ProductId of [product.productId, 999]) {
      assert.equal(await refusal(method, { ProductId }, locked), 'Could not find the product.');
    }
  });

  // spec(other usage methods): GetDailyAggregates: Could not find the product.
  // spec(other usage methods): GetDailyCountryAggregates: Could not find the product.
  test(`${method}: a product that is not there`, async () => {
    assert.equal(await refusal(method, { ProductId: 999 }), 'Could not find the product.');
  });
}

describe('what all of them share', () => {
  for (const method of METHODS) {
    test(`${method}: one request class, nothing given`, async () => {
      const all = await read(method);
      const numbers = { ProductId: 0, KeyId: 0, Limit: 0, StartingAfter: 0, EndingBefore: 0, v: 1, modelVersion: 1 };
      const texts = { Key: '', MachineCode: '', CountryCode: '', Start: '', End: '' };
      assert.deepEqual(await read(method, { ...numbers, ...texts }), all);
      assert.deepEqual(await read(method, { ...numbers, CountryCode: 0, Start: 0, End: 0 }), all);
    });

    // spec(other usage methods): GetKeyDevices: cursors; The 'Start' and The 'End' parameter has the wrong format.
    // spec(other usage methods): GetKeyUsageSummaries: cursors; The 'Start' and The 'End' parameter has the wrong format.
    // spec(other usage methods): GetDailyAggregates: cursors; The 'Start' and The 'End' parameter has the wrong format.
    // spec(other usage methods): GetDailyCountryAggregates: cursors; The 'Start' and The 'End' parameter has the wrong format.
    test(`${method}: cursors, and dates in a wrong format`, async () => {
      const all = ids(await read(method));
      assert.deepEqual(ids(await read(method, { StartingAfter: 1, EndingBefore: 100 })), all.toReversed());
      assert.deepEqual(ids(await read(method, { StartingAfter: 1 })), all.slice(1));
      assert.equal(await refusal(method, { Start: '2026-02-30' }), START);
      assert.equal(await refusal(method, { End: '2026-2-3' }), END);
      assert.equal(await refusal(method, { Limit: -1 }), INPUT);
    });
  }
});
