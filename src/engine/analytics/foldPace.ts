import { LIMITS } from '../../limits.js';
import type { ProjectionName } from './projections/projection.js';

/** How long a transaction should take that folds one table which is far behind. */
export const WINDOW_MS = 1_000;

/** Log rows in such a transaction: what PostgreSQL sorts in 32 MB. */
export const WINDOW_ROWS_MOST = 320_000;

/** Windows of one projection grow and shrink by no more than this at a time: one slow disk write must not decide. */
const STEP_MOST = 2;

/** How much longer than it should a window may take without a change. Twice as many rows often take little longer. */
const TOLERANCE = 1.5;

/**
 * How many log rows to fold at once into a projection that is far behind. Large windows are cheaper, for what many rows
 * change is written once; yet a transaction must not take long. So the windows follow the time that they take, which
 * differs from one projection to another by a factor of twenty.
 */
export class FoldPace {
  readonly #rows = new Map<ProjectionName, number>();

  rowsFor(projection: ProjectionName): number {
    return this.#rows.get(projection) ?? LIMITS.projectionWindowRows;
  }

  /** A window has been folded in this time. */
  note(projection: ProjectionName, rows: number, milliseconds: number): void {
    const before = this.rowsFor(projection);
    // One that ended early, at the newest row, does not tell that a larger one would take long.
    const isShort = rows < before && milliseconds < WINDOW_MS;
    const isFitting = milliseconds >= WINDOW_MS && milliseconds <= WINDOW_MS * TOLERANCE;
    if (isShort || isFitting) return;
    const fitting = (rows * WINDOW_MS) / Math.max(milliseconds, 1);
    const next = Math.min(Math.max(fitting, before / STEP_MOST), before * STEP_MOST);
    this.#rows.set(projection, Math.round(Math.min(Math.max(next, LIMITS.projectionWindowRows), WINDOW_ROWS_MOST)));
  }
}
