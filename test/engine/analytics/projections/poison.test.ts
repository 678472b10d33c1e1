import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findDifferences, projectionStatus } from '../../../../src/engine/analytics/analytics.js';
import type { FoldTrouble } from '../../../../src/engine/analytics/projectionSteps.js';
import { daily } from '../../../../src/engine/analytics/projections/daily.js';
import { devices } from '../../../../src/engine/analytics/projections/devices.js';
import type { Projection } from '../../../../src/engine/analytics/projections/projection.js';
import { FoldedLogs } from '../../../harness/foldedLog.js';
import { instead, poisonedBy } from '../../../harness/poison.js';
import { sampledRows } from '../../../harness/randomPlantedRows.js';
import { foldedTables, recountedTables } from '../../../harness/recountedTables.js';
import { serverOfFile } from '../../../harness/server.js';

const server = await serverOfFile();
const logs = new FoldedLogs(server);

const ROWS = sampledRows(100, 5);

/** Of a key that is taken in again below. */
const BAD_DAY_ROW = ROWS.findIndex(({ state, licenseId }, index) => index > 20 && licenseId === 2 && state < 3000) + 1;

// spec(derived from the log): a poisoned row is named and passed over, the others go on
test('rows that cannot be folded are found, named and passed over, and everything else is folded', async () => {
  const poison = [1, 30, 31, 47, ROWS.length];
  const log = await logs.create();
  await log.append(ROWS);
  const troubles: FoldTrouble[] = [];
  const projections = instead(poisonedBy(devices, poison), poisonedBy(daily, [BAD_DAY_ROW]));
  const options = { projections, onTrouble: (trouble: FoldTrouble) => troubles.push(trouble) };
  await log.settle(log.steps(options));

  const folded = await foldedTables(server.readers.run, log.accountId);
  const expected = recountedTables(ROWS, log.excluded);
  assert.deepEqual(folded, {
    ...expected,
    devices: recountedTables(ROWS, log.excluded, new Set(poison)).devices,
    daily: recountedTables(ROWS, log.excluded, new Set([BAD_DAY_ROW])).daily,
  });
  const passedOver = (await projectionStatus(server.readers, log.accountId)).map(({ projection, passedOver }) => [
    projection,
    passedOver,
  ]);
  const error = 'division by zero';
  assert.deepEqual(passedOver, [
    ['buckets', []],
    ['countries', []],
    ['daily', [{ id: BAD_DAY_ROW, error }]],
    ['devices', poison.map((id) => ({ id, error }))],
    ['keys', []],
    ['seats', []],
  ]);
  assert.deepEqual(troubles.map(({ projection, id }) => `${projection} ${id}`).sort(), [
    `daily ${BAD_DAY_ROW}`,
    ...poison.map((id) => `devices ${id}`).sort(),
  ]);

  await test('neither a recount nor a comparison stumbles over them', async () => {
    await log.setExcluded(1, true);
    await log.setExcluded(2, false);
    await log.settle(log.steps(options));
    const { daily } = await foldedTables(server.readers.run, log.accountId);
    assert.deepEqual(daily, recountedTables(ROWS, log.excluded, new Set([BAD_DAY_ROW])).daily);
    assert.deepEqual(await findDifferences(server.writers, log.accountId, projections), []);
  });
});

// spec(derived from the log): a fault of the program stops one projection only
test('a fault of the program passes no row over and stops one projection only', async () => {
  const log = await logs.create();
  await log.append(ROWS);
  const broken: Projection = { ...devices, fold: () => Promise.reject(new Error('a fault')) };
  const unfit: Projection = {
    ...daily,
    fold: async (run) => {
      await run({ name: '', text: 'select * from there_is_no_such_table', values: [] });
    },
  };
  const troubles: FoldTrouble[] = [];
  const onTrouble = (trouble: FoldTrouble) => troubles.push(trouble);
  await log.settle(log.steps({ projections: instead(broken, unfit), onTrouble }));
  assert.deepEqual(troubles.map(({ projection, id }) => `${projection} ${id}`).sort(), [
    'daily undefined',
    'devices undefined',
  ]);
  const statuses = await projectionStatus(server.readers, log.accountId);
  assert.deepEqual(
    statuses.map(({ projection, lastId, passedOver }) => [projection, lastId, passedOver.length]),
    [
      ['buckets', ROWS.length, 0],
      ['countries', ROWS.length, 0],
      ['daily', 0, 0],
      ['devices', 0, 0],
      ['keys', ROWS.length, 0],
      ['seats', ROWS.length, 0],
    ],
  );
  await log.settle();
  await log.assertFolded();
});

// spec(derived from the log): a recount that cannot be done stops nothing
test('a recount that fails again and again holds up no rows, and is done once it can be', async () => {
  const log = await logs.create();
  await log.append(ROWS.slice(0, 50));
  await log.settle();
  await log.setExcluded(1, true);
  const broken: Projection = { ...daily, recount: () => Promise.reject(new Error('a fault')) };
  const steps = log.steps({ projections: instead(broken), windowRows: () => 10 });
  let failures = 0;
  for (let turn = 50; turn < ROWS.length; turn += 10) {
    await log.append(ROWS.slice(turn, turn + 10));
    for (let step = 0; step < 3; step += 1) await steps.step(log.accountId).catch(() => (failures += 1));
    const statuses = await projectionStatus(server.readers, log.accountId);
    for (const { projection, rowsBehind } of statuses) assert.equal(rowsBehind, 0, projection);
  }
  assert(failures > 0);
  await log.settle();
  await log.assertFolded();
});
