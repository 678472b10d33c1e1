import type { License } from '../entities/licensing.js';
import { DAY_MS, unixSeconds } from '../time/time.js';
import type { Milliseconds } from '../time/units.js';

/** Clients read `Expires` as an unsigned number of seconds. */
const EARLIEST_MS = 0;

/** A day before the end of the year 9999: in any time zone it fits the clients' date types. */
const LATEST_MS = Date.parse('9999-12-30T23:59:59.000Z');

/** The moment `days` after `fromMs` (before it when negative), or null where no client could read it as `Expires`. */
export const daysAfter = (fromMs: number, days: number): number | null => {
  const expires = fromMs + days * DAY_MS;
  return expires >= EARLIEST_MS && expires <= LATEST_MS ? expires : null;
};

/** As `daysAfter`, but clamped to the dates that clients can read. */
export const nearestDaysAfter = (fromMs: number, days: number): number =>
  Math.min(Math.max(fromMs + days * DAY_MS, EARLIEST_MS), LATEST_MS);

/** In whole seconds, as clients compare. Whether expiry matters depends on the license's features. */
export const hasExpired = (license: License, nowMs: Milliseconds): boolean =>
  unixSeconds(license.expires) < unixSeconds(nowMs);
