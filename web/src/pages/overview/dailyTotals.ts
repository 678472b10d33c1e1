import { queryOptions } from '@tanstack/react-query';
import { type Answer, call, type Parameters } from '../../api/call.js';
import { ProblemError } from '../../problem.js';

/** Pages of 1,000 rows at most: a hundred products over three months. */
const MOST_PAGES = 10;
const PAGE_ROWS = 1000;

const DAY = 86_400;

type DailyMethod = 'ai/GetDailyAggregates' | 'ai/GetDailyCountryAggregates';
type DailyRow<Name extends DailyMethod> = Answer<Name>['aggregates'][number];

/** "2026-08-12" (UTC). */
const utcDay = (time: number): string => new Date(time * 1000).toISOString().slice(0, 10);

interface DailyRows<Name extends DailyMethod> {
  /** The newest first. */
  readonly rows: readonly DailyRow<Name>[];
  /** Whether older ones were left out: there are more than can be read. */
  readonly isCut: boolean;
}

/** The rows of the days from one to another. */
const dailyRows = async <Name extends DailyMethod>(
  method: Name,
  [first, last]: readonly [number, number],
  signal: AbortSignal,
): Promise<DailyRows<Name>> => {
  const rows: DailyRow<Name>[] = [];
  let before = Number.MAX_SAFE_INTEGER;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const parameters: Parameters<DailyMethod> = {
      Start: utcDay(first),
      End: utcDay(last),
      Limit: PAGE_ROWS,
      EndingBefore: before,
    };
    const result = await call<DailyMethod>(method, parameters, signal);
    if ('problem' in result) throw new ProblemError(result.problem);
    // One method answers with its own rows.
    const found = result.answer.aggregates as readonly DailyRow<Name>[];
    rows.push(...found);
    const oldest = found.at(-1);
    if (found.length < PAGE_ROWS || oldest === undefined) return { rows, isCut: false };
    before = oldest.id;
  }
  // The day at which the rows end may have more of them.
  const partial = rows.at(-1)?.date;
  return { rows: rows.filter(({ date }) => date !== partial), isCut: true };
};

/** One UTC day over all products. A machine that used two products that day counts twice. */
export interface DayTotal {
  readonly date: string;
  readonly activeDevices: number;
  readonly activeCustomers: number;
}

/** The days of a period. */
export interface DayTotals {
  /** The oldest first. */
  readonly days: readonly DayTotal[];
  /** Whether older ones were left out. */
  readonly isCut: boolean;
}

export const dayTotalsQuery = (start: number, end: number) =>
  queryOptions({
    queryKey: ['dayTotals', utcDay(start), utcDay(end)],
    queryFn: async ({ signal }): Promise<DayTotals> => {
      const days = new Map<string, DayTotal>();
      const { rows, isCut } = await dailyRows('ai/GetDailyAggregates', [start, end], signal);
      for (const row of rows) {
        const day = days.get(row.date);
        days.set(row.date, {
          date: row.date,
          activeDevices: row.activeDevices + (day?.activeDevices ?? 0),
          activeCustomers: row.activeCustomers + (day?.activeCustomers ?? 0),
        });
      }
      return { days: [...days.values()].sort((one, other) => (one.date < other.date ? -1 : 1)), isCut };
    },
  });

/**
 * The days of a period in two parts, each of them by a moment in its first and its last day. A month of a few products has
 * more rows of countries than a page, and pages of the same days come one after the other.
 */
const halves = (start: number, end: number): readonly (readonly [number, number])[] => {
  const middle = start + Math.floor((end - start) / 2 / DAY) * DAY;
  return utcDay(middle) < utcDay(end)
    ? [
        [start, middle],
        [middle + DAY, end],
      ]
    : [[start, end]];
};

/** One country over the days of the period. */
export interface CountryTotal {
  /** ISO 3166 alpha-2. */
  readonly code: string;
  readonly requests: number;
  readonly refused: number;
}

/** The countries of a period. */
export interface CountryTotals {
  /** That with most requests first. */
  readonly countries: readonly CountryTotal[];
  /** Whether the days before some day of the period were left out. */
  readonly isCut: boolean;
}

export const countryTotalsQuery = (start: number, end: number) =>
  queryOptions({
    queryKey: ['countryTotals', utcDay(start), utcDay(end)],
    queryFn: async ({ signal }): Promise<CountryTotals> => {
      const spans = halves(start, end).map((span) => dailyRows('ai/GetDailyCountryAggregates', span, signal));
      const parts = await Promise.all(spans);
      const lastCut = parts.findLastIndex(({ isCut }) => isCut);
      // Where the later half is cut, what is before it is left out too: else days in the middle would be missing.
      const counted = parts.slice(Math.max(0, lastCut));
      const countries = new Map<string, CountryTotal>();
      for (const row of counted.flatMap(({ rows }) => rows)) {
        const country = countries.get(row.countryCode);
        countries.set(row.countryCode, {
          code: row.countryCode,
          requests: row.totalRequests + (country?.requests ?? 0),
          refused: row.failed + (country?.refused ?? 0),
        });
      }
      return {
        countries: [...countries.values()].sort((one, other) => other.requests - one.requests),
        isCut: lastCut >= 0,
      };
    },
  });
