import type { Condition } from '../../src/domain/licensing/search/condition.js';
import { countSubjectsListed, countSubjectsWalked, namedLicenses } from '../../src/sql/analytics/readRefusals.js';
import { fullLicenses } from '../../src/sql/analytics/readSeatPressure.js';
import { readBuckets } from '../../src/sql/analytics/readUsageBuckets.js';
import { readDailyCountryUsage, readDailyUsage } from '../../src/sql/analytics/readUsageDaily.js';
import { readKeyDevices } from '../../src/sql/analytics/readUsageDevices.js';
import { readKeyUsage } from '../../src/sql/analytics/readUsageKeys.js';
import { seatLogRows } from '../../src/sql/analytics/seatLogRows.js';
import { countLicenses, licenseOrder, pageOfLicenses } from '../../src/sql/licensing/licenseSearch.js';
import { countListed, countSampled, countWalked } from '../../src/sql/log/countLog.js';
import { readEvents, readProductEvents } from '../../src/sql/log/readEvents.js';
import { countLogList, LOG_LISTS, type LogList, readLogList, walkLog } from '../../src/sql/log/readLog.js';
import { deviceNumbers, subjectNumbers } from '../../src/sql/log/sideValues.js';
import { filteredAddresses, type SortField, sortLog } from '../../src/sql/log/sortLog.js';
import type { Statement } from '../../src/sql/statement.js';

/** Statements that are put together from parts, in every way in which the parts differ; by the file that builds them. */

type Built = readonly Statement<object>[];

const ACCOUNT = 1;
const RANGE = { first: 1, last: 100 };
const EVERY_LIST = { subject: '{1,2}', device: '{1,2}', state: '{1,2}' };
const LISTS = Object.keys(LOG_LISTS) as LogList[];
const FILTERS = [{}, EVERY_LIST] as const;
const BOTH_WAYS = [true, false] as const;

const PAGES = [{ limit: 10 }, { afterId: 5, limit: 10 }, { beforeId: 5, limit: 10 }];
const DAYS = [{}, { firstDay: 10, lastDay: 20 }];

/** Every combination of some of these filters, on every kind of page and with and without days. */
const pagesOf = <Filter extends object>(
  filters: Filter,
  read: (filter: Partial<Filter>, page: (typeof PAGES)[number]) => Statement<object>,
): Built => {
  const names = Object.keys(filters) as (keyof Filter)[];
  return Array.from({ length: 2 ** names.length }, (_, bits) =>
    names.filter((_name, bit) => bits & (1 << bit)),
  ).flatMap((chosen) => {
    const filter = Object.fromEntries(chosen.map((name) => [name, filters[name]])) as Partial<Filter>;
    return PAGES.flatMap((page) => DAYS.map((days) => read({ ...filter, ...days }, page)));
  });
};

const CONDITION: Condition = {
  kind: 'all',
  of: [
    { kind: 'compare', field: 'customer.name', operator: '=', value: 'x' },
    { kind: 'not', of: { kind: 'contains', field: 'notes', text: 'x' } },
    ...(['activatedmachines', 'dataobjects'] as const).map(
      (list): Condition => ({ kind: 'count', list, where: null, operator: '>', value: 1 }),
    ),
  ],
};

const EVENT_FILTERS = [
  {},
  { productId: 1, key: 'K', metadata: 'x', firstTime: 1, lastTime: 2, firstId: 1, lastId: 9 },
  { productLock: 1, licenseLock: 1 },
];

const SORTED: readonly SortField[] = [
  ...([
    'productId',
    'key',
    'state',
    'ip',
    'machineCode',
    'friendlyName',
    'floatingExpires',
    'doIntValue',
    'doId',
  ] as const),
];

/** A key and a product are not asked for together: a key has one product only. */
const keyFilters = { licenseId: 1 };
const productFilters = { productId: 1 };

