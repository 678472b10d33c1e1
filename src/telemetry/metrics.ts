import { setTimeout as sleep } from 'node:timers/promises';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { QueueName } from '../engine/engine.js';
import type { DatabaseState } from './databaseState.js';

/** How a request ended: granted or refused by the API, 401 (`unauthorized`), 503 (`shed`), other 4xx and 5xx. */
export type RequestResult = 'granted' | 'refused' | 'unauthorized' | 'shed' | 'malformed' | 'failed';

interface PoolState {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
}

export interface MetricsOptions {
  readonly projections: readonly string[];
  /** Called at each scrape; null or a rejection: the database is unavailable, and its gauges are left out. */
  readonly state: () => Promise<DatabaseState | null>;
  readonly queues: () => Readonly<Record<QueueName, { readonly all: number; readonly longest: number }>>;
  /** Connections to the database, by pool. */
  readonly pools: Readonly<Record<string, PoolState>>;
  /** Called with the error when a part of the metrics could not be collected. */
  readonly onError: (error: unknown) => void;
}

/** Timeout for the database in a scrape: a scraper gives up after some seconds, and would get no metrics at all. */
const DATABASE_TIMEOUT_MS = 3_000;

/** Upper bounds of the histogram's buckets, in seconds. */
const DURATIONS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 10];

/**
 * Metrics in Prometheus' text format. Labels are routes, results, projections, queues and pools: their number is fixed, and
 * none is a value that a caller or an account chose.
 */
