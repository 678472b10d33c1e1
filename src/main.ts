import type { Logger } from 'pino';
import type { Config } from './config.js';
import { Readers, Writers } from './db/connections.js';
import { errorCode, errorText } from './db/databaseError.js';
import { openDatabase } from './db/openDatabase.js';
import { firstOwnerLink } from './engine/administration/people.js';
import { PROJECTIONS } from './engine/analytics/projections/all.js';
import { Projector } from './engine/analytics/projector.js';
import { Engine } from './engine/engine.js';
import { ensureFirstAccount, FIRST_ACCOUNT } from './engine/identity/accounts.js';
import { TokenUses } from './engine/identity/tokenUses.js';
import { Retention } from './engine/log/retention.js';
import { drain } from './http/drain.js';
import { createHttpServer } from './http/server.js';
import { EXT_METHODS, METHODS } from './methods/registry.js';
import { databaseState } from './telemetry/databaseState.js';
import * as events from './telemetry/events.js';
import { Metrics } from './telemetry/metrics.js';
import { type MetricsServer, serveMetrics } from './telemetry/serveMetrics.js';

/** A server that accepts requests. */
export interface RunningServer {
  /** `http://host:port`, with the port that is really bound. */
  readonly url: string;
  /** Where metrics are served, if they are. */
  readonly metricsUrl: string | undefined;
  /** Creates a one-time link by which the first owner sets a password; undefined: a user of account 1 already has a password. */
  firstOwnerLink(): Promise<string | undefined>;
  /** Drains: accepts no more requests, answers those under way, commits queued batches, then closes the database. */
  stop(): Promise<void>;
}

/** Listens; the error of a port in use says how to choose another. */
const listen = async (app: ReturnType<typeof createHttpServer>, { host, port }: Config): Promise<string> => {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    const why =
      errorCode(error) === 'EADDRINUSE' ? 'the port is taken; --port or PORT chooses another' : errorText(error);
    throw new Error(`cannot listen on ${host}, port ${port}: ${why}`, { cause: error });
  }
};

/** How far the database's clock may be ahead of this machine's before `/readyz` says so. */
const CLOCK_AHEAD_MS = 5_000;

/** How far the newest log row may be ahead of the database's clock before `/readyz` says so: two connections may differ a little. */
const LOG_AHEAD_MS = 1_000;

/** The full URL for `RunningServer.firstOwnerLink`; undefined as there. */
export const firstOwnerUrl = async (engine: Engine, url: string): Promise<string | undefined> => {
  const path = await firstOwnerLink(engine, FIRST_ACCOUNT);
  return path === undefined ? undefined : `${url}${path}`;
};

/** Starts database, engine and HTTP, in the order of their dependencies; on an error, stops those already started. */
export const startServer = async (config: Config, log: Logger): Promise<RunningServer> => {
  const database = await openDatabase({ databaseUrl: config.databaseUrl, dataDir: config.dataDir, log });
  const writers = new Writers(database.writers);
  const readers = new Readers(database.readers);
  const projector = new Projector({
    readers,
    writers,
    projections: PROJECTIONS,
    onTrouble: (trouble) => events.foldFailed(log, trouble),
    onError: (error) => events.foldInterrupted(log, error),
  });
  const state = databaseState(database, readers, (reason) => events.databaseUnavailable(log, reason));
  const onMetricsError = (error: unknown): void => events.metricsFailed(log, error);
  const tokenUses = new TokenUses(writers, (error) => events.tokenUsesNotStored(log, error));
  const engine = new Engine(
    { readers, writers },
    {
      onLogged: (accountId, rows) => {
        projector.wake(accountId);
        metrics.committed(rows);
      },
      onBatch: (queue, members) => metrics.batchBegun(queue, members),
      onOverload: (queue) => metrics.rejected(queue),
      onTokenUsed: tokenUses.note,
    },
    config.retention,
  );
  const metrics = new Metrics({
    projections: PROJECTIONS.map(({ name }) => name),
    state,
    queues: () => engine.queueLengths(),
    pools: { writers: database.writers, readers: database.readers, loaders: database.loaders },
    onError: onMetricsError,
  });
  const retention = new Retention({
    database: { readers, writers },
    periods: config.retention,
    onError: (error) => events.retentionFailed(log, error),
  });
  const app = createHttpServer({
    engine,
    methods: METHODS,
    extMethods: EXT_METHODS,
    log,
    trustProxy: config.trustProxy,
    onAnswered: (route, result, seconds) => metrics.answered(route, result, seconds),
    readiness: async () => {
      const found = await state();
      // The reason is for the log, not for callers.
      if (found === null) return { ready: false, details: { database: 'away' } };
      const { latencyMs: databaseLatencyMs, lag: analyticsLag, clockAheadMs, logAheadMs } = found;
      return {
        ready: true,
        details: {
          database: database.kind,
          analyticsLag,
          databaseLatencyMs,
          ...(clockAheadMs > CLOCK_AHEAD_MS ? { clockAheadMs } : {}),
          ...(logAheadMs > LOG_AHEAD_MS ? { logAheadMs } : {}),
        },
      };
    },
  });
  let metricsServer: MetricsServer | undefined;
  const stop = async (): Promise<void> => {
    await drain(app);
    await metricsServer?.stop();
    await retention.stop();
    await tokenUses.stop();
    await engine.settled();
    await projector.stop();
    await database.stop();
  };
  try {
    await ensureFirstAccount(writers);
    if (config.metrics !== undefined) {
      metricsServer = await serveMetrics(metrics, config.metrics, onMetricsError).catch((error: unknown) => {
        throw new Error(
          `cannot serve metrics at ${config.metrics?.host}, port ${config.metrics?.port}: ${errorText(error)}`,
        );
      });
      events.metricsServed(log, metricsServer.url);
    }
    const url = await listen(app, config);
    retention.start();
    tokenUses.start();
    projector.start();
    events.serverStarted(log, { url, database: database.location });
    return {
      url,
      metricsUrl: metricsServer?.url,
      stop,
      firstOwnerLink: () => firstOwnerUrl(engine, url),
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
