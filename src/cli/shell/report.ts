import { inspect } from 'node:util';
import { CommanderError } from 'commander';
import { OperatorError } from '../../operatorError.js';
import { note } from './output.js';
import { Interrupted } from './stopSignal.js';

/** The exit code for what a command threw: 1 refused or failed, 2 usage error, 128 and more stopped by a signal. */
const exitCodeOf = (error: unknown): number => {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof Interrupted) return error.exitCode;
  return error instanceof OperatorError && error.code === 'usage' ? 2 : 1;
};

/** The text for what a command threw: its message; with a log level of `debug` or `trace` the stack too. */
const textOf = (error: unknown): string => {
  if (error instanceof Interrupted) return error.message;
  const level = process.env.KEYLEDGER_LOG_LEVEL;
  if (level === 'debug' || level === 'trace') return `error: ${inspect(error)}`;
  return `error: ${error instanceof Error ? error.message : String(error)}`;
};

/** Prints a command's error on standard error and returns its exit code. */
export const report = (error: unknown): number => {
  // commander has already printed the error.
  if (!(error instanceof CommanderError)) note(textOf(error));
  return exitCodeOf(error);
};
