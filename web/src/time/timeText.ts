/** Times as people read them, in the reader's zone unless it says otherwise. All take Unix seconds. */

// Always in numbers: "yesterday" would be said of whatever is between 24 and 48 hours ago, two nights back.
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'short' });

const UNITS = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** "3 days ago", "in 2 hours"; "now" within a minute. */
export const relativeTime = (time: number, now: number): string => {
  const seconds = time - now;
  const [unit, length] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  if (unit === 'second') return 'now';
  return relative.format(Math.trunc(seconds / length), unit);
};

const local = new Intl.DateTimeFormat('en-GB', {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
} as const);

const utc = new Intl.DateTimeFormat('en-GB', {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZone: 'UTC',
} as const);

const shortTime = new Intl.DateTimeFormat('en-GB', {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
} as const);

const clock = new Intl.DateTimeFormat('en-GB', {
  month: 'short',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
} as const);

const weekday = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
} as const);

const date = new Intl.DateTimeFormat('en-GB', { year: 'numeric', month: 'short', day: 'numeric' } as const);

export const localTime = (time: number): string => local.format(time * 1000);

export const utcTime = (time: number): string => `${utc.format(time * 1000)} UTC`;

/** "12 Aug, 14:30". */
export const shortMoment = (time: number): string => shortTime.format(time * 1000);

/** "12 Aug, 14:30:05": what a dense list shows. */
export const exactMoment = (time: number): string => clock.format(time * 1000);

/** "Wed 12 Aug, 14:30": what people say on the telephone. */
export const weekdayMoment = (time: number): string => weekday.format(time * 1000);

/** "12 Aug 2026". */
export const dayText = (time: number): string => date.format(time * 1000);

/** "1 h 30 min", "2 d 4 h", "45 s": two units at most. */
export const durationText = (seconds: number): string => {
  const parts = [
    ['d', Math.floor(seconds / 86_400)],
    ['h', Math.floor((seconds % 86_400) / 3600)],
    ['min', Math.floor((seconds % 3600) / 60)],
    ['s', Math.floor(seconds % 60)],
  ] as const;
  const first = parts.findIndex(([, count]) => count > 0);
  if (first < 0) return '0 s';
  return parts
    .slice(first, first + 2)
    .filter(([, count]) => count > 0)
    .map(([unit, count]) => `${count} ${unit}`)
    .join(' ');
};
