import { isRefusal } from '../../domain/log/states.js';
import { LIMITS } from '../../limits.js';
import { countListed, countSampled, countWalked, type StateCount } from '../../sql/log/countLog.js';
import { countLogList, filteredLists, type LogFilter, type LogList } from '../../sql/log/readLog.js';
import type { AccountReads } from '../reads.js';

/** The counts of one step. */
export interface StepCount {
  /** Number of ids in the step; without filters also the exact number of its rows. */
  readonly ids: number;
  /** How many of them were read. */
  readonly taken: number;
  /** Rows by state, among those that were read. */
  readonly states: ReadonlyMap<number, number>;
}

export interface LogCount {
  readonly steps: readonly StepCount[];
  /** Every row was counted. */
  readonly exact: boolean;
  /** The share of the ids that was read, 0 to 1; 1 if the count is exact. */
  readonly sampledShare: number;
}

/**
 * Counts rows by step and state, reading a bounded number of them at any size of the log: all rows of the steps if they
 * are few; else all rows that match one of the filters, if those are few; else an even sample. `bounds` are the ids
 * at which steps begin, and then the id after the last step; ids have no gaps, so they give the number of rows of a step.
 *
 * It reads at most `most` rows, and `most` more for each kind of filter that has an index of its own.
 */
export const countLog = async (
  reads: AccountReads,
  bounds: readonly number[],
  filter: LogFilter,
  most: number = LIMITS.countedRows,
): Promise<LogCount> => {
  const { run, accountId } = reads;
  const ids = bounds.slice(1).map((end, index) => end - (bounds[index] ?? end));
  const all = ids.reduce((sum, count) => sum + count, 0);
  if (all === 0) return counted(ids, ids, []);
  if (all <= most) return counted(ids, ids, await run(countWalked(accountId, bounds, filter)));
  const list = await shortList(reads, bounds, filter, most);
  if (list !== null) {
    const answer = await run(countListed(accountId, list, bounds, filter, most));
    if ((answer[0]?.listed ?? 0) < most) return counted(ids, ids, answer.filter(isCount));
  }
  const taken = shared(ids, most);
  return counted(ids, taken, await run(countSampled(accountId, bounds, taken, filter)));
};

const isCount = <Row extends object>(row: Row | (Row & StateCount)): row is Row & StateCount =>
  'rows' in row && row.rows !== null;

/** The filter with the fewest rows; null: all of them have too many. A single filter is not counted first. */
const shortList = async (
  { run, accountId }: AccountReads,
  bounds: readonly number[],
  filter: LogFilter,
  most: number,
): Promise<LogList | null> => {
  const lists = filteredLists(filter);
  const [only] = lists;
  if (only === undefined || lists.length === 1) return only ?? null;
  const range = { first: bounds[0] ?? 1, last: (bounds.at(-1) ?? 1) - 1 };
  let shortest: { readonly list: LogList; readonly listed: number } | null = null;
  for (const list of lists) {
    const [count] = await run(countLogList(accountId, list, { range, filter }, most));
    const listed = count?.listed ?? 0;
    if (listed < (shortest?.listed ?? most)) shortest = { list, listed };
  }
  return shortest?.list ?? null;
};

/** Distributes `most` among the steps: small ones are read completely, all others get an equal share. */
const shared = (ids: readonly number[], most: number): readonly number[] => {
  let left = most;
  let steps = ids.length;
  const taken = new Array<number>(ids.length).fill(0);
  for (const [index, count] of [...ids.entries()].sort(([, a], [, b]) => a - b)) {
    taken[index] = Math.min(count, Math.floor(left / steps));
    left -= taken[index] ?? 0;
    steps -= 1;
  }
  return taken;
};

const counted = (ids: readonly number[], taken: readonly number[], rows: readonly StateCount[]): LogCount => {
  const states = ids.map(() => new Map<number, number>());
  for (const { step, state, rows: count } of rows) states[step]?.set(state, count);
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
  const [all, looked] = [sum(ids), sum(taken)];
  return {
    steps: ids.map((count, index) => ({
      ids: count,
      taken: taken[index] ?? 0,
      states: states[index] ?? new Map<number, number>(),
    })),
    exact: looked === all,
    sampledShare: all === 0 ? 1 : looked / all,
  };
};

/**
 * Granted and refused rows of a step, extrapolated where only a sample was read. `unfiltered`: all ids of the step count.
 */
export const outcomesOf = (
  { ids, taken, states }: StepCount,
  unfiltered: boolean,
): { readonly success: number; readonly failure: number } => {
  const scale = taken === 0 ? 0 : ids / taken;
  let [granted, refused] = [0, 0];
  for (const [state, rows] of states) {
    if (isRefusal(state)) refused += rows;
    else granted += rows;
  }
  const failure = Math.round(refused * scale);
  return { success: unfiltered ? ids - failure : Math.round(granted * scale), failure };
};
