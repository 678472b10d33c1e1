import assert from 'node:assert/strict';
import { test } from 'node:test';
import { projectionStatus, worstLag } from '../../../../src/engine/analytics/analytics.js';
import { PROJECTIONS } from '../../../../src/engine/analytics/projections/all.js';
import { devices } from '../../../../src/engine/analytics/projections/devices.js';
import { FoldedLogs } from '../../../harness/foldedLog.js';
import { instead, poisonedBy } from '../../../harness/poison.js';
import { serverOfFile } from '../../../harness/server.js';

const server = await serverOfFile();
const logs = new FoldedLogs(server);

// spec(derived from the log): lag is visible, in rows and seconds, per projection
test('lag is told in rows and seconds for each projection, the worst of all accounts, and bad rows by name', async () => {
  const now = Date.now();
  const row = { state: 2011, productId: 1, licenseId: 1, customerId: 0, machineCode: 'PC', country: 'SE' };
  const rows = (secondsAgo: readonly number[]) => secondsAgo.map((ago) => ({ ...row, time: now - ago * 1000 }));
  const log = await logs.create();
  const other = await logs.create();
  for (const one of [log, other]) {
    await one.append(rows([1_000, 900]));
    await one.settle();
  }
  assert.deepEqual(await worstLag(server.readers), {});
  await log.append(rows([500, 400, 300]));
  await other.append(rows([100]));
  // All but one are up to date in the first account, which then has the worst.
  const broken = { ...devices, fold: () => Promise.reject(new Error('a fault')) };
  await log.settle(log.steps({ projections: instead(broken), onTrouble: () => {} }));
  const lag = await worstLag(server.readers);
  assert.deepEqual(Object.keys(lag).sort(), PROJECTIONS.map(({ name }) => name).sort());
  for (const [projection, { rows, seconds }] of Object.entries(lag)) {
    const [expectedRows, expectedSeconds] = projection === 'devices' ? [3, 500] : [1, 100];
    assert.equal(rows, expectedRows, projection);
    assert(Math.abs(seconds - expectedSeconds) < 30, `${projection}: ${seconds}`);
  }
  for (const { projection, rowsBehind, secondsBehind } of await projectionStatus(server.readers, log.accountId)) {
    assert.equal(rowsBehind, projection === 'devices' ? 3 : 0);
    assert(Math.abs(secondsBehind - (projection === 'devices' ? 500 : 0)) < 30, `${projection}: ${secondsBehind}`);
  }
  await log.settle(log.steps({ projections: instead(poisonedBy(devices, [4])), onTrouble: () => {} }));
  await other.settle();
  assert.deepEqual(await worstLag(server.readers), {});
  const statuses = await projectionStatus(server.readers, log.accountId);
  assert.deepEqual(
    statuses.flatMap(({ projection, passedOver }) => passedOver.map(({ id, error }) => [projection, id, error])),
    [['devices', 4, 'division by zero']],
  );
});
