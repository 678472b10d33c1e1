import assert from 'node:assert/strict';
import type { LogFilters, LogQuery } from '../../domain/log/webApiLog.js';
import { startOfMonth } from '../../domain/time/month.js';
import { logBounds } from '../../sql/log/logBounds.js';
import type { IdRange, LogFilter } from '../../sql/log/readLog.js';
import { deviceNumbers, type Numbers, subjectNumbers } from '../../sql/log/sideValues.js';
import type { AccountReads } from '../reads.js';
import { findAddresses } from './logAddresses.js';

/** The greatest value of the column, an int2. */
const GREATEST_STATE = 32_767;

/** A query resolved to ids and numbers of the log. */
export interface Resolved {
  /** The ids within the query's times and cursors. */
  readonly range: IdRange;
  /** The parts of it in which rows can match, in order. */
  readonly parts: readonly IdRange[];
  readonly filter: LogFilter;
}

/**
 * Finds the ids within the query's times and cursors, and the numbers that match its filters; null when nothing can match.
 * The ids first: a concurrent row may have a new number, and a page that ended after it would hide it from the next page.
 */
export const resolveLogQuery = async (reads: AccountReads, query: LogQuery): Promise<Resolved | null> => {
  const range = await findRange(reads, query);
  if (range.first > range.last) return null;
  const resolved = await resolveAll(reads, query);
  if (resolved === null) return null;
  const { filter, months } = resolved;
  const parts = months === null ? [range] : await partsIn(reads, range, months);
  return parts.length === 0 ? null : { range, parts, filter };
};

/** Finds the numbers that match the filters; null when nothing can match. */
export const resolveFilters = async (reads: AccountReads, filters: LogFilters): Promise<LogFilter | null> =>
  (await resolveAll(reads, filters))?.filter ?? null;

/** `months`: those of all rows that can match, if known. */
const resolveAll = async (
  reads: AccountReads,
  filters: LogFilters,
): Promise<{ readonly filter: LogFilter; readonly months: readonly number[] | null } | null> => {
  const [subject, device, addresses] = await Promise.all([
    findSubjects(reads, filters),
    findDevices(reads, filters),
    findAddresses(reads, filters),
  ]);
  const states = filters.states?.filter((state) => Math.abs(state) <= GREATEST_STATE);
  if (states?.length === 0 || subject?.count === 0 || device?.count === 0 || addresses === null) return null;
  const filter = {
    ...(subject === undefined ? {} : { subject: subject.numbers }),
    ...(device === undefined ? {} : { device: device.numbers }),
    ...(states === undefined ? {} : { state: `{${states.join()}}` }),
    ...(addresses === undefined ? {} : { address: addresses.filter }),
  };
  return { filter, months: addresses?.months ?? null };
};

/** The parts of a range that lie in some months, in order. */
const partsIn = async (
  { run, accountId }: AccountReads,
  range: IdRange,
  months: readonly number[],
): Promise<readonly IdRange[]> => {
  // Adjacent months are one part.
  const begins = months.filter((month, index) => months[index - 1] !== month - 1);
  const ends = months.filter((month, index) => months[index + 1] !== month + 1).map((month) => month + 1);
  const [bounds] = await run(logBounds(accountId, [...begins, ...ends].map(startOfMonth)));
  const ids = bounds?.ids ?? [];
  return begins
    .map((_, index) => ({
      first: Math.max(range.first, ids[index] ?? 1),
      last: Math.min(range.last, (ids[begins.length + index] ?? 1) - 1),
    }))
    .filter(({ first, last }) => first <= last);
};

const findSubjects = async ({ run, accountId }: AccountReads, query: LogFilters): Promise<Numbers | undefined> => {
  assert(query.key === undefined || query.productId !== undefined, 'a filter by key needs its product');
  const { productId, productLock, licenseLock } = query;
  if (productId === undefined && productLock === undefined && licenseLock === undefined) return undefined;
  const [numbers] = await run(subjectNumbers(accountId, query));
  return numbers;
};

const findDevices = async ({ run, accountId }: AccountReads, query: LogFilters): Promise<Numbers | undefined> => {
  const { machineCode, friendlyName } = query;
  if (machineCode === undefined && friendlyName === undefined) return undefined;
  const [numbers] = await run(deviceNumbers(accountId, machineCode, friendlyName?.toLowerCase()));
  return numbers;
};

/** The ids within the cursors, whether such rows exist or not. */
export const cursorRange = ({ afterId = 0, beforeId }: Pick<LogQuery, 'afterId' | 'beforeId'>): IdRange => ({
  first: afterId + 1,
  last: beforeId === undefined ? Number.MAX_SAFE_INTEGER : beforeId - 1,
});

/** The existing ids within times and cursors. */
export const findRange = async (
  { run, accountId }: AccountReads,
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
