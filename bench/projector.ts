// How fast the projector catches up with a log that it has never seen, beside one plain count of the half hours alone.
// Run: npm run build && node dist/bench/projector.js [millions of rows]

import { Readers, Writers } from '../src/db/connections.js';
import { ProjectionSteps } from '../src/engine/projectionSteps.js';
import { PROJECTIONS } from '../src/projections/all.js';
import { createTestDatabase } from '../test/harness/database.js';
import { addBareAccount, inTransaction } from '../test/harness/plantedLog.js';

const rows = Number(process.argv[2] ?? 1) * 1_000_000;
const KEYS = 3_000;
const DEVICES = 8_000;

const test = await createTestDatabase();
const writers = new Writers(test.database.writers);
const readers = new Readers(test.database.readers);
await addBareAccount(writers, 1);

const execute = (text: string): Promise<void> =>
  inTransaction(writers, async (run) => {
    await run({ name: '', text, values: [] });
  });

/** Three months of a product whose keys are refreshed now and then: one key has a third of the rows. */
const fill = async (): Promise<void> => {
  await execute(
    `insert into log_subject select 1, n, 1 + n % 5, n, n % 700, 5, 0, 0 from generate_series(1, ${KEYS}) n`,
  );
  await execute(`insert into log_device select 1, n, 'machine ' || n, '', 'MACHINE ' || n, '', n
    from generate_series(1, ${DEVICES}) n`);
  await execute(`insert into log_address select 1, n, 24300, 'a' || n, (array['SE','DE','US','FR',''])[1 + n % 5]
    from generate_series(1, 8000) n`);
  await execute(`insert into license (account_id, global_id, product_id, id, key, created, expires, period, features, block,
      trial_activation, max_no_of_machines, reseller_id, optional_field)
    select 1, n, 1 + n % 5, n, 'K' || n, 0, 0, 0, array[false], false, false, 5, 0, 0 from generate_series(1, ${KEYS}) n`);
  await execute(`insert into web_api_log (account_id, device_no, id, time, subject_no, address_no, state, method)
    select 1, 1 + (n::bigint * 7919) % ${DEVICES}, n, 1767225600000 + n::bigint * 7776000000 / ${rows},
      case when n % 3 = 0 then 1 else 1 + (n::bigint * 7919) % ${DEVICES} % ${KEYS} end, 1 + n % 8000,
      (array[2011, 2011, 2014, 2014, 8014, 6011, 2012, 2024])[1 + n % 8], 1
    from generate_series(1, ${rows}) n`);
  await execute(`update log_head set last_id = ${rows}, last_time = 1767225600000 + 7776000000 where account_id = 1`);
  await execute('analyze');
};

const seconds = async (work: () => Promise<void>): Promise<number> => {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
};

const plain = (): Promise<void> =>
  execute(`insert into activity_bucket (account_id, generation, license_id, machine_no, bucket, product_id, id,
      refresh_count, deactivation_count, first_event, last_event, last_event_state, gap_from_previous)
    select 1, 99, s.license_id, d.machine_no, (l.time / 1800000)::int, min(s.product_id), min(l.id),
      count(*) filter (where l.state < 6000), count(*) filter (where l.state > 6000), min(l.time) / 1000,
      max(l.time) / 1000, max(l.state), null
    from web_api_log l join log_subject s using (account_id, subject_no) join log_device d using (account_id, device_no)
    where l.account_id = 1 and l.state in (2010, 2011, 2012, 2013, 2014, 2015, 6010, 6011)
    group by 3, 4, 5`);

const catchUp = async (projections: typeof PROJECTIONS): Promise<void> => {
  const steps = new ProjectionSteps({
    windowRows: () => Number(process.argv[3] ?? 20_000),
    ...{ writers, projections },
    onTrouble: ({ error }) => {
      throw error;
    },
  });
  while ((await steps.step(1)) !== 'settled');
};

await fill();
const say = (what: string, took: number): void => {
  process.stdout.write(`${what.padEnd(34)} ${took.toFixed(1)} s  ${Math.round(rows / took)} rows/s\n`);
};
say('plain insert of the half hours', await seconds(plain));
await execute('delete from activity_bucket');
await execute('analyze');
for (const projection of PROJECTIONS) {
  say(projection.name, await seconds(() => catchUp([projection])));
}
const before = process.memoryUsage().rss;
for (const table of [
  'activity_bucket',
  'key_device',
  'key_usage',
  'daily_usage',
  'daily_seen',
  'daily_country_usage',
]) {
  await execute(`delete from ${table}`);
}
await execute('delete from analytics_projection');
say('all of them together', await seconds(() => catchUp(PROJECTIONS)));
process.stdout.write(`memory grew by ${Math.round((process.memoryUsage().rss - before) / 2 ** 20)} MB\n`);
const [found] = await readers.run<{ buckets: number }>({
  ...{ name: '', values: [] },
  text: 'select count(*) as buckets from activity_bucket',
});
process.stdout.write(`${found?.buckets} half hours\n`);
await test.drop();
