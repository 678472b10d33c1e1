import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { LoaderConnection, Loaders } from '../../db/connections.js';
import { OperatorError } from '../../operatorError.js';
import { lockLogHead } from '../../sql/batch/logHead.js';
import { lastLogId } from '../../sql/log/logBounds.js';
import { claimLogImport, logSourceOf, readLogImport } from '../../sql/transfer/logImport.js';
import type { AccountAccess } from '../access.js';
import { BatchTransactions } from '../batch/batchTransaction.js';
import { SideTables } from '../batch/sideNumbers.js';
import type { Engine } from '../engine.js';
import { LogInUse, storeHistoryRows } from './historyBatch.js';
import { BadRow, DIGEST_OF_NOTHING, HistoryFile, type HistoryRows } from './historyFile.js';
import { HistoryNames } from './historyNames.js';
import { beginUnloggedSeats } from './historySeats.js';
import { type ImportProgress, type ImportSummary, importLicenses } from './importLicenses.js';
import { UnreadableFile } from './textLines.js';

/** Log rows of a history that are stored in one transaction: some 0.3 s under the account's lock, some 20 MB. */
const HISTORY_BATCH_ROWS = 20_000;

/** The counts of an import of licenses with their history. */
export interface HistorySummary extends ImportSummary {
  /** Log rows in the file. */
  readonly rows: number;
  /** Those of them that were stored now; the others existed already. */
  readonly importedRows: number;
  /** Rows 5010, for seats that the history does not show. */
  readonly seatRows: number;
}

export type HistoryProgress =
  | ImportProgress
  /** Existing rows compared with the file, or rows stored; bytes of the file read, of how many. */
  | { readonly pass: 'compare' | 'history'; readonly rows: number; readonly bytes: number; readonly ofBytes: number }
  /** Log rows read for seats, of how many. */
  | { readonly pass: 'seats'; readonly rows: number; readonly ofRows: number };

export interface HistoryOptions {
  /** A file of licenses, one a line. */
  readonly path: string;
  /** A file of log rows, oldest first: one row, or one answer of GetWebAPILog, a line. */
  readonly logPath: string;
  readonly onProgress: (progress: HistoryProgress) => void;
  /** Checked between batches; its reason is thrown. */
  readonly signal: AbortSignal;
  /** Rows stored in one transaction. Default: the program's limit. */
  readonly batchRows?: number;
}

/**
 * Imports licenses with the history of their use: first the licenses, then the log rows, with new ids in the order of
 * the file, then a row 5010 for each held seat that the history does not show. The account's log may have no other rows.
 * An interrupted import continues where it stopped when the same files are imported again.
 *
 * Throws `OperatorError` when a line cannot be imported; the message has its position and the reason. Rows stored before
 * stay.
 */
export const importWithHistory = async (
  engine: Engine,
  loaders: Loaders,
  accountId: number,
  { path, logPath, onProgress, signal, batchRows = HISTORY_BATCH_ROWS }: HistoryOptions,
): Promise<HistorySummary> => {
  const options = { path: logPath, onProgress, signal, batchRows };
  const history = await HistoryImport.begin(loaders, accountId, options);
  const beginSeats = (): Promise<number> =>
    beginUnloggedSeats(engine, accountId, {
      claim: history.claim,
      onProgress: (rows, ofRows) => onProgress({ pass: 'seats', rows, ofRows }),
      signal,
    });
  try {
    if (history.isCutOff) throw new LogInUse(accountId);
    const licenses = await importLicenses(engine, accountId, { path, seatRows: 'afterHistory', onProgress, signal });
    const importedRows = await history.store();
    const seatRows = await beginSeats();
    return { ...licenses, rows: history.rowCount, importedRows, seatRows };
  } catch (error) {
    // Stored licenses hold their seats from now on, so the log must show them even if the history cannot be imported.
    if (error instanceof LogInUse) await beginSeats();
    throw error;
  } finally {
    await history.close();
  }
};

/** Throws `OperatorError` when the account's log has rows that were not imported. */
export const requireRoomForHistory = async ({ run, accountId }: AccountAccess): Promise<void> => {
  const [[stored], [last]] = await Promise.all([run(readLogImport(accountId)), run(lastLogId(accountId))]);
  if (stored === undefined && last !== undefined && last.id > 0) throw new LogInUse(accountId);
};

/** The id of an imported log row at its source; null: it was not imported. */
export const importedRowSource = async ({ run, accountId }: AccountAccess, id: number): Promise<number | null> =>
  (await run(logSourceOf(accountId, id)))[0]?.source_id ?? null;

interface StoreOptions extends Pick<HistoryOptions, 'onProgress' | 'signal'> {
  readonly path: string;
  readonly batchRows: number;
}

type Transactions = BatchTransactions<LoaderConnection>;

/** One run over the file of a history. */
class HistoryImport {
  readonly claim: string;
  readonly #accountId: number;
  readonly #options: StoreOptions;
  readonly #file: HistoryFile;
  readonly #ofBytes: number;
  readonly #transactions: Transactions;
  readonly #sideTables: SideTables;
  /** The next rows to be stored. */
  #next: Promise<HistoryRows>;
  #rowCount: number;
  /** The file has more rows, but the log has rows of its own by now. */
  readonly isCutOff: boolean;