export class Metrics {
  readonly #options: MetricsOptions;
  readonly #registry = new Registry();
  readonly #requests: Histogram<'route' | 'result'>;
  readonly #logRows: Counter;
  readonly #commits: Counter;
  readonly #batches: Counter<'queue'>;
  readonly #batchMembers: Counter<'queue'>;
  readonly #rejected: Counter<'queue'>;
  readonly #waiting: Gauge<'queue'>;
  readonly #longest: Gauge<'queue'>;
  readonly #connections: Gauge<'pool' | 'state'>;
  readonly #connectionWaits: Gauge<'pool'>;
  readonly #databaseUp: Gauge;
  /** Gauges that are read from the database at each scrape. */
  readonly #databaseGauges: {
    readonly latency: Gauge;
    readonly clockAhead: Gauge;
    readonly logAhead: Gauge;
    readonly lagSeconds: Gauge<'projection'>;
    readonly lagRows: Gauge<'projection'>;
    readonly lagRowsOfAll: Gauge<'projection'>;
  };

  constructor(options: MetricsOptions) {
    this.#options = options;
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    const counter = <Label extends string = never>(name: string, help: string, ...labelNames: Label[]) =>
      new Counter<Label>({ name: `keyledger_${name}`, help, labelNames, registers });
    const gauge = <Label extends string = never>(name: string, help: string, ...labelNames: Label[]) =>
      new Gauge<Label>({ name: `keyledger_${name}`, help, labelNames, registers });
    this.#requests = new Histogram({
      name: 'keyledger_request_duration_seconds',
      help: 'From the request to its answer.',
      registers,
      labelNames: ['route', 'result'] as const,
      buckets: DURATIONS,
    });
    this.#logRows = counter('log_rows_total', 'Log rows written by requests to this process.');
    this.#commits = counter('log_commits_total', 'Commits of this process that wrote log rows.');
    this.#batches = counter('batches_total', 'Batches started; a retry counts again.', 'queue');
    this.#batchMembers = counter('batch_members_total', 'Requests in those batches.', 'queue');
    this.#rejected = counter(
      'turned_away_total',
      'Requests rejected because the queue of their account was full.',
      'queue',
    );
    this.#waiting = gauge('queue_requests', 'Requests waiting for their batch, over all accounts.', 'queue');
    this.#longest = gauge(
      'queue_requests_longest',
      'As keyledger_queue_requests, for the account with the most.',
      'queue',
    );
    this.#connections = gauge('database_connections', 'Connections to the database.', 'pool', 'state');
    this.#connectionWaits = gauge('database_connection_waits', 'Requests waiting for a database connection.', 'pool');
    this.#databaseUp = gauge('database_up', '1: the database answers.');
    this.#databaseGauges = {
      latency: gauge('database_latency_seconds', 'A round trip to the database.'),
      clockAhead: gauge('database_clock_ahead_seconds', "The database's clock against that of this machine."),
      logAhead: gauge('log_clock_ahead_seconds', "The newest log row against the database's clock; 0: not ahead."),
      lagSeconds: gauge(
        'analytics_lag_seconds',
        'Age of the oldest log row that is not folded yet, in the account that lags most.',
        'projection',
      ),
      lagRows: gauge(
        'analytics_lag_rows',
        'Log rows that are not folded yet, in the account that lags most.',
        'projection',
      ),
      lagRowsOfAll: gauge(
        'analytics_lag_rows_of_all_accounts',
        'Log rows that are not folded yet, of the 1,000 accounts that lag most.',
        'projection',
      ),
    };
  }

  /** `route`: the declared path, undefined where there is none. */
  answered(route: string | undefined, result: RequestResult, seconds: number): void {
    this.#requests.observe({ route: route ?? 'none', result }, seconds);
  }

  /** A commit wrote `rows` log rows. */
  committed(rows: number): void {
    this.#commits.inc();
    this.#logRows.inc(rows);
  }

  batchBegun(queue: QueueName, members: number): void {
    this.#batches.inc({ queue });
    this.#batchMembers.inc({ queue }, members);
  }

  rejected(queue: QueueName): void {
    this.#rejected.inc({ queue });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** All metrics as text. The database's gauges are missing while it is unavailable. */
  async text(): Promise<string> {
    this.#collectOwn();
    await this.#collectDatabase();
    return this.#registry.metrics();
  }

  #collectOwn(): void {
    for (const [queue, { all, longest }] of Object.entries(this.#options.queues()) as [
      QueueName,
      { all: number; longest: number },
    ][]) {
      this.#waiting.set({ queue }, all);
      this.#longest.set({ queue }, longest);
    }
    for (const [pool, { totalCount, idleCount, waitingCount }] of Object.entries(this.#options.pools)) {
      this.#connections.set({ pool, state: 'idle' }, idleCount);
      this.#connections.set({ pool, state: 'busy' }, totalCount - idleCount);
      this.#connectionWaits.set({ pool }, waitingCount);
    }
  }

  async #collectDatabase(): Promise<void> {
    const timeout = new AbortController();
    const state = await Promise.race([
      this.#options.state(),
      sleep(DATABASE_TIMEOUT_MS, null, { signal: timeout.signal, ref: false }),
    ]).catch((error: unknown) => {
      this.#options.onError(error);
      return null;
    });
    timeout.abort();
    this.#databaseUp.set(state === null ? 0 : 1);
    if (state === null) {
      const { lagSeconds, lagRows, lagRowsOfAll, ...plain } = this.#databaseGauges;
      for (const gauge of [lagSeconds, lagRows, lagRowsOfAll]) gauge.reset();
      for (const gauge of Object.values(plain)) gauge.remove();
      return;
    }
    this.#databaseGauges.latency.set(state.latencyMs / 1000);
    this.#databaseGauges.clockAhead.set(state.clockAheadMs / 1000);
    this.#databaseGauges.logAhead.set(state.logAheadMs / 1000);
    for (const projection of this.#options.projections) {
      // 0 without lag, so that an alert can tell it from a missing gauge.
      const { rows = 0, seconds = 0, rowsOfAllAccounts = 0 } = state.lag[projection] ?? {};
      this.#databaseGauges.lagRows.set({ projection }, rows);
      this.#databaseGauges.lagSeconds.set({ projection }, seconds);
      this.#databaseGauges.lagRowsOfAll.set({ projection }, rowsOfAllAccounts);
    }
  }
}
