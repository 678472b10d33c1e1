import { SEAT_KINDS, type SeatKind } from '../../domain/analytics/seats.js';

/** The table seat_stretch as the answers read it. Writing it is in foldSeats.ts. */

/** A stretch that lasts, and one that was denied, in the column `span`. */
export const SPAN_LASTING = 63;
export const SPAN_DENIED = -1;

/** The kind from its index in SEAT_KINDS, as the table stores it. */
export const kindFromPlace = (place: number): SeatKind => {
  const kind = SEAT_KINDS[place];
  if (kind === undefined) throw new Error(`no kind of seat: ${place}`);
  return kind;
};
