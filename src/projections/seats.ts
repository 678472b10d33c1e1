import { foldSeats, type SeatRow } from '../domain/seats.js';
import type { Run } from '../engine/load.js';
import {
  addSeatLimitChanges,
  clearSeatLimitChanges,
  clearSeatStretches,
  lastSeatStretches,
  putSeatStretches,
  type SeatLogRow,
  seatLogRows,
  stretchFromRow,
} from '../sql/seatStretches.js';
import { verifySeatLimitChanges, verifySeatStretches } from '../sql/verifySeats.js';
import type { Projection } from './projection.js';

/** Log rows that are in memory at a time, whatever the window. */
const CHUNK = 5_000;

/** The number that DeleteKey's rows have in the log's column `method`. */
export const DELETE_KEY_METHOD = 15;

/** Who held a seat of which license, from when to when, and who was denied one; and the seat limits that rows show. */
export const seats: Projection = {
  name: 'seats',
  fold: async (run, window) => {
    for (let after = window.after; after < window.upTo; after += CHUNK) {
      await foldChunk(run, { ...window, after, upTo: Math.min(after + CHUNK, window.upTo) });
    }
  },
  clear: (accountId, generation, rows) => [
    clearSeatStretches(accountId, generation, rows),
    clearSeatLimitChanges(accountId, generation, rows),
  ],
  verify: [verifySeatStretches, verifySeatLimitChanges],
};

const foldChunk = async (
  run: Run,
  { accountId, generation, after, upTo }: Parameters<Projection['fold']>[1],
): Promise<void> => {
  const [logRows] = await Promise.all([
    run(seatLogRows(accountId, after, upTo)),
    run(addSeatLimitChanges(accountId, generation, after, upTo)),
  ]);
  const rows = logRows.map(seatRow);
  const [first] = rows;
  if (first === undefined) return;
  const machines = new Map(rows.map((row) => [`${row.licenseId} ${row.machineNo}`, row]));
  const named = [...machines.values()];
  const deleted = new Set(rows.filter((row) => row.byDeleteKey).map((row) => row.licenseId));
  const known = await run(
    lastSeatStretches(
      accountId,
      generation,
      named.map((row) => row.licenseId),
      named.map((row) => row.machineNo),
      [...deleted],
      first.time,
    ),
  );
  const changed = foldSeats(known.map(stretchFromRow), rows);
  if (changed.length > 0) await run(putSeatStretches(accountId, generation, changed));
};

/** A row of the database as the rule of seats takes it. */
export const seatRow = (row: SeatLogRow): SeatRow => ({
  id: row.id,
  time: row.time,
  licenseId: row.license_id,
  productId: row.product_id,
  state: row.state,
  byDeleteKey: row.method === DELETE_KEY_METHOD,
  deviceNo: row.device_no,
  machineNo: row.machine_no,
  machineCode: row.machine_code,
  floatingInterval: row.floating_interval,
});
