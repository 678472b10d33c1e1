import type { Difference } from '../../../sql/analytics/verifyProjections.js';
import type { Run, Statement } from '../../../sql/statement.js';

/** What is derived from the log. */
export type ProjectionName = 'buckets' | 'devices' | 'keys' | 'daily' | 'countries' | 'seats';

/** A stretch of an account's log, to be folded into one generation of a derived table. Ids are gapless: none is missing. */
interface Window {
  readonly accountId: number;
  readonly generation: number;
  /** Rows with `after < id <= upTo`. */
  readonly after: number;
  readonly upTo: number;
}

/** A product's day (days since 1970, UTC), to be counted again from the rows of the log that lie in it. */
interface RecountedDay extends Window {
  readonly productId: number;
  readonly day: number;
  /** Ids of rows that are to be left out, as they were when they could not be folded in. */
  readonly passedOver: readonly number[];
}

/**
 * A table that is a fold over the log. Folding a window and then the next gives the same rows as folding both at once,
 * so the size of the windows never shows.
 */
export interface Projection {
  readonly name: ProjectionName;
  /**
   * Folds the window. Runs inside the projector's transaction, after every earlier window of this generation. A window
   * that fails for what its rows hold is tried again in halves, and a row that fails alone is passed over.
   */
  fold(run: Run, window: Window): Promise<void>;
  /** Removes at most `rows` rows of a generation that nobody reads any more; run until it removes none. */
  clear(accountId: number, generation: number, rows: number): readonly Statement<{ readonly removed: number }>[];
  /** Counts the whole log up to the checkpoint anew and gives the first row that differs; nothing when none does. */
  readonly verify: readonly ((accountId: number) => Statement<Difference>)[];
  /** Counts one day again, where a key's exclusion from usage analytics has an effect. */
  recount?(run: Run, day: RecountedDay): Promise<void>;
}
