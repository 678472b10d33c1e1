import { type DestinationStream, type Logger, pino } from 'pino';
import type { Config } from './config.js';
import { Readers, Writers } from './db/connections.js';
import { errorCode, errorText } from './db/databaseError.js';
import { openDatabase } from './db/openDatabase.js';
import { PROJECTIONS } from './engine/analytics/projections/all.js';
import { Projector } from './engine/analytics/projector.js';
import { Engine } from './engine/engine.js';
import { ensureFirstAccount, FIRST_ACCOUNT } from './engine/identity/accounts.js';
import { firstOwnerLink } from './engine/identity/people.js';
import { TokenUses } from './engine/identity/tokenUses.js';
import { Retention } from './engine/log/retention.js';
import { drain } from './http/drain.js';
import { loggable } from './http/faults.js';
import { createHttpServer } from './http/server.js';
import { EXT_METHODS, METHODS } from './methods/registry.js';
import { databaseState } from './telemetry/databaseState.js';
import { Metrics } from './telemetry/metrics.js';
import { type MetricsServer, serveMetrics } from './telemetry/serveMetrics.js';

/** A server that answers. */
export interface RunningServer {
  /** `http://host:port`, with the port that was really taken. */
  readonly url: string;
  /** Where metrics are served, if they are. */
  readonly metricsUrl: string | undefined;
  /** Makes a one-time link by which the first owner sets a password; undefined: somebody of account 1 has one. */
  firstOwnerLink(): Promise<string | undefined>;
  /** Stops taking requests, answers those under way, commits what is queued, leaves the database. */
  stop(): Promise<void>;
}

/**
 * Logs go to standard error: standard output belongs to what a command answers. Of every error, whoever logs it, only what
 * may be shown is kept.
 */
export const createLog = (level: string, destination: DestinationStream = pino.destination(2)): Logger =>
  pino({ level, serializers: { err: shown, error: shown } }, destination);

/** What has been made fit to show already stays as it is. */
const shown = (value: unknown): unknown => (value instanceof Error ? loggable(value) : value);

/** What people hear when the server cannot listen. */
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

/** The whole link of `RunningServer.firstOwnerLink`. */
export const firstOwnerUrl = async (engine: Engine, url: string): Promise<string | undefined> => {
  const path = await firstOwnerLink(engine, FIRST_ACCOUNT);
  return path === undefined ? undefined : `${url}${path}`;
};

/** Composition: database, engine, HTTP, in the order in which they depend on each other. */
export const startServer = async (config: Config, log: Logger): Promise<RunningServer> => {
  const database = await openDatabase({ databaseUrl: config.databaseUrl, dataDir: config.dataDir, log });
  const writers = new Writers(database.writers);
  const readers = new Readers(database.readers);
  const projector = new Projector({
    readers,
    writers,
    projections: PROJECTIONS,
    onTrouble: ({ error, ...trouble }) =>
      log.error({ ...trouble, err: error }, 'log rows could not be folded into usage analytics'),
    onError: (error) => log.warn({ err: error }, 'folding the log was interrupted'),
  });
  const state = databaseState(database, readers, (reason) => log.warn({ reason }, 'the database does not answer'));
  const onMetricsError = (error: unknown): void => log.warn({ err: error }, 'metrics could not be gathered');
  const tokenUses = new TokenUses(writers, (error) =>
    log.warn({ err: error }, 'when tokens were last used could not be written down'),
  );
  const engine = new Engine(
    { readers, writers },
    {
      onLogged: (accountId, rows) => {
        projector.wake(accountId);
        metrics.committed(rows);
      },
      onBatch: (queue, members) => metrics.batchBegun(queue, members),
      onOverload: (queue) => metrics.turnedAway(queue),
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
    onError: (error) => log.error({ err: error }, 'removing what has been kept long enough failed'),
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
      // Whoever asks is told that it is away; what the database says of itself is for its owner.
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
      log.info({ url: metricsServer.url }, 'metrics are served');
    }
    const url = await listen(app, config);
    retention.start();
    tokenUses.start();
    projector.start();
    log.info({ url, database: database.location }, 'keyledger is ready');
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
