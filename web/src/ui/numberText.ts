/** Numbers as people read them. */

const plain = new Intl.NumberFormat('en');
const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** "12,345". */
export const numberText = (value: number): string => plain.format(value);

/** "12,345", from a million on "1.2M". */
export const compactNumber = (value: number): string =>
  Math.abs(value) < 1_000_000 ? plain.format(value) : compact.format(value);

/** "1 row", "12 rows". */
export const countText = (count: number, one: string, many = `${one}s`): string =>
  `${plain.format(count)} ${count === 1 ? one : many}`;
