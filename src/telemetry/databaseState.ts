import type { Readers } from '../db/connections.js';
import type { Database } from '../db/openDatabase.js';
import { type WorstLag, worstLag } from '../engine/analytics/analytics.js';
import { logAhead } from '../sql/batch/logHead.js';

/** What `/readyz` and the metrics report of the database. */
export interface DatabaseState {
  readonly latencyMs: number;
  /** How far the database's clock is ahead of this machine's; negative: behind. */
  readonly clockAheadMs: number;
  /**
   * How far the newest log row is ahead of the database's clock, after a clock that jumped and was corrected. Until the clock
   * passes that row's time, new rows get the same time, because times never decrease in the log.
   */
  readonly logAheadMs: number;
  readonly lag: Readonly<Record<string, WorstLag>>;
}

/** How long a state is cached, so that many scrapes and probes cost one query. */
const GOOD_FOR_MS = 1_000;

/**
 * Reads the database's state. Resolves to null when it is unavailable, after calling `onUnavailable` with the
 * reason, which is for the log and not for callers. Rejects when one of the queries fails.
 */
export const databaseState = (
  database: Pick<Database, 'health'>,
  readers: Pick<Readers, 'run'>,
  onUnavailable: (reason: string) => void,
): (() => Promise<DatabaseState | null>) => {
  const ask = async (): Promise<DatabaseState | null> => {
    const health = await database.health();
    if (!health.ok) {
      onUnavailable(health.error);
      return null;
    }
    const clockAheadMs = health.timeMs - Date.now();
    const [lag, [ahead]] = await Promise.all([worstLag(readers), readers.run(logAhead())]);
    return { latencyMs: health.latencyMs, clockAheadMs, logAheadMs: ahead?.milliseconds ?? 0, lag };
  };
  let asked: { readonly at: number; readonly answer: Promise<DatabaseState | null> } | undefined;
  return () => {
    const now = performance.now();
    if (asked === undefined || now - asked.at > GOOD_FOR_MS) asked = { at: now, answer: ask() };
    return asked.answer;
  };
};
