import { DAY_MS } from './time.js';

const DATE_TEXT = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?))?(Z|[+-]\d{2}:\d{2})?$/i;

/**
 * The milliseconds of an ISO date, with or without time, fraction and zone; without a zone it is UTC, as in the API's
 * answers. null for anything else, also for a day that does not exist.
 */
export function readDate(text: string): number | null {
  const [, day, time = '00:00', zone = 'Z'] = DATE_TEXT.exec(text.trim()) ?? [];
  if (day === undefined) return null;
  // `Date.parse` takes 30 February for the first days of March.
  const midnight = new Date(`${day}T00:00Z`);
  if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(day)) return null;
  const ms = Date.parse(`${day}T${time}${zone.toUpperCase()}`);
  return Number.isNaN(ms) ? null : ms;
}

/** The days since 1970 of a date `yyyy-MM-dd` in the years 1 to 9999; null for anything else. */
export function readDay(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return null;
  const midnight = readDate(text);
  return midnight === null ? null : midnight / DAY_MS;
}

/** `yyyy-MM-dd` of a day counted since 1970. */
export const dayText = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
