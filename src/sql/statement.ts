/** One SQL statement with its values. Named ones are prepared once per connection, an empty name is never kept. `Row` is what each row holds. */
export interface Statement<Row extends object = Record<string, never>> {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
  /** Never set: carries the row's type. */
  readonly row?: Row;
}

/** Runs a statement. On a pipelined connection, statements that are started without waiting travel together. */
export type Run = <Row extends object>(statement: Statement<Row>) => Promise<readonly Row[]>;

const declared = new Map<string, string>();

const declare = (name: string, text: string): void => {
  // The driver would refuse the second of them, on whichever connection had seen the first.
  if (declared.has(name)) throw new Error(`two statements are called ${name}`);
  declared.set(name, text);
};

/** The text of every statement that was declared in a module that is loaded, by its name; those without a name by their text. */
export const declaredStatements = (): ReadonlyMap<string, string> => declared;

/** Declares a prepared statement: `const find = prepared<Row, [accountId: number]>('find', 'select …')`. Names are unique. */
export const prepared = <Row extends object, Values extends readonly unknown[]>(name: string, text: string) => {
  declare(name, text);
  return (...values: Values): Statement<Row> => ({ name, text, values });
};

/**
 * A statement that is planned anew at each call, with its values in sight: for those whose best plan hangs on them (a list
 * of one number or of ten thousand) and whose text is put together from parts.
 */
export const planned = <Row extends object>(text: string, values: readonly unknown[]): Statement<Row> => ({
  name: '',
  text,
  values,
});

/**
 * Declares a statement that is planned anew at each call: for long ones over tables that grow by thousands of rows at a
 * time, where a plan that was kept from when they were small takes minutes for what takes a second.
 */
export const plannedAnew = <Row extends object, Values extends readonly unknown[]>(text: string) => {
  declare(text, text);
  return (...values: Values): Statement<Row> => planned(text, values);
};

/** Collects the values of a statement that is put together from parts: `add` gives back the value's placeholder. */
export class Values {
  readonly list: unknown[] = [];

  readonly add = (value: unknown, type: string): string => {
    this.list.push(value);
    return `$${this.list.length}::${type}`;
  };
}
