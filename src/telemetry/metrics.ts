import { setTimeout as sleep } from 'node:timers/promises';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { QueueName } from '../engine/engine.js';
import type { DatabaseState } from './databaseState.js';

/** What became of a request: what the API answers, 401 (`unauthorized`), 503 (`shed`), other 4xx and 5xx. */
export type RequestResult = 'granted' | 'refused' | 'unauthorized' | 'shed' | 'malformed' | 'failed';

interface PoolState {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
}

export interface MetricsOptions {
  readonly projections: readonly string[];
  /** Asked at each scrape; null or a rejection: the database is unavailable, and its gauges are left out. */
  readonly state: () => Promise<DatabaseState | null>;
  readonly queues: () => Readonly<Record<QueueName, { readonly all: number; readonly longest: number }>>;
  /** Connections to the database, by pool. */
  readonly pools: Readonly<Record<string, PoolState>>;
  /** Told what kept a part of the metrics from being gathered. */
  readonly onError: (error: unknown) => void;
}

/** How long a scrape waits for the database: a scraper gives up after some seconds, and has nothing then. */
const DATABASE_TIMEOUT_MS = 3_000;

/** Seconds. */
const DURATIONS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 10];

/**
 * What a monitoring system scrapes, in Prometheus' text format. Labels are routes, results, projections, queues and pools:
 * their number is known beforehand, and nothing that a caller or an account chose is among them.
 */
export class Metrics {
  readonly #options: MetricsOptions;
  readonly #registry = new Registry();
  readonly #requests: Histogram<'route' | 'result'>;
  readonly #logRows: Counter;
  readonly #commits: Counter;
  readonly #batches: Counter<'queue'>;
  readonly #batchMembers: Counter<'queue'>;
  readonly #turnedAway: Counter<'queue'>;
  readonly #waiting: Gauge<'queue'>;
  readonly #longest: Gauge<'queue'>;
  readonly #connections: Gauge<'pool' | 'state'>;
  readonly #connectionWaits: Gauge<'pool'>;
  readonly #databaseUp: Gauge;
  /** What the database tells. */
  readonly #told: {
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
    this.#logRows = counter('log_rows_total', 'Log rows that requests to this process have left.');
    this.#commits = counter('log_commits_total', 'Commits of this process that brought log rows.');
    this.#batches = counter(
      'batches_total',
      'Batches that were begun; those that are tried again count again.',
      'queue',
    );
    this.#batchMembers = counter('batch_members_total', 'Requests in these batches.', 'queue');
    this.#turnedAway = counter('turned_away_total', 'Requests that found the queue of their account full.', 'queue');
    this.#waiting = gauge('queue_requests', 'Requests that wait for their batch, of all accounts.', 'queue');
    this.#longest = gauge('queue_requests_longest', 'As keyledger_queue_requests, of the account with most.', 'queue');
    this.#connections = gauge('database_connections', 'Connections to the database.', 'pool', 'state');
    this.#connectionWaits = gauge('database_connection_waits', 'Who waits for a connection.', 'pool');
    this.#databaseUp = gauge('database_up', '1: the database answers.');
    this.#told = {
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

  /** A commit brought log rows. */
  committed(rows: number): void {
    this.#commits.inc();
    this.#logRows.inc(rows);
  }

  batchBegun(queue: QueueName, members: number): void {
    this.#batches.inc({ queue });
    this.#batchMembers.inc({ queue }, members);
  }

  turnedAway(queue: QueueName): void {
    this.#turnedAway.inc({ queue });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** All of it as text. The database's gauges are missing while it is unavailable. */
  async text(): Promise<string> {
    this.#gatherOwn();
    await this.#gatherDatabase();
    return this.#registry.metrics();
  }

  #gatherOwn(): void {
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

  async #gatherDatabase(): Promise<void> {
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
      const { lagSeconds, lagRows, lagRowsOfAll, ...plain } = this.#told;
      for (const gauge of [lagSeconds, lagRows, lagRowsOfAll]) gauge.reset();
      for (const gauge of Object.values(plain)) gauge.remove();
      return;
    }
    this.#told.latency.set(state.latencyMs / 1000);
    this.#told.clockAhead.set(state.clockAheadMs / 1000);
    this.#told.logAhead.set(state.logAheadMs / 1000);
    for (const projection of this.#options.projections) {
      // 0 where it does not lag: an alert can tell that from one that is missing.
      const { rows = 0, seconds = 0, rowsOfAllAccounts = 0 } = state.lag[projection] ?? {};
      this.#told.lagRows.set({ projection }, rows);
      this.#told.lagSeconds.set({ projection }, seconds);
      this.#told.lagRowsOfAll.set({ projection }, rowsOfAllAccounts);
    }
  }
}
