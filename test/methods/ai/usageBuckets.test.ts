import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { License } from '../../../src/domain/entities/licensing.js';
import { PERMISSIONS } from '../../../src/domain/entities/permissions.js';
import { addLicense } from '../../harness/licenses.js';
import { wholeLog, writeRandomLog } from '../../harness/randomLog.js';
import { postJson } from '../../harness/send.js';
import { licenseServer, startTestServer, type TestParameters } from '../../harness/server.js';
import { foldUsage, putMachines, putUsage, type UsageActivity } from '../../harness/usage.js';

/** Names of tests stand in docs/spec-coverage.md. */

const INPUT = 'The input parameters were incorrect.';
const NO_PRODUCT = 'Could not find the product.';
const NO_KEY = 'Could not find the key.';
const START = "The 'Start' parameter has the wrong format.";
const END = "The 'End' parameter has the wrong format.";

/** 2026-03-01. */
const MARCH = 1_772_323_200;
const HALF_HOUR = 1800;
const DAY = 86_400;
const MACHINES = ['PC-1', 'PC-2', 'X'.repeat(256), 'STRASSE'];
/** Buckets of the first key, half an hour apart. */
const MANY = 1_200;

interface ShownBucket {
  readonly id: number;
  readonly productId: number;
  readonly keyId: number;
  readonly key: string;
  readonly machineCode: string;
  readonly bucketStartUtc: number;
  readonly refreshCount: number;
  readonly deactivationCount: number;
  readonly firstEventUtc: number;
  readonly lastEventUtc: number;
  readonly lastEventState: number;
  readonly gapFromPreviousEventSeconds: number | null;
}

const { server, token, product } = await licenseServer();
const other = await server.product();
const quiet = await server.product();
const { productId } = product;
const license = await addLicense(server.engine, { productId, key: 'KEY-A' });
const second = await addLicense(server.engine, { productId, key: 'KEY-B' });
const elsewhere = await addLicense(server.engine, { productId: other.productId, key: 'KEY-A' });
const deleted = await addLicense(server.engine, { productId, key: 'GONE', deletedAt: 1 });
await putMachines(server, MACHINES);
const of = (owner: License, minutes: number, machineNo: number, state = 2011) => ({
  productId: owner.productId,
  licenseId: owner.licenseId,
  time: MARCH + minutes * 60,
  machineNo,
  state,
  country: '',
});
const rows = [
  ...Array.from({ length: MANY }, (_, index) => of(license, index * 30, 1)),
  ...[of(second, 5, 2, 2012), of(second, 10, 2), of(second, 29, 2, 6011), of(second, 75, 2), of(second, 76, 2, 6010)],
  ...[of(second, 40, 0), of(elsewhere, 45, 1, 2014), of(deleted, 50, 3), of(second, 55, 4, 2022)],
];
const activities: readonly UsageActivity[] = rows
  .toSorted((a, b) => a.time - b.time)
  .map((row, index) => ({ ...row, id: 10 * (index + 1) }));
await putUsage(server, foldUsage(activities));

const call = (parameters: TestParameters, withToken = token) =>
  server.call('ai/GetLicenseActivityBuckets', withToken, parameters);

const buckets = async (parameters: TestParameters = {}, withToken = token): Promise<readonly ShownBucket[]> => {
  const { status, body } = await call(parameters, withToken);
  assert.deepEqual([status, body.result, body.message], [200, 0, null]);
  return body.buckets as ShownBucket[];
};

const refusal = async (parameters: TestParameters, withToken = token): Promise<string | null> => {
  const { status, body } = await call(parameters, withToken);
  assert.deepEqual([status, body.result, Object.keys(body).length], [200, 1, 2]);
  return body.message;
};

const ids = (page: readonly ShownBucket[]): readonly number[] => page.map((bucket) => bucket.id);

const keysOf = (page: readonly ShownBucket[]): readonly number[] => [...new Set(page.map((bucket) => bucket.keyId))];

