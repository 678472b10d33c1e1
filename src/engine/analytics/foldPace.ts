import { LIMITS } from '../../limits.js';
import type { ProjectionName } from './projections/projection.js';

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
    const { projectionWindowMilliseconds: wanted } = LIMITS;
    // One that ended early, at the newest row, does not tell that a larger one would take long.
    const isShort = rows < before && milliseconds < wanted;
    const isFitting = milliseconds >= wanted && milliseconds <= wanted * TOLERANCE;
    if (isShort || isFitting) return;
    const fitting = (rows * wanted) / Math.max(milliseconds, 1);
    const next = Math.min(Math.max(fitting, before / STEP_MOST), before * STEP_MOST);
    const { projectionWindowRows: least, projectionWindowRowsMost: most } = LIMITS;
    this.#rows.set(projection, Math.round(Math.min(Math.max(next, least), most)));
  }
}
