import { OperatorError } from '../operatorError.js';

/**
 * Why the database cannot be used. Each is something the operator can act on, so the message alone is
 * shown, without a stack:
 * - `unsupported`: no embedded PostgreSQL for this platform, or it cannot run here
 * - `data-directory`: the data directory cannot be used (owner, permissions, another major version)
 * - `unreachable`: nothing answered in time, or the login was refused
 * - `too-old`: the server is older than PostgreSQL 15
 * - `schema-unknown`: the schema was created by a newer version, or by another program
 * - `schema-changed`: the text of a migration that was applied here has changed
 * - `migration-failed`: a statement of a migration was refused; the migration was rolled back
 * - `not-durable`: a node of the cluster acknowledges commits that it has not written to disk
 */
export type DatabaseErrorCode =
  | 'unsupported'
  | 'data-directory'
  | 'unreachable'
  | 'too-old'
  | 'schema-unknown'
  | 'schema-changed'
  | 'migration-failed'
  | 'not-durable';

/** The database cannot be used. The message is a sentence for the operator and never holds a password. */
export class DatabaseError extends OperatorError<DatabaseErrorCode> {
  override readonly name = 'DatabaseError';
}

/** The code of an error: PostgreSQL's SQLSTATE (`57P03`) or the operating system's (`ENOENT`); undefined when it has none. */
export function errorCode(error: unknown): string | undefined {
  if (error instanceof AggregateError && error.errors.length > 0) return errorCode(error.errors[0]);
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return undefined;
}

/** The text of an error, for a message that quotes it; also of an `AggregateError` without one. */
export function errorText(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(errorText).join('; ');
  return error instanceof Error ? error.message : String(error);
}
