import { infiniteQueryOptions } from '@tanstack/react-query';
import { type Answer, call, type Parameters } from '../../api/call.js';
import { ProblemError } from '../../api/problem.js';

export type LogRow = Answer<'ai/GetWebAPILog'>['logs'][number];

const PAGE_ROWS = 1000;
/** Pages that one look goes back. */
const PAGES_PER_LOOK = 5;

/** Rows that are looked through for the first one from the address before the reader is asked whether to go on. */
export const LOOKED_UNASKED = 60_000;

/** One look back through the log. */
export interface Look {
  /** Those from the address, newest first. */
  readonly rows: readonly LogRow[];
  /** How many rows were looked through. */
  readonly seen: number;
  /** Where the next look goes on: rows with a smaller id. null: the period’s first row was seen. */
  readonly before: number | null;
}

type Time = Parameters<'ai/GetWebAPILog'>['Time'];

/**
 * The log has no filter by address, so the period is read backwards and those from the address are kept: 5,000 rows at
 * a time. How far it goes without being asked is LOOKED_UNASKED.
 */
export const addressRowsQuery = (address: string, time: Time) =>
  infiniteQueryOptions({
    queryKey: ['addressRows', address, time],
    initialPageParam: Number.MAX_SAFE_INTEGER,
    queryFn: ({ pageParam, signal }): Promise<Look> => lookBack(address, time, pageParam, signal),
    getNextPageParam: ({ before }) => before,
  });

const lookBack = async (address: string, time: Time, from: number, signal: AbortSignal): Promise<Look> => {
  const rows: LogRow[] = [];
  let before = from;
  let seen = 0;
  for (let page = 0; page < PAGES_PER_LOOK; page += 1) {
    const result = await call('ai/GetWebAPILog', { Time: time, EndingBefore: before, Limit: PAGE_ROWS }, signal);
    if ('problem' in result) throw new ProblemError(result.problem);
    const { logs } = result.answer;
    rows.push(...logs.filter(({ ip }) => ip === address));
    seen += logs.length;
    const last = logs.at(-1);
    if (last === undefined || logs.length < PAGE_ROWS) return { rows, seen, before: null };
    before = last.id;
  }
  return { rows, seen, before };
};
