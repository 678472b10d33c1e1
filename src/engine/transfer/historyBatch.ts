import assert from 'node:assert/strict';
import type { LoaderConnection } from '../../db/connections.js';
import type { Prepared } from '../../db/transaction.js';
import { encodeDetail } from '../../domain/log/logDetail.js';
import { monthOf } from '../../domain/time/month.js';
import type { Milliseconds } from '../../domain/time/units.js';
import type { ImportedLogRow } from '../../domain/transfer/importedLogRow.js';
import { ANOTHER_IMPORT } from '../../domain/transfer/importing.js';
import { OperatorError } from '../../operatorError.js';
import { type LogHead, lockLogHead, moveLogHead } from '../../sql/batch/logHead.js';
import type { Run, Statement } from '../../sql/statement.js';
import { COPY_LOG_ROWS, copiedLogRow } from '../../sql/transfer/copyLog.js';
import { addLogSources, moveLogImport, readLogImport, SOURCE_BLOCK_ROWS } from '../../sql/transfer/logImport.js';
import type { BatchTransactions } from '../batch/batchTransaction.js';
import type { Resolved, SideTables } from '../batch/sideNumbers.js';
import { BadRow, type HistoryRows, type PlacedRow } from './historyFile.js';
import type { HistoryNames, HistorySubject } from './historyNames.js';

/** The progress of an import, whose rows are the beginning of the account's log. */
export interface HistoryProgress {
  readonly claim: string;
  readonly rowCount: number;
}

export interface HistoryStore {
  readonly transactions: BatchTransactions<LoaderConnection>;
  readonly sideTables: SideTables;
  readonly names: HistoryNames;
}

/** The method of an imported row is unknown. */
const UNKNOWN_METHOD = 0;

/**
 * Stores the next rows of a history in one durable transaction, with new ids from the log's head, and updates the progress.
 * Throws `BadRow` when a row cannot be stored, and `OperatorError` when the log has other rows; then none is stored.
 */
export const storeHistoryRows = async (
  { transactions, sideTables, names }: HistoryStore,
  accountId: number,
  progress: HistoryProgress,
  history: HistoryRows,
): Promise<void> => {
  const remember = await transactions.run(accountId, 'log', async (connection) => {
    const { run } = connection;
    const head = await lockHead(run, accountId, progress);
    requirePast(history.rows, head.now);
    const side = await resolveRows(run, accountId, head, history.rows, { sideTables, names });
    const copied = await connection.copy(COPY_LOG_ROWS, copiedRows(accountId, head.last_id, history.rows, side));
    assert.equal(copied, history.rows.length, 'COPY stored a different number of rows than it was sent');
    return effects(accountId, head, progress, history, side);
  });
  remember();
};

/** Takes the head's lock and checks that the log has only the import's rows. */
const lockHead = async (run: Run, accountId: number, progress: HistoryProgress): Promise<LogHead> => {
  const [head] = await run(lockLogHead(accountId));
  const [stored] = await run(readLogImport(accountId));
  if (head === undefined || stored === undefined) throw new Error(`account ${accountId} has no log or no import`);
  if (stored.claim !== progress.claim || stored.row_count !== progress.rowCount) {
    throw new OperatorError('in-use', ANOTHER_IMPORT);
  }
  if (head.last_id !== stored.row_count) throw new LogInUse(accountId);
  return head;
};

/** The account's log has rows that were not imported: a history can only be the beginning of a log. */
export class LogInUse extends OperatorError {
  constructor(accountId: number) {
    super(
      'in-use',
      `the log of account ${accountId} has rows of its own: a history can only be the beginning of a log, so import it into an unused account`,
    );
  }
}

/** A row with a time in the future would stop the account's clock until then. */
const requirePast = (rows: readonly PlacedRow[], now: Milliseconds): void => {
  const ahead = rows.find(({ imported }) => imported.time > now);
  if (ahead !== undefined) {
    throw new BadRow(ahead, `its time (${new Date(ahead.imported.time).toISOString()}) is in the future`);
  }
};

