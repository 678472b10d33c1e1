import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { License } from '../../../src/domain/entities/licensing.js';
import { normalizeMachineCode } from '../../../src/domain/log/machineCode.js';
import { KEY_COUNTER_COLUMNS } from '../../../src/sql/analytics/readUsageKeys.js';
import { addLicense } from '../../harness/licenses.js';
import { licenseServer, type TestParameters } from '../../harness/server.js';
import { foldUsage, putMachines, putUsage, type UsageActivity, type UsageRows } from '../../harness/usage.js';

const FIRST_DAY = 20_480;
const DAYS = 12;
const COUNTRIES = ['', 'SE', 'DE', 'US'];
const MACHINES = [
  'PC-1',
  'PC-2',
  'ÅNGSTRÖM',
  'X'.repeat(256),
  ...Array.from({ length: 60 }, (_, index) => `M${index}`),
];
/** All but the last one. */
const USED_LICENSES = 16;
/** What is asked for: several names of one machine among them. */
const ASKED_MACHINES = [
  'pc-1',
  ' PC-1\t',
  'pc\u0007-2',
  'ångström',
  `${'x'.repeat(256)}yz`,
  'absent',
  ' \t ',
  'seen once',
];

/** Activities of a few days, with ids far enough apart that there are many blocks of them. */
const activities = (count: number, seed: number): readonly UsageActivity[] => {
  const [drawn = []] = fc.sample(
    fc.array(
      fc.record({
        license: fc.integer({ min: 0, max: 1_000 }),
        state: fc.constantFrom(2010, 2012, 2014, 2015, 2022, 3010, 6010, 6011, 8014),
        machine: fc.oneof(fc.constantFrom(0, 1, 2, 3, 4), fc.integer({ min: 0, max: 9 })),
        isPassing: fc.boolean(),
        country: fc.constantFrom(...COUNTRIES),
        idGap: fc.integer({ min: 1, max: 120 }),
        timeGap: fc.integer({ min: 0, max: Math.floor((2 * DAYS * 86_400) / count) }),
        excluded: fc.boolean(),
      }),
      { minLength: count, maxLength: count },
    ),
    { numRuns: 1, seed },
  );
  let [id, time] = [0, FIRST_DAY * 86_400];
  // Licenses come one after the other and stay; of machines some stay and some come and go.
  return drawn.map(({ idGap, timeGap, machine, isPassing, ...row }, index) => {
    id += idGap;
    time += timeGap;
    const progress = index / count;
    const there = 2 + Math.floor(progress * (USED_LICENSES - 1));
    const license = licenses[row.license % there];
    assert(license !== undefined);
    return {
      ...row,
      id,
      time,
      productId: license.productId,
      licenseId: license.licenseId,
      machineNo: isPassing ? 5 + Math.floor(progress * 50) + machine : Math.min(machine, 4),
      // On most days product 3 has test keys only.
      excluded: license.productId === productIds[2] ? index % 100 !== 0 : row.excluded,
    };
  });
};

const { server, token } = await licenseServer();
const products = [await server.product(), await server.product(), await server.product(), await server.product()];
const productIds: readonly number[] = products.map((product) => product.productId);
const [one = 0, two = 0, three = 0] = productIds;
const add = (productId: number, key: string, more = {}) => addLicense(server.engine, { productId, key, ...more });
const licenses: readonly License[] = [
  await add(one, 'SAME-KEY'),
  await add(two, 'SAME-KEY'),
  await add(one, 'B'),
  await add(two, 'DELETED', { deletedAt: 1 }),
  await add(three, 'C'),
  ...(await Promise.all(Array.from({ length: USED_LICENSES - 5 }, (_, index) => add(one, `D${index}`)))),
  await add(one, 'NEVER-USED'),
];
await putMachines(server, MACHINES);
const rows: UsageRows = foldUsage(activities(2_000, 7));
await putUsage(server, rows, { generation: 2 });
await putUsage(server, foldUsage(activities(300, 8)), { generation: 1, active: false });
await putUsage(server, foldUsage(activities(300, 9)), { generation: 3, active: false });
await putUsage(server, foldUsage(activities(300, 10)), { accountId: 2, generation: 2 });

