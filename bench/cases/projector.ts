import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchCase, Measured } from '../harness/benchCase.js';
import { residentMegabytes } from '../harness/processes.js';
import { ratioOf } from '../harness/ratio.js';
import { type Rig, startRig } from '../harness/rig.js';
import { fillUsageLog, type LogShape } from '../harness/usageLog.js';

const TABLES = [
  ...['activity_bucket', 'key_device', 'key_usage', 'daily_usage', 'daily_seen', 'daily_country_usage'],
  ...['seat_stretch', 'seat_limit_change', 'analytics_projection'],
].join();

/** Forgets all that was derived from the log. The server's projector finds that out within half a second. */
const forget = (rig: Rig): Promise<void> =>
  rig.asOwner(async (client) => {
    await client.query(`truncate ${TABLES}`);
    await client.query('update analytics_account set settled_to = -1');
  });

/** Waits until the server has folded the whole log; gives back the most memory it had meanwhile, in megabytes. */
const folded = (rig: Rig): Promise<number> =>
  rig.asOwner(async (client) => {
    for (let most = 0; ; ) {
      most = Math.max(most, residentMegabytes(rig.serverPid));
      const { rowCount } = await client.query(
        `select from analytics_account a join log_head h using (account_id)
         where account_id = 1 and a.settled_to = h.last_id`,
      );
      if (rowCount === 1) return most;
      await sleep(100);
    }
  });

/** Counts the half hours of the whole log at once, into the same table with the same indexes. */
const PLAIN = `
  insert into activity_bucket (account_id, generation, license_id, machine_no, bucket, product_id, id, refresh_count,
    deactivation_count, first_event, last_event, last_event_state, gap_from_previous)
  select 1, 99, s.license_id, d.machine_no, (l.time / 1800000)::int, min(s.product_id), min(l.id),
    count(*) filter (where l.state < 6000), count(*) filter (where l.state > 6000), min(l.time) / 1000,
    max(l.time) / 1000, max(l.state), null
  from web_api_log l join log_subject s using (account_id, subject_no) join log_device d using (account_id, device_no)
  where l.account_id = 1 and l.state in (2010, 2011, 2012, 2013, 2014, 2015, 6010, 6011)
  group by 3, 4, 5`;

const measureShape = async (shape: LogShape, rows: number, rounds: number): Promise<Measured> => {
  const rig = await startRig();
  try {
    await rig.asOwner(async (client) => {
      await fillUsageLog(client, shape, rows);
      await client.query('vacuum analyze');
    });
    await folded(rig);
    const before = residentMegabytes(rig.serverPid);
    let most = 0;
    const perSecond = async (work: () => Promise<unknown>): Promise<number> => {
      await forget(rig);
      const began = performance.now();
      await work();
      return (rows * 1000) / (performance.now() - began);
    };
    const catchUp = () =>
      perSecond(async () => {
        most = Math.max(most, await folded(rig));
      });
    const plain = async (): Promise<number> => {
      const rate = await perSecond(() =>
        rig.asOwner(async (client) => {
          // Whatever has the account's row is the one that folds.
          await client.query('begin');
          await client.query('select from analytics_account where account_id = 1 for update');
          await client.query(PLAIN);
          await client.query('commit');
        }),
      );
      return rate;
    };
    const ratio = await ratioOf(rounds, catchUp, plain);
    const memory = `the server grew by ${Math.round(most - before)} MB`;
    return { part: `${rows / 1_000_000} M rows, ${shape}; ${memory}`, unit: 'rows/s', ratio };
  } finally {
    await rig.stop();
  }
};

const projectorAt = (name: string, rows: number, shape: LogShape): BenchCase => ({
  name,
  title: 'all of usage analytics folded from an empty checkpoint, by a running server',
  against: 'one insert … select … group by of the half hours alone',
  target: { least: 0.5 },
  fast: false,
  measure: async ({ rounds }) => [await measureShape(shape, rows, rounds)],
});

/** Sparse logs take eight times as long, so at five million rows they would take an hour to say the same of each row. */
export const projectorCases: readonly BenchCase[] = [
  projectorAt('projector', 1_000_000, 'sessions'),
  projectorAt('projector-sparse', 1_000_000, 'sparse'),
  projectorAt('projector-5m', 5_000_000, 'sessions'),
];
