import assert from 'node:assert/strict';
import { LOG_FIELDS } from '../../src/domain/log/webApiLog.js';
import { type LogRow, walkLog } from '../../src/sql/log/readLog.js';
import { addressValues, deviceValues, subjectValues } from '../../src/sql/log/sideValues.js';
import type { Statement } from '../../src/sql/statement.js';
import type { BenchCase, Measured } from '../harness/benchCase.js';
import { fillLog, grownLog, LONG_LOG, settle } from '../harness/longLog.js';
import { againstBound, medianOf, ratioOf } from '../harness/ratio.js';
import { type Rig, startRig } from '../harness/rig.js';
import { form } from './licenses.js';

const PAGES = 20;

/** Greater than any id. */
const LAST_ID = 1_000_000_000;

/** Milliseconds of one page of GetWebAPILog over HTTP, the median of some; each answers with rows unless `absent`. */
const pageTime = async (
  rig: Rig,
  parameters: Readonly<Record<string, string | number>>,
  least: number,
  pages = PAGES,
): Promise<number> => {
  const times: number[] = [];
  for (let page = 0; page < pages; page++) {
    const began = performance.now();
    const response = await fetch(`${rig.url}/api/ai/getwebapilog`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: form(rig, { Limit: 1_000, StartingAfter: 1_000 + page * 1_000, ...parameters }),
    });
    const text = await response.text();
    times.push(performance.now() - began);
    const { logs, message } = JSON.parse(text) as { logs?: unknown[]; message: unknown };
    assert(logs !== undefined && logs.length >= least, `${JSON.stringify(parameters)}: ${message ?? logs?.length}`);
  }
  return medianOf(times);
};

/** The same statements on the bare driver, with JSON.stringify of what they answer. */
const rawPageTime = async (rig: Rig): Promise<number> => {
  const client = await rig.database.readers.connect();
  try {
    const run = async <Row extends object>({ text, values }: Statement<Row>): Promise<Row[]> =>
      (await client.query<Row>({ text, values: [...values] })).rows;
    const times: number[] = [];
    for (let page = 0; page < PAGES; page++) {
      const began = performance.now();
      const after = 1_000 + page * 1_000;
      const rows = await run(
        walkLog(1, {
          range: { first: after + 1, last: Number.MAX_SAFE_INTEGER },
          filter: {},
          descending: false,
          limit: 1_000,
        }),
      );
      const of = (number: (row: LogRow) => number): number[] => [...new Set(rows.map(number))];
      const values = await Promise.all([
        run(
          subjectValues(
            1,
            of((row) => row.subject_no),
          ),
        ),
        run(
          deviceValues(
            1,
            of((row) => row.device_no),
          ),
        ),
        run(
          addressValues(
            1,
            of((row) => row.address_no),
          ),
        ),
      ]);
      assert(JSON.stringify({ rows, values }).length > 100_000);
      times.push(performance.now() - began);
    }
    return medianOf(times);
  } finally {
    client.release();
  }
};

export const logPage: BenchCase = {
  name: 'page',
  title: 'a page of 1,000 log rows following a cursor, over HTTP',
  against: 'the same SQL on the bare driver and JSON.stringify',
  target: { most: 1 },
  fast: true,
  measure: async ({ rounds }) => {
    const rig = await grownLog(1_000_000);
    const ratio = await ratioOf(
      rounds,
      () => pageTime(rig, {}, 1_000),
      () => rawPageTime(rig),
    );
    return [{ part: '1 M rows', unit: 'ms', ratio }];
  },
};

/** Whole days of the long log, as Unix seconds. */
const time = (fromDay: number, toDay: number): string =>
  JSON.stringify({
    gte: LONG_LOG.firstTime / 1000 + fromDay * 86_400,
    lt: LONG_LOG.firstTime / 1000 + toDay * 86_400,
  });

const key = (license: number) => ({ ProductId: 1_001 + (license % 3), Key: `KEY${String(license).padStart(5, '0')}` });

const { commonLicense, rareLicense, commonMachine, rareMachine, friendlyNames } = LONG_LOG;