interface Asked {
  readonly productId: number | undefined;
  readonly keyId: number | undefined;
  readonly key: string | undefined;
  readonly machineCode: string | undefined;
  readonly country: string | undefined;
  readonly firstDay: number | undefined;
  readonly lastDay: number | undefined;
  readonly startingAfter: number | undefined;
  readonly endingBefore: number | undefined;
  readonly limit: number;
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 3, arbitrary });

const asked = (): fc.Arbitrary<Asked> => {
  const day = fc.integer({ min: FIRST_DAY - 2, max: FIRST_DAY + DAYS + 2 });
  const cursor = fc.oneof(fc.nat(140_000), fc.constantFrom(0, Number.MAX_SAFE_INTEGER));
  return fc
    .record({
      productId: maybe(fc.constantFrom(...productIds)),
      keyId: maybe(fc.constantFrom(...licenses.map((license) => license.licenseId), 999)),
      key: maybe(fc.constantFrom('SAME-KEY', 'B', 'C', 'NEVER-USED')),
      machineCode: maybe(fc.constantFrom(...ASKED_MACHINES)),
      country: maybe(fc.constantFrom('SE', 'de', 'Us', 'XX')),
      firstDay: maybe(day),
      lastDay: maybe(day),
      startingAfter: maybe(cursor),
      endingBefore: maybe(cursor),
      limit: fc.oneof(fc.constantFrom(1, 10, 100, 1000), fc.integer({ min: 1, max: 60 })),
    })
    .map((request) => {
      const isThere = licenses.some(({ productId, key }) => productId === request.productId && key === request.key);
      return isThere ? request : { ...request, key: undefined };
    });
};

type Row = UsageRows['key_device'][number];

const number = (row: Row, column: string): number => Number(row[column]);

const SECONDS = { bucket: 1800, day: 86_400 };

/** The first and the last second that Start and End compare, both as the page of the method says. */
const moments: Readonly<Record<string, (row: Row) => readonly [compared: number, withEnd: number]>> = {
  'ai/GetLicenseActivityBuckets': (row) => [
    number(row, 'bucket') * SECONDS.bucket,
    number(row, 'bucket') * SECONDS.bucket,
  ],
  'ai/GetKeyDevices': (row) => [number(row, 'last_seen'), number(row, 'first_seen')],
  'ai/GetKeyUsageSummaries': (row) => [number(row, 'last_seen'), number(row, 'first_seen')],
  'ai/GetDailyAggregates': (row) => [number(row, 'day') * SECONDS.day, number(row, 'day') * SECONDS.day],
  'ai/GetDailyCountryAggregates': (row) => [number(row, 'day') * SECONDS.day, number(row, 'day') * SECONDS.day],
};

const TABLES = {
  'ai/GetLicenseActivityBuckets': 'activity_bucket',
  'ai/GetKeyDevices': 'key_device',
  'ai/GetKeyUsageSummaries': 'key_usage',
  'ai/GetDailyAggregates': 'daily_usage',
  'ai/GetDailyCountryAggregates': 'daily_country_usage',
} as const;

type MethodName = keyof typeof TABLES;

const LISTS: Readonly<Record<MethodName, string>> = {
  'ai/GetLicenseActivityBuckets': 'buckets',
  'ai/GetKeyDevices': 'devices',
  'ai/GetKeyUsageSummaries': 'summaries',
  'ai/GetDailyAggregates': 'aggregates',
  'ai/GetDailyCountryAggregates': 'aggregates',
};

const isDaily = (method: MethodName): boolean => method.startsWith('ai/GetDaily');
const hasMachine = (method: MethodName): boolean =>
  method === 'ai/GetLicenseActivityBuckets' || method === 'ai/GetKeyDevices';

