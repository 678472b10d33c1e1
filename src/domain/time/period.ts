/** Milliseconds; `end` is exclusive. */
export interface Period {
  readonly start: number;
  readonly end: number;
}