// spec(GetLicenseActivityBuckets): Buckets: a list of License Activity Bucket objects; Message null on success
test('a bucket has the documented fields', async () => {
  const [first] = await buckets({ ProductId: product.productId, Key: 'KEY-B' });
  const [row] = activities.filter((activity) => activity.licenseId === second.licenseId);
  assert.deepEqual(first, {
    id: row?.id,
    productId: product.productId,
    keyId: second.licenseId,
    key: 'KEY-B',
    machineCode: 'PC-2',
    bucketStartUtc: MARCH,
    refreshCount: 2,
    deactivationCount: 1,
    firstEventUtc: MARCH + 5 * 60,
    lastEventUtc: MARCH + 29 * 60,
    lastEventState: 6011,
    gapFromPreviousEventSeconds: null,
  });
});

// spec(GetLicenseActivityBuckets): each bucket covers 30 minutes (UTC) of a product, key and machine code
test('a bucket covers 30 minutes of a product, key and machine; the gap is from the activity before', async () => {
  const page = await buckets({ ProductId: product.productId, Key: 'KEY-B', MachineCode: 'PC-2' });
  assert.deepEqual(
    page.map((bucket) => [bucket.bucketStartUtc, bucket.refreshCount, bucket.gapFromPreviousEventSeconds]),
    [
      [MARCH, 2, null],
      [MARCH + 2 * HALF_HOUR, 1, (75 - 29) * 60],
    ],
  );
  for (const bucket of await buckets({ Limit: 1000 })) {
    assert.equal(bucket.bucketStartUtc % HALF_HOUR, 0);
    assert(bucket.firstEventUtc >= bucket.bucketStartUtc);
    assert(bucket.lastEventUtc < bucket.bucketStartUtc + HALF_HOUR);
  }
});

// spec(GetLicenseActivityBuckets): activity without a machine code is grouped under an empty one
test('activity without a machine code is in a bucket of its own with an empty code', async () => {
  const page = await buckets({ KeyId: second.licenseId });
  assert.deepEqual(
    page.map((bucket) => bucket.machineCode),
    ['PC-2', '', 'PC-2'],
  );
  assert.deepEqual(
    ids(await buckets({ KeyId: second.licenseId, MachineCode: ' \t ' })),
    [page[1]?.id],
    'found by blanks',
  );
});

// spec(GetLicenseActivityBuckets): Limit: default 100
test('Limit: 100 by default', async () => {
  assert.equal((await buckets()).length, 100);
  assert.equal((await buckets({ Limit: 0 })).length, 100);
  assert.equal((await buckets({ Limit: 7 })).length, 7);
});

// spec(GetLicenseActivityBuckets): Limit: at most 1000
test('Limit: at most 1000', async () => {
  assert.equal((await buckets({ Limit: 1000 })).length, 1000);
  assert.equal((await buckets({ Limit: 1001 })).length, 1000);
});

// spec(GetLicenseActivityBuckets): StartingAfter: a forward cursor, Id ascending
test('StartingAfter: what comes after the id, ascending', async () => {
  const all = ids(await buckets({ Limit: 1000 }));
  assert.deepEqual(
    all,
    all.toSorted((a, b) => a - b),
  );
  assert.deepEqual(ids(await buckets({ StartingAfter: all[4] ?? 0, Limit: 3 })), all.slice(5, 8));
  assert.deepEqual(ids(await buckets({ StartingAfter: (all[4] ?? 0) + 1, Limit: 3 })), all.slice(5, 8));
});

// spec(GetLicenseActivityBuckets): EndingBefore: a backward cursor, Id descending
test('EndingBefore: what comes before the id, descending', async () => {
  const all = ids(await buckets({ Limit: 1000 }));
  assert.deepEqual(ids(await buckets({ EndingBefore: all[5] ?? 0, Limit: 3 })), all.slice(2, 5).toReversed());
  assert.deepEqual(ids(await buckets({ EndingBefore: all[2] ?? 0 })), all.slice(0, 2).toReversed());
});

// spec(GetLicenseActivityBuckets): both cursors: EndingBefore is used
test('EndingBefore wins over StartingAfter; 0 is none', async () => {
  const all = ids(await buckets({ Limit: 1000 }));
  const both = { StartingAfter: all[20] ?? 0, EndingBefore: all[5] ?? 0, Limit: 3 };
  assert.deepEqual(ids(await buckets(both)), all.slice(2, 5).toReversed());
  assert.deepEqual(ids(await buckets({ ...both, EndingBefore: 0 })), all.slice(21, 24));
});