/** The filters of the pages, one after the other over all rows. What a method does not take does not filter there. */
const expected = (method: MethodName, request: Asked): readonly Row[] => {
  const { startingAfter, limit } = request;
  const endingBefore = request.endingBefore || undefined;
  const ofKey = licenses.find(
    ({ productId, key }) => productId === request.productId && key === request.key,
  )?.licenseId;
  const machineNo = MACHINES.indexOf(normalizeMachineCode(request.machineCode ?? '')) + 1;
  const isAbsent = machineNo === 0 && request.machineCode?.trim() !== '';
  return rows[TABLES[method]]
    .filter((row) => !isDaily(method) || number(row, 'total_requests') > 0)
    .filter((row) => request.productId === undefined || row.product_id === request.productId)
    .filter((row) => isDaily(method) || request.keyId === undefined || row.license_id === request.keyId)
    .filter((row) => isDaily(method) || request.key === undefined || row.license_id === ofKey)
    .filter(
      (row) => !hasMachine(method) || request.machineCode === undefined || (!isAbsent && row.machine_no === machineNo),
    )
    .filter(
      (row) =>
        method !== 'ai/GetDailyCountryAggregates' ||
        request.country === undefined ||
        row.country === request.country.toUpperCase(),
    )
    .filter((row) => {
      const [start, end] = moments[method]?.(row) ?? [0, 0];
      const { firstDay, lastDay } = request;
      return (
        (firstDay === undefined || start >= firstDay * 86_400) &&
        (lastDay === undefined || end < (lastDay + 1) * 86_400)
      );
    })
    .filter((row) =>
      endingBefore === undefined ? number(row, 'id') > (startingAfter ?? 0) : number(row, 'id') < endingBefore,
    )
    .toSorted((a, b) => (endingBefore === undefined ? 1 : -1) * (number(a, 'id') - number(b, 'id')))
    .slice(0, limit);
};

const camel = (column: string): string => column.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

const ofKey = (row: Row) => {
  const license = licenses.find(({ licenseId }) => licenseId === row.license_id);
  const key = license?.deletedAt === null ? license.key : '';
  return { id: row.id, productId: row.product_id, keyId: row.license_id, key };
};

const machineCodeOf = (row: Row) => ({ machineCode: MACHINES[number(row, 'machine_no') - 1] ?? '' });

const ofDay = (row: Row) => ({
  id: row.id,
  productId: row.product_id,
  date: new Date(number(row, 'day') * 86_400_000).toISOString().slice(0, 10),
});

const PRESENT: Readonly<Record<MethodName, (row: Row) => object>> = {
  'ai/GetLicenseActivityBuckets': (row) => ({
    ...ofKey(row),
    ...machineCodeOf(row),
    bucketStartUtc: number(row, 'bucket') * SECONDS.bucket,
    refreshCount: row.refresh_count,
    deactivationCount: row.deactivation_count,
    firstEventUtc: row.first_event,
    lastEventUtc: row.last_event,
    lastEventState: row.last_event_state,
    gapFromPreviousEventSeconds: row.gap_from_previous,
  }),
  'ai/GetKeyDevices': (row) => ({
    ...ofKey(row),
    ...machineCodeOf(row),
    firstSeenUtc: row.first_seen,
    lastSeenUtc: row.last_seen,
    totalRequests: row.total_requests,
  }),
  'ai/GetKeyUsageSummaries': (row) => ({
    ...ofKey(row),
    firstSeenUtc: row.first_seen,
    lastSeenUtc: row.last_seen,
    ...Object.fromEntries(KEY_COUNTER_COLUMNS.map((counter) => [camel(counter), row[counter]])),
  }),
  'ai/GetDailyAggregates': (row) => ({
    ...ofDay(row),
    totalRequestsLogged: row.total_requests,
    successful: row.successful,
    failed: row.failed,
    activeDevices: row.active_devices,
    activeKeys: row.active_keys,
    activeCustomers: row.active_customers,
  }),
  'ai/GetDailyCountryAggregates': (row) => ({
    ...ofDay(row),
    countryCode: row.country,
    totalRequests: row.total_requests,
    successful: row.successful,
    failed: row.failed,
  }),
};

