import { LIMITS } from '../../limits.js';
import {
  countLogList,
  filteredLists,
  type IdRange,
  type LogFilter,
  type LogList,
  type LogRow,
  type LogSlice,
  readLogList,
  walkLog,
} from '../../sql/log/readLog.js';
import type { AccountReads } from '../reads.js';
import { ReadTooLong } from './readTooLong.js';
import type { Resolved } from './resolveLogQuery.js';

/**
 * A page by id stops early with any filter. Its rows are found in three ways:
 *
 * 1. Walk the ids from the cursor and skip rows that do not match: best when many rows match, and always tried first, for a
 *    few times as many ids as rows are wanted; and further, as long as the rest of the page seems to be near.
 * 2. Continue in windows of ids. In each, count (up to a bound) the rows of every filtering list, and read the shortest list
 *    through its coarse index. An empty list rules out the whole window, so windows grow. Counting takes as long as reading:
 *    a list that is by far the shortest is read in the next windows without counting, until it is no longer short or yields
 *    nothing (then another list may be shorter).
 * 3. Where even the shortest list is long, matching rows are near: use a small window and walk it.
 *
 * There is no list of an address's rows: the rows of the range, or of the other filters' lists, are checked one by one, up to
 * a bound for one page, which then reports the last id it checked.
 *
 * None of this depends on the planner's estimates of how common a value is.
 */

export interface PageSizes {
  /** Ids that the first walk passes for each row that is wanted, and the fewest it passes. */
  readonly walkedPerRow: number;
  readonly leastWalked: number;
  /** Factor of ids that later walks may pass, if the matches so far suggest that this completes the page. */
  readonly walkedOn: number;
  /** Ids. */
  readonly smallestWindow: number;
  readonly largestWindow: number;
  /** A list with this many rows in a window counts as long. */
  readonly longList: number;
  /** Rows that are checked for an address filter in one page, plus at most one window. */
  readonly checkedRows: number;
}

export const PAGE_SIZES: PageSizes = {
  walkedPerRow: 4,
  leastWalked: 512,
  walkedOn: 4,
  smallestWindow: 2 ** 16,
  largestWindow: 2 ** 26,
  longList: 8_192,
  checkedRows: LIMITS.skippedLogRows,
};

export interface IdPage {
  readonly rows: readonly LogRow[];
  /** The last id that was checked, if the page is not full and there are more ids after it. null: the page is complete. */
  readonly reached: number | null;
}

export interface WantedPage {
  readonly descending: boolean;
  readonly limit: number;
  readonly sizes?: PageSizes;
  /** Milliseconds since 1970, after which `ReadTooLong` is thrown; undefined: now plus the timeout for reads. */
  readonly deadline?: number;
}

/** The first `limit` rows in order of id. Throws `ReadTooLong`. */
export const readByIds = async (
  reads: AccountReads,
  { parts, filter }: Pick<Resolved, 'parts' | 'filter'>,
  wanted: WantedPage,
): Promise<IdPage> => {
  const { descending } = wanted;
  const reading = new Reading(reads, filter, wanted);
  const inOrder = descending ? parts.toReversed() : parts;
  for (const [index, part] of inOrder.entries()) {
    const reached = await reading.read(part);
    const isLast = reached === null || (index === parts.length - 1 && reached === lastOf(part, descending));
    if (reading.isEnough) return { rows: reading.rows, reached: isLast || reading.isFull ? null : reached };
  }
  return { rows: reading.rows, reached: null };
};

/** A page that is being read. */
class Reading {
  readonly rows: LogRow[] = [];
  readonly #reads: AccountReads;
  readonly #filter: LogFilter;
  readonly #descending: boolean;
  readonly #limit: number;
  readonly #sizes: PageSizes;
  readonly #deadline: number;
  /** Rows that were checked. */
  #looked = 0;
  /** The list that was by far the shortest at the last count, as long as reading it yields rows. */
  #shortList: LogList | undefined;

  constructor(reads: AccountReads, filter: LogFilter, wanted: WantedPage) {
    this.#reads = reads;
    this.#filter = filter;
    this.#descending = wanted.descending;
    this.#limit = wanted.limit;
    this.#sizes = wanted.sizes ?? PAGE_SIZES;
    this.#deadline = wanted.deadline ?? Date.now() + LIMITS.readMilliseconds;
  }

  get isFull(): boolean {
    return this.rows.length >= this.#limit;
  }