// spec(GetLicenseActivityBuckets): cursors with filters
test('cursors among the buckets of one key and machine', async () => {
  const filter = { KeyId: second.licenseId, MachineCode: 'PC-2' };
  const [early, late] = ids(await buckets(filter));
  assert(early !== undefined && late !== undefined);
  const page = async (cursor: TestParameters) => ids(await buckets({ ...filter, ...cursor }));
  assert.deepEqual(await page({ StartingAfter: early - 1 }), [early, late]);
  assert.deepEqual(await page({ StartingAfter: early }), [late]);
  assert.deepEqual(await page({ StartingAfter: late - 1 }), [late]);
  assert.deepEqual(await page({ StartingAfter: late }), []);
  assert.deepEqual(await page({ EndingBefore: late + 1 }), [late, early]);
  assert.deepEqual(await page({ EndingBefore: late }), [early]);
  assert.deepEqual(await page({ EndingBefore: early + 1 }), [early]);
  assert.deepEqual(await page({ EndingBefore: early }), []);
});

// spec(GetLicenseActivityBuckets): the end of the data
test('the end of the data is an empty list', async () => {
  assert.deepEqual(await buckets({ StartingAfter: 10 * activities.length }), []);
  assert.deepEqual(await buckets({ EndingBefore: 1 }), []);
});

// spec(GetLicenseActivityBuckets): ProductId filters; optional
test('ProductId: buckets of that product only', async () => {
  assert.deepEqual(keysOf(await buckets({ ProductId: other.productId })), [elsewhere.licenseId]);
  assert.deepEqual(await buckets({ ProductId: quiet.productId }), []);
});

// spec(GetLicenseActivityBuckets): Could not find the product.
test('ProductId of no product: Could not find the product.', async () => {
  assert.equal(await refusal({ ProductId: 999_999 }), NO_PRODUCT);
  assert.equal(await refusal({ ProductId: 999_999, Key: 'KEY-A' }), NO_PRODUCT);
});

// spec(GetLicenseActivityBuckets): KeyId filters; optional
test('KeyId: buckets of that key only', async () => {
  assert.deepEqual(keysOf(await buckets({ KeyId: elsewhere.licenseId })), [elsewhere.licenseId]);
  assert.deepEqual(keysOf(await buckets({ KeyId: second.licenseId, ProductId: product.productId })), [
    second.licenseId,
  ]);
});

// spec(GetLicenseActivityBuckets): KeyId that is unknown
test('KeyId of no key, or of a key that other filters leave out: an empty list', async () => {
  assert.deepEqual(await buckets({ KeyId: 999_999 }), []);
  assert.deepEqual(await buckets({ KeyId: second.licenseId, ProductId: other.productId }), []);
  assert.deepEqual(await buckets({ KeyId: second.licenseId, ProductId: product.productId, Key: 'KEY-A' }), []);
});

// spec(GetLicenseActivityBuckets): Key filters; optional
test('Key: buckets of that key of that product only', async () => {
  assert.deepEqual(keysOf(await buckets({ ProductId: other.productId, Key: 'KEY-A' })), [elsewhere.licenseId]);
  assert.deepEqual(keysOf(await buckets({ ProductId: product.productId, Key: 'KEY-B' })), [second.licenseId]);
});

// spec(GetLicenseActivityBuckets): Key requires ProductId
test('Key without ProductId is refused', async () => {
  assert.equal(await refusal({ Key: 'KEY-A' }), INPUT);
  assert.equal(await refusal({ Key: 'KEY-A', ProductId: 0, KeyId: license.licenseId }), INPUT);
});

// spec(GetLicenseActivityBuckets): Could not find the key.
test('Key that is unknown: Could not find the key.', async () => {
  assert.equal(await refusal({ ProductId: product.productId, Key: 'NO-SUCH-KEY' }), NO_KEY);
  assert.equal(await refusal({ ProductId: other.productId, Key: 'KEY-B' }), NO_KEY);
});

