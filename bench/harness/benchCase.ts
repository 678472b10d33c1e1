import type { Ratio } from './ratio.js';

export interface Measured {
  /** What was measured, where a case has several parts. */
  readonly part: string;
  readonly ratio: Ratio;
  /** The unit of both sides. */
  readonly unit: string;
}

/** One line, or some, of the table. */
export interface BenchCase {
  /** What `npm run bench -- <name>` takes. */
  readonly name: string;
  readonly title: string;
  readonly against: string;
  /** A ratio: `least` where more is better, `most` where less is. */
  readonly target: { readonly least: number } | { readonly most: number };
  /** Part of the fast subset. */
  readonly fast: boolean;
  measure(options: { readonly rounds: number }): Promise<readonly Measured[]>;
}
