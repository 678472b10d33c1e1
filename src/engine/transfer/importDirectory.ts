import type { LoaderConnection } from '../../db/connections.js';
import { errorText } from '../../db/databaseError.js';
import { isDataError, isOutcomeUnknown } from '../../db/sqlState.js';
import { prepareTransaction } from '../../db/transaction.js';
import { OperatorError } from '../../operatorError.js';
import type { Statement } from '../../sql/statement.js';
import {
  accountHeads,
  analyzeTable,
  anyRow,
  asLogin,
  copyTableIn,
  holdInstallation,
  lastMigration,
  logExtents,
  removeRows,
  schemaTables,
  settingsForMove,
  someAccounts,
} from '../../sql/transfer/moveTables.js';
import { FIRST_ACCOUNT } from '../identity/accounts.js';
import { beAlone, type Installation } from './aloneOnDatabase.js';
import { TABLES_LEFT_OUT } from './exportDirectory.js';
import type { ExportManifest } from './exportManifest.js';
import { fileBytes } from './tableFiles.js';

export type DirectoryProgress =
  /** Files whose checksums were compared; bytes read, of how many. */
  | { readonly pass: 'verify'; readonly files: number; readonly bytes: number; readonly ofBytes: number }
  /** Rows stored; bytes read, of how many. */
  | { readonly pass: 'load'; readonly rows: number; readonly bytes: number; readonly ofBytes: number };

export interface DirectoryOptions {
  readonly directory: string;
  /** As `readManifest` found it. */
  readonly manifest: ExportManifest;
  readonly onProgress: (progress: DirectoryProgress) => void;
  /** Checked between chunks of a file; its reason is thrown. */
  readonly signal: AbortSignal;
}

/** Tables in which the first start of a server creates rows. */
const OF_FIRST_START: readonly string[] = ['account', 'app_user', 'log_head', 'event_head', 'user_link'];

/**
 * Imports an exported installation into a database that has none. Every file is verified against the manifest before
 * anything is stored; then everything is stored in one transaction, and counted before the commit.
 *
 * @throws OperatorError when the directory has changed since it was written, does not fit this database, or when
 *   the database is not empty or in use; nothing is stored then
 */
export const importDirectory = async (installation: Installation, options: DirectoryOptions): Promise<void> => {
  // Checked again under the lock; here, so that a wrong database is refused before all files are read.
  await inTransaction(installation, (connection) => requireFittingTarget(connection, options.manifest));
  await verifyFiles(options);
  await inTransaction(installation, async (connection) => {
    await connection.run(settingsForMove());
    await beAlone(connection, installation, 'stop it first, it would not learn that everything has changed');
    await connection.run(holdInstallation());
    await requireFittingTarget(connection, options.manifest);
    for (const table of OF_FIRST_START) await connection.run(removeRows(table));
    await loadTables(connection, options);
    await requireSameHeads(connection, options.manifest);
    options.signal.throwIfAborted();
    // All rows are stored already; without a statement there would be no commit.
    return [settingsForMove()];
  });
  await analyze(installation, options.manifest);
};

/** Updates the planner's statistics, which otherwise show empty tables for the minute until autovacuum runs: so it may fail. */
const analyze = async (installation: Installation, { tables }: ExportManifest): Promise<void> => {
  // In a transaction of its own: on Citus only one role may work on what a transaction has written.
  await inTransaction(installation, async () => [asLogin(), ...tables.map(({ name }) => analyzeTable(name))]).catch(
    () => {},
  );
};

/** Commits with the statements that the work returns; without any, nothing is committed. */
const inTransaction = async (
  { loaders }: Installation,
  work: (connection: LoaderConnection) => Promise<readonly Statement<object>[]>,
): Promise<void> => {
  const connection = await loaders.connect();
  const { statements } = await prepareTransaction(connection, async () => ({
    result: undefined,
    statements: await work(connection),
  }));
  try {
    await connection.commit(statements);
  } catch (error) {
    if (!isOutcomeUnknown(error)) throw error;
    throw new OperatorError(
      'unfinished',
      'the connection broke at the very end: everything is stored, or nothing is. The same command again finds out',
      { cause: error },
    );
  }
};

const requireFittingTarget = async (connection: LoaderConnection, manifest: ExportManifest): Promise<readonly []> => {
  await requireSameSchema(connection, manifest);
  await requireSameTables(connection, manifest);
  await requireNothingHeld(connection, manifest);
  return [];
};

const requireSameSchema = async ({ run }: LoaderConnection, { schema, program }: ExportManifest): Promise<void> => {
  const [here] = await run(lastMigration());
  if (here?.version === schema.version && here.checksum === schema.checksum) return;
  throw new OperatorError(
    'file',
    `the export has schema version ${schema.version} (${schema.name}) of keyledger ${program}, this program ${here?.version} (${here?.name}): import with keyledger ${program}, then start the newer of the two on it, which migrates the schema`,
  );
};