const dateOf = (day: number | undefined): string | undefined =>
  day === undefined ? undefined : new Date(day * 86_400_000).toISOString().slice(0, 10);

const parametersOf = (request: Asked): TestParameters => {
  const parameters: Record<string, string | number | undefined> = {
    ProductId: request.productId,
    KeyId: request.keyId,
    Key: request.key,
    MachineCode: request.machineCode,
    CountryCode: request.country,
    Start: dateOf(request.firstDay),
    End: dateOf(request.lastDay),
    StartingAfter: request.startingAfter,
    EndingBefore: request.endingBefore,
    Limit: request.limit,
  };
  return Object.fromEntries(
    Object.entries(parameters).filter((entry): entry is [string, string | number] => entry[1] !== undefined),
  );
};

const page = async (method: MethodName, parameters: TestParameters): Promise<readonly { readonly id: number }[]> => {
  const { body } = await server.call(method, token, parameters);
  assert.deepEqual([body.result, body.message], [0, null]);
  return body[LISTS[method]] as { readonly id: number }[];
};

const METHOD_NAMES = Object.keys(TABLES) as MethodName[];

for (const method of METHOD_NAMES) {
  // spec(GetLicenseActivityBuckets): all filters together
  // spec(other usage methods): GetKeyDevices: all filters together
  // spec(other usage methods): GetKeyUsageSummaries: all filters together
  // spec(other usage methods): GetDailyAggregates: all filters together
  // spec(other usage methods): GetDailyCountryAggregates: all filters together
  test(`${method}: any combination of filters and cursors = the filter applied to every row`, async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(asked(), async (request) => {
        const rowsOfPage = await page(method, parametersOf(request));
        found += rowsOfPage.length;
        assert.deepEqual(rowsOfPage, expected(method, request).map(PRESENT[method]));
      }),
      { numRuns: 200 },
    );
    assert(found > 100, 'the requests found something');
  });

  // spec(GetLicenseActivityBuckets): paging loses and repeats nothing
  // spec(other usage methods): GetKeyDevices: paging loses and repeats nothing
  // spec(other usage methods): GetKeyUsageSummaries: paging loses and repeats nothing
  // spec(other usage methods): GetDailyAggregates: paging loses and repeats nothing
  // spec(other usage methods): GetDailyCountryAggregates: paging loses and repeats nothing
  test(`${method}: paging forwards and backwards covers each row that fits once`, async () => {
    const walk = async (cursor: 'StartingAfter' | 'EndingBefore', filter: object, limit: number) => {
      const ids: number[] = [];
      for (;;) {
        const from = ids.at(-1) ?? (cursor === 'EndingBefore' ? Number.MAX_SAFE_INTEGER : 0);
        const rowsOfPage = await page(method, { ...filter, Limit: limit, [cursor]: from });
        if (rowsOfPage.length === 0) return ids;
        ids.push(...rowsOfPage.map((row) => row.id));
      }
    };
    const filters = asked().map((request) => ({
      ...request,
      startingAfter: undefined,
      endingBefore: undefined,
      limit: 100_000,
    }));
    await fc.assert(
      fc.asyncProperty(filters, fc.integer({ min: 60, max: 1000 }), async (request, limit) => {
        const all = expected(method, request).map((row) => number(row, 'id'));
        const filter = parametersOf(request);
        assert.deepEqual(await walk('StartingAfter', filter, limit), all);
        assert.deepEqual(await walk('EndingBefore', filter, limit), all.toReversed());
      }),
      { numRuns: 10 },
    );
  });
}

test('the rows of the test have what the filters tell apart', () => {
  assert(Math.max(...rows.activity_bucket.map((row) => number(row, 'id'))) > 20 * 4096);
  assert(rows.daily_usage.some((row) => row.total_requests === 0));
  assert(rows.key_device.some((row) => number(row, 'last_seen') < (FIRST_DAY + 2) * 86_400));
});
