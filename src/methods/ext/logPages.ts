import type { LicenseId, ProductId } from '../../domain/entities/ids.js';
import type { AccountReads } from '../../engine/reads.js';
import { LIMITS } from '../../limits.js';
import { logBounds } from '../../sql/log/logBounds.js';
import {
  type ExtLogOwner,
  type ExtLogRow,
  findExtLogSubjects,
  readExtLogOfSubjects,
  walkExtLog,
} from '../../sql/log/readExtLog.js';

/** Ids that one statement scans at most when a log is read with a filter: about 0.2 s. */
const EXT_LOG_WINDOW_IDS = 65_536;

/** Rows that all branches together may fetch for one page. */
const EXT_LOG_BRANCH_ROWS = 8_000;

/** Rows that the Web API 2 log reads with one statement: what a long answer holds in memory at a time. */
const EXT_LOG_PAGE_ROWS = 2_000;

/** Whose rows: a product's or a licence's. */
export type LogOf =
  | { readonly of: 'product'; readonly productId: ProductId }
  | { readonly of: 'key'; readonly licenseId: LicenseId };

export interface LogRange {
  /** Milliseconds, both inclusive; undefined: no bound. */
  readonly fromTime: number | undefined;
  readonly toTime: number | undefined;
  /** How many rows at most; 0: all. */
  readonly rows: number;
}

/** The newest rows from id `from` to id `to`, at most `rows`, and the id to continue from, downwards. */
type ReadPage = (from: number, to: number, rows: number) => Promise<Page>;

interface Page {
  readonly rows: readonly ExtLogRow[];
  readonly next: number;
}

/**
 * Rows of a product or a licence in pages, newest first, as of the moment of the call: later rows are not included.
 * Each page is a separate statement, so that neither memory nor the database's snapshots grow with the length of the
 * answer.
 */
export async function* logPages(
  access: AccountReads,
  about: LogOf,
  range: LogRange,
): AsyncGenerator<readonly ExtLogRow[]> {
  const { from, to } = await idRange(access, range);
  const readPage = await pageReader(access, about);
  let left = range.rows === 0 ? Number.POSITIVE_INFINITY : range.rows;
  for (let at = to; at >= from && left > 0; ) {
    const { rows, next } = await readPage(from, at, Math.min(left, EXT_LOG_PAGE_ROWS));
    if (rows.length > 0) yield rows;
    left -= rows.length;
    at = next;
  }
}

/** The ids of an account's rows within a range of times. */
export const idRange = async (
  { accountId, run }: AccountReads,
  { fromTime, toTime }: LogRange,
): Promise<{ readonly from: number; readonly to: number }> => {
  // Times are whole milliseconds: later rows begin with the next one.
  const [bounds] = await run(logBounds(accountId, [fromTime ?? 0, (toTime ?? Number.MAX_SAFE_INTEGER - 1) + 1]));
  const [from = 1, after = 1] = bounds?.ids ?? [];
  return { from, to: after - 1 };
};

const pageReader = async (reads: AccountReads, about: LogOf): Promise<ReadPage> => {
  const { run, accountId } = reads;
  const owner =
    about.of === 'product'
      ? { productId: about.productId, licenseId: 0 }
      : { productId: 0, licenseId: about.licenseId };
  const found = await run(findExtLogSubjects(accountId, owner, LIMITS.extLogBranches + 1));
  if (found.length > LIMITS.extLogBranches) return walk(reads, owner);
  const subjects = found.map((row) => row.subject_no);
  return async (from, to, rows) => {
    const each = Math.max(1, Math.min(rows, Math.floor(EXT_LOG_BRANCH_ROWS / Math.max(1, subjects.length))));
    const known = await run(readExtLogOfSubjects(accountId, { from, to }, subjects, each));
    const kept = known.slice(0, rows);
    return { rows: kept, next: (kept.at(-1)?.id ?? from) - 1 };
  };
};

/** A page that is not full was the last. */
const pageOf = (rows: readonly ExtLogRow[], wanted: number, from: number): Page => ({
  rows,
  next: (rows.length < wanted ? from : (rows.at(-1)?.id ?? from)) - 1,
});

/**
 * For rows with many subjects: filtered windows of ids. They grow while few rows match, so that a busy product is read
 * no further than needed and a quiet one not in tiny steps.
 */
const walk = ({ run, accountId }: AccountReads, owner: ExtLogOwner): ReadPage => {
  let window: number = EXT_LOG_PAGE_ROWS;
  return async (from, to, rows) => {
    const low = Math.max(from, to - window + 1);
    const found = await run(walkExtLog(accountId, { from: low, to }, owner, rows));
    if (found.length < rows) window = Math.min(window * 2, EXT_LOG_WINDOW_IDS);
    return pageOf(found, rows, low);
  };
};