/** A history's rows with the numbers of their side rows. */
interface ResolvedRows {
  readonly side: Resolved;
  readonly details: readonly string[];
}

const resolveRows = async (
  run: Run,
  accountId: number,
  head: LogHead,
  rows: readonly PlacedRow[],
  { sideTables, names }: Pick<HistoryStore, 'sideTables' | 'names'>,
): Promise<ResolvedRows> => {
  const subjects = await names.resolve(run, accountId, rows);
  const details: string[] = [];
  const values = rows.map(({ imported }, index) => {
    const subject = subjects[index];
    if (subject === undefined) throw new Error('a row was not resolved');
    details.push(detailOf(imported, subject));
    const { productId, floatingInterval, machineCode, friendlyName, address, time } = imported;
    const { licenseId, customerId, seatLimit } = subject;
    // No spread, which takes several times as long, since this runs for every row.
    return {
      productId,
      licenseId,
      customerId,
      seatLimit,
      tokenId: 0,
      floatingInterval,
      machineCode,
      friendlyName,
      address,
      month: monthOf(time),
    };
  });
  return { side: await sideTables.resolve(run, accountId, head, values), details };
};

const detailOf = ({ dataObjectId, dataObjectValue }: ImportedLogRow, { attemptedKey }: HistorySubject): string =>
  encodeDetail({ attemptedKey, dataObjectId, dataObjectValue });

const copiedRows = (
  accountId: number,
  lastId: number,
  rows: readonly PlacedRow[],
  { side, details }: ResolvedRows,
): string => {
  const lines: string[] = [];
  for (const [index, { imported }] of rows.entries()) {
    const numbers = side.numbers[index];
    if (numbers === undefined) throw new Error('a row was not resolved');
    lines.push(
      copiedLogRow(accountId, {
        id: lastId + 1 + index,
        time: imported.time,
        subject_no: numbers.subjectNo,
        device_no: numbers.deviceNo,
        address_no: numbers.addressNo,
        state: imported.state,
        method: UNKNOWN_METHOD,
        detail: details[index] ?? '',
      }),
    );
  }
  return lines.join('');
};

/** The statements to be sent with the commit. */
const effects = (
  accountId: number,
  head: LogHead,
  { rowCount }: HistoryProgress,
  { rows, digest }: HistoryRows,
  { side }: ResolvedRows,
): Prepared<() => void> => {
  const last = rows.at(-1)?.imported.time ?? 0;
  // A data object in the history may have been deleted: its id must not be allocated again.
  const lastDataObjectId = rows.reduce((most, { imported }) => Math.max(most, imported.dataObjectId), 0);
  const statements: Statement<object>[] = [
    ...side.inserts,
    addSources(accountId, head.last_id, rows),
    moveLogImport(accountId, rowCount + rows.length, digest),
    moveLogHead(accountId, {
      ...head,
      last_id: head.last_id + rows.length,
      last_time: Math.max(head.last_time, last),
      last_subject_no: side.lastSubjectNo,
      last_device_no: side.lastDeviceNo,
      last_address_no: side.lastAddressNo,
      last_data_object_id: Math.max(head.last_data_object_id, lastDataObjectId),
    }),
  ];
  return { result: side.remember, statements };
};

/** The source's ids, in blocks. */
const addSources = (accountId: number, lastId: number, rows: readonly PlacedRow[]): Statement<never> => {
  const ids = rows.map(({ imported }) => imported.sourceId);
  const blocks = Array.from({ length: Math.ceil(ids.length / SOURCE_BLOCK_ROWS) }, (_, index) =>
    ids.slice(index * SOURCE_BLOCK_ROWS, (index + 1) * SOURCE_BLOCK_ROWS),
  );
  return addLogSources(
    accountId,
    blocks.map((sourceIds, index) => ({ firstId: lastId + 1 + index * SOURCE_BLOCK_ROWS, sourceIds })),
  );
};
