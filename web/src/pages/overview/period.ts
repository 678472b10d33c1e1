import type { TimeRange } from '../../time/timeRange.js';

/** A period with both ends. */
export interface Period {
  /** Unix seconds. */
  readonly start: number;
  /** Unix seconds, exclusive. */
  readonly end: number;
  /** All that there is: there is no period before it. */
  readonly isAll: boolean;
}

/** `oldest`: the time of the log's first row, with which "all time" begins; undefined: there is none. */
export const periodOf = ({ start, end }: TimeRange, oldest: number | undefined): Period =>
  start === undefined
    ? { start: Math.max(1, Math.min(oldest ?? end - 1, end - 1)), end, isAll: true }
    : { start, end, isAll: false };
