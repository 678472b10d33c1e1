import type { FastifyBaseLogger } from 'fastify';
import { isConnectionLost, isQueryCanceled } from '../db/sqlState.js';
import { SENTENCES } from '../domain/sentences.js';
import { Overloaded } from '../engine/batch/batchQueue.js';
import { DatabaseUnavailable } from '../engine/batch/batchTransaction.js';

/** What is wrong with a request before any method sees it: an answer in the envelope with a fitting status. */
export class RequestFault extends Error {
  readonly statusCode: number;

  constructor(statusCode: number, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

/** What every failed request is answered with. */
export const envelope = (message: string): { readonly result: 1; readonly message: string } => ({ result: 1, message });

/** As `envelope`, in Web API 2's form where the request was for a path of its, also a percent-encoded one. */
export const faultBody = (url: string, message: string): object =>
  /^\/+(?:e|%[46]5)(?:x|%[57]8)(?:t|%[57]4)(?:[/?#]|$)/i.test(url) ? { error: message } : envelope(message);

/** Nothing was done, or it is not known; coming again may well succeed. */
const isPassing = (error: unknown): boolean =>
  error instanceof Overloaded ||
  error instanceof DatabaseUnavailable ||
  isConnectionLost(error) ||
  isQueryCanceled(error);

/** The status and sentence for whatever was thrown. Details stay in the server's log. */
export const faultOf = (error: unknown): { readonly status: number; readonly message: string } => {
  if (error instanceof RequestFault) return { status: error.statusCode, message: error.message };
  if (isPassing(error)) return { status: 503, message: SENTENCES.tryAgain };
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status === 413) return { status, message: 'The request is too large.' };
  if (status === 415) return { status, message: UNSUPPORTED_TYPE };
  if (status >= 400 && status < 500) return { status, message: SENTENCES.inputIncorrect };
  return { status: 500, message: SENTENCES.serverFault };
};

/** The message of 415. */
export const UNSUPPORTED_TYPE = 'Send the parameters as application/x-www-form-urlencoded or application/json.';

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

/** What the server's log says of a request that failed by no fault of the caller; nothing for the others. */
export const logFault = (log: FastifyBaseLogger, path: string | undefined, status: number, error: unknown): void => {
  // A server that sheds load says so in a line, not in a stack trace a request.
  if (status === 503) log.warn({ path, reason: error instanceof Error ? error.message : '' }, 'request turned away');
  else if (status >= 500) log.error({ path, error: loggable(error) }, 'request failed');
};
