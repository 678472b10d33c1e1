import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { declaredStatements } from '../../src/sql/statement.js';

/** The statements of src/sql, for what all of them must hold. */

const COMPILED = fileURLToPath(new URL('../../src/sql/', import.meta.url));
const SOURCES = fileURLToPath(new URL('../../../src/sql/', import.meta.url));

const sqlFiles = (): readonly string[] =>
  readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

/** Every statement that is declared, by its name: all modules are loaded first. */
export const allDeclaredStatements = async (): Promise<ReadonlyMap<string, string>> => {
  // Those that have a source: what an earlier build left is none of the program's.
  for (const file of sqlFiles()) await import(join(COMPILED, file.replace(/\.ts$/, '.js')));
  return declaredStatements();
};

/** Files whose statements are over a whole installation, tables of the catalogue included: run from the shell only. */
const OVER_EVERYTHING: readonly string[] = ['transfer/moveTables.ts'];

/** The files that put statements about an account together from parts. */
export const filesThatBuild = (): readonly string[] =>
  sqlFiles()
    .filter((file) => file !== 'statement.ts' && !OVER_EVERYTHING.includes(file))
    .filter((file) => /\bplanned\(|\bname: ''/.test(readFileSync(join(SOURCES, file), 'utf8')))
    .sort();

/** Why a statement may look at more than one account. None of these is part of a request of an application. */
export const OVER_ACCOUNTS: Readonly<Record<string, string>> = {
  accounts_after: '`keyledger account list`',
  greatest_account_id: 'the number of a new account; at a start of the server, whether there is one',
  account_ids: 'retention goes from account to account, some times a day',
  accounts_behind: 'the projector looks for accounts with log rows to fold, now and then',
  unsettle_incomplete: 'once at the start of a program that has another projection',
  worst_projection_lag: 'a scrape of the metrics, once a second at most',
  log_ahead: 'a scrape of the metrics, once a second at most',
  email_owners: 'who signs in says an e-mail address and not yet an account: one look-up by the key of its table',
  insert_user_email:
    'the table is keyed by the address, so that it is one person’s over all accounts; people are rarely made',
  database_time: 'names no table',
};
