import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WriterConnection } from '../../db/connections.js';
import { isOutcomeUnknown, isUniqueViolation, isWorthRetrying } from '../../db/sqlState.js';
import { lastBatch, lockEventHead, lockLogHead, noteBatch } from '../../sql/batch/logHead.js';
import type { Run, Statement } from '../../sql/statement.js';

/** The database could not be reached in time: whether the batch was committed may be unknown. */
export class DatabaseAway extends Error {}

/** What a batch's body hands over: its results, and the statements that go out together with the commit. */
export interface Prepared<Result> {
  readonly result: Result;
  readonly statements: readonly Statement<object>[];
}

export type Stream = 'log' | 'event';

type BatchConnection = Pick<WriterConnection, 'begin' | 'run' | 'commit' | 'rollback'>;

/** How long a batch tries again before its callers are told that the database is away. */
const PATIENCE_MS = 10_000;

/**
 * Runs batches as transactions, each of which leaves word of itself, so that a commit whose answer got lost can be
 * settled: under the head's lock, where no other transaction of the account is under way, its note is there or it is not.
 */
export class BatchTransactions<Connection extends BatchConnection = WriterConnection> {
  readonly #writers: { connect(): Promise<Connection> };
  /** This process. A new one at each start: batch numbers begin again. */
  readonly #writer = randomUUID();
  #lastBatch = 0;

  constructor(writers: { connect(): Promise<Connection> }) {
    this.#writers = writers;
  }

  /**
   * Runs one batch. Batches of the same account and stream must not overlap. The body must have been answered that it has the
   * head's lock before it returns: a commit that is still on its way could not be settled otherwise.
   */
  async run<Result>(
    accountId: number,
    stream: Stream,
    body: (run: Run, connection: Connection) => Promise<Prepared<Result>>,
  ): Promise<Result> {
    this.#lastBatch += 1;
    const batch = this.#lastBatch;
    const deadline = Date.now() + PATIENCE_MS;
    let outrun = false;
    for (let pause = 10; ; pause = Math.min(pause * 2, 500)) {
      const attempt = await this.#attempt(accountId, stream, batch, body);
      if (attempt.outcome === 'committed') return attempt.result;
      if (attempt.outcome === 'unknown' && (await this.#isCommitted(accountId, stream, batch, deadline))) {
        return attempt.result;
      }
      if (attempt.outcome === 'failed' && !isWorthRetrying(attempt.error)) {
        // Another account took what is unique over all of them (an e-mail address) after this batch had looked: it looks
        // again, once, and refuses.
        if (outrun || !isUniqueViolation(attempt.error)) throw attempt.error;
        outrun = true;
      }
      if (Date.now() > deadline) throw new DatabaseAway('the database is away', { cause: attempt.error });
      await sleep(pause);
    }
  }

  async #attempt<Result>(
    accountId: number,
    stream: Stream,
    batch: number,
    body: (run: Run, connection: Connection) => Promise<Prepared<Result>>,
  ): Promise<Attempt<Result>> {
    let connection: Connection;
    try {
      connection = await this.#writers.connect();
    } catch (error) {
      return { outcome: 'failed', error };
    }
    let prepared: Prepared<Result>;
    try {
      const begun = connection.begin();
      [prepared] = await Promise.all([body(connection.run, connection), begun]);
    } catch (error) {
      await connection.rollback();
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
        const connection = await this.#writers.connect();
        try {
          await connection.begin();
          await connection.run<object>(lock);
          const [last] = await connection.run(lastBatch(accountId, this.#noteOf(stream)));
          return last !== undefined && last.batch >= batch;
        } finally {
          await connection.rollback();
        }
      } catch (error) {
        if (Date.now() > deadline) throw new DatabaseAway('the database is away', { cause: error });
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
