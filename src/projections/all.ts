import type { Projection } from './projection.js';

/** Everything that is derived from the log, in the order in which it is folded. */
export const PROJECTIONS: readonly Projection[] = [];
