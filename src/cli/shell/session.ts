import { type Config, readConfig, readLogLevel } from '../../config.js';
import { Loaders, Readers, Writers } from '../../db/connections.js';
import { type Database, openDatabase } from '../../db/openDatabase.js';
import { describeAccount } from '../../engine/administration/administration.js';
import { Engine } from '../../engine/engine.js';
import { ensureFirstAccount } from '../../engine/identity/accounts.js';
import { createLog } from '../../telemetry/log.js';
import type { AccountOptions, SharedOptions } from './options.js';
import { note } from './output.js';
import { withStopSignal } from './stopSignal.js';

/** The data, opened for one command, whether a server runs on it or not. */
export interface Session {
  readonly database: Database;
  readonly engine: Engine;
  readonly readers: Readers;
  readonly writers: Writers;
  readonly loaders: Loaders;
  /** Aborted when the command is to stop early. Long work checks it between steps. */
  readonly interrupted: AbortSignal;
}

/**
 * Opens the data, does the work and always closes the data again. Throws `DatabaseError` and what the work throws.
 *
 * @param quietLevel the lowest log level shown by default
 */
export const withDatabase = async <Result>(
  { databaseUrl, dataDir }: Pick<Config, 'databaseUrl' | 'dataDir'>,
  work: (session: Session) => Promise<Result>,
  quietLevel = 'error',
): Promise<Result> => {
  // A command prints little besides its answer: the server's messages are hidden by default.
  const log = createLog(readLogLevel(quietLevel));
  return withStopSignal(async (interrupted) => {
    const database = await openDatabase({ databaseUrl, dataDir, log });
    const writers = new Writers(database.writers);
    const readers = new Readers(database.readers);
    const engine = new Engine({ readers, writers });
    try {
      return await work({ database, engine, readers, writers, loaders: new Loaders(database.loaders), interrupted });
    } finally {
      await engine.settled();
      await database.stop();
    }
  });
};

/** As `withDatabase`, with the database from options and environment. */
export const withSession = <Result>(
  options: SharedOptions,
  work: (session: Session) => Promise<Result>,
  quietLevel?: string,
): Promise<Result> => withDatabase(readConfig(options), work, quietLevel);

/** As `withSession`, for work on one account. Throws `OperatorError` when there is no such account. */
export const withAccount = <Result>(
  options: AccountOptions,
  work: (session: Session, accountId: number) => Promise<Result>,
): Promise<Result> =>
  withSession(options, async (session) => {
    const isNew = await ensureFirstAccount(session.writers);
    // Reveals a mistyped directory: the user may not expect a new installation.
    if (isNew) note(`a new installation, with account 1, in ${session.database.location}`);
    await describeAccount(session.engine, options.account);
    return work(session, options.account);
  });
