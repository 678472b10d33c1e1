import type { Run, Statement } from '../sql/statement.js';

/** What a transaction needs of its connection, which commit and rollback release. */
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

/** What work in a transaction returns: its result, and the statements sent with the commit. Without any, nothing is written. */
export interface Prepared<Result> {
  readonly result: Result;
  readonly statements: readonly Statement<object>[];
}

export type Work<Connection, Result> = (connection: Connection) => Promise<Prepared<Result>>;

/**
 * Begins a transaction on a connection and runs the work in it, all but the commit. The `begin` is not awaited: the first
 * statements of the work are pipelined with it. When either fails, the transaction is rolled back, the connection released,
 * and the error rethrown.
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
 * Runs work in one transaction of its own. The connection is always released. Throws the first error: a commit that failed
 * with an error that `isOutcomeUnknown` may have happened nevertheless.
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
