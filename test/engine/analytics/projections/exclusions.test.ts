import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KEPT_FOR_EVER } from '../../../../src/domain/log/retentionPeriods.js';
import { requestRebuild } from '../../../../src/engine/analytics/analytics.js';
import { PROJECTIONS } from '../../../../src/engine/analytics/projections/all.js';
import type { Projection } from '../../../../src/engine/analytics/projections/projection.js';
import { Retention } from '../../../../src/engine/log/retention.js';
import { FoldedLogs } from '../../../harness/foldedLog.js';
import { instead } from '../../../harness/poison.js';
import { sampledRows } from '../../../harness/randomPlantedRows.js';
import { foldedTables } from '../../../harness/recountedTables.js';
import { serverOfFile } from '../../../harness/server.js';

/** What changes of keys and addresses after their rows were folded. */

const server = await serverOfFile();
const logs = new FoldedLogs(server);

// spec(derived from the log): a changed exclusion recomputes the days it touches, in bounded steps
test('a changed exclusion is recounted in bounded steps: one day of one product at a time, no other day', async () => {
  const log = await logs.create();
  const rows = sampledRows(300, 23);
  await log.append(rows);
  await log.settle();
  const steps: { productId: number; day: number; projection: string; rows: number }[][] = [];
  const watched = (projection: Projection): Projection => {
    const { name, recount } = projection;
    if (recount === undefined) return projection;
    return {
      ...projection,
      recount: async (run, recounted) => {
        const { productId, day, after, upTo } = recounted;
        steps.at(-1)?.push({ productId, day, projection: name, rows: upTo - after });
        await recount(run, recounted);
      },
    };
  };
  const taken = log.steps({ projections: instead(...PROJECTIONS.map(watched)) });
  await log.setExcluded(1, true);
  for (;;) {
    steps.push([]);
    if ((await taken.step(log.accountId)) === 'settled') break;
  }
  await log.assertFolded();
  const dayOf = (time: number): number => Math.floor(time / 86_400_000);
  const days = [...new Set(rows.filter(({ licenseId }) => licenseId === 1).map(({ time }) => dayOf(time)))];
  assert(days.length > 5);
  const expected = days.map((day) =>
    ['countries', 'daily'].map((projection) => {
      const ofDay = rows.filter(({ time }) => dayOf(time) === day).length;
      return { productId: 1, day, projection, rows: ofDay };
    }),
  );
  assert.deepEqual(
    steps.filter((step) => step.length > 0),
    expected,
  );
});

// spec(derived from the log): countries were decided when the row was written: blanking changes nothing
test('addresses that are blanked change nothing, neither then nor in a rebuild', async () => {
  const log = await logs.create();
  const rows = sampledRows(80, 31);
  await log.append(rows);
  await log.settle();
  const before = await foldedTables(server.readers.run, log.accountId);
  assert(before.countries.length > 5);
  const left = () =>
    server.readers.run<{ count: number }>({
      name: '',
      text: "select count(*)::int as count from log_address where account_id = $1 and address <> ''",
      values: [log.accountId],
    });
  assert.equal((await left())[0]?.count, 3, 'one for each of SE, DE and US');
  const retention = new Retention({
    database: server,
    periods: { ...KEPT_FOR_EVER, addressMonths: 1 },
    onError: (error) => assert.fail(String(error)),
  });
  await retention.run();
  assert.equal((await left())[0]?.count, 0);
  await log.assertFolded();
  await requestRebuild(
    server.writers,
    log.accountId,
    PROJECTIONS.map(({ name }) => name),
  );
  await log.settle();
  assert.deepEqual(await foldedTables(server.readers.run, log.accountId), before);
  await log.assertFolded();
});
