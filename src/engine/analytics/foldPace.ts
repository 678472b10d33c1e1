import { LIMITS } from '../../limits.js';
import type { ProjectionName } from './projections/projection.js';

/** Target duration of a transaction that folds a projection which is far behind. */
export const WINDOW_MS = 1_000;

/** Most log rows in such a transaction: PostgreSQL sorts as many in 32 MB. */
export const WINDOW_ROWS_MOST = 320_000;

/** Windows of one projection grow and shrink by at most this factor at a time, so that one slow disk write has little effect. */
const STEP_MOST = 2;

/** A window may exceed the target by this factor without a change: twice as many rows often take little longer. */
const TOLERANCE = 1.5;

/**
 * How many log rows to fold at once into a projection that is far behind. Large windows are cheaper, because a row that
 * many log rows change is written once; yet a transaction must be short. So the size adapts to the measured time, which
 * differs between projections by a factor of twenty.
 */
export class FoldPace {
  readonly #rows = new Map<ProjectionName, number>();

  rowsFor(projection: ProjectionName): number {
    return this.#rows.get(projection) ?? LIMITS.projectionWindowRows;
  }

  /** Records the time that a window took. */
  note(projection: ProjectionName, rows: number, milliseconds: number): void {
    const before = this.rowsFor(projection);
    // A window that ended early, at the newest row, says nothing about the time of a full one.
    const isShort = rows < before && milliseconds < WINDOW_MS;
    const isFitting = milliseconds >= WINDOW_MS && milliseconds <= WINDOW_MS * TOLERANCE;
    if (isShort || isFitting) return;
    const fitting = (rows * WINDOW_MS) / Math.max(milliseconds, 1);
    const next = Math.min(Math.max(fitting, before / STEP_MOST), before * STEP_MOST);
    this.#rows.set(projection, Math.round(Math.min(Math.max(next, LIMITS.projectionWindowRows), WINDOW_ROWS_MOST)));
  }
}
