import assert from 'node:assert/strict';
import type { BenchCase, Measured } from '../harness/benchCase.js';
import { medianOf, ratioOf } from '../harness/ratio.js';
import { type Rig, startRig } from '../harness/rig.js';
import { daysOf, fillUsageTables, USAGE } from '../harness/usageTables.js';
import { form } from './licenses.js';

const SMALL = 100_000;
const LARGE = 10_000_000;

/** Pages of one measurement; each begins elsewhere. */
const PAGES = 9;

type Parameters = Readonly<Record<string, string | number>>;

/** A page under the same filters in the two sizes: `at` is where it begins, 0 to 1 of the way through the ids. */
interface Question {
  readonly part: string;
  readonly method: string;
  /** Rows of a page, which both sizes have; 0: none, of a thousand asked for. */
  readonly rows: number;
  readonly parameters: (buckets: number, at: number) => Parameters;
}

const from = (buckets: number, at: number): Parameters => ({ StartingAfter: Math.floor(buckets * at) });
const backFrom = (buckets: number, at: number): Parameters => ({ EndingBefore: Math.floor(buckets * (0.5 + at)) });
const date = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
const days = (buckets: number, first: number, last: number): Parameters => ({
  Start: date(USAGE.firstDay + Math.floor(daysOf(buckets) * first)),
  End: date(USAGE.firstDay + Math.floor(daysOf(buckets) * last)),
});
const key = (license: number): Parameters => ({ ProductId: 1_001 + (license % 3), Key: `KEY${license}` });

const { commonLicense, someLicense, rareLicense, commonMachine, product } = USAGE;

const BUCKETS = 'GetLicenseActivityBuckets';
const buckets = (part: string, rows: number, parameters: Question['parameters']): Question => ({
  part: `buckets, ${part}`,
  method: BUCKETS,
  rows,
  parameters,
});

const QUESTIONS: readonly Question[] = [
  buckets('product and key with a third of them', 1_000, (n, at) => ({ ...key(commonLicense), ...from(n, at) })),
  buckets('product and key with a hundredth', 400, (n, at) => ({ ...key(someLicense), ...from(n, at) })),
  buckets('product and key with a thousand', 400, (n, at) => ({ ...key(rareLicense), ...from(n, at) })),
  buckets('product and key, backwards', 1_000, (n, at) => ({ ...key(commonLicense), ...backFrom(n, at) })),
  buckets('product, key and dates', 1_000, (n, at) => ({ ...key(commonLicense), ...days(n, at, at + 0.5) })),
  buckets('product, key and machine', 300, () => ({ ...key(commonLicense), MachineCode: commonMachine })),
  buckets('no filter', 1_000, from),
  buckets('no filter, dates', 1_000, (n, at) => days(n, at, at + 0.5)),
  buckets('product', 1_000, (n, at) => ({ ProductId: product, ...from(n, at) })),
  buckets('machine', 900, (n, at) => ({ MachineCode: commonMachine, ...from(n, at) })),
  buckets('machine and product', 250, (n, at) => ({ MachineCode: commonMachine, ProductId: product, ...from(n, at) })),
  buckets('a machine that is nowhere', 0, () => ({ MachineCode: 'none' })),
  ...(
    [
      ['devices', 'GetKeyDevices', 1_000, key(commonLicense)],
      ['keys', 'GetKeyUsageSummaries', 100, { ProductId: product }],
      ['days', 'GetDailyAggregates', 15, { ProductId: product }],
      ['days by country', 'GetDailyCountryAggregates', 5, { ProductId: product, CountryCode: 'CE' }],
    ] as const
  ).flatMap(([what, method, rows, filter]): readonly Question[] => [
    { part: `${what}, no filter`, method, rows, parameters: from },
    { part: `${what}, filtered`, method, rows, parameters: (n, at) => ({ ...filter, ...from(n, at) }) },
    { part: `${what}, filtered, backwards`, method, rows, parameters: (n, at) => ({ ...filter, ...backFrom(n, at) }) },
    { part: `${what}, dates`, method, rows, parameters: (n, at) => days(n, at, at + 0.5) },
  ]),
];

/** Milliseconds of a page over HTTP, the median of some. */
const pageTime = async (rig: Rig, size: number, { method, rows, parameters }: Question): Promise<number> => {
  const times: number[] = [];
  for (let page = 0; page < PAGES; page += 1) {
    const asked = { Limit: rows === 0 ? 1_000 : rows, ...parameters(size, (page / PAGES) * 0.5) };
    const began = performance.now();
    const response = await fetch(`${rig.url}/api/ai/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: form(rig, asked),
    });
    const body = (await response.json()) as Record<string, unknown>;
    times.push(performance.now() - began);
    const found = Object.values(body).find(Array.isArray)?.length;
    assert.equal(found, rows, `${method} ${JSON.stringify(asked)}: ${body.message}`);
  }
  return medianOf(times);
};

export const bucketPages: BenchCase = {
  name: 'bucket-pages',
  title: 'a page of at most 1,000 rows of usage analytics at 10 M buckets',
  against: 'the same at 100,000 buckets',
  target: { most: 1.5 },
  fast: false,
  measure: async ({ rounds }) => {
    const [small, large] = [await startRig(), await startRig()];
    try {
      await small.asOwner((client) => fillUsageTables(client, SMALL));
      await large.asOwner((client) => fillUsageTables(client, LARGE));
      const measured: Measured[] = [];
      for (const question of QUESTIONS) {
        const ratio = await ratioOf(
          rounds,
          () => pageTime(large, LARGE, question),
          () => pageTime(small, SMALL, question),
        );
        measured.push({ part: question.part, unit: 'ms', ratio });
      }
      return measured;
    } finally {
      await small.stop();
      await large.stop();
    }
  },
};
