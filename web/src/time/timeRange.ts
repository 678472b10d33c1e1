/** The period that all pages look at: a preset up to now, or two moments. It lives in the URL. */

export const PRESETS = ['1h', '24h', '7d', '30d', '90d', 'all'] as const;

export type Preset = (typeof PRESETS)[number];

const DEFAULT_PRESET: Preset = '30d';

const HOUR = 3600;
const DAY = 24 * HOUR;

const SECONDS: Readonly<Record<Exclude<Preset, 'all'>, number>> = {
  '1h': HOUR,
  '24h': DAY,
  '7d': 7 * DAY,
  '30d': 30 * DAY,
  '90d': 90 * DAY,
};

export const PRESET_WORDS: Readonly<Record<Preset, string>> = {
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
  all: 'All time',
};

/** As the URL has it: either `range`, or `from` and `to` in Unix seconds; none of them is the default. */
export interface TimeSearch {
  readonly range?: Preset | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

export interface TimeRange {
  readonly preset: Preset | 'custom';
  /** Unix seconds; undefined: since the first row. */
  readonly start: number | undefined;
  /** Unix seconds, exclusive. */
  readonly end: number;
}

/** Whole seconds since 1970, of the URL's text or of a number where a link was made with one. */
const secondIn = (value: unknown): number | undefined => (/^\d{1,12}$/.test(String(value)) ? Number(value) : undefined);

export const readTimeSearch = (search: Readonly<Record<string, unknown>>): TimeSearch => {
  const from = secondIn(search.from);
  const to = secondIn(search.to);
  if (from !== undefined && to !== undefined && from < to) return { from, to };
  const range = PRESETS.find((preset) => preset === search.range);
  return range === undefined || range === DEFAULT_PRESET ? {} : { range };
};

/** `now` in Unix seconds. */
export const timeRangeOf = ({ range = DEFAULT_PRESET, from, to }: TimeSearch, now: number): TimeRange => {
  if (from !== undefined && to !== undefined) return { preset: 'custom', start: from, end: to };
  return { preset: range, start: range === 'all' ? undefined : now - SECONDS[range], end: now };
};
