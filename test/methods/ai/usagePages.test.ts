import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBuckets } from '../../../src/sql/analytics/readUsageBuckets.js';
import { readDailyCountryUsage, readDailyUsage } from '../../../src/sql/analytics/readUsageDaily.js';
import { readKeyDevices } from '../../../src/sql/analytics/readUsageDevices.js';
import { readKeyUsage } from '../../../src/sql/analytics/readUsageKeys.js';
import type { Statement } from '../../../src/sql/statement.js';
import { serverOfFile } from '../../harness/server.js';

/** Rows of each table. */
const ROWS = 60_000;
const DAYS = 400;
const FIRST_DAY = 20_000;
const LAST_ID = ROWS * 9;
const PAGE = 10;

const server = await serverOfFile();
const owner = await server.connectOwner();

/** Where what fits is common, rare, clustered at one end or absent. Product 1 and 2 meet machine 2 in no bucket and no device. */
const fill = async (): Promise<void> => {
  await owner.query('select setseed(0.42)');
  await owner.query(
    `insert into analytics_projection (account_id, projection, generation, active, last_id, last_time)
     select 1, p, 1, true, ${LAST_ID}, 0 from unnest('{buckets,devices,keys,daily,countries}'::text[]) p`,
  );
  await owner.query(
    `create temp table made as
     select i, i * 9::bigint as id, ${FIRST_DAY} * 48 + (i * ${DAYS * 48}::bigint / ${ROWS})::int as bucket,
       -- License 1 has a third of all; the others of product 2 only come at the end.
       case when i % 3 = 0 then 1 when i > ${ROWS} * 0.99 then 2 + (random() * 50)::int else 100 + (random() * ${ROWS} / 20)::int
       end as license_id,
       -- Machine 1 is everywhere, machine 2 common in product 3 only.
       case when random() < 0.3 then 1 else 10 + i end as machine_no
     from generate_series(1, ${ROWS}) i`,
  );
  await owner.query('alter table made add column product_id int');
  await owner.query(
    `update made set product_id = case when license_id = 1 then 1 when license_id < 100 then 2 else 3 end,
       machine_no = case when license_id >= 100 and i % 2 = 0 then 2 else machine_no end`,
  );
  await owner.query(
    `insert into activity_bucket
     select distinct on (license_id, machine_no, bucket) 1, 1, license_id, machine_no, bucket, product_id, id, 1, 0,
       bucket * 1800::bigint, bucket * 1800::bigint, 2011, null
     from made order by license_id, machine_no, bucket, id`,
  );
  // One device in fifty was seen at the end, the others on the day they came; of license 1 none was seen again.
  await owner.query(
    `insert into key_device (account_id, generation, license_id, machine_no, product_id, id, first_seen, last_seen,
       total_requests)
     select 1, 1, license_id, machine_no, product_id, min(id), min(bucket) * 1800::bigint,
       case when min(i) % 50 = 0 and license_id <> 1 then ${(FIRST_DAY + DAYS) * 86_400 - 1}
            else min(bucket) * 1800::bigint end, 1
     from (select i, license_id, product_id, id, bucket, case when license_id = 1 then 10 + i else machine_no end as machine_no
           from made) d group by license_id, machine_no, product_id`,
  );
  const counters = Array.from({ length: 19 }, () => '1').join();
  await owner.query(
    `insert into key_usage
     select 1, 1, i, case when i > ${ROWS} * 0.99 then 2 else 1 end, i * 9::bigint, ${FIRST_DAY * 86_400} + i,
       case when i > ${ROWS} * 0.98 then ${(FIRST_DAY + DAYS) * 86_400 - 1} else ${FIRST_DAY * 86_400} + i end, ${counters}
     from generate_series(1, ${ROWS}) i`,
  );
  // 150 products: none but excluded keys in all but one of them, and there at the end only.
  await owner.query(
    `insert into daily_usage
     select 1, 1, i % 150, ${FIRST_DAY} + i / 150, i * 9::bigint,
       case when i % 150 = 7 and i > ${ROWS} * 0.99 then 1 else 0 end, 0, 0, 0, 0, 0
     from generate_series(1, ${ROWS}) i`,
  );
  await owner.query(
    `insert into daily_country_usage
     select 1, 1, i % 150, ${FIRST_DAY} + i / 150 / 20, chr(65 + i / 150 % 20) || case when i > ${ROWS} * 0.99 then 'Z' else 'A' end,
       i * 9::bigint, i % 2, 0, 0
     from generate_series(1, ${ROWS}) i`,
  );
  // Another account's rows, so that a condition on the account is not free.
  await owner.query(
    `insert into activity_bucket select 2, generation, license_id, machine_no, bucket, product_id, id, 1, 0, 0, 0, 0, 0
     from activity_bucket limit 10000`,
  );
  await owner.query('vacuum analyze');
};

