/** One SQL statement with its values. Named ones are prepared once per connection. `Row` is what each row holds. */
export interface Statement<Row extends object = Record<string, never>> {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
  /** Never set: carries the row's type. */
  readonly row?: Row;
}

/** Declares a prepared statement: `const find = prepared<Row, [accountId: number]>('find', 'select …')`. */
export const prepared =
  <Row extends object, Values extends readonly unknown[]>(name: string, text: string) =>
  (...values: Values): Statement<Row> => ({ name, text, values });
