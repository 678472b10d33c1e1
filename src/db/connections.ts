import { finished, pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { Statement } from '../sql/statement.js';
import { classified } from './sqlState.js';
import { transaction } from './transaction.js';

const query = async <Row extends object>(
  on: pg.Pool | pg.PoolClient,
  { name, text, values }: Statement<Row>,
): Promise<readonly Row[]> => {
  try {
    return (await on.query<Row>({ name, text, values: [...values] })).rows;
  } catch (error) {
    throw classified(error);
  }
};

/**
 * UTF-16 units of one value of a statement. The driver writes a list as one text, where each unit may take two, and no text
 * of JavaScript is four times as long as this.
 */
const VALUE_CHARS = 2 ** 27;

const charsOf = (value: unknown): number => {
  if (typeof value === 'string') return value.length;
  if (!Array.isArray(value)) return 0;
  let chars = 0;
  for (const item of value) chars += charsOf(item);
  return chars;
};

/** The driver fails to serialize a statement that is too long, but would still send the commit behind it. */
const isSendable = ({ values }: Statement<object>): boolean => values.every((value) => charsOf(value) <= VALUE_CHARS);

const command = async (on: pg.PoolClient, text: 'begin' | 'commit' | 'rollback'): Promise<pg.QueryResult> => {
  try {
    return await on.query(text);
  } catch (error) {
    throw classified(error);
  }
};

/**
 * One connection for one transaction. Statements are pipelined: what is sent without waiting travels at once and is
 * answered in order. Not for reuse after `commit` or `rollback`.
 */
export class WriterConnection {
  protected readonly client: pg.PoolClient;
  #isEnding = false;

  constructor(client: pg.PoolClient) {
    this.client = client;
  }

  async begin(): Promise<void> {
    await this.inTurn(() => command(this.client, 'begin'));
  }

  readonly run = <Row extends object>(statement: Statement<Row>): Promise<readonly Row[]> =>
    this.inTransaction(() => query(this.client, statement));

  /**
   * Sends the statements and the commit together and releases the connection. Without statements there is nothing to
   * make durable: the transaction just ends. Throws the first error; if that is a lost connection, whether the
   * commit happened is unknown, otherwise it did not. A statement that is too long is found before any is sent.
   */
  async commit(statements: readonly Statement<object>[]): Promise<void> {
    if (statements.length === 0) return this.rollback();
    if (!statements.every(isSendable)) {
      await this.rollback();
      throw new Error('a statement of the transaction is too long to be sent');
    }
    const sent = statements.map((statement) => this.run(statement));
    this.#isEnding = true;
    const ending = this.inTurn(() => command(this.client, 'commit'));
    const answers = await Promise.allSettled([...sent, ending]);
    const failure = answers.find((answer) => answer.status === 'rejected');
    if (failure !== undefined) {
      this.#release(true);
      throw classified(failure.reason);
    }
    this.#release(false);
    // A transaction that failed answers COMMIT with the tag ROLLBACK and no error.
    if ((await ending).command !== 'COMMIT') throw new Error('the transaction was rolled back');
  }

  /** Rolls the transaction back and releases the connection. Never throws. */
  async rollback(): Promise<void> {
    this.#isEnding = true;
    try {
      await this.inTurn(() => command(this.client, 'rollback'));
      this.#release(false);
    } catch {
      this.#release(true);
    }
  }

  /** Closes a connection that can take no further statement; the database then rolls back. */
  protected abandon(): void {
    this.#isEnding = true;
    this.#release(true);
  }

  /** Work that continues after the transaction ended must not write outside of it, or into another one. */
  protected inTransaction<Result>(send: () => Promise<Result>): Promise<Result> {
    return this.#isEnding ? Promise.reject(new Error('the transaction has ended')) : this.inTurn(send);
  }

  /** Sends immediately; `LoaderConnection` waits for the statement before. */
  protected inTurn<Result>(send: () => Promise<Result>): Promise<Result> {
    return send();
  }

  #release(broken: boolean): void {
    this.client.release(broken);
  }
}

/**
 * As `WriterConnection`, with COPY, which cannot be pipelined: each statement waits until the one before is answered. After
 * a failed one only the rollback is sent, so that nothing is written where no transaction began.
 */
export class LoaderConnection extends WriterConnection {
  #last: Promise<unknown> = Promise.resolve();
  /** The server still sends rows of a COPY that are no longer read. */
  #isStuck = false;

  /** Copies rows in PostgreSQL's text format into what `copy … from stdin` names. Returns how many. */
  readonly copy = (text: string, rows: string): Promise<number> =>
    this.inTransaction(async () => {
      const stream = this.client.query(copyFrom(text));
      // A second error may follow: after the server's error the connection ends too.
      stream.on('error', () => {});
      try {
        stream.end(rows);
        await finished(stream);
      } catch (error) {
        throw classified(error);
      }
      return stream.rowCount;
    });

