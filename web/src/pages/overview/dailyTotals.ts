import { queryOptions } from '@tanstack/react-query';
import { type Answer, call, type Parameters } from '../../api/call.js';
import { ProblemError } from '../../api/problem.js';

/** Pages of 1,000 rows at most: a hundred products over three months. */
const MOST_PAGES = 10;
const PAGE_ROWS = 1000;

const DAY = 86_400;

type DailyMethod = 'ai/GetDailyAggregates' | 'ai/GetDailyCountryAggregates';
type DailyRow<Name extends DailyMethod> = Answer<Name>['aggregates'][number];

/** "2026-08-12" (UTC). */
const utcDay = (time: number): string => new Date(time * 1000).toISOString().slice(0, 10);

/** The rows of the days from one to another, newest first; the newest of them where there are more than can be read. */
const dailyRows = async <Name extends DailyMethod>(
  method: Name,
  [first, last]: readonly [number, number],
  signal: AbortSignal,
): Promise<readonly DailyRow<Name>[]> => {
  const rows: DailyRow<Name>[] = [];
  let before = Number.MAX_SAFE_INTEGER;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const parameters: Parameters<DailyMethod> = {
      ...{ Start: utcDay(first), End: utcDay(last), Limit: PAGE_ROWS, EndingBefore: before },
    };
    const result = await call<DailyMethod>(method, parameters, signal);
    if ('problem' in result) throw new ProblemError(result.problem);
    // One method answers with its own rows.
    const found = result.answer.aggregates as readonly DailyRow<Name>[];
    rows.push(...found);
    const oldest = found.at(-1);
    if (found.length < PAGE_ROWS || oldest === undefined) break;
    before = oldest.id;
  }
  return rows;
};

/** One UTC day over all products. A machine that used two products that day counts twice. */
export interface DayTotal {
  readonly date: string;
  readonly activeDevices: number;
  readonly activeCustomers: number;
}

export const dayTotalsQuery = (start: number, end: number) =>
  queryOptions({
    queryKey: ['dayTotals', utcDay(start), utcDay(end)],
    queryFn: async ({ signal }): Promise<readonly DayTotal[]> => {
      const days = new Map<string, DayTotal>();
      for (const row of await dailyRows('ai/GetDailyAggregates', [start, end], signal)) {
        const day = days.get(row.date);
        days.set(row.date, {
          date: row.date,
          activeDevices: row.activeDevices + (day?.activeDevices ?? 0),
          activeCustomers: row.activeCustomers + (day?.activeCustomers ?? 0),
        });
      }
      return [...days.values()].sort((one, other) => (one.date < other.date ? -1 : 1));
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

export const countryTotalsQuery = (start: number, end: number) =>
  queryOptions({
    queryKey: ['countryTotals', utcDay(start), utcDay(end)],
    queryFn: async ({ signal }): Promise<readonly CountryTotal[]> => {
      const countries = new Map<string, CountryTotal>();
      const spans = halves(start, end).map((span) => dailyRows('ai/GetDailyCountryAggregates', span, signal));
      for (const row of (await Promise.all(spans)).flat()) {
        const country = countries.get(row.countryCode);
        countries.set(row.countryCode, {
          code: row.countryCode,
          requests: row.totalRequests + (country?.requests ?? 0),
          refused: row.failed + (country?.refused ?? 0),
        });
      }
      return [...countries.values()].sort((one, other) => other.requests - one.requests);
    },
  });
