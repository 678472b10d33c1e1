import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { foldSeats, SEAT_KINDS } from '../../../../src/domain/analytics/seats.js';
import { findDifferences } from '../../../../src/engine/analytics/analytics.js';
import { ProjectionSteps } from '../../../../src/engine/analytics/projectionSteps.js';
import { seats } from '../../../../src/engine/analytics/projections/seats.js';
import { addBareAccount } from '../../../harness/plantedLog.js';
import { plantSeatLog } from '../../../harness/seatLog.js';
import { anySeatRows } from '../../../harness/seatRows.js';
import { serverOfFile } from '../../../harness/server.js';

/** The fold in the database does what the rule does row by row, however the log is cut into windows. */

const server = await serverOfFile();

const stretchesOf = (accountId: number) =>
  server.readers.run<Record<string, number | boolean | null>>({
    name: '',
    text: 'select * from seat_stretch where account_id = $1 order by id',
    values: [accountId],
  });

test('any rows in windows of any size', async () => {
  let accountId = 100;
  await fc.assert(
    fc.asyncProperty(anySeatRows, fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }), async (rows, sizes) => {
      accountId += 1;
      await addBareAccount(server.writers, accountId);
      await plantSeatLog(server, rows, accountId);
      let windows = 0;
      const steps = new ProjectionSteps({
        writers: server.writers,
        projections: [seats],
        windowRows: () => sizes[windows++ % sizes.length] ?? 1,
        onTrouble: ({ error }) => {
          throw error;
        },
      });
      while ((await steps.step(accountId)) !== 'settled');
      const codes = [...new Set(rows.map(({ machineCode }) => machineCode))];
      const devices = await server.readers.run<{ device_no: number; machine_no: number }>({
        name: '',
        text: 'select device_no, machine_no from log_device where account_id = $1',
        values: [accountId],
      });
      const machineNos = new Map(devices.map((device) => [device.device_no, device.machine_no]));
      const deviceNoOf = (code: string): number => codes.indexOf(code) + 1;
      const machineNoOf = (code: string): number => machineNos.get(deviceNoOf(code)) ?? 0;
      const expected = foldSeats(
        [],
        rows.map((row) => ({
          ...row,
          deviceNo: deviceNoOf(row.machineCode),
          machineNo: machineNoOf(row.machineCode),
        })),
      ).map(({ kind, machineCode, licenseId, productId, deviceNo, machineNo, heldSince, endedBy, ...rest }) => ({
        ...rest,
        account_id: accountId,
        generation: 1,
        license_id: licenseId,
        product_id: productId,
        device_no: deviceNo,
        machine_no: machineNo,
        kind: SEAT_KINDS.indexOf(kind),
        held_since: heldSince,
        ended_by: endedBy,
      }));
      const found = await stretchesOf(accountId);
      assert.deepEqual(
        found.map(({ span, ...row }) => row),
        expected,
      );
      assert.deepEqual(await findDifferences(server.writers, accountId, [seats]), []);
    }),
    { numRuns: 100 },
  );
});
