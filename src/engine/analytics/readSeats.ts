import { isHeld, seatPool } from '../../domain/analytics/seats.js';
import type { LimitChange, SeatPeriod, UsedStretch } from '../../domain/analytics/seatUsage.js';
import type { LicenseId } from '../../domain/entities/ids.js';
import type { SeatPool } from '../../domain/log/states.js';
import { LIMITS } from '../../limits.js';
import {
  logRowTime,
  readLimitChanges,
  readSeatHolders,
  readUsedStretches,
  type SeatHolderRow,
  type SeatOwner,
} from '../../sql/analytics/readSeats.js';
import { kindFromPlace } from '../../sql/analytics/seatStretches.js';
import type { Run } from '../../sql/statement.js';

export interface SeatHistory {
  readonly stretches: readonly UsedStretch[];
  /** Of a license, in order of time; none for a product. */
  readonly limits: readonly LimitChange[];
}

/** What happened to the seats of a license or product in a period; null: more rows than one answer may read. */
export const readSeatHistory = async (
  run: Run,
  accountId: number,
  owner: SeatOwner,
  period: SeatPeriod,
  most: number = LIMITS.seatStretchesPerAnswer,
): Promise<SeatHistory | null> => {
  const [stretches, limits] = await Promise.all([
    run(readUsedStretches(accountId, owner, period, most + 1)),
    owner.of === 'license' ? run(readLimitChanges(accountId, owner.id, period, most + 1)) : [],
  ]);
  if (stretches.length > most || limits.length > most) return null;
  return {
    stretches: stretches.map((row) => ({
      id: row.id,
      kind: kindFromPlace(row.kind),
      since: row.since,
      until: row.until,
      endedBy: row.ended_by,
    })),
    limits: limits.map((row) => ({ since: row.since, seatLimit: row.seat_limit })),
  };
};

/** Seats held at a time (milliseconds) that began with a row of a greater id than `afterId`, in order of id. */
export const readSeatHolderPage = async (
  run: Run,
  accountId: number,
  owner: SeatOwner,
  { time, afterId, limit }: { readonly time: number; readonly afterId: number; readonly limit: number },
): Promise<readonly SeatHolderRow[]> => {
  const [row] = afterId === 0 ? [] : await run(logRowTime(accountId, afterId));
  // Nothing began with a row beyond the end of the log.
  if (afterId !== 0 && row === undefined) return [];
  return run(readSeatHolders(accountId, owner, { time, afterId, afterTime: row?.time ?? 0, limit }));
};

/**
 * Seats of a license's pool that were held just after a row of the log; null: more than one answer may be made from. The
 * row must have been folded.
 */
export const seatsHeldAfter = async (
  run: Run,
  accountId: number,
  licenseId: LicenseId,
  pool: SeatPool,
  row: { readonly id: number; readonly time: number },
): Promise<number | null> => {
  // A millisecond earlier: a row of the same millisecond may have ended a stretch that still lasted before this row.
  const period = { start: row.time - 1, end: row.time + 1, step: 1 };
  const history = await readSeatHistory(run, accountId, { of: 'license', id: licenseId }, period);
  if (history === null) return null;
  const isOn = ({ id, until, endedBy }: UsedStretch): boolean =>
    id <= row.id && (endedBy === null ? until === null || until > row.time : endedBy > row.id);
  return history.stretches.filter((one) => isHeld(one.kind) && seatPool(one.kind) === pool && isOn(one)).length;
};
