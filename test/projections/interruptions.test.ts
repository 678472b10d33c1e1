import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ConnectionLost } from '../../src/db/sqlState.js';
import type { StepConnections } from '../../src/engine/projectionSteps.js';
import { addGeneration, settle } from '../../src/sql/projections.js';
import type { Statement } from '../../src/sql/statement.js';
import { FoldedLogs } from '../harness/foldedLog.js';
import { inTransaction } from '../harness/plantedLog.js';
import { sampledRows } from '../harness/randomPlantedRows.js';
import { startTestServer, type TestServer } from '../harness/server.js';

let server: TestServer;
let logs: FoldedLogs;
before(async () => {
  server = await startTestServer();
  logs = new FoldedLogs(server);
});
after(() => server.stop());

/** Connections of which the one that is asked for the n-th thing breaks there: before it is done, or just after. */
class BreakingConnections implements StepConnections {
  readonly #breakAt: number;
  readonly #afterIt: boolean;
  asked = 0;

  constructor(breakAt: number, afterIt: boolean) {
    this.#breakAt = breakAt;
    this.#afterIt = afterIt;
  }

  async connect() {
    const connection = await server.writers.connect();
    return {
      begin: () => this.#do(() => connection.begin()),
      run: <Row extends object>(statement: Statement<Row>) => this.#do(() => connection.run(statement)),
      commit: (statements: readonly Statement<object>[]) =>
        this.#do(
          () => connection.commit(statements),
          () => connection.rollback(),
        ),
      rollback: () => connection.rollback(),
    };
  }

  async #do<Result>(work: () => Promise<Result>, giveUp?: () => Promise<void>): Promise<Result> {
    this.asked += 1;
    const breaks = this.asked === this.#breakAt;
    const lost = new ConnectionLost('broken by the test');
    if (breaks && !this.#afterIt) {
      await giveUp?.();
      throw lost;
    }
    const result = await work();
    if (breaks) throw lost;
    return result;
  }
}

test('a connection that breaks anywhere, in folding, recounting, rebuilding and clearing, loses and doubles nothing', async () => {
  const rows = sampledRows(18, 3);
  let breaks = 0;
  for (const afterIt of [false, true]) {
    for (let breakAt = 1; ; breakAt += 1) {
      const log = await logs.create();
      await log.append(rows.slice(0, 8));
      await log.settle();
      await inTransaction(server.writers, async (run) => {
        await run(addGeneration(log.accountId, ['buckets', 'daily']));
        await run(settle(log.accountId, -1));
      });
      await log.setExcluded(1, true);
      await log.append(rows.slice(8));
      const writers = new BreakingConnections(breakAt, afterIt);
      const steps = log.steps({ writers, windowRows: () => 6 });
      for (let settled = false; !settled; ) {
        try {
          settled = (await steps.step(log.accountId)) === 'settled';
        } catch (error) {
          assert(error instanceof ConnectionLost);
          breaks += 1;
        }
      }
      await log.assertFolded();
      if (writers.asked < breakAt) break;
    }
  }
  assert(breaks > 100, `${breaks} breaks`);
});
