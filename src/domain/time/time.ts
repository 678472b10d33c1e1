import type { Milliseconds, UnixSeconds } from './units.js';

/** The first and the last millisecond that the clients' date types can hold: the years 1 to 9999. */
const FIRST_MS = Date.parse('0001-01-01T00:00:00.000Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

export const DAY_MS = 86_400_000;

/** Whole seconds since 1970, rounded down (also before 1970): the times inside signed licenses, logs and messages. */
export function unixSeconds(ms: Milliseconds): UnixSeconds {
  return Math.floor(ms / 1000);
}

/** The same moment to the second, in milliseconds. */
export function wholeSeconds(ms: Milliseconds): Milliseconds {
  return unixSeconds(ms) * 1000;
}

/**
 * UTC as .NET writes a date without a zone: `2018-06-14T09:24:55.92`. The fraction has no trailing zeros and is left
 * out when it is zero. Throws a RangeError outside the years 1 to 9999, which no client can read.
 */
export function isoWithoutZone(ms: Milliseconds): string {
  if (!(ms >= FIRST_MS && ms <= LAST_MS)) throw new RangeError(`no date: ${ms}`);
  const text = new Date(ms).toISOString().slice(0, -1);
  return text.replace(/\.?0*$/, '');
}

/** `isoWithoutZone` for many times close to each other: the text of the hour is cached. */
export const isoWriter = (): ((ms: Milliseconds) => string) => {
  let hour = Number.NaN;
  let hourText = '';
  return (ms) => {
    const hourOf = Math.floor(ms / HOUR_MS);
    if (hourOf !== hour) {
      hourText = isoWithoutZone(hourOf * HOUR_MS).slice(0, HOUR_CHARS);
      hour = hourOf;
    }
    const rest = ms - hourOf * HOUR_MS;
    const second = Math.floor(rest / 1000);
    return hourText + SECONDS_OF_HOUR[second] + FRACTIONS[rest - second * 1000];
  };
};

const HOUR_MS = 3_600_000;

/** Of `2018-06-14T09:`. */
const HOUR_CHARS = 14;

const padded = (value: number, digits: number): string => String(value).padStart(digits, '0');

/** `24:55` for each second of an hour. Computed once, because formatting costs more than the rest of a log row. */
const SECONDS_OF_HOUR = Array.from(
  { length: 3600 },
  (_, second) => `${padded(Math.floor(second / 60), 2)}:${padded(second % 60, 2)}`,
);

/** `.92` for each millisecond of a second, empty for the first. */
const FRACTIONS = Array.from({ length: 1000 }, (_, ms) => (ms === 0 ? '' : `.${padded(ms, 3).replace(/0+$/, '')}`));
