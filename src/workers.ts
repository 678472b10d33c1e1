import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type Config, ConfigError } from './config.js';
import { Readers, Writers } from './db/connections.js';
import { openDatabase } from './db/openDatabase.js';
import { Engine } from './engine/engine.js';
import { firstOwnerUrl, type RunningServer, startServer } from './main.js';
import * as events from './telemetry/events.js';

/**
 * Several server processes at one address: this process opens the database and listens, and any idle worker accepts a
 * connection. Each worker is a complete server, as it would be on another machine: correctness depends on no shared memory.
 */

/** A worker holds up to 20 connections, and the embedded PostgreSQL allows 60: two workers and one command. */
const WORKERS_MOST_EMBEDDED = 2;

/** A worker's message once it accepts requests. */
interface Ready {
  readonly url: string;
}

/** Sent to a worker that is to stop. Signals are not used: a terminal sends its own to all processes at once. */
const STOP = 'stop';

/** Backoff before a worker is restarted: one that exits at once must not keep the machine busy. */
const RESTART_BACKOFF_MS = 1_000;

/** Whether this process is one of several, started by `startWorkers`. */
export const isWorker = (): boolean => cluster.isWorker;

const isReady = (message: unknown): message is Ready =>
  typeof message === 'object' && message !== null && 'url' in message && typeof message.url === 'string';

/** Which of the workers a process is, from 0. A restarted worker keeps the number. */
const SLOT = 'KEYLEDGER_WORKER_SLOT';

/** Starts a worker and waits until it is ready. Rejects when it exits before; it has logged the reason itself. */
const startOne = async (slot: number): Promise<{ readonly worker: Worker; readonly url: string }> => {
  const worker = cluster.fork({ [SLOT]: String(slot) });
  const url = await new Promise<string>((resolve, reject) => {
    worker.on('message', (message: unknown) => {
      if (isReady(message)) resolve(message.url);
    });
    worker.once('exit', () => reject(new Error('a worker could not start')));
  });
  return { worker, url };
};

/**
 * Starts `config.workers` servers with this command line and resolves when all of them are ready. One that exits later
 * is logged and restarted. Throws `ConfigError` when the database does not allow so many.
 */
export const startWorkers = async (config: Config, log: Logger): Promise<Omit<RunningServer, 'metricsUrl'>> => {
  if (config.databaseUrl === undefined && config.workers > WORKERS_MOST_EMBEDDED) {
    throw new ConfigError(
      `the embedded PostgreSQL takes at most ${WORKERS_MOST_EMBEDDED} workers; --database-url names one that takes more`,
    );
  }
  // Opened here, so that the database stays up as long as this process, even when workers exit.
  const database = await openDatabase({ databaseUrl: config.databaseUrl, dataDir: config.dataDir, log });
  const running = new Set<Worker>();
  let isStopping = false;
  // Workers accept by themselves. Round robin would be more even, but connections on their way to a worker that
  // exits would be held open by this process, and never answered.
  cluster.schedulingPolicy = cluster.SCHED_NONE;

  const keepOne = async (slot: number): Promise<string> => {
    const { worker, url } = await startOne(slot);
    running.add(worker);
    worker.once('exit', (code, signal) => {
      running.delete(worker);
      if (isStopping) return;
      events.workerExited(log, code, signal);
      // Never rejects: it logs its errors and tries again.
      void replace(slot);
    });
    return url;
  };
  const replace = async (slot: number): Promise<void> => {
    while (!isStopping) {
      await sleep(RESTART_BACKOFF_MS);
      try {
        if (!isStopping) await keepOne(slot);
        // It may have started while the others were being stopped.
        if (isStopping) await endAll();
        return;
      } catch (error) {
        events.workerNotStarted(log, error);
      }
    }
  };
  const endAll = async (): Promise<void> => {
    await Promise.all(
      [...running].map(async (worker) => {
        const ended = once(worker, 'exit');
        // A worker that exits at this moment has no channel any more.
        worker.send(STOP, () => {});
        await ended;
      }),
    );
  };
  const stop = async (): Promise<void> => {
    isStopping = true;
    await endAll();
    await database.stop();
  };

  try {
    const [url = ''] = await Promise.all(Array.from({ length: config.workers }, (_, slot) => keepOne(slot)));
    const engine = new Engine({ readers: new Readers(database.readers), writers: new Writers(database.writers) });
    return { url, stop, firstOwnerLink: () => firstOwnerUrl(engine, url) };
  } catch (error) {
    isStopping = true;
    for (const worker of Object.values(cluster.workers ?? {})) worker?.kill('SIGKILL');
    await database.stop();
    throw error;
  }
};

/** Each worker serves its metrics at a port of its own, counting up from the configured one; 0 stays 0. */
const metricsOf = ({ metrics }: Config): Config['metrics'] => {
  const slot = Number(process.env[SLOT] ?? 0);
  return metrics === undefined || metrics.port === 0 ? metrics : { ...metrics, port: metrics.port + slot };
};

/** Runs a worker until it gets the stop message, or until the process that started it has exited. */
export const serveAsWorker = async (config: Config, log: Logger): Promise<void> => {
  // Ctrl-C reaches this process too; the one that started it says when to stop, so that all stop alike.
  const ignore = (): void => {};
  process.on('SIGINT', ignore).on('SIGTERM', ignore);
  const stopped = new Promise<void>((resolve) => {
    process.on('message', (message: unknown) => {
      if (message === STOP) resolve();
    });
    process.once('disconnect', resolve);
  });
  const server = await startServer({ ...config, metrics: metricsOf(config) }, log);
  process.send?.({ url: server.url } satisfies Ready);
  await stopped;
  await server.stop();
  process.disconnect?.();
};
