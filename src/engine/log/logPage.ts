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
 * A page by id stops early whatever the filter. Three ways lead to its rows:
 *
 * 1. Walk the ids from the cursor and leave out what does not fit: best when much fits, and always tried first, for a few
 *    times as many ids as rows are wanted; and on, as long as the rest of the page seems to be near.
 * 2. Go on in windows of ids. In each, count (up to a bound) what every filtering list has there, and read the shortest
 *    through its coarse index. A list that has nothing in a window takes the whole window with it, so windows grow. Counting
 *    takes as long as reading: where one is by far the shortest, it is read in the next windows without counting, until it
 *    is no longer short or finds nothing, which may be another's doing.
 * 3. Where even the shortest list is long, what fits is near: make the window small, then walk it.
 *
 * No list leads to the rows of an address: those of the range, or of the other filters' lists, are looked at one by one, so
 * many and no more in one page, which then says how far it came.
 *
 * The planner's guesses about how common a value is play no part in this.
 */

export interface PageSizes {
  /** Ids that the first walk passes for each row that is wanted, and the fewest it passes. */
  readonly walkedPerRow: number;
  readonly leastWalked: number;
  /** Times as many ids again that later walks may pass, where what fits so far says that they will do for the page. */
  readonly walkedOn: number;
  /** Ids. */
  readonly smallestWindow: number;
  readonly largestWindow: number;
  /** A list with this many rows in a window is a long one. */
  readonly longList: number;
  /** Rows that are looked at where an address is asked for, give or take a window. */
  readonly lookedThrough: number;
}

export const PAGE_SIZES: PageSizes = {
  walkedPerRow: 4,
  leastWalked: 512,
  walkedOn: 4,
  smallestWindow: 2 ** 16,
  largestWindow: 2 ** 26,
  longList: 8_192,
  lookedThrough: LIMITS.skippedLogRows,
};

export interface IdPage {
  readonly rows: readonly LogRow[];
  /** The last id that was looked at, where there are more behind it and the page is not full. null: it is the whole page. */
  readonly reached: number | null;
}

export interface WantedPage {
  readonly descending: boolean;
  readonly limit: number;
  readonly sizes?: PageSizes;
  /** Milliseconds since 1970, after which `ReadTooLong` is thrown; undefined: the time limit for reads from now on. */
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
  /** Rows that were looked at. */
  #looked = 0;
  /** The list that was by far the shortest where all were counted last, as long as reading it finds something. */
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

  /** Nothing more is to be read: the page is full, or so much was looked at as one page may. */
  get isEnough(): boolean {
    return this.isFull || (this.#filter.address !== undefined && this.#looked >= this.#sizes.lookedThrough);
  }

  /** Reads from a range until it is enough; gives back the last id that was looked at, null where there was none. */
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
    // How many ids the rest of the page seems to take, and somewhat more: it is seldom as dense as those before it.
    const seemsToTake = (): number => {
      const found = this.rows.length - before;
      return Math.ceil((1.25 * passed * (this.#limit - this.rows.length)) / found);
    };
    // Not in steps of a few ids, where what was dense has ended just before the page is full.
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
      // For the same reason at least as many as have been passed.
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

  /** What of a part may still be on the page. */
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

  /** Reads a part by its shortest list, and gives back how many rows that has: when it is a long one, nothing was read. */
  async #readList(lists: readonly LogList[], part: IdRange): Promise<number> {
    const { longList } = this.#sizes;
    const uncounted = lists.length === 1 ? lists[0] : this.#shortList;
    const { list, counted, isOnlyShort } =
      uncounted === undefined
        ? await shortestList(this.#reads, lists, this.#sliceOf(part), longList)
        : { list: uncounted, counted: null, isOnlyShort: true };
    this.#shortList = undefined;
    // A list that was counted as empty or long tells all there is to tell without being read.
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
 * The list with the fewest rows in a part, how many those are, counted up to `longList`, and whether each other one has more
 * than twice as many. Counted to a low bound first: a long list is not counted further than eight times the shortest.
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

/** The next ids of a range, at the end where reading begins. */
export const windowOf = ({ first, last }: IdRange, descending: boolean, size: number): IdRange =>
  descending ? { first: Math.max(first, last - size + 1), last } : { first, last: Math.min(last, first + size - 1) };

/** What is left of a range after a window of it. */
export const beyond = ({ first, last }: IdRange, descending: boolean, part: IdRange): IdRange =>
  descending ? { first, last: part.first - 1 } : { first: part.last + 1, last };