/** Each filter with a common, a rare and an absent value; the least rows that must come. */
const FILTERS: readonly (readonly [string, Readonly<Record<string, string | number>>, number])[] = [
  ['product', { ProductId: 1_002 }, 1_000],
  ['product, absent', { ProductId: 999 }, 0],
  ['key, common', key(commonLicense), 1_000],
  ['key, rare', key(rareLicense), 100],
  ['key, absent', { ProductId: 1_001, Key: 'NONE' }, 0],
  ['machine, common', { MachineCode: commonMachine }, 1_000],
  ['machine, rare', { MachineCode: rareMachine }, 50],
  ['machine, absent', { MachineCode: 'none' }, 0],
  ...friendlyNames.map(
    (name, index) => [`friendly name "${name}"`, { FriendlyName: name }, index < 2 ? 1_000 : 0] as const,
  ),
  ['state, common', { States: '[2011]' }, 1_000],
  ['three states', { States: '[2012,6010,8013]' }, 1_000],
  ['state, 1 % of a rare one', { States: '[2022]' }, 100],
  ['state, absent', { States: '[4021]' }, 0],
  ['a day', { Time: time(40, 41) }, 1_000],
  ['a time without rows', { Time: time(400, 401) }, 0],
  ['common key and rare state', { ...key(commonLicense), States: '[2022,2024]' }, 100],
  ['rare key and rare state', { ...key(rareLicense), States: '[2022,2024]' }, 0],
  ['key and a day', { ...key(commonLicense), Time: time(40, 41) }, 1_000],
  ['machine and a month', { MachineCode: commonMachine, Time: time(40, 70) }, 1_000],
  ['rare machine and a month', { MachineCode: rareMachine, Time: time(40, 70) }, 10],
];

const filtersAt = (name: string, rows: number): BenchCase => ({
  name,
  fast: false,
  title: `a page under each filter of GetWebAPILog, ${rows / 1_000_000} M rows`,
  against: 'the unfiltered page',
  target: { most: 3 },
  measure: async ({ rounds }) => {
    const rig = await grownLog(rows);
    const measured: Measured[] = [];
    for (const [part, parameters, least] of FILTERS) {
      const ratio = await ratioOf(
        rounds,
        () => pageTime(rig, { ...parameters, StartingAfter: 1_000 }, least, 5),
        () => pageTime(rig, {}, 1_000, 5),
      );
      measured.push({ part, unit: 'ms', ratio });
    }
    return measured;
  },
});

export const logFilters = filtersAt('filters', 1_000_000);
export const logFiltersLong = filtersAt('filters-20m', 20_000_000);

const SHORT = 1_000_000;

const growthAt = (rows: number): BenchCase => ({
  name: `growth-${rows / 1_000_000}m`,
  title: `a page of log rows at ${rows / 1_000_000} M rows`,
  against: 'the same at 1 M rows',
  target: { most: 1.2 },
  fast: false,
  measure: async ({ rounds }) => {
    const long = await grownLog(rows);
    const short = await startRig();
    try {
      await fillLog(short, SHORT);
      await settle(short);
      const measured: Measured[] = [];
      for (const [part, parameters] of [
        ['1,000 rows following a cursor', {}],
        ['1,000 rows of a common key', key(commonLicense)],
        ['50 rows of a rare machine', { MachineCode: rareMachine, Limit: 50 }],
        ['1,000 rows of a day', { Time: time(40, 41) }],
      ] as const) {
        const at = (rig: Rig, all: number) => () =>
          pageTime(rig, { ...('Time' in parameters ? {} : { StartingAfter: all / 2 }), ...parameters }, 50);
        measured.push({ part, unit: 'ms', ratio: await ratioOf(rounds, at(long, rows), at(short, SHORT)) });
      }
      return measured;
    } finally {
      await short.stop();
    }
  },
});

export const logGrowthTo5 = growthAt(5_000_000);
export const logGrowthTo20 = growthAt(20_000_000);
export const logGrowthTo50 = growthAt(50_000_000);

/** Milliseconds after which a read is ended with an error: what bounds a page in another order than the ids'. */
const READ_LIMIT_MS = 10_000;

export const logOrders: BenchCase = {
  name: 'orders',
  title: 'the first page in any order (OrderBy), 1 M rows',
  against: 'the time limit of reads, which bounds it (decision 6)',
  target: { most: 1 },
  fast: false,
  measure: async ({ rounds }) => {
    const rig = await grownLog(1_000_000);
    const measured: Measured[] = [];
    for (const field of LOG_FIELDS) {
      const times: number[] = [];
      const parameters = { OrderBy: `${field} descending`, EndingBefore: LAST_ID };
      for (let round = 0; round < rounds; round++) times.push(await pageTime(rig, parameters, 1_000, 1));
      measured.push({ part: `by ${field}`, unit: 'ms', ratio: againstBound(times, READ_LIMIT_MS) });
    }
    return measured;
  },
};
