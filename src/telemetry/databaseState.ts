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
   * How far the newest log row is ahead of the database's clock: a clock that jumped and was put back. Until it has come
   * there again, new rows get the time of that one, for times never run backwards in the log.
   */
  readonly logAheadMs: number;
  readonly lag: Readonly<Record<string, WorstLag>>;
}

/** An answer is good for this long: however many ask, the database is asked once. */
const GOOD_FOR_MS = 1_000;

/**
 * Asks the database how it is. Resolves to null when it does not answer, and then calls `onUnavailable` with the
 * reason, which is for the log and not for callers. Rejects when one of the questions fails.
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
