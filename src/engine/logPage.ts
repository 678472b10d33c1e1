import assert from 'node:assert/strict';
import type { LogFilters, LogQuery } from '../domain/webApiLog.js';
import { LIMITS } from '../limits.js';
import { logBounds } from '../sql/logBounds.js';
import {
  countLogList,
  filteredLists,
  type IdRange,
  type LogFilter,
  type LogList,
  type LogRow,
  readLogList,
  walkLog,
} from '../sql/readLog.js';
import { deviceNumbers, type Numbers, subjectNumbers } from '../sql/sideValues.js';
import type { Run } from './load.js';

/**
 * A page by id stops early whatever the filter. Three ways lead to its rows:
 *
 * 1. Walk the ids from the cursor and leave out what does not fit: best when much fits, and always tried first, for a few
 *    times as many ids as rows are wanted.
 * 2. Go on in windows of ids. In each, count (up to a bound) what every filtering list has there, and read the shortest
 *    through its coarse index. A list that has nothing in a window takes the whole window with it, so windows grow.
 * 3. Where even the shortest list is long, what fits is near: make the window small, then walk it.
 *
 * The planner's guesses about how common a value is play no part in this.
 */

export interface PageSizes {
  /** Ids that the first walk passes for each row that is wanted, and the fewest it passes. */
  readonly walkedPerRow: number;
  readonly leastWalked: number;
  /** Ids. */
  readonly smallestWindow: number;
  readonly largestWindow: number;
  /** A list with this many rows in a window is a long one. */
  readonly longList: number;
}

export const PAGE_SIZES: PageSizes = {
  walkedPerRow: 4,
  leastWalked: 512,
  smallestWindow: 2 ** 16,
  largestWindow: 2 ** 26,
  longList: 8_192,
};

/** What the column holds: no row has a greater one. */
const GREATEST_STATE = 32_767;

/** The page took longer than a read may, or more memory. */
export class ReadTooLong extends Error {}

/** What a query comes to in numbers of the log; null when nothing can fit. */
export interface Resolved {
  readonly range: IdRange;
  readonly filter: LogFilter;
}

/** Finds the numbers that the query's filters let through, and the ids that its times and cursors leave. */
export const resolveLogQuery = async (run: Run, accountId: number, query: LogQuery): Promise<Resolved | null> => {
  const [filter, range] = await Promise.all([resolveFilters(run, accountId, query), findRange(run, accountId, query)]);
  return filter === null || range.first > range.last ? null : { range, filter };
};

/** Finds the numbers that filters let through; null when nothing can fit. */
export const resolveFilters = async (run: Run, accountId: number, filters: LogFilters): Promise<LogFilter | null> => {
  const [subject, device] = await Promise.all([
    findSubjects(run, accountId, filters),
    findDevices(run, accountId, filters),
  ]);
  const states = filters.states?.filter((state) => Math.abs(state) <= GREATEST_STATE);
  if (states?.length === 0 || subject?.count === 0 || device?.count === 0) return null;
  return {
    ...(subject === undefined ? {} : { subject: subject.numbers }),
    ...(device === undefined ? {} : { device: device.numbers }),
    ...(states === undefined ? {} : { state: `{${states.join()}}` }),
  };
};

const findSubjects = async (run: Run, accountId: number, query: LogFilters): Promise<Numbers | undefined> => {
  assert(query.key === undefined || query.productId !== undefined, 'a key is looked for within a product');
  const { productId, productLock, licenseLock } = query;
  if (productId === undefined && productLock === undefined && licenseLock === undefined) return undefined;
  const [numbers] = await run(subjectNumbers(accountId, query));
  return numbers;
};

const findDevices = async (run: Run, accountId: number, query: LogFilters): Promise<Numbers | undefined> => {
  const { machineCode, friendlyName } = query;
  if (machineCode === undefined && friendlyName === undefined) return undefined;
  const [numbers] = await run(deviceNumbers(accountId, machineCode, friendlyName?.toLowerCase()));
  return numbers;
};

/** The ids that cursors leave, whether there are such rows yet or not. */
export const cursorRange = ({ afterId = 0, beforeId }: Pick<LogQuery, 'afterId' | 'beforeId'>): IdRange => ({
  first: afterId + 1,
  last: beforeId === undefined ? Number.MAX_SAFE_INTEGER : beforeId - 1,
});

