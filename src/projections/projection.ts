import type { Run } from '../engine/load.js';
import type { Statement } from '../sql/statement.js';

/** What is derived from the log. */
export type ProjectionName = 'buckets' | 'devices' | 'keys' | 'daily' | 'countries' | 'seats';

/** A stretch of an account's log, to be folded into one generation of a derived table. Ids are gapless: none is missing. */
export interface Window {
  readonly accountId: number;
  readonly generation: number;
  /** Rows with `after < id <= upTo`. */
  readonly after: number;
  readonly upTo: number;
}

/**
 * A table that is a fold over the log. Folding a window and then the next gives the same rows as folding both at once,
 * so the size of the windows never shows.
 */
export interface Projection {
  readonly name: ProjectionName;
  /** Folds the window. Runs inside the projector's transaction, after every earlier window of this generation. */
  fold(run: Run, window: Window): Promise<void>;
  /** Removes at most `rows` rows of a generation that nobody reads any more; run until it removes none. */
  clear(accountId: number, generation: number, rows: number): readonly Statement<{ readonly removed: number }>[];
}