  /**
   * As `copy`, for rows that arrive in chunks, which may end within a row. An error of `rows` fails the statement and is
   * rethrown.
   */
  readonly copyIn = (text: string, rows: AsyncIterable<Uint8Array>): Promise<number> =>
    this.inTransaction(async () => {
      const stream = this.client.query(copyFrom(text));
      stream.on('error', () => {});
      const source: { failure?: { readonly error: unknown } } = {};
      try {
        await pipeline(noting(rows, source), stream);
      } catch (error) {
        throw source.failure === undefined ? classified(error) : source.failure.error;
      }
      return stream.rowCount;
    });

  /**
   * Copies out what `copy … to stdout` names, in chunks, which may end within a row; the next one follows once `take` has
   * resolved. Returns the number of rows. After an error of `take`, which is rethrown, the connection can only roll back.
   */
  readonly copyOut = (text: string, take: (rows: Buffer) => Promise<void>): Promise<number> =>
    this.inTransaction(async () => {
      const stream = this.client.query(copyTo(text));
      stream.on('error', () => {});
      try {
        for await (const rows of stream) {
          this.#isStuck = true;
          await take(rows);
          this.#isStuck = false;
        }
        // The rows may end before the database confirms the statement, so an error may still follow.
        await this.client.query('select');
      } catch (error) {
        throw this.#isStuck ? error : classified(error);
      }
      return stream.rowCount;
    });

  override async rollback(): Promise<void> {
    this.#last = this.#last.catch(() => {});
    await this.#last;
    if (this.#isStuck) this.abandon();
    else await super.rollback();
  }

  protected override inTurn<Result>(send: () => Promise<Result>): Promise<Result> {
    const mine = this.#last.then(send);
    this.#last = mine;
    return mine;
  }
}

/** The same chunks; an error of their source is kept apart from one of the database. */
async function* noting(
  rows: AsyncIterable<Uint8Array>,
  source: { failure?: { readonly error: unknown } },
): AsyncGenerator<Uint8Array> {
  try {
    yield* rows;
  } catch (error) {
    source.failure = { error };
    throw error;
  }
}

/** Connections that may write, each for one transaction. */
abstract class TransactionPool<Connection> {
  readonly #pool: pg.Pool;
  readonly #known = new WeakSet<pg.PoolClient>();
  #connectionsMade = 0;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  /**
   * Counts the connections opened so far. A new one may lead to another server than before: a standby that was promoted and
   * lacks the last commits.
   */
  get connectionsMade(): number {
    return this.#connectionsMade;
  }

  async connect(): Promise<Connection> {
    let client: pg.PoolClient;
    try {
      client = await this.#pool.connect();
    } catch (error) {
      throw classified(error);
    }
    if (!this.#known.has(client)) {
      this.#known.add(client);
      this.#connectionsMade += 1;
    }
    return this.make(client);
  }

  protected abstract make(client: pg.PoolClient): Connection;
}

/** Pipelining connections that may write, each for one transaction. */
export class Writers extends TransactionPool<WriterConnection> {
  protected override make(client: pg.PoolClient): WriterConnection {
    return new WriterConnection(client);
  }

  /** Statements that need nothing read before them, in a transaction of their own. Throws as `WriterConnection.commit`. */
  async write(statements: readonly Statement<object>[]): Promise<void> {
    await transaction(this, async () => ({ result: undefined, statements }));
  }
}

/** Connections that load many rows at once. */
export class Loaders extends TransactionPool<LoaderConnection> {
  protected override make(client: pg.PoolClient): LoaderConnection {
    return new LoaderConnection(client);
  }
}

/** Connections that only read, each statement on its own and under the time limit for reads. */
export class Readers {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    this.#pool = pool;
  }

  readonly run = <Row extends object>(statement: Statement<Row>): Promise<readonly Row[]> =>
    query(this.#pool, statement);

  /** Runs statements on one connection, pipelined. Each has a snapshot of its own. */
  async together<Result>(work: (run: Readers['run']) => Promise<Result>): Promise<Result> {
    let client: pg.PoolClient;
    try {
      client = await this.#pool.connect();
    } catch (error) {
      throw classified(error);
    }
    const sent: Promise<unknown>[] = [];
    try {
      return await work((statement) => {
        const answer = query(client, statement);
        sent.push(answer);
        return answer;
      });
    } finally {
      const answers = await Promise.allSettled(sent);
      client.release(answers.some((answer) => answer.status === 'rejected'));
    }
  }
}
