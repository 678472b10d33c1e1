import { z } from 'zod';

/**
 * A bound on the time of log rows: an ISO date (its midnight) or date-time, UTC, read as milliseconds. Finer fractions
 * are rounded inwards, as rows have whole milliseconds: `up` for a lower bound, `down` for an upper one.
 */
export const instant = (rounding: 'up' | 'down') =>
  z.preprocess((raw) => {
    if (raw === undefined || raw === null || raw === '' || raw === 'None' || raw === 'null') return undefined;
    return typeof raw === 'string' ? (parseInstant(raw.trim(), rounding) ?? raw) : raw;
  }, z.int().optional());

const INSTANT = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?Z?)?$/;

const parseInstant = (text: string, rounding: 'up' | 'down'): number | null => {
  const match = INSTANT.exec(text);
  if (match === null) return null;
  const [, day, minutes = '00:00', seconds = '00', fraction = ''] = match;
  const whole = `${day}T${minutes}:${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
  const ms = Date.parse(whole);
  // 2026-02-30 and 24:00 parse as the next day: dates that do not exist are refused.
  if (Number.isNaN(ms) || new Date(ms).toISOString() !== whole) return null;
  return rounding === 'up' && /[1-9]/.test(fraction.slice(3)) ? ms + 1 : ms;
};
