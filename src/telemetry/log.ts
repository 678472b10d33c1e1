import { type DestinationStream, type Logger, pino } from 'pino';

/**
 * Logs go to standard error: standard output is for the answers of commands. Of every error in a field, only what may be
 * shown is logged (see `loggable`).
 */
export const createLog = (level: string, destination: DestinationStream = pino.destination(2)): Logger =>
  pino({ level, serializers: { err: shown, error: shown } }, destination);

/** Values that `loggable` already made safe pass through. */
const shown = (value: unknown): unknown => (value instanceof Error ? loggable(value) : value);

/**
 * The fields of an error that may be logged. A list of allowed fields, because errors of the database carry values of the row
 * (`detail`), errors of the framework the URL, and either may hold a secret.
 */
export const loggable = (error: unknown): object => {
  if (!(error instanceof Error)) return { message: 'a value that is not an Error was thrown' };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: loggable(error.cause) };
  return { type: error.constructor.name, message: error.message, ...code, stack: error.stack, ...cause };
};
