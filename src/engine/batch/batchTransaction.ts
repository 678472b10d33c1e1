import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WriterConnection } from '../../db/connections.js';
import { isOutcomeUnknown, isUniqueViolation, isWorthRetrying } from '../../db/sqlState.js';
import {
  type Prepared,
  prepareTransaction,
  type TransactionConnection,
  type TransactionPool,
  transaction,
  type Work,
} from '../../db/transaction.js';
import { lastBatch, lockEventHead, lockLogHead, noteBatch } from '../../sql/batch/logHead.js';

/** The database could not be reached in time: whether the batch was committed may be unknown. */
export class DatabaseUnavailable extends Error {}

export type Stream = 'log' | 'event';

/** How long a batch is retried before its callers get `DatabaseUnavailable`. */
const RETRY_TIMEOUT_MS = 10_000;

/**
 * Runs batches as transactions, each of which records its number, so that a commit whose answer was lost can be resolved:
 * under the head's lock no other transaction of the account is running, so the record exists if and only if it committed.
 */
export class BatchTransactions<Connection extends TransactionConnection = WriterConnection> {
  readonly #writers: TransactionPool<Connection>;
  /** Id of this process, new at each start, since batch numbers start again. */
  readonly #writer = randomUUID();
  #lastBatch = 0;

  constructor(writers: TransactionPool<Connection>) {
    this.#writers = writers;
  }

  /**
   * Runs one batch. Batches of the same account and stream must not overlap. The body must await the head's lock before it
   * returns: otherwise the outcome of a commit that is still under way could not be determined.
   */
  async run<Result>(accountId: number, stream: Stream, body: Work<Connection, Result>): Promise<Result> {
    this.#lastBatch += 1;
    const batch = this.#lastBatch;
    const deadline = Date.now() + RETRY_TIMEOUT_MS;
    let isRetriedForUnique = false;
    for (let backoff = 10; ; backoff = Math.min(backoff * 2, 500)) {
      const attempt = await this.#attempt(accountId, stream, batch, body);
      if (attempt.outcome === 'committed') return attempt.result;
      if (attempt.outcome === 'unknown' && (await this.#isCommitted(accountId, stream, batch, deadline))) {
        return attempt.result;
      }
      if (attempt.outcome === 'failed' && !isWorthRetrying(attempt.error)) {
        // Another account took a globally unique value (an e-mail address) after this batch had checked it: retry once, and
        // the rule will refuse.
        if (isRetriedForUnique || !isUniqueViolation(attempt.error)) throw attempt.error;
        isRetriedForUnique = true;
      }
      if (Date.now() > deadline) throw new DatabaseUnavailable('the database is unavailable', { cause: attempt.error });
      await sleep(backoff);
    }
  }

  async #attempt<Result>(
    accountId: number,
    stream: Stream,
    batch: number,
    body: Work<Connection, Result>,
  ): Promise<Attempt<Result>> {
    let connection: Connection;
    let prepared: Prepared<Result>;
    try {
      connection = await this.#writers.connect();
      prepared = await prepareTransaction(connection, body);
    } catch (error) {
      return { outcome: 'failed', error };
    }
    try {
      const note = noteBatch(accountId, this.#noteOf(stream), batch);
      await connection.commit(prepared.statements.length === 0 ? [] : [...prepared.statements, note]);
      return { outcome: 'committed', result: prepared.result };
    } catch (error) {
      return isOutcomeUnknown(error)
        ? { outcome: 'unknown', result: prepared.result, error }
        : { outcome: 'failed', error };
    }
  }

  async #isCommitted(accountId: number, stream: Stream, batch: number, deadline: number): Promise<boolean> {
    const lock = stream === 'log' ? lockLogHead(accountId) : lockEventHead(accountId);
    for (;;) {
      try {
        return await transaction(this.#writers, async ({ run }) => {
          await run<object>(lock);
          const [last] = await run(lastBatch(accountId, this.#noteOf(stream)));
          return { result: last !== undefined && last.batch >= batch, statements: [] };
        });
      } catch (error) {
        if (Date.now() > deadline) throw new DatabaseUnavailable('the database is unavailable', { cause: error });
        await sleep(100);
      }
    }
  }

  #noteOf(stream: Stream): string {
    return `${this.#writer} ${stream}`;
  }
}

type Attempt<Result> =
  | { readonly outcome: 'committed'; readonly result: Result; readonly error?: undefined }
  | { readonly outcome: 'unknown'; readonly result: Result; readonly error: unknown }
  | { readonly outcome: 'failed'; readonly error: unknown };
