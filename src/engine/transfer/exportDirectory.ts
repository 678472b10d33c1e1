import { chmod, mkdir, readdir, rmdir } from 'node:fs/promises';
import type { LoaderConnection } from '../../db/connections.js';
import { errorCode } from '../../db/databaseError.js';
import { transaction } from '../../db/transaction.js';
import { OperatorError } from '../../operatorError.js';
import { databaseTime } from '../../sql/log/retention.js';
import {
  type AccountHeads,
  accountHeads,
  type CopiedTable,
  copyTableOut,
  holdHeads,
  keepTables,
  lastMigration,
  schemaTables,
  seeOneMoment,
  settingsForMove,
} from '../../sql/transfer/moveTables.js';
import { beAlone, type Installation } from './aloneOnDatabase.js';
import { type ExportedTable, type ExportManifest, writeManifest } from './exportManifest.js';
import { onDisk } from './onDisk.js';
import { removeFiles, TableWriter } from './tableFiles.js';

/** Bytes of a file of an export (plus up to a row): the unit that is copied again after a network error, or named after a disk error. */
const EXPORT_FILE_BYTES = 256 * 1024 * 1024;

/** Tables that are not exported, each with the reason; every other table of the schema is. */
export const TABLES_LEFT_OUT: Readonly<Record<string, string>> = {
  schema_migration: 'records the migrations of this database; the target has the same applied',
};

const NO_COMMON_MOMENT = 'on Citus an export is right only while nothing changes; stop it first';

/** Rows written, and the planner's estimate of all rows; null: no estimate. */
export interface ExportProgress {
  readonly pass: 'export';
  readonly rows: number;
  readonly ofRows: number | null;
}

export interface ExportOptions {
  /** New or empty; its parent directory must exist. */
  readonly directory: string;
  /** The version of this program. */
  readonly program: string;
  readonly onProgress: (progress: ExportProgress) => void;
  /** Checked between chunks of a table; its reason is thrown. */
  readonly signal: AbortSignal;
  /** Default: the program's limit. */
  readonly fileBytes?: number;
}

/**
 * Writes a consistent snapshot of an installation into a directory: each table in COPY's text format, and a manifest of
 * counts and checksums at the very end. Servers may run meanwhile, except on Citus, whose nodes have no common snapshot:
 * there the export needs exclusive use of the database.
 *
 * @throws OperatorError when the directory cannot be used, or the export would be inconsistent; its files are removed then,
 *   and no manifest is written
 */
export const exportDirectory = async (installation: Installation, options: ExportOptions): Promise<ExportManifest> => {
  const isNew = await makeDirectory(options.directory);
  const paths: string[] = [];
  try {
    const manifest = await readInstallation(installation, options, paths);
    await writeManifest(options.directory, manifest);
    return manifest;
  } catch (error) {
    await removeFiles(paths);
    if (isNew) await rmdir(options.directory).catch(() => {});
    throw error;
  }
};

/** Returns whether the directory was created. */
const makeDirectory = async (directory: string): Promise<boolean> => {
  try {
    await mkdir(directory, { mode: 0o700 });
    return true;
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') await onDisk(`make ${directory}`, () => Promise.reject(error));
  }
  const names = await onDisk(`write into ${directory}`, () => readdir(directory));
  if (names.length > 0) throw new OperatorError('file', `${directory} is not empty: name a new or empty directory`);
  await onDisk(`keep ${directory} from other users`, () => chmod(directory, 0o700));
  return false;
};

const readInstallation = (
  installation: Installation,
  options: ExportOptions,
  paths: string[],
): Promise<ExportManifest> =>
  transaction(installation.loaders, async (connection) => {
    const { tier } = installation;
    // Without a snapshot of all nodes no other process may write meanwhile.
    if (tier.snapshotsSpanNodes) await connection.run(seeOneMoment());
    else {
      await beAlone(connection, installation, NO_COMMON_MOMENT);
      await connection.run(holdHeads());
    }
    await connection.run(settingsForMove());
    const found = (await connection.run(schemaTables())).filter(({ name }) => !(name in TABLES_LEFT_OUT));
    await connection.run(keepTables(found.map(({ name }) => name)));
    const accounts = await connection.run(accountHeads());
    if (accounts.length === 0) throw new OperatorError('not-found', 'there is no account here: nothing to export');
    const [[schema], [moment]] = [await connection.run(lastMigration()), await connection.run(databaseTime())];
    if (schema === undefined || moment === undefined) throw new Error('the database has no schema and no time');
    const tables = await exportTables(connection, found, options, paths);
    requireWholeLog(tables, accounts);
    // The advisory lock holds on one node only, and a server may connect to another.
    if (!tier.advisoryLocksSpanNodes) await beAlone(connection, installation, NO_COMMON_MOMENT);
    const manifest: ExportManifest = {
      format: 1,
      program: options.program,
      schema,
      takenAt: new Date(moment.now).toISOString(),
      accounts: accounts.map((heads) => ({
        accountId: heads.account_id,
        lastLogId: heads.last_id,
        lastObjectLogId: heads.last_object_log_id,
        lastEventId: heads.last_event_id,
      })),
      tables,
    };
    // Nothing was written.
    return { result: manifest, statements: [] };
  });

const exportTables = async (
  connection: LoaderConnection,
  found: readonly (CopiedTable & { readonly estimate: number })[],
  { directory, onProgress, signal, fileBytes = EXPORT_FILE_BYTES }: ExportOptions,
  paths: string[],
): Promise<ExportedTable[]> => {
  const estimate = found.reduce((total, table) => total + table.estimate, 0);
  const ofRows = estimate === 0 ? null : estimate;
  let rows = 0;
  const tables: ExportedTable[] = [];
  for (const { name, columns } of found) {
    const writer = new TableWriter(directory, name, fileBytes, paths);
    try {
      const copied = await connection.copyOut(copyTableOut({ name, columns }), async (bytes) => {
        signal.throwIfAborted();
        rows += await writer.write(bytes);
        onProgress({ pass: 'export', rows, ofRows });
      });
      const table = described({ name, columns }, await writer.end());
      if (table.rows !== copied) throw new Error(`${name}: ${copied} rows were copied and ${table.rows} written`);
      tables.push(table);
    } catch (error) {
      await writer.abandon();
      throw error;
    }
  }
  return tables;
};

const described = ({ name, columns }: CopiedTable, files: ExportedTable['files']): ExportedTable => ({
  name,
  columns,
  rows: files.reduce((total, file) => total + file.rows, 0),
  bytes: files.reduce((total, file) => total + file.bytes, 0),
  files,
});

/** Ids have no gaps, so the heads give the number of log rows. */
const requireWholeLog = (tables: readonly ExportedTable[], accounts: readonly AccountHeads[]): void => {
  const rows = tables.find(({ name }) => name === 'web_api_log')?.rows ?? 0;
  const last = accounts.reduce((total, { last_id }) => total + last_id, 0);
  if (rows === last) return;
  throw new OperatorError(
    'inconsistent',
    `the log has ${rows} rows where its heads say ${last}: rows are missing, so this is no export of it`,
  );
};
