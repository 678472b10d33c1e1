import { type DestinationStream, type Logger, pino } from 'pino';

/**
 * Logs go to standard error: standard output belongs to what a command answers. Of every error, whichever line holds it,
 * only what may be shown is kept.
 */
export const createLog = (level: string, destination: DestinationStream = pino.destination(2)): Logger =>
  pino({ level, serializers: { err: shown, error: shown } }, destination);

/** What is fit to be shown already stays as it is. */
const shown = (value: unknown): unknown => (value instanceof Error ? loggable(value) : value);

/**
 * What the server's log keeps of an error. Only what is listed: errors of the database carry the values of the row they
 * are about (`detail`), errors of the framework the URL, and either may hold a secret.
 */
export const loggable = (error: unknown): object => {
  if (!(error instanceof Error)) return { message: 'something that is no error was thrown' };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const cause = error.cause === undefined ? {} : { cause: loggable(error.cause) };
  return { type: error.constructor.name, message: error.message, ...code, stack: error.stack, ...cause };
};
