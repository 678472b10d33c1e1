import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { ProjectionSteps, type StepOptions } from '../../src/engine/projectionSteps.js';
import { PROJECTIONS } from '../../src/projections/all.js';
import { addLicense } from '../harness/licenses.js';
import { addBareAccount, PlantedLog } from '../harness/plantedLog.js';
import { plantedRows, productOf } from '../harness/randomPlantedRows.js';
import { foldedTables, recountedTables } from '../harness/recountedTables.js';
import { startTestServer, type TestServer } from '../harness/server.js';

/** However the log is cut into windows and whoever folds them, the tables are what one count of all its rows gives. */

let server: TestServer;
let accounts = 1;
before(async () => {
  server = await startTestServer();
});
after(() => server.stop());

const EXCLUDED = new Set([2, 3]);

const newLog = async (): Promise<PlantedLog> => {
  accounts += 1;
  await addBareAccount(server.writers, accounts);
  for (const licenseId of [1, 2, 3, 4, 5, 6]) {
    const details = { productId: productOf(licenseId), key: `KEY-${licenseId}` };
    const flags = { excludedFromAnalytics: EXCLUDED.has(licenseId), deletedAt: licenseId > 2 ? 1 : null };
    await addLicense(server.engine, { ...details, ...flags }, accounts);
  }
  return new PlantedLog(server.writers, accounts);
};

const newSteps = (options: Partial<StepOptions> = {}): ProjectionSteps =>
  new ProjectionSteps({
    ...{ writers: server.writers, projections: PROJECTIONS },
    onTrouble: ({ error }) => assert.fail(error instanceof Error ? error : String(error)),
    ...options,
  });

const assertFolded = async ({ accountId, rows }: PlantedLog): Promise<void> => {
  assert.deepEqual(await foldedTables(server.readers.run, accountId), recountedTables(rows, EXCLUDED));
};

test('any windows, several accounts in turns, rows arriving in between', async () => {
  const turns = fc.array(fc.record({ account: fc.nat(1), rows: fc.nat(12), steps: fc.nat(3) }), { maxLength: 12 });
  const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(plantedRows(120), plantedRows(120), turns, sizes, async (first, second, turns, sizes) => {
      const logs = [await newLog(), await newLog()];
      const waiting = [[...first], [...second]];
      let windows = 0;
      const steps = newSteps({ windowRows: () => sizes[windows++ % sizes.length] ?? 1 });
      for (const turn of turns) {
        const log = logs[turn.account];
        await log?.append(waiting[turn.account]?.splice(0, turn.rows) ?? []);
        for (let step = 0; step < turn.steps; step += 1) await steps.step(log?.accountId ?? 0);
      }
      for (const [index, log] of logs.entries()) {
        await log.append(waiting[index] ?? []);
        while ((await steps.step(log.accountId)) !== 'settled');
        await assertFolded(log);
      }
    }),
    { numRuns: 12 },
  );
});

test('folding a window and then the next is folding both at once, wherever they are parted', async () => {
  const [rows = []] = fc.sample(plantedRows(30), { numRuns: 1, seed: 7 });
  for (let part = 0; part <= rows.length; part += 1) {
    const log = await newLog();
    const steps = newSteps();
    await log.append(rows.slice(0, part));
    while ((await steps.step(log.accountId)) !== 'settled');
    await log.append(rows.slice(part));
    while ((await steps.step(log.accountId)) !== 'settled');
    await assertFolded(log);
  }
});

test('several projectors at one account fold each row once', async () => {
  const [rows = []] = fc.sample(plantedRows(400), { numRuns: 1, seed: 11 });
  const log = await newLog();
  await log.append(rows);
  let busy = 0;
  const project = async (): Promise<void> => {
    const steps = newSteps({ windowRows: () => 7 });
    for (;;) {
      const result = await steps.step(log.accountId);
      if (result === 'settled') return;
      if (result === 'busy') busy += 1;
    }
  };
  await Promise.all([project(), project(), project()]);
  assert(busy > 0, 'they met');
  await assertFolded(log);
});
