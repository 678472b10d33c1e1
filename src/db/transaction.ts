import type { Run, Statement } from '../sql/statement.js';

/** What a transaction needs of its connection, which is given back by the commit and by the rollback. */
export interface TransactionConnection {
  readonly run: Run;
  begin(): Promise<void>;
  commit(statements: readonly Statement<object>[]): Promise<void>;
  /** Never throws. */
  rollback(): Promise<void>;
}

export interface TransactionPool<Connection extends TransactionConnection> {
  connect(): Promise<Connection>;
}

/** What work in a transaction leaves: its result, and the statements that travel with the commit. Without any, nothing is kept. */
export interface Prepared<Result> {
  readonly result: Result;
  readonly statements: readonly Statement<object>[];
}

export type Work<Connection, Result> = (connection: Connection) => Promise<Prepared<Result>>;

/**
 * Begins a transaction on a connection and does the work in it, all but the commit. The beginning is not awaited: the first
 * statements of the work travel with it. When either fails, the transaction is rolled back, the connection given back, and
 * the error thrown.
 */
export const prepareTransaction = async <Connection extends TransactionConnection, Result>(
  connection: Connection,
  work: Work<Connection, Result>,
): Promise<Prepared<Result>> => {
  try {
    const begun = connection.begin();
    const [prepared] = await Promise.all([work(connection), begun]);
    return prepared;
  } catch (error) {
    await connection.rollback();
    throw error;
  }
};

/**
 * Does work in one transaction of its own. Whatever happens, the connection is given back. Throws what went wrong first: a
 * commit that ends with an error that `isOutcomeUnknown` may have happened all the same.
 */
export const transaction = async <Connection extends TransactionConnection, Result>(
  pool: TransactionPool<Connection>,
  work: Work<Connection, Result>,
): Promise<Result> => {
  const connection = await pool.connect();
  const { result, statements } = await prepareTransaction(connection, work);
  await connection.commit(statements);
  return result;
};