await fill();

interface Plan {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}

const rowsOf = (node: Plan): number => {
  const own = (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
  const isCounted = node['Relation Name'] !== undefined && node['Relation Name'] !== 'analytics_projection';
  return (node.Plans ?? []).reduce((sum, child) => sum + rowsOf(child), isCounted ? own : 0);
};

/** How many rows the statement looked at, kept or not. */
const rowsTouched = async (statement: Statement<object>): Promise<number> => {
  const [row] = await server.readers.run<{ 'QUERY PLAN': readonly { readonly Plan: Plan }[] }>({
    name: '',
    text: `explain (analyze, costs off, timing off, summary off, format json) ${statement.text}`,
    values: statement.values,
  });
  const plan = row?.['QUERY PLAN'][0]?.Plan;
  assert(plan !== undefined);
  return rowsOf(plan);
};

const CURSORS = {
  ascending: {},
  descending: { beforeId: LAST_ID + 1 },
  'from the middle': { afterId: LAST_ID / 2 },
  'back from the middle': { beforeId: LAST_ID / 2 },
};

const DATES = {
  ever: {},
  'the last three days': { firstDay: FIRST_DAY + DAYS - 3 },
  'the first three days': { lastDay: FIRST_DAY + 2 },
  'one day in the middle': { firstDay: FIRST_DAY + DAYS / 2, lastDay: FIRST_DAY + DAYS / 2 },
  'a time to come': { firstDay: FIRST_DAY + DAYS + 10 },
};

const PRODUCTS = { 'all products': {}, 'product 1': { productId: 1 }, 'product 2': { productId: 2 } };
const LICENSES = {
  ...PRODUCTS,
  'license 1': { licenseId: 1 },
  'license 5': { licenseId: 5 },
  'license 150': { licenseId: 150 },
};
const MACHINES = {
  'all machines': {},
  'machine 1': { machineNo: 1 },
  'machine 2': { machineNo: 2 },
  'machine 19': { machineNo: 19 },
};
const COUNTRIES = { 'all countries': {}, AA: { country: 'AA' }, BZ: { country: 'BZ' }, XX: { country: 'XX' } };

type Choices = Readonly<Record<string, object>>;

const READS = {
  'ai/GetLicenseActivityBuckets': { read: readBuckets, of: [LICENSES, MACHINES] },
  'ai/GetKeyDevices': { read: readKeyDevices, of: [LICENSES, MACHINES] },
  'ai/GetKeyUsageSummaries': { read: readKeyUsage, of: [LICENSES] },
  'ai/GetDailyAggregates': { read: readDailyUsage, of: [{ ...PRODUCTS, 'product 7': { productId: 7 } }] },
  'ai/GetDailyCountryAggregates': { read: readDailyCountryUsage, of: [PRODUCTS, COUNTRIES] },
} as const;

const combinations = (choices: readonly Choices[]): readonly (readonly [name: string, filter: object])[] =>
  choices.reduce<readonly (readonly [string, object])[]>(
    (all, choice) =>
      all.flatMap(([name, filter]) =>
        Object.entries(choice).map(([other, more]) => [`${name}, ${other}`, { ...filter, ...more }] as const),
      ),
    [['', {}]],
  );

/**
 * A row of the page is read once or, where blocks are walked, three times; its key and machine code are two more. Two
 * bisections take some 20 steps each. A block of ids takes two looks, and the first and the last one may be read to their ends, twice.
 */
const MOST = { ids: PAGE * 3 + 50, blocks: PAGE * 5 + 50 + 2 * (LAST_ID / 4096) + 4 * (4096 / 9) };

for (const [method, { read, of }] of Object.entries(READS)) {
  // spec(GetLicenseActivityBuckets): the same at any size
  // spec(other usage methods): GetKeyDevices: the same at any size
  // spec(other usage methods): GetKeyUsageSummaries: the same at any size
  // spec(other usage methods): GetDailyAggregates: the same at any size
  // spec(other usage methods): GetDailyCountryAggregates: the same at any size
  test(`${method}: a page stops early whatever is asked for`, async () => {
    const most = method.startsWith('ai/GetKey') ? MOST.blocks : MOST.ids;
    assert(most * 10 < ROWS, 'a page could not be told from a whole table');
    for (const [cursor, page] of Object.entries(CURSORS)) {
      for (const [what, filter] of combinations([...of, DATES])) {
        const touched = await rowsTouched(read(1, filter, { ...page, limit: PAGE }));
        assert(touched < most, `${cursor}${what}: ${touched} of ${ROWS} rows`);
      }
    }
  });
}
