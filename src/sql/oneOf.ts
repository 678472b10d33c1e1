/** Conditions on a column, from lists of numbers that the program knows. */

/** `state = 2012`, `state in (2012, 2013)` */
export const oneOf = (column: string, numbers: readonly number[]): string =>
  numbers.length === 1 ? `${column} = ${numbers[0]}` : `${column} in (${numbers.join(', ')})`;

/** `state <> 5010`, `state not in (5010, 5011)` */
export const noneOf = (column: string, numbers: readonly number[]): string =>
  numbers.length === 1 ? `${column} <> ${numbers[0]}` : `${column} not in (${numbers.join(', ')})`;
