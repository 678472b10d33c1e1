import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { projectionStatus, requestRebuild } from '../../../../src/engine/analytics/analytics.js';
import { PROJECTIONS } from '../../../../src/engine/analytics/projections/all.js';
import { devices } from '../../../../src/engine/analytics/projections/devices.js';
import { FoldedLogs } from '../../../harness/foldedLog.js';
import { instead, poisonedBy } from '../../../harness/poison.js';
import { plantedRows, sampledRows } from '../../../harness/randomPlantedRows.js';
import { foldedTables, recountedTables } from '../../../harness/recountedTables.js';
import { serverOfFile } from '../../../harness/server.js';

/** However the log is cut into windows and whoever folds them, the tables are what one count of all its rows gives. */

const server = await serverOfFile();
const logs = new FoldedLogs(server);

// spec(other usage methods): GetKeyUsageSummaries: which states each counter counts
// spec(derived from the log): projection = recount: any log, any windows, any interleaving of accounts, exclusions between
test('any windows, several accounts in turns, rows and exclusions arriving in between', async () => {
  const turns = fc.array(
    fc.record({
      account: fc.nat(1),
      rows: fc.nat(12),
      exclusion: fc.option(fc.record({ licenseId: fc.integer({ min: 1, max: 3 }), excluded: fc.boolean() })),
      steps: fc.nat(3),
    }),
    { maxLength: 12, size: 'max' },
  );
  const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(plantedRows(120), plantedRows(120), turns, sizes, async (first, second, turns, sizes) => {
      const accounts = [
        { log: await logs.create(), waiting: [...first] },
        { log: await logs.create(), waiting: [...second] },
      ];
      let windows = 0;
      const windowRows = (): number => sizes[windows++ % sizes.length] ?? 1;
      for (const turn of turns) {
        const account = accounts[turn.account];
        assert(account !== undefined);
        await account.log.append(account.waiting.splice(0, turn.rows));
        if (turn.exclusion !== null) await account.log.setExcluded(turn.exclusion.licenseId, turn.exclusion.excluded);
        const steps = account.log.steps({ windowRows });
        for (let step = 0; step < turn.steps; step += 1) await steps.step(account.log.accountId);
      }
      for (const { log, waiting } of accounts) {
        await log.append(waiting);
        await log.settle(log.steps({ windowRows }));
        await log.assertFolded();
      }
    }),
    { numRuns: 15 },
  );
});

// spec(derived from the log): fold(a ++ b) = merge(fold a, fold b)
test('folding a window and then the next is folding both at once, wherever they are parted', async () => {
  const rows = sampledRows(60, 7);
  for (let part = 0; part <= rows.length; part += 1) {
    const log = await logs.create();
    await log.append(rows.slice(0, part));
    await log.settle();
    await log.append(rows.slice(part));
    await log.settle();
    await log.assertFolded();
  }
});

// spec(derived from the log): one active projector an account
test('several projectors at one account fold each row once, recount each day once and pass over each bad row once', async () => {
  const rows = sampledRows(300, 11);
  const poison = [7, 100, 101, 250];
  const log = await logs.create();
  let busy = 0;
  let over = false;
  const project = async (size: number): Promise<void> => {
    const options = { projections: instead(poisonedBy(devices, poison)), onTrouble: () => {} };
    const steps = log.steps({ ...options, windowRows: () => size });
    for (;;) {
      // The last one out finds nothing left to do.
      const isLast = over;
      const result = await steps.step(log.accountId);
      if (result === 'busy') busy += 1;
      else if (result === 'settled' && isLast) return;
    }
  };
  const projectors = [project(7), project(11), project(64)];
  for (let from = 0; from < rows.length; from += 20) {
    await log.append(rows.slice(from, from + 20));
    await log.setExcluded(1 + (from % 3), from % 40 === 0);
    if (from % 100 === 0) {
      await requestRebuild(
        server.writers,
        log.accountId,
        PROJECTIONS.map(({ name }) => name),
      );
    }
  }
  over = true;
  await Promise.all(projectors);
  assert(busy > 0, 'they met');
  const folded = await foldedTables(server.readers.run, log.accountId);
  assert.deepEqual(folded, {
    ...recountedTables(rows, log.excluded),
    devices: recountedTables(rows, log.excluded, new Set(poison)).devices,
  });
  await log.assertEqualSoFar();
  const statuses = await projectionStatus(server.readers, log.accountId);
  assert.deepEqual(
    statuses.map(({ projection, active, passedOver }) => [projection, active, passedOver.map(({ id }) => id)]),
    PROJECTIONS.map(({ name }) => [name, true, name === 'devices' ? poison : []]).sort(),
  );
});
