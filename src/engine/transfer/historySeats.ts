import { HeldSeats } from '../../domain/analytics/heldSeats.js';
import type { SeatRow } from '../../domain/analytics/seats.js';
import { need } from '../../domain/batch/need.js';
import type { LicenseId } from '../../domain/entities/ids.js';
import { groupBy } from '../../domain/groupBy.js';
import { METHOD_NUMBERS } from '../../domain/log/methodNumbers.js';
import { decideSeatRows, type UnloggedSeat } from '../../domain/transfer/importing.js';
import { LIMITS } from '../../limits.js';
import { OperatorError } from '../../operatorError.js';
import { type SeatLogRow, seatLogRows } from '../../sql/analytics/seatLogRows.js';
import { lastLogId } from '../../sql/log/logBounds.js';
import { pageOfMachines } from '../../sql/transfer/logImport.js';
import type { AccountAccess } from '../access.js';
import type { Engine } from '../engine.js';

/** Machines whose seats are checked in one pass over the log, bounded by memory. */
const PAGE_MACHINES = 50_000;

/** Log rows read at a time. */
const WINDOW_ROWS = 20_000;

/** Licenses queued for commit at a time: several batches, so that the next one is ready when one is committed. */
const CHUNK = 4 * LIMITS.batchCommands;

export interface SeatsOptions {
  /** The import's claim: the run fails when another import has claimed the account's history since. */
  readonly claim: string;
  /** Log rows read, of how many. */
  readonly onProgress: (rows: number, of: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Writes a row 5010, with which a seat begins, for each machine that holds a seat which the log does not show. Uses the same
 * rule as seat analytics, so running it again adds nothing. Returns the number of rows.
 */
export const beginUnloggedSeats = async (
  engine: Engine,
  accountId: number,
  { claim, onProgress, signal }: SeatsOptions,
): Promise<number> => {
  const access = engine.access(accountId);
  let seats = 0;
  for await (const machines of pagesOfMachines(access)) {
    const held = await readHeldSeats(access, machines, { onProgress, signal });
    const { now } = engine.access(accountId);
    const unlogged = machines.filter(
      (machine) => !held.holds(machine, now) && (machine.floatingExpires === null || machine.floatingExpires > now),
    );
    const byLicense = [...groupBy(unlogged, ({ licenseId }) => licenseId)];
    for (let from = 0; from < byLicense.length; from += CHUNK) {
      signal.throwIfAborted();
      const begun = byLicense
        .slice(from, from + CHUNK)
        .map(([licenseId, ofLicense]) => beginSeats(engine, accountId, claim, { licenseId, unlogged: ofLicense }));
      for (const count of await Promise.all(begun)) seats += count;
    }
  }
  return seats;
};

async function* pagesOfMachines({ run, accountId }: AccountAccess): AsyncGenerator<readonly UnloggedSeat[]> {
  let last: UnloggedSeat = { licenseId: 0, floating: false, machineCode: '', time: 0, floatingExpires: null };
  for (;;) {
    const rows = await run(pageOfMachines(accountId, last, PAGE_MACHINES));
    const machines = rows.map((row) => ({
      licenseId: row.license_id,
      floating: row.floating,
      machineCode: row.machine_code,
      time: row.time,
      floatingExpires: row.floating_expires,
    }));
    const end = machines.at(-1);
    if (end === undefined) return;
    yield machines;
    last = end;
  }
}

/** Read before the log: a seat that changes in between differs from this list, and is skipped. */
const readHeldSeats = async (
  { run, accountId }: AccountAccess,
  machines: readonly UnloggedSeat[],
  { onProgress, signal }: Pick<SeatsOptions, 'onProgress' | 'signal'>,
): Promise<HeldSeats> => {
  const held = new HeldSeats(machines);
  const [head] = await run(lastLogId(accountId));
  const lastId = head?.id ?? 0;
  for (let after = 0; after < lastId; after += WINDOW_ROWS) {
    signal.throwIfAborted();
    const rows = await run(seatLogRows(accountId, after, Math.min(after + WINDOW_ROWS, lastId)));
    held.fold(rows.map(seatRow));
    onProgress(Math.min(after + WINDOW_ROWS, lastId), lastId);
  }
  return held;
};

const beginSeats = async (
  engine: Engine,
  accountId: number,
  claim: string,
  { licenseId, unlogged }: { readonly licenseId: LicenseId; readonly unlogged: readonly UnloggedSeat[] },
): Promise<number> => {
  const { outcome } = await engine.submit(accountId, {
    method: 0,
    caller: { kind: 'shell', accountId },
    ip: '',
    needs: [need.license({ licenseId }, { machines: true }), need.historyClaim()],
    decide: (state, context) => decideSeatRows(state, licenseId, unlogged, claim, context),
  });
  if (!outcome.granted) throw new OperatorError('refused', outcome.sentence);
  return (outcome.result as { readonly seats: number }).seats;
};

/** Converts a database row for the rule of seats. */
const seatRow = (row: SeatLogRow): SeatRow => ({
  id: row.id,
  time: row.time,
  licenseId: row.license_id,
  productId: row.product_id,
  state: row.state,
  byDeleteKey: row.method === METHOD_NUMBERS.DeleteKey,
  deviceNo: row.device_no,
  machineNo: row.machine_no,
  machineCode: row.machine_code,
  floatingInterval: row.floating_interval,
});