/** The ids that times and cursors leave of the log as it is now. */
export const findRange = async (
  run: Run,
  accountId: number,
  query: Pick<LogQuery, 'time' | 'afterId' | 'beforeId'>,
): Promise<IdRange> => {
  const { first, last } = cursorRange(query);
  const { time } = query;
  // A row of the second n has n * 1000 <= time < (n + 1) * 1000.
  const from = time?.first === undefined ? undefined : time.first * 1000;
  const until = time?.last === undefined ? undefined : (time.last + 1) * 1000;
  const sought = [from, until].filter((bound) => bound !== undefined);
  const [bounds] = await run(logBounds(accountId, sought));
  assert(bounds !== undefined, `account ${accountId} has no log head`);
  const ids = [...bounds.ids];
  const fromId = from === undefined ? 1 : (ids.shift() ?? 1);
  const untilId = until === undefined ? bounds.last_id + 1 : (ids.shift() ?? 1);
  return {
    first: Math.max(first, fromId),
    last: Math.min(last, untilId - 1, bounds.last_id),
  };
};

/** The first `limit` rows in order of id. Throws `ReadTooLong`. */
export const readByIds = async (
  run: Run,
  accountId: number,
  { range, filter }: Resolved,
  descending: boolean,
  limit: number,
  sizes: PageSizes,
): Promise<readonly LogRow[]> => {
  const lists = filteredLists(filter);
  const deadline = Date.now() + LIMITS.readMilliseconds;
  const rows: LogRow[] = [];
  const walk = async (part: IdRange): Promise<void> => {
    rows.push(...(await run(walkLog(accountId, part, filter, descending, limit - rows.length))));
  };
  if (lists.length === 0) {
    await walk(range);
    return rows;
  }
  const start = windowOf(range, descending, Math.max(sizes.leastWalked, sizes.walkedPerRow * limit));
  await walk(start);
  let rest = beyond(range, descending, start);
  let size = sizes.smallestWindow;
  while (rows.length < limit && rest.first <= rest.last) {
    if (Date.now() > deadline) throw new ReadTooLong();
    const part = windowOf(rest, descending, size);
    const { list, counted } = await shortestList(run, accountId, lists, part, filter, sizes.longList);
    // A list that was counted as empty or long tells all there is to tell without being read.
    const answer =
      counted === 0 || counted === sizes.longList
        ? []
        : await run(readLogList(accountId, list, part, filter, descending, limit - rows.length, sizes.longList));
    const listed = answer[0]?.listed ?? counted ?? 0;
    if (listed === sizes.longList && size > sizes.smallestWindow) {
      size = Math.max(sizes.smallestWindow, size / 16);
      continue;
    }
    if (listed === sizes.longList) await walk(part);
    else rows.push(...answer.filter((row): row is typeof row & LogRow => row.id !== null));
    rest = beyond(rest, descending, part);
    // Grow only as far as a list as dense as this one stays a short one.
    if (listed * 8 < sizes.longList) size = Math.min(sizes.largestWindow, size * 4);
  }
  return rows;
};

/**
 * The list with the fewest rows in a part, and how many those are, counted up to `longList`. null: not counted, because
 * there is no other list to choose from and reading this one tells.
 */
const shortestList = async (
  run: Run,
  accountId: number,
  lists: readonly LogList[],
  part: IdRange,
  filter: LogFilter,
  longList: number,
): Promise<{ readonly list: LogList; readonly counted: number | null }> => {
  const [only] = lists;
  if (only !== undefined && lists.length === 1) return { list: only, counted: null };
  const counted = await Promise.all(
    lists.map(async (list) => {
      const [count] = await run(countLogList(accountId, list, part, filter, longList));
      return { list, counted: count?.listed ?? 0 };
    }),
  );
  return counted.reduce((least, next) => (next.counted < least.counted ? next : least));
};

/** The next ids of a range, at the end where reading begins. */
export const windowOf = ({ first, last }: IdRange, descending: boolean, size: number): IdRange =>
  descending ? { first: Math.max(first, last - size + 1), last } : { first, last: Math.min(last, first + size - 1) };

/** What is left of a range after a window of it. */
export const beyond = ({ first, last }: IdRange, descending: boolean, part: IdRange): IdRange =>
  descending ? { first, last: part.first - 1 } : { first: part.last + 1, last };
