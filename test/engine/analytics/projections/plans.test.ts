import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProjectionSteps } from '../../../../src/engine/analytics/projectionSteps.js';
import { PROJECTIONS } from '../../../../src/engine/analytics/projections/all.js';
import { expectManyRows, lockAnalytics } from '../../../../src/sql/analytics/projections.js';
import type { Run } from '../../../../src/sql/statement.js';
import { addBareAccount, inTransaction } from '../../../harness/plantedLog.js';
import { serverOfFile } from '../../../harness/server.js';

/**
 * Folds find what they go on from by the right index, and compare no row with all rows of another table, also where the
 * planner has no statistics (an import just came) or knows of another generation only (a rebuild). Otherwise a window
 * takes minutes.
 */

const ROWS = 40_000;

const server = await serverOfFile();
const owner = await server.connectOwner();
await addBareAccount(server.writers, 7);
await owner.query('insert into analytics_account values (7, -1)');
// Whoever counts the tables is this test.
for (const table of ['activity_bucket', 'seat_stretch', 'web_api_log', 'log_subject', 'log_device']) {
  await owner.query(`alter table ${table} set (autovacuum_enabled = false)`);
}
await owner.query(`insert into log_subject select 7, n, 1, n, 0, 5, 0, 60 from generate_series(1, 500) n`);
await owner.query(`insert into log_device select 7, n, 'm' || n, '', 'M' || n, '', n from generate_series(1, 3000) n`);
await owner.query(
  `insert into web_api_log (account_id, device_no, id, time, subject_no, address_no, state, method)
   select 7, 1 + n % 3000, n, n * 60000, 1 + n % 500, 0, 2014, 1 from generate_series(1::bigint, ${ROWS}) n`,
);
await owner.query(`update log_head set last_id = ${ROWS}, last_time = ${ROWS * 60_000} where account_id = 7`);

let explained = 0;

/** The plans of a window's folds into a generation, as the projector's transaction gets them. */
const plansOf = async (generation: number): Promise<string> => {
  const plans: string[] = [];
  await inTransaction(server.writers, async (run) => {
    await run(lockAnalytics(7));
    await run(expectManyRows(7));
    const explain: Run = async ({ text, values }) => {
      // An explained statement is planned for its values; one that is prepared first, as the settings say.
      explained += 1;
      const name = `explained_${explained}`;
      await run({ name: '', text: `prepare ${name} as ${text}`, values: [] });
      const rows = await run<{ 'QUERY PLAN': string }>({
        name: '',
        text: `explain execute ${name}(${values.join()})`,
        values: [],
      });
      await run({ name: '', text: `deallocate ${name}`, values: [] });
      plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
      return [];
    };
    const window = { accountId: 7, generation, after: ROWS / 2, upTo: ROWS / 2 + 5_000 };
    for (const projection of PROJECTIONS) await projection.fold(explain, window);
  });
  return plans.join('\n');
};

const assertRightPlans = (plans: string): void => {
  assert.match(plans, /Index Scan Backward using activity_bucket_pkey on activity_bucket p/);
  assert.match(plans, /Index Scan using seat_stretch_last on seat_stretch/);
  assert.doesNotMatch(plans, /activity_bucket_(?!pkey)|seat_stretch_(?!last|pkey)|web_api_log_(?!pkey)/);
  assert.doesNotMatch(plans, /Nested Loop[^\n]*\n\s*Join Filter/);
};

test('without statistics, with those of another generation, with its own', async () => {
  assertRightPlans(await plansOf(1));
  const steps = new ProjectionSteps({
    writers: server.writers,
    projections: PROJECTIONS,
    windowRows: () => ROWS / 2,
    onTrouble: ({ error }) => {
      throw error;
    },
  });
  while ((await steps.step(7)) !== 'settled');
  for (const generation of [1, 2]) assertRightPlans(await plansOf(generation));
  await owner.query('analyze');
  for (const generation of [1, 2]) assertRightPlans(await plansOf(generation));
});