  /** The page is full, or has checked as many rows as one page may. */
  get isEnough(): boolean {
    return this.isFull || (this.#filter.address !== undefined && this.#looked >= this.#sizes.checkedRows);
  }

  /** Reads from a range until it is enough; returns the last id that was checked, null if none was. */
  async read(range: IdRange): Promise<number | null> {
    const { leastWalked, walkedPerRow, walkedOn, smallestWindow, largestWindow, longList } = this.#sizes;
    const lists = filteredLists(this.#filter);
    const unfiltered = lists.length === 0 && this.#filter.address === undefined;
    const start = Math.max(leastWalked, walkedPerRow * this.#limit);
    const before = this.rows.length;
    let part = unfiltered ? range : windowOf(range, this.#descending, start);
    let passed = sizeOf(part);
    await this.#walk(part);
    let rest = beyond(range, this.#descending, part);
    // Estimated ids for the rest of the page, with a margin: later ids are seldom as dense as earlier ones.
    const seemsToTake = (): number => {
      const found = this.rows.length - before;
      return Math.ceil((1.25 * passed * (this.#limit - this.rows.length)) / found);
    };
    // Not in steps of a few ids when a dense part ends just before the page is full.
    const furtherWalk = (): number => Math.max(start, seemsToTake());
    while (!this.isEnough && rest.first <= rest.last && passed + furtherWalk() <= start * (1 + walkedOn)) {
      part = windowOf(rest, this.#descending, furtherWalk());
      await this.#walk(part);
      passed += sizeOf(part);
      rest = beyond(rest, this.#descending, part);
    }
    let size = smallestWindow;
    while (!this.isEnough && rest.first <= rest.last) {
      if (Date.now() > this.#deadline) throw new ReadTooLong();
      // For the same reason at least as many as were passed.
      part = windowOf(rest, this.#descending, Math.min(size, Math.max(smallestWindow, passed, seemsToTake())));
      const listed = lists.length === 0 ? longList : await this.#readList(lists, part);
      if (listed === longList && sizeOf(part) > smallestWindow) {
        size = Math.max(smallestWindow, Math.floor(sizeOf(part) / 16));
        continue;
      }
      if (listed === longList) await this.#walk(part);
      passed += sizeOf(part);
      rest = beyond(rest, this.#descending, part);
      // Grow only as far as a list as dense as this one stays a short one.
      if (listed * 8 < longList) size = Math.min(largestWindow, size * 4);
    }
    return lastOf(part, this.#descending);
  }

  /** The rest of the page as a slice of a part. */
  #sliceOf(range: IdRange): LogSlice {
    return {
      range,
      filter: this.#filter,
      descending: this.#descending,
      limit: this.#limit - this.rows.length,
    };
  }

  async #walk(part: IdRange): Promise<void> {
    this.#looked += sizeOf(part);
    const { run, accountId } = this.#reads;
    this.rows.push(...(await run(walkLog(accountId, this.#sliceOf(part)))));
  }

  /** Reads a part through its shortest list and returns how many rows that has; a long list is not read. */
  async #readList(lists: readonly LogList[], part: IdRange): Promise<number> {
    const { longList } = this.#sizes;
    const uncounted = lists.length === 1 ? lists[0] : this.#shortList;
    const { list, counted, isOnlyShort } =
      uncounted === undefined
        ? await shortestList(this.#reads, lists, this.#sliceOf(part), longList)
        : { list: uncounted, counted: null, isOnlyShort: true };
    this.#shortList = undefined;
    // An empty or long list need not be read.
    if (counted === 0 || counted === longList) return counted;
    const { run, accountId } = this.#reads;
    const answer = await run(readLogList(accountId, list, this.#sliceOf(part), longList));
    const listed = answer[0]?.listed ?? counted ?? 0;
    if (listed === longList) return listed;
    this.#looked += listed;
    const rows = answer.filter((row): row is typeof row & LogRow => row.id !== null);
    this.rows.push(...rows);
    if (isOnlyShort && rows.length > 0 && listed * 8 < longList) this.#shortList = list;
    return listed;
  }
}

const sizeOf = ({ first, last }: IdRange): number => last - first + 1;

/** Where reading a range ends. */
const lastOf = ({ first, last }: IdRange, descending: boolean): number => (descending ? first : last);

/**
 * The list with the fewest rows in a part, their number (counted up to `longList`), and whether each other list has more
 * than twice as many. Counted to a low bound first, so that a long list is counted to at most eight times the shortest.
 */
const shortestList = async (
  { run, accountId }: AccountReads,
  lists: readonly LogList[],
  slice: Pick<LogSlice, 'range' | 'filter'>,
  longList: number,
): Promise<{ readonly list: LogList; readonly counted: number; readonly isOnlyShort: boolean }> => {
  for (let bound = Math.ceil(longList / 64); ; bound = Math.min(longList, bound * 8)) {
    const counts = await Promise.all(
      lists.map(async (list) => {
        const [count] = await run(countLogList(accountId, list, slice, bound));
        return { list, counted: count?.listed ?? 0 };
      }),
    );
    const least = counts.reduce((fewest, next) => (next.counted < fewest.counted ? next : fewest));
    if (least.counted < bound || bound === longList) {
      const isOnlyShort = counts.every((count) => count === least || count.counted > least.counted * 2);
      return { ...least, isOnlyShort };
    }
  }
};

/** The first `size` ids of a range in the direction of reading. */
export const windowOf = ({ first, last }: IdRange, descending: boolean, size: number): IdRange =>
  descending ? { first: Math.max(first, last - size + 1), last } : { first, last: Math.min(last, first + size - 1) };

/** The rest of a range after a window of it. */
export const beyond = ({ first, last }: IdRange, descending: boolean, part: IdRange): IdRange =>
  descending ? { first, last: part.first - 1 } : { first: part.last + 1, last };