const requireSameTables = async ({ run }: LoaderConnection, { tables }: ExportManifest): Promise<void> => {
  const columnsOf = (table: { readonly name: string; readonly columns: readonly string[] }): string =>
    `${table.name} (${[...table.columns].sort().join(', ')})`;
  const here = (await run(schemaTables())).filter(({ name }) => !(name in TABLES_LEFT_OUT)).map(columnsOf);
  const exported = tables.map(columnsOf);
  const unknown = exported.filter((table) => !here.includes(table));
  const missing = here.filter((table) => !exported.includes(table));
  if (unknown.length === 0 && missing.length === 0) return;
  const said = [
    ...unknown.map((table) => `the export has ${table}, this database has not`),
    ...missing.map((table) => `this database has ${table}, the export has not`),
  ];
  throw new OperatorError('file', `the tables are not the same: ${said.join('; ')}`);
};

const requireNothingHeld = async ({ run }: LoaderConnection, { tables }: ExportManifest): Promise<void> => {
  const heads = await run(accountHeads());
  const accounts = await run(someAccounts());
  const isFirst = accounts.every(({ account_id }) => account_id === FIRST_ACCOUNT);
  const isUsed = heads.some((head) => head.last_id + head.last_object_log_id + head.last_event_id > 0);
  if (!isFirst || isUsed) throw held('accounts in use');
  for (const { name } of tables) {
    if (OF_FIRST_START.includes(name)) continue;
    const [row] = await run(anyRow(name));
    if (row !== undefined) throw held(`rows in the table ${name}`);
  }
};

const held = (what: string): OperatorError =>
  new OperatorError('in-use', `this database holds ${what}: a whole installation goes only where there is none yet`);

const bytesOf = ({ tables }: ExportManifest): number => tables.reduce((total, { bytes }) => total + bytes, 0);

const verifyFiles = async ({ directory, manifest, onProgress, signal }: DirectoryOptions): Promise<void> => {
  const ofBytes = bytesOf(manifest);
  let files = 0;
  let bytes = 0;
  const onPiece = (more: number): void => {
    bytes += more;
    onProgress({ pass: 'verify', files, bytes, ofBytes });
  };
  for (const file of manifest.tables.flatMap((table) => table.files)) {
    for await (const _piece of fileBytes(directory, file, { signal, onPiece }));
    files += 1;
  }
};

const loadTables = async (
  connection: LoaderConnection,
  { directory, manifest, onProgress, signal }: DirectoryOptions,
): Promise<void> => {
  const ofBytes = bytesOf(manifest);
  let rows = 0;
  let bytes = 0;
  const onPiece = (moreBytes: number, moreRows: number): void => {
    bytes += moreBytes;
    rows += moreRows;
    onProgress({ pass: 'load', rows, bytes, ofBytes });
  };
  for (const table of manifest.tables) {
    for (const file of table.files) {
      // Verified again: the file may have changed since the first pass.
      const pieces = fileBytes(directory, file, { signal, onPiece });
      const stored = await connection.copyIn(copyTableIn(table), pieces).catch((error: unknown) => {
        throw isDataError(error)
          ? new OperatorError('file', `${file.name} cannot be stored: ${errorText(error)}`)
          : error;
      });
      if (stored !== file.rows) throw new Error(`${file.name}: ${stored} of ${file.rows} rows were stored`);
    }
  }
};

/** Checks that the record is complete: ids from 1 to each account's last id in the manifest. */
const requireSameHeads = async ({ run }: LoaderConnection, { accounts }: ExportManifest): Promise<void> => {
  const heads = await run(accountHeads());
  const extents = new Map((await run(logExtents())).map((extent) => [extent.account_id, extent]));
  const textOf = (streams: readonly (readonly number[])[]): string => JSON.stringify(streams);
  const exported = accounts.map((one) => [one.accountId, one.lastLogId, one.lastObjectLogId, one.lastEventId]);
  const stored = heads.map((one) => [one.account_id, one.last_id, one.last_object_log_id, one.last_event_id]);
  if (textOf(exported) !== textOf(stored)) throw notWhole('the heads of the accounts are not those of the manifest');
  for (const { account_id, last_id } of heads) {
    const extent = extents.get(account_id) ?? { rows: 0, first_id: 1, last_id: 0 };
    extents.delete(account_id);
    if (extent.first_id !== 1 || extent.rows !== last_id || extent.last_id !== last_id) {
      throw notWhole(`the log of account ${account_id} does not run from 1 to ${last_id} without a gap`);
    }
  }
  if (extents.size > 0) throw notWhole('there are log rows of no account');
};

const notWhole = (why: string): OperatorError =>
  new OperatorError('file', `the export is not a whole installation, nothing was stored: ${why}`);
