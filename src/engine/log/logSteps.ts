import type { LogFilters, WebApiLogRow } from '../../domain/log/webApiLog.js';
import { LIMITS } from '../../limits.js';
import type { IdRange } from '../../sql/log/readLog.js';
import type { FollowsLog } from './logFollowers.js';
import { beyond, windowOf } from './logPage.js';
import type { LogReader } from './logValues.js';
import { readLogPage } from './readLog.js';

/** Ids that one statement of a stream may skip when few rows match. */
const STREAMED_IDS = 2 ** 20;

/** A part of a stream: all matching rows up to and including an id. */
export interface LogStep {
  readonly rows: readonly WebApiLogRow[];
  readonly through: number;
}

/**
 * Rows of a range of ids in steps, each a few short statements: neither memory nor the database's snapshots grow with the
 * range. A step may be empty when few rows match.
 */
export async function* logSteps(
  reader: LogReader,
  filters: LogFilters,
  range: IdRange,
  descending: boolean,
): AsyncGenerator<LogStep> {
  let rest = range;
  while (rest.first <= rest.last) {
    const part = windowOf(rest, descending, STREAMED_IDS);
    const ids = { afterId: part.first - 1, beforeId: part.last + 1 };
    const order = { by: 'id', descending } as const;
    // Filters are resolved again, since new rows may have new numbers.
    const query = { ...filters, ...ids, order, limit: LIMITS.streamedRows };
    const { rows, reached } = await readLogPage(reader, query);
    const last = rows.length < LIMITS.streamedRows ? reached : rows.at(-1)?.id;
    const through = last ?? (descending ? part.first : part.last);
    yield { rows, through };
    rest = beyond(rest, descending, { first: through, last: through });
  }
}

/**
 * Rows after an id, and then new ones, until the reader disconnects or loses access. Begins with an empty step, and has a
 * step at least every `beat` milliseconds, so that the reader knows the position even when few rows match.
 */
export async function* tailLog(
  reader: LogReader & FollowsLog,
  filters: LogFilters,
  afterId: number,
  { ended, isStillGood }: { readonly ended: AbortSignal; readonly isStillGood: () => Promise<boolean> },
  beat: number = LIMITS.tailBeatMilliseconds,
): AsyncGenerator<LogStep> {
  const { accountId, followers } = reader;
  let through = afterId;
  yield { rows: [], through };
  let told = Date.now();
  const isDue = (): boolean => Date.now() - told >= beat;
  for (;;) {
    const timeout = Math.min(LIMITS.streamTrustMilliseconds, Math.max(0, told + beat - Date.now()));
    const last = await followers.beyond(accountId, through, timeout, ended);
    if (ended.aborted || !(await isStillGood())) return;
    for await (const step of logSteps(reader, filters, { first: through + 1, last }, false)) {
      ({ through } = step);
      if (step.rows.length > 0 || isDue()) {
        yield step;
        told = Date.now();
      }
      if (ended.aborted || !(await isStillGood())) return;
    }
    if (isDue()) {
      yield { rows: [], through };
      told = Date.now();
    }
  }
}
