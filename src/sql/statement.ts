/** One SQL statement with its values. Named ones are prepared once per connection, an empty name is never kept. `Row` is what each row holds. */
export interface Statement<Row extends object = Record<string, never>> {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
  /** Never set: carries the row's type. */
  readonly row?: Row;
}

/** Runs a statement. On a pipelined connection, statements that are started without waiting are sent together. */
export type Run = <Row extends object>(statement: Statement<Row>) => Promise<readonly Row[]>;

const declared = new Map<string, string>();

const declare = (name: string, text: string): void => {
  // The driver would refuse the second of them, on whichever connection had seen the first.
  if (declared.has(name)) throw new Error(`two statements are called ${name}`);
  declared.set(name, text);
};

/** The text of every statement that was declared in a module that is loaded, by its name; those without a name by their text. */
export const declaredStatements = (): ReadonlyMap<string, string> => declared;

/**
 * Declares a prepared statement; names are unique. The function takes the statement's values in their order, the account
 * first: `prepared<Row, [accountId: number]>('find', 'select …')`. Where the values are many or easily mixed up it takes a
 * record, and `valuesOf` says which value is which placeholder:
 * `prepared<never, [accountId: number, key: Key]>('put', 'insert …', (accountId, { id, text }) => [accountId, id, text])`.
 */
export const prepared = <Row extends object, Given extends readonly unknown[]>(
  name: string,
  text: string,
  valuesOf: (...given: Given) => readonly unknown[] = (...given) => given,
) => {
  declare(name, text);
  return (...given: Given): Statement<Row> => ({ name, text, values: valuesOf(...given) });
};

/**
 * A statement that is planned at each call, with its values known: for those whose best plan depends on them (a list of one
 * number or of ten thousand) and whose text is built from parts.
 */
export const planned = <Row extends object>(text: string, values: readonly unknown[]): Statement<Row> => ({
  name: '',
  text,
  values,
});

/**
 * Declares a statement that is planned at each call, as `prepared` otherwise: for long ones over tables that grow by thousands of rows at a
 * time, where a plan that was kept from when they were small takes minutes for what takes a second.
 */
export const unprepared = <Row extends object, Given extends readonly unknown[]>(
  text: string,
  valuesOf: (...given: Given) => readonly unknown[] = (...given) => given,
) => {
  declare(text, text);
  return (...given: Given): Statement<Row> => planned(text, valuesOf(...given));
};

/** Collects the values of a statement that is built from parts: `add` returns the value's placeholder. */
export class Values {
  readonly list: unknown[] = [];

  readonly add = (value: unknown, type: string): string => {
    this.list.push(value);
    return `$${this.list.length}::${type}`;
  };
}
