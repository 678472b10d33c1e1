/** Five or more pairs of figures, taken in turn. */
export interface Ratio {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  /** Medians of the two sides. */
  readonly numerator: number;
  readonly denominator: number;
}

export const medianOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  return (lower + upper) / 2;
};

/**
 * Takes both sides in turn, after a warm-up of each: the machine's speed may drift twofold within a minute, which
 * affects a ratio of neighbours least.
 */
export const ratioOf = async (
  rounds: number,
  numerator: () => Promise<number>,
  denominator: () => Promise<number>,
): Promise<Ratio> => {
  await numerator();
  await denominator();
  const pairs: { readonly above: number; readonly below: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const above = await numerator();
    pairs.push({ above, below: await denominator() });
  }
  const ratios = pairs.map(({ above, below }) => above / below);
  return {
    median: medianOf(ratios),
    least: Math.min(...ratios),
    most: Math.max(...ratios),
    numerator: medianOf(pairs.map(({ above }) => above)),
    denominator: medianOf(pairs.map(({ below }) => below)),
  };
};

/** Figures against a fixed bound. */
export const againstBound = (values: readonly number[], bound: number): Ratio => ({
  median: medianOf(values) / bound,
  least: Math.min(...values) / bound,
  most: Math.max(...values) / bound,
  numerator: medianOf(values),
  denominator: bound,
});
