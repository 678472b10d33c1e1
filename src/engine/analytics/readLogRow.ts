import assert from 'node:assert/strict';
import { FLOATING_STATES } from '../../domain/log/stateLists.js';
import type { LogQuery, WebApiLogRow } from '../../domain/log/webApiLog.js';
import { LIMITS } from '../../limits.js';
import { type LogRowDetails, logRowDetails } from '../../sql/log/readLogRow.js';
import { logSourceOf } from '../../sql/transfer/logImport.js';
import type { LogReader } from '../log/logValues.js';
import { readLog } from '../log/readLog.js';
import type { AccountReads } from '../reads.js';
import { seatsHeldAfter } from './readSeats.js';

/** Which rows the caller may see. */
export type Visible = Pick<LogQuery, 'productId' | 'key' | 'productLock' | 'licenseLock'>;

export interface LogRowStory {
  readonly row: WebApiLogRow;
  readonly details: LogRowDetails;
  /** The id that the row had where it was imported from; null: it was not imported. */
  readonly sourceId: number | null;
  /** Rows of the same key or machine, oldest first. */
  readonly before: readonly WebApiLogRow[];
  readonly after: readonly WebApiLogRow[];
  /** Seats held just after the row, of the kind that it is about; null: not known (yet), or there is no such key. */
  readonly held: { readonly floating: boolean; readonly seats: number } | null;
}

/** All details of one row; null: there is no such row that the caller may see. */
export const readLogRow = async (reader: LogReader, id: number, visible: Visible): Promise<LogRowStory | null> => {
  const { run, accountId } = reader;
  const order = { by: 'id', descending: false } as const;
  const [row] = await readLog(reader, { ...visible, afterId: id - 1, beforeId: id + 1, order, limit: 1 });
  if (row === undefined) return null;
  const [[details], [source], before, after] = await Promise.all([
    run(logRowDetails(accountId, id)),
    run(logSourceOf(accountId, id)),
    neighbours(reader, row, visible, true),
    neighbours(reader, row, visible, false),
  ]);
  assert(details !== undefined, 'a row that was found stays');
  return {
    row,
    details,
    before: before.toReversed(),
    after,
    sourceId: source?.source_id ?? null,
    held: await heldAt(reader, row, details),
  };
};

/** The nearest rows of the same key or machine, nearest first. Key and machine are read through an index each. */
const neighbours = async (
  reader: LogReader,
  row: WebApiLogRow,
  visible: Visible,
  descending: boolean,
): Promise<readonly WebApiLogRow[]> => {
  const page = {
    ...visible,
    ...(descending ? { beforeId: row.id } : { afterId: row.id }),
    order: { by: 'id', descending } as const,
    limit: LIMITS.logRowNeighbours,
  };
  const lists: LogQuery[] = [];
  if (row.licenseId !== 0) lists.push({ ...page, licenseLock: row.licenseId });
  // A caller restricted to one key sees only the machine's rows of that key.
  const seesOneKey = visible.licenseLock !== undefined || visible.key !== undefined;
  // "" is sent by many machines that have no code.
  if (row.machineCode !== null && row.machineCode !== '' && !(seesOneKey && row.licenseId !== 0)) {
    lists.push({ ...page, machineCode: row.machineCode });
  }
  const found = await Promise.all(lists.map((query) => readLog(reader, query)));
  const byId = new Map(found.flat().map((one) => [one.id, one]));
  const sign = descending ? -1 : 1;
  return [...byId.values()].sort((a, b) => sign * (a.id - b.id)).slice(0, LIMITS.logRowNeighbours);
};

const heldAt = async (
  { run, accountId }: AccountReads,
  row: WebApiLogRow,
  { license_id: licenseId, seats_folded_to: foldedTo }: LogRowDetails,
): Promise<LogRowStory['held']> => {
  if (licenseId === 0 || foldedTo === null || foldedTo < row.id) return null;
  const floating = FLOATING_STATES.some((state) => state === row.state) || row.floatingInterval > 0;
  const seats = await seatsHeldAfter(run, accountId, licenseId, floating ? 'floating' : 'nodeLocked', row);
  return seats === null ? null : { floating, seats };
};
