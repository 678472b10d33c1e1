import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConnectionLost } from '../../../../src/db/sqlState.js';
import { projectionStatus, requestRebuild } from '../../../../src/engine/analytics/analytics.js';
import type {
  ProjectionSteps,
  StepConnections,
  StepOptions,
} from '../../../../src/engine/analytics/projectionSteps.js';
import { PROJECTIONS } from '../../../../src/engine/analytics/projections/all.js';
import { devices } from '../../../../src/engine/analytics/projections/devices.js';
import type { Statement } from '../../../../src/sql/statement.js';
import { type FoldedLog, FoldedLogs } from '../../../harness/foldedLog.js';
import { instead, poisonedBy } from '../../../harness/poison.js';
import { sampledRows } from '../../../harness/randomPlantedRows.js';
import { serverOfFile } from '../../../harness/server.js';

/** The projector is killed at each thing that it waits for, and begins again with nothing in its memory. */

const server = await serverOfFile();
const logs = new FoldedLogs(server);

/**
 * Connections on which each call breaks twice between two commits, told apart by what is asked: once before it is done, and
 * once when it is done but not yet answered. A connection that is broken does nothing any more.
 */
class KillingConnections implements StepConnections {
  readonly #met = new Map<string, number>();
  #commits = 0;
  kills = 0;
  /** The latest kill came after a commit that the killed one never heard of. */
  hasCommitted = false;
  /** Calls that were broken, by name or text. */
  readonly killedAt = new Set<string>();

  async connect() {
    await this.#do({ alive: true }, 'connect', async () => {});
    const connection = await server.writers.connect();
    const state = { alive: true };
    return {
      begin: () => this.#do(state, 'begin', () => connection.begin()),
      run: <Row extends object>(statement: Statement<Row>) =>
        this.#do(state, statement, () => connection.run(statement)),
      commit: async (statements: readonly Statement<object>[]) => {
        let isSent = false;
        try {
          await this.#do(state, 'commit', async () => {
            isSent = true;
            await connection.commit(statements);
            // A commit of nothing is no progress.
            if (statements.length > 0) this.#commits += 1;
          });
        } catch (error) {
          if (!isSent) await connection.rollback();
          throw error;
        }
      },
      rollback: () => connection.rollback(),
    };
  }

  async #do<Result>(
    state: { alive: boolean },
    asked: string | Statement<object>,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const lost = new ConnectionLost('killed by the test');
    if (!state.alive) throw lost;
    const call = `${this.#commits} ${JSON.stringify(asked)}`;
    const times = (this.#met.get(call) ?? 0) + 1;
    this.#met.set(call, times);
    const dies = times <= 2;
    if (dies) {
      this.hasCommitted = times === 2 && asked === 'commit';
      state.alive = false;
      this.kills += 1;
      this.killedAt.add(typeof asked === 'string' ? asked : asked.name || asked.text);
    }
    if (times === 1) throw lost;
    const result = await work();
    if (dies) throw lost;
    return result;
  }
}

/** Takes steps until nothing is left to do; whoever takes them dies whenever it can. `check` is called after deaths that followed a commit. */
const settleKilled = async (
  log: FoldedLog,
  options: Partial<StepOptions>,
  check: () => Promise<void>,
): Promise<KillingConnections> => {
  const writers = new KillingConnections();
  const begin = (): ProjectionSteps => log.steps({ writers, ...options });
  let steps = begin();
  for (;;) {
    try {
      if ((await steps.step(log.accountId)) === 'settled') return writers;
    } catch (error) {
      assert(error instanceof ConnectionLost, String(error));
      steps = begin();
      if (writers.hasCommitted) await check();
    }
  }
};

const ROWS = sampledRows(30, 3);

// spec(derived from the log): killed at each await, of folds, recounts, rebuilds, switches, clearing
test('killed anywhere, in folding, recounting, rebuilding, switching and clearing, it loses and doubles nothing', async () => {
  const log = await logs.create();
  await log.append(ROWS.slice(0, 18));
  await log.settle();
  await requestRebuild(
    server.writers,
    log.accountId,
    PROJECTIONS.map(({ name }) => name),
  );
  await log.setExcluded(1, true);
  await log.append(ROWS.slice(18));
  // The days are what the log says once they are recounted.
  const always = PROJECTIONS.filter(({ recount }) => recount === undefined);
  const { kills, killedAt } = await settleKilled(log, { windowRows: () => 8 }, () => log.assertEqualSoFar(always));
  await log.assertFolded();
  assert(kills > 500, `${kills} kills`);
  for (const call of [
    ...['connect', 'begin', 'commit', 'lock_analytics', 'projection_rows', 'last_log_id', 'next_recount'],
    ...['log_bounds', 'next_row_of_license', 'empty_daily_usage', 'empty_daily_country_usage'],
    ...['clear_activity_bucket', 'clear_seat_stretch'],
  ]) {
    assert(killedAt.has(call), call);
  }
});

// spec(derived from the log): killed at each await, of the first step and of passing over a row
test('killed before its first step and while it passes over a row, it passes over that row only', async () => {
  const log = await logs.create();
  await log.append(ROWS.slice(0, 9));
  const poison = [4, 9];
  const options = { projections: instead(poisonedBy(devices, poison)), windowRows: () => 6, onTrouble: () => {} };
  const { killedAt } = await settleKilled(log, options, async () => {});
  await log.assertEqualSoFar();
  for (const call of ['is_analytics_account', 'add_projections']) assert(killedAt.has(call), call);
  const statuses = await projectionStatus(server.readers, log.accountId);
  for (const { projection, lastId, passedOver } of statuses) {
    assert.equal(lastId, 9);
    assert.deepEqual(
      passedOver.map(({ id }) => id),
      projection === 'devices' ? poison : [],
    );
  }
});