  private constructor(
    accountId: number,
    options: StoreOptions,
    { claimed, file, next, ofBytes, transactions, sideTables }: BegunImport,
  ) {
    const { claim, rowCount, lastId } = claimed;
    this.claim = claim;
    this.#accountId = accountId;
    this.#options = options;
    this.#file = file;
    this.#next = Promise.resolve(next);
    this.#ofBytes = ofBytes;
    this.#transactions = transactions;
    this.#sideTables = sideTables;
    this.#rowCount = rowCount;
    this.isCutOff = next.rows.length > 0 && lastId !== rowCount;
  }

  /**
   * Claims the account, skips rows that are already stored and reads the first new ones. Stores nothing.
   */
  static async begin(loaders: Loaders, accountId: number, options: StoreOptions): Promise<HistoryImport> {
    const transactions: Transactions = new BatchTransactions(loaders);
    const sideTables = new SideTables(() => loaders.connectionsMade);
    const ofBytes = await sizeOf(options.path);
    const claimed = await claimHistory(transactions, accountId);
    const file = new HistoryFile(options.path);
    try {
      await passStored(file, claimed, options, ofBytes);
      const next = await explained(file.take(options.batchRows), claimed.rowCount);
      return new HistoryImport(accountId, options, { claimed, file, next, ofBytes, transactions, sideTables });
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Rows of the file that are stored. */
  get rowCount(): number {
    return this.#rowCount;
  }

  /** Stores the remaining rows. Returns how many. */
  async store(): Promise<number> {
    const { batchRows, onProgress, signal } = this.#options;
    const first = this.#rowCount;
    const names = new HistoryNames();
    const store = { transactions: this.#transactions, sideTables: this.#sideTables, names };
    for (;;) {
      const history = await explained(this.#next, this.#rowCount);
      if (history.rows.length === 0) return this.#rowCount - first;
      signal.throwIfAborted();
      // The next rows are read while these are stored; an error in them is thrown in their turn.
      this.#next = this.#file.take(batchRows);
      this.#next.catch(() => {});
      const progress = { claim: this.claim, rowCount: this.#rowCount };
      await explained(storeHistoryRows(store, this.#accountId, progress, history), this.#rowCount);
      this.#rowCount += history.rows.length;
      onProgress({ pass: 'history', rows: this.#rowCount, bytes: history.bytes, ofBytes: this.#ofBytes });
    }
  }

  async close(): Promise<void> {
    await this.#next.catch(() => {});
    await this.#file.close();
  }
}

interface Claimed {
  readonly claim: string;
  readonly rowCount: number;
  readonly digest: Uint8Array;
  /** The account's newest log row. */
  readonly lastId: number;
}

/** An import that has claimed the account and skipped the stored rows. */
interface BegunImport {
  readonly claimed: Claimed;
  readonly file: HistoryFile;
  readonly next: HistoryRows;
  readonly ofBytes: number;
  readonly transactions: Transactions;
  readonly sideTables: SideTables;
}

/** Claims the account's history, which stops an earlier import: two must not run at once. */
const claimHistory = async (transactions: Transactions, accountId: number): Promise<Claimed> => {
  const claim = randomUUID();
  return transactions.run(accountId, 'log', async ({ run }) => {
    const [head] = await run(lockLogHead(accountId));
    if (head === undefined) throw new Error(`account ${accountId} has no log head`);
    const [stored] = await run(readLogImport(accountId));
    if (stored === undefined && head.last_id > 0) throw new LogInUse(accountId);
    return {
      result: {
        claim,
        rowCount: stored?.row_count ?? 0,
        digest: stored?.digest ?? DIGEST_OF_NOTHING,
        lastId: head.last_id,
      },
      statements: [claimLogImport(accountId, claim, DIGEST_OF_NOTHING)],
      now: head.now,
    };
  });
};

/** Reads the rows that are stored already: they must be the file's first ones. */
const passStored = async (
  file: HistoryFile,
  { rowCount, digest }: Claimed,
  { batchRows, onProgress, signal }: StoreOptions,
  ofBytes: number,
): Promise<void> => {
  let passed = 0;
  let found: Uint8Array = DIGEST_OF_NOTHING;
  while (passed < rowCount) {
    signal.throwIfAborted();
    const history = await explained(file.take(Math.min(batchRows, rowCount - passed)), rowCount);
    if (history.rows.length === 0) throw anotherFile(rowCount);
    passed += history.rows.length;
    found = history.digest;
    onProgress({ pass: 'compare', rows: passed, bytes: history.bytes, ofBytes });
  }
  if (Buffer.compare(found, digest) !== 0) throw anotherFile(rowCount);
};

const anotherFile = (rowCount: number): OperatorError =>
  new OperatorError(
    'file',
    `this is not the file that the import began with: its first ${rowCount} rows are not those that are stored`,
  );

/** Turns errors of a file into an `OperatorError` with position and reason. */
const explained = async <Result>(work: Promise<Result>, rowCount: number): Promise<Result> => {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof BadRow) && !(error instanceof UnreadableFile)) throw error;
    const stored =
      rowCount === 0 ? 'no log row was imported' : `${rowCount} rows before it are stored; import again to go on`;
    throw new OperatorError('unfinished', `${error.message}\n${stored}`, { cause: error });
  }
};

const sizeOf = async (path: string): Promise<number> => {
  try {
    return (await stat(path)).size;
  } catch (error) {
    throw new OperatorError('disk', `cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
};
