import type { FastifyBaseLogger } from 'fastify';
import { isConnectionLost, isQueryCanceled } from '../db/sqlState.js';
import { SENTENCES } from '../domain/sentences.js';
import { Overloaded } from '../engine/batch/batchQueue.js';
import { DatabaseUnavailable } from '../engine/batch/batchTransaction.js';
import { requestFailed, requestShed } from '../telemetry/events.js';

/** A request that fails before any method runs: an answer in the envelope with a matching status. */
export class RequestFault extends Error {
  readonly statusCode: number;

  constructor(statusCode: number, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

/** The answer to a failed request. */
export const envelope = (message: string): { readonly result: 1; readonly message: string } => ({ result: 1, message });

/** As `envelope`, but in Web API 2's form for its paths, also percent-encoded ones. */
export const faultBody = (url: string, message: string): object =>
  /^\/+(?:e|%[46]5)(?:x|%[57]8)(?:t|%[57]4)(?:[/?#]|$)/i.test(url) ? { error: message } : envelope(message);

/** Nothing was done, or the outcome is unknown; a retry may succeed. */
const isPassing = (error: unknown): boolean =>
  error instanceof Overloaded ||
  error instanceof DatabaseUnavailable ||
  isConnectionLost(error) ||
  isQueryCanceled(error);

/** The status and sentence for a thrown error. Details only go to the server's log. */
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

/** Logs a request that failed through no fault of the caller. */
export const logFault = (log: FastifyBaseLogger, path: string | undefined, status: number, error: unknown): void => {
  if (status === 503) requestShed(log, path, error);
  else if (status >= 500) requestFailed(log, path, error);
};
