import type { FoldTrouble } from '../engine/analytics/projectionSteps.js';
import { loggable } from './log.js';

/** The events of the server's log: one function each, which sets level and fields. */

type Write = (fields: object, text: string) => void;

/** The common part of pino's logger and the one that Fastify gives a request. */
interface Log {
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
}

export const serverStarted = (log: Log, where: { readonly url: string; readonly database: string }): void =>
  log.info(where, 'server started');

export const metricsServed = (log: Log, url: string): void => log.info({ url }, 'metrics served');

/** @param reason what the database said, which is for the log and never for callers */
export const databaseUnavailable = (log: Log, reason: string): void => log.warn({ reason }, 'database unavailable');

export const workerExited = (log: Log, code: number | null, signal: string | null): void =>
  log.error({ code, signal }, 'worker exited; restarting');

export const workerNotStarted = (log: Log, error: unknown): void =>
  log.error({ err: loggable(error) }, 'worker exited before it was ready; restarting');

export const foldFailed = (log: Log, { error, ...trouble }: FoldTrouble): void =>
  log.error({ ...trouble, err: loggable(error) }, 'folding log rows into usage analytics failed');

export const foldInterrupted = (log: Log, error: unknown): void =>
  log.warn({ err: loggable(error) }, 'folding the log interrupted; retrying');

export const retentionFailed = (log: Log, error: unknown): void =>
  log.error({ err: loggable(error) }, 'retention run failed');

export const tokenUsesNotStored = (log: Log, error: unknown): void =>
  log.warn({ err: loggable(error) }, 'storing when tokens were last used failed');

export const metricsFailed = (log: Log, error: unknown): void =>
  log.warn({ err: loggable(error) }, 'collecting metrics failed');

export const readinessFailed = (log: Log, error: unknown): void =>
  log.error({ error: loggable(error) }, 'readiness check failed');

/** One line without a stack trace: a server that sheds load would log one for every request. */
export const requestShed = (log: Log, path: string | undefined, error: unknown): void =>
  log.warn({ path, reason: error instanceof Error ? error.message : '' }, 'request shed');

export const requestFailed = (log: Log, path: string | undefined, error: unknown): void =>
  log.error({ path, error: loggable(error) }, 'request failed');
