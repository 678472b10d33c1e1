import type { ProductId } from '../../../domain/entities/ids.js';
import type { Difference } from '../../../sql/analytics/verifyProjections.js';
import type { Run, Statement } from '../../../sql/statement.js';

/** The name of a table, or group of tables, derived from the log. */
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
  readonly productId: ProductId;
  readonly day: number;
  /** Ids of rows that were skipped because they could not be folded. */
  readonly skipped: readonly number[];
}

/**
 * A table that is a fold over the log. Folding two windows one after the other gives the same rows as folding both at once,
 * so the result does not depend on the size of the windows.
 */
export interface Projection {
  readonly name: ProjectionName;
  /**
   * Folds the window. Runs inside the projector's transaction, after every earlier window of this generation. A window
   * that fails because of its rows' data is retried in halves, and a row that fails alone is skipped.
   */
  fold(run: Run, window: Window): Promise<void>;
  /** Removes at most `rows` rows of an obsolete generation; to be repeated until it removes none. */
  clear(accountId: number, generation: number, rows: number): readonly Statement<{ readonly removed: number }>[];
  /** Recounts the whole log up to the checkpoint and returns the first row that differs; none when all agree. */
  readonly verify: readonly ((accountId: number) => Statement<Difference>)[];
  /** Recounts one day, if a key's exclusion from usage analytics affects the table. */
  recount?(run: Run, day: RecountedDay): Promise<void>;
}