// spec(GetLicenseActivityBuckets): the Key field is empty if the key no longer exists
test('the key is empty once the license is deleted, and found by KeyId', async () => {
  const [bucket] = await buckets({ KeyId: deleted.licenseId });
  assert.deepEqual([bucket?.key, bucket?.keyId], ['', deleted.licenseId]);
  assert.equal(await refusal({ ProductId: product.productId, Key: 'GONE' }), NO_KEY);
});

// spec(GetLicenseActivityBuckets): MachineCode filters, normalized before filtering
test('MachineCode: control characters, blanks, length and case make no difference', async () => {
  const ofSecond = ids(await buckets({ KeyId: second.licenseId, MachineCode: 'PC-2' }));
  assert.equal(ofSecond.length, 2);
  for (const MachineCode of ['pc-2', '  Pc-2\r\n', 'p\u0007c-\u00852', '\u0000pc-2']) {
    assert.deepEqual(ids(await buckets({ MachineCode })), ofSecond, JSON.stringify(MachineCode));
  }
  const long = await buckets({ MachineCode: `${'x'.repeat(256)}${'y'.repeat(5_000)}` });
  assert.deepEqual(keysOf(long), [deleted.licenseId]);
});

// spec(GetLicenseActivityBuckets): MachineCode that is unknown
test('MachineCode that no row has: an empty list', async () => {
  assert.deepEqual(await buckets({ MachineCode: 'pc-3' }), []);
  assert.deepEqual(await buckets({ MachineCode: 'pc 2' }), []);
  assert.deepEqual(
    await buckets({ MachineCode: 'straße', KeyId: second.licenseId }),
    [],
    'a refused activation is none',
  );
});

// spec(GetLicenseActivityBuckets): Start: on or after this date
test('Start: buckets that start on or after the date', async () => {
  const page = await buckets({ Start: '2026-03-02', KeyId: license.licenseId, Limit: 1 });
  assert.equal(page[0]?.bucketStartUtc, MARCH + DAY);
  assert.equal((await buckets({ Start: '2026-03-02', Limit: 1 }))[0]?.bucketStartUtc, MARCH + DAY);
  assert.deepEqual(await buckets({ Start: '2026-04-01' }), []);
});

// spec(GetLicenseActivityBuckets): End: before the day after this date
test('End: buckets that start before the day after the date', async () => {
  for (const filter of [{}, { KeyId: license.licenseId }, { KeyId: license.licenseId, MachineCode: 'pc-1' }]) {
    const parameters = { ...filter, End: '2026-03-01', EndingBefore: Number.MAX_SAFE_INTEGER, Limit: 1 };
    assert.equal((await buckets(parameters))[0]?.bucketStartUtc, MARCH + DAY - HALF_HOUR);
  }
  assert.deepEqual(await buckets({ End: '2026-02-28' }), []);
});

// spec(GetLicenseActivityBuckets): Start and End use the bucket start time
test('Start and End together are whole UTC days', async () => {
  const page = await buckets({ Start: '2026-03-03', End: '2026-03-04', KeyId: license.licenseId });
  assert.equal(page.length, 96);
  assert.deepEqual(await buckets({ Start: '2026-03-04', End: '2026-03-03' }), []);
});

// spec(GetLicenseActivityBuckets): The 'Start' parameter has the wrong format.
test('Start in another format has its own sentence', async () => {
  for (const Start of WRONG_DATES) assert.equal(await refusal({ Start }), START, Start);
});

// spec(GetLicenseActivityBuckets): The 'End' parameter has the wrong format.
test('End in another format has its own sentence', async () => {
  for (const End of WRONG_DATES) assert.equal(await refusal({ End }), END, End);
  assert.equal(await refusal({ Start: '2026-03-01', End: '2026-02-30' }), END);
});

const WRONG_DATES = [
  ...['2026-02-30', '2026-13-01', '2026-00-10', '2026-3-1', '20260301', '01-03-2026', '2026/03/01', '0000-01-01'],
  ...['2026-03-01T00:00:00', ' 2026-03-01', '2026-03-01\n', '+2026-03-01', '1772323200', 'yesterday', '٢٠٢٦-٠٣-٠١'],
];

