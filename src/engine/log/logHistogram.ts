import assert from 'node:assert/strict';
import type { LogFilters } from '../../domain/log/webApiLog.js';
import { logRowTime } from '../../sql/analytics/readSeats.js';
import { logBounds } from '../../sql/log/logBounds.js';
import type { AccountReads } from '../reads.js';
import { countLog, outcomesOf } from './countLog.js';
import { resolveFilters } from './resolveLogQuery.js';

export interface LogHistogram {
  readonly bars: readonly { readonly success: number; readonly failure: number }[];
  readonly exact: boolean;
  readonly sampledShare: number;
}

/** When the oldest row of the account was written, in milliseconds; null: there is none. */
export const firstLogTime = async ({ run, accountId }: AccountReads): Promise<number | null> => {
  // Ids begin with 1 and have no gap.
  const [first] = await run(logRowTime(accountId, 1));
  return first?.time ?? null;
};

/** For each time (milliseconds, in order) the first id at or after it, or the one after the last id. */
export const idsAt = async ({ run, accountId }: AccountReads, times: readonly number[]): Promise<readonly number[]> => {
  const [bounds] = await run(logBounds(accountId, times));
  assert(bounds !== undefined, `account ${accountId} has no log head`);
  return bounds.ids;
};

/** Granted and refused rows between each of `times` (milliseconds, in order) and the next. */
export const logHistogram = async (
  reads: AccountReads,
  filters: LogFilters,
  times: readonly number[],
): Promise<LogHistogram> => {
  const [filter, bounds] = await Promise.all([resolveFilters(reads, filters), idsAt(reads, times)]);
  if (filter === null) {
    return { bars: times.slice(1).map(() => ({ success: 0, failure: 0 })), exact: true, sampledShare: 1 };
  }
  const { steps, exact, sampledShare } = await countLog(reads, bounds, filter);
  const unfiltered = Object.keys(filter).length === 0;
  return { bars: steps.map((step) => outcomesOf(step, unfiltered)), exact, sampledShare };
};