export const BUILT_STATEMENTS: Readonly<Record<string, Built>> = {
  'licensing/licenseSearch.ts': [null, CONDITION].flatMap((condition) => {
    const search = { accountId: ACCOUNT, productId: 1, licenseId: null, condition };
    const order = licenseOrder('Id descending') ?? { field: 'id', descending: true };
    return [countLicenses(search), pageOfLicenses(search, order, { size: 10, number: 2 })];
  }),
  'log/countLog.ts': FILTERS.flatMap((filter) => [
    countWalked(ACCOUNT, [1, 50, 101], filter),
    countSampled(ACCOUNT, [1, 50, 101], [10, 10], filter),
    ...LISTS.map((list) => countListed(ACCOUNT, list, [1, 50, 101], EVERY_LIST, 100)),
  ]),
  'analytics/readRefusals.ts': [
    namedLicenses(ACCOUNT, {}, 10),
    namedLicenses(ACCOUNT, { productId: 1, key: 'K', customerId: 1, productLock: 1, licenseLock: 1 }, 10),
    countSubjectsWalked(ACCOUNT, RANGE, EVERY_LIST),
    countSubjectsListed(ACCOUNT, RANGE, EVERY_LIST, 100),
  ],
  'analytics/readSeatPressure.ts': [undefined, 1].map((productId) =>
    fullLicenses(ACCOUNT, { productId, ids: RANGE, now: 1, but: [1, 2], most: 10, limit: 10 }),
  ),
  'log/readEvents.ts': EVENT_FILTERS.flatMap((filter) =>
    BOTH_WAYS.flatMap((descending) => [
      readEvents(ACCOUNT, filter, descending, 10),
      readProductEvents(ACCOUNT, 1, filter, descending, 10),
    ]),
  ),
  'log/readLog.ts': BOTH_WAYS.flatMap((descending) => [
    walkLog(ACCOUNT, { range: RANGE, filter: {}, descending, limit: 10 }),
    walkLog(ACCOUNT, { range: RANGE, filter: EVERY_LIST, descending, limit: 10 }),
    ...LISTS.flatMap((list) => [
      readLogList(ACCOUNT, list, { range: RANGE, filter: EVERY_LIST, descending, limit: 10 }, 100),
      countLogList(ACCOUNT, list, { range: RANGE, filter: EVERY_LIST }, 100),
    ]),
  ]),
  'analytics/readUsageBuckets.ts': [productFilters, keyFilters].flatMap((owner) =>
    pagesOf({ ...owner, machineNo: 1 }, (filter, page) => readBuckets(ACCOUNT, filter, page)),
  ),
  'analytics/readUsageDaily.ts': [
    ...pagesOf(productFilters, (filter, page) => readDailyUsage(ACCOUNT, filter, page)),
    ...pagesOf({ ...productFilters, country: 'SE' }, (filter, page) => readDailyCountryUsage(ACCOUNT, filter, page)),
  ],
  'analytics/usageBlocks.ts': [
    ...[productFilters, keyFilters].flatMap((owner) => [
      ...pagesOf({ ...owner, machineNo: 1 }, (filter, page) => readKeyDevices(ACCOUNT, filter, page)),
      ...pagesOf(owner, (filter, page) => readKeyUsage(ACCOUNT, filter, page)),
    ]),
  ],
  'analytics/seatLogRows.ts': [seatLogRows(ACCOUNT, 1, 100)],
  'log/sideValues.ts': [
    subjectNumbers(ACCOUNT, {}),
    subjectNumbers(ACCOUNT, { productId: 1, key: 'K', productLock: 1, licenseLock: 1 }),
    deviceNumbers(ACCOUNT, undefined, undefined),
    deviceNumbers(ACCOUNT, 'M', 'f'),
  ],
  'log/sortLog.ts': [
    ...SORTED.flatMap((field) =>
      BOTH_WAYS.map((descending) =>
        sortLog(
          ACCOUNT,
          { range: RANGE, filter: EVERY_LIST, descending, limit: 10 },
          { field, addresses: { numbers: [1, 2], ranks: [2, 1] } },
        ),
      ),
    ),
    filteredAddresses(ACCOUNT, RANGE, EVERY_LIST, 10),
  ],
};