// spec(GetLicenseActivityBuckets): Start, End: far dates
test('dates that are only far away are dates', async () => {
  assert.equal((await buckets({ Start: '0001-01-01', End: '9999-12-31', Limit: 5 })).length, 5);
  assert.equal((await buckets({ Start: '2024-02-29', Limit: 5 })).length, 5);
});

// spec(GetLicenseActivityBuckets): v: optional
test('v is accepted', async () => {
  assert.equal((await buckets({ v: 1, Limit: 1 })).length, 1);
});

// spec(GetLicenseActivityBuckets): what clients send for "not given"
test('everything as the .NET and Python clients send it when it is not given', async () => {
  const all = await buckets();
  const numbers = { ProductId: 0, KeyId: 0, Limit: 0, StartingAfter: 0, EndingBefore: 0, v: 1, modelVersion: 1 };
  const texts = ['Key', 'MachineCode', 'Start', 'End', 'CountryCode'];
  for (const none of ['', 'None', 'null']) {
    const given = Object.fromEntries(texts.map((name) => [name, none]));
    assert.deepEqual(await buckets({ ...numbers, ...given }), all, none);
  }
  assert.deepEqual(await buckets({ ...numbers, Start: 0, End: 0 }), all);
  const unset = JSON.stringify({ ...numbers, token, ...Object.fromEntries(texts.map((name) => [name, null])) });
  const json = await postJson(`${server.url}/api//AI/getlicenseactivitybuckets/`, unset);
  assert.deepEqual(json.body, { buckets: all, result: 0, message: null });
  assert.deepEqual(await buckets({ CountryCode: 'no country', Secret: 'x' }), all, 'what other methods take');
});

// spec(GetLicenseActivityBuckets): The input parameters were incorrect.
test('a negative or non-numeric number is refused', async () => {
  for (const name of ['Limit', 'StartingAfter', 'EndingBefore', 'ProductId', 'KeyId']) {
    for (const value of [-1, 'abc', '1.5']) assert.equal(await refusal({ [name]: value }), INPUT, `${name} = ${value}`);
  }
});

// spec(GetLicenseActivityBuckets): Access denied.
test('Access denied without the permission', async () => {
  const others = await server.token({ permissions: PERMISSIONS.filter((name) => name !== 'UsageAnalytics') });
  assert.equal(await refusal({}, others), 'Access denied.');
  assert.equal((await buckets({ Limit: 1 }, await server.token({ permissions: ['UsageAnalytics'] }))).length, 1);
});

// spec(GetLicenseActivityBuckets): a token locked to a key: only buckets for that key
test('KeyLock above 0: only the buckets of that key', async () => {
  const locked = await server.token({ keyLock: second.licenseId });
  const own = ids(await buckets({ KeyId: second.licenseId }));
  assert.deepEqual(ids(await buckets({}, locked)), own);
  assert.deepEqual(ids(await buckets({ ProductId: product.productId, Key: 'KEY-B' }, locked)), own);
  assert.deepEqual(await buckets({ KeyId: license.licenseId }, locked), []);
  assert.equal((await buckets({ MachineCode: 'pc-2', End: '2026-03-01' }, locked)).length, 2);
});

// spec(GetLicenseActivityBuckets): a token locked to a key learns nothing of others
test('KeyLock above 0: what lies outside cannot be told from what is not there', async () => {
  const locked = await server.token({ keyLock: second.licenseId });
  for (const Key of ['KEY-A', 'NO-SUCH-KEY']) {
    assert.equal(await refusal({ ProductId: product.productId, Key }, locked), NO_KEY);
  }
  for (const ProductId of [other.productId, 999_999]) assert.equal(await refusal({ ProductId }, locked), NO_PRODUCT);
});

// spec(GetLicenseActivityBuckets): a token locked to a deleted key
test('KeyLock of a deleted key: its buckets', async () => {
  const locked = await server.token({ keyLock: deleted.licenseId });
  assert.deepEqual(keysOf(await buckets({}, locked)), [deleted.licenseId]);
});

