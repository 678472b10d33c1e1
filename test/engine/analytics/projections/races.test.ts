import assert from 'node:assert/strict';
import { test } from 'node:test';
import { projectionStatus } from '../../../../src/engine/analytics/analytics.js';
import type { StepConnections } from '../../../../src/engine/analytics/projectionSteps.js';
import { devices } from '../../../../src/engine/analytics/projections/devices.js';
import type { Statement } from '../../../../src/sql/statement.js';
import { FoldedLogs } from '../../../harness/foldedLog.js';
import { instead, poisonedBy } from '../../../harness/poison.js';
import { sampledRows } from '../../../harness/randomPlantedRows.js';
import { serverOfFile } from '../../../harness/server.js';

/** What comes in between two statements of a step. */

const server = await serverOfFile();
const logs = new FoldedLogs(server);

/** Connections on which something else happens first, whenever one is opened or a statement is sent. */
const interrupted = (first: (statement: Statement<object> | 'connect') => Promise<void>): StepConnections => ({
  connect: async () => {
    await first('connect');
    const connection = await server.writers.connect();
    return {
      begin: () => connection.begin(),
      run: async <Row extends object>(statement: Statement<Row>) => {
        await first(statement);
        return connection.run(statement);
      },
      commit: (statements) => connection.commit(statements),
      rollback: () => connection.rollback(),
    };
  },
});

// spec(derived from the log): what comes in between two statements of a step
test('a bad row that another process passes over meanwhile is passed over once', async () => {
  const log = await logs.create();
  const options = { projections: instead(poisonedBy(devices, [1])), onTrouble: () => {}, windowRows: () => 1 };
  await log.settle();
  // One row is folded into everything at once.
  const [row, ...rows] = sampledRows(3, 2);
  assert(row !== undefined);
  await log.append([row]);
  const other = log.steps(options);
  let connections = 0;
  const writers = interrupted(async (asked) => {
    if (asked !== 'connect') return;
    connections += 1;
    // The first one is for the fold that fails, the second one passes the row over.
    if (connections === 2) await other.step(log.accountId);
  });
  await log.steps({ ...options, writers }).step(log.accountId);
  assert.equal(connections, 2);
  const statuses = await projectionStatus(server.readers, log.accountId);
  const status = statuses.find(({ projection }) => projection === 'devices');
  assert.deepEqual([status?.lastId, status?.passedOver.map(({ id }) => id)], [1, [1]]);
  await log.append(rows);
  await log.settle(log.steps(options));
  await log.assertEqualSoFar();
});

// spec(derived from the log): an exclusion that changes while it is recounted
test('a key that is excluded and included again while its days are recounted is recounted again', async () => {
  // Before the first look for a day, before the last one (which ends the recount), and in between.
  for (const at of [1, 2, 3, 4]) {
    const log = await logs.create();
    const day = (index: number) => Date.parse('2025-03-01T00:00:00Z') + index * 86_400_000;
    const row = { state: 2011, productId: 1, licenseId: 1, customerId: 0, machineCode: 'PC', country: 'SE' };
    await log.append([0, 1, 2].map((index) => ({ ...row, time: day(index) })));
    await log.settle();
    await log.setExcluded(1, true);
    let looks = 0;
    const writers = interrupted(async (asked) => {
      if (asked === 'connect' || asked.name !== 'next_row_of_license') return;
      looks += 1;
      if (looks === at) await log.setExcluded(1, false);
    });
    await log.settle(log.steps({ writers }));
    assert(looks > at, `${looks}`);
    await log.assertFolded();
  }
});