// spec(GetLicenseActivityBuckets): KeyLock -1
test('KeyLock -1: ProductId and Key are required', async () => {
  const locked = await server.token({ keyLock: -1 });
  assert.equal(await refusal({}, locked), INPUT);
  assert.equal(await refusal({ ProductId: product.productId }, locked), INPUT);
  assert.equal(await refusal({ KeyId: license.licenseId }, locked), INPUT);
  assert.deepEqual(keysOf(await buckets({ ProductId: product.productId, Key: 'KEY-B' }, locked)), [second.licenseId]);
});

// spec(GetLicenseActivityBuckets): product lock
test('product lock: only the buckets of that product', async () => {
  const locked = await server.token({ productLock: other.productId });
  assert.deepEqual(keysOf(await buckets({}, locked)), [elsewhere.licenseId]);
  assert.deepEqual(keysOf(await buckets({ MachineCode: 'pc-1' }, locked)), [elsewhere.licenseId]);
  assert.deepEqual(await buckets({ KeyId: second.licenseId }, locked), []);
  assert.equal(await refusal({ ProductId: product.productId }, locked), NO_PRODUCT);
  assert.deepEqual(await buckets({}, await server.token({ productLock: quiet.productId })), []);
});

// spec(GetLicenseActivityBuckets): updated asynchronously: only what is complete is read
test('only the generation that is active is read; without one the list is empty', async () => {
  const fresh = await startTestServer();
  const freshToken = await fresh.token();
  try {
    const read = async () =>
      (await fresh.call('ai/GetLicenseActivityBuckets', freshToken, { Limit: 1000 })).body.buckets;
    assert.deepEqual(await read(), [], 'no projection yet');
    await putUsage(fresh, foldUsage(activities.slice(0, 3)), { generation: 1, active: false });
    assert.deepEqual(await read(), [], 'a generation that is being filled');
    await putUsage(fresh, foldUsage(activities.slice(0, 1)), { generation: 2 });
    assert.equal(((await read()) as unknown[]).length, 1);
    await putUsage(fresh, foldUsage(activities.slice(0, 1)), { accountId: 2, generation: 2 });
    assert.equal(((await read()) as unknown[]).length, 1, 'another account has its own');
  } finally {
    await fresh.stop();
  }
});

/** As log-reading scripts page: newest first, 1,000 a page, an empty list to end. Gives the ids they see. */
const script = async (
  method: string,
  list: string,
  begin: number,
  more: TestParameters,
): Promise<readonly number[]> => {
  const seen: number[] = [];
  for (let endingBefore = begin; ; endingBefore = seen.at(-1) ?? 0) {
    const { body } = await server.call(method, token, { ...more, Limit: 1000, EndingBefore: endingBefore });
    assert.equal(body.result, 0);
    const page = body[list] as { readonly id: number }[];
    if (page.length === 0) return seen;
    seen.push(...page.map((row) => row.id));
    assert(seen.length < 10_000, 'the script ends');
  }
};

// spec(GetLicenseActivityBuckets): log-reading scripts: GetWebAPILog
test('a script that reads the log newest first from EndingBefore=0 sees each row once and ends', async () => {
  await writeRandomLog(server, [license, second], 2_500, 3);
  const all = (await wholeLog(server, token)).map((row) => row.id);
  assert.deepEqual(await script('ai/GetWebAPILog', 'logs', 0, { OrderBy: 'Id descending' }), all.toReversed());
});

// spec(GetLicenseActivityBuckets): log-reading scripts: buckets
test('the same script on buckets, which have no OrderBy, begins beyond all ids', async () => {
  const forwards: number[] = [];
  for (;;) {
    const page = ids(await buckets({ Limit: 1000, StartingAfter: forwards.at(-1) ?? 0, EndingBefore: 0 }));
    if (page.length === 0) break;
    forwards.push(...page);
  }
  assert(forwards.length > MANY);
  const backwards = await script('ai/GetLicenseActivityBuckets', 'buckets', 2_147_483_647, {});
  assert.deepEqual(backwards, forwards.toReversed());
});
