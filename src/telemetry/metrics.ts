import { createServer } from 'node:http';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { worstLag } from '../engine/analytics.js';

export interface MetricsOptions {
  readonly projections: readonly string[];
  /** How far each projection lags behind in the account where it lags most; asked at each scrape. */
  readonly lag: () => ReturnType<typeof worstLag>;
  /** Told what kept the metrics from being gathered. */
  readonly onError: (error: unknown) => void;
}

/** Where metrics are served. */
export interface MetricsAddress {
  readonly host: string;
  readonly port: number;
}

export interface MetricsServer {
  readonly url: string;
  stop(): Promise<void>;
}

const PATH = '/metrics';

/**
 * What a monitoring system scrapes, in Prometheus' text format. Labels are routes, statuses and projections: their number
 * is known beforehand, and nothing that a caller or an account chose is among them.
 */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: Histogram<'route' | 'status'>;
  readonly #commits: Counter;
  readonly #onError: MetricsOptions['onError'];

  constructor({ projections, lag, onError }: MetricsOptions) {
    this.#onError = onError;
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#requests = new Histogram({
      ...{ name: 'keyledger_request_duration_seconds', help: 'From the request to its answer.', registers },
      ...{ labelNames: ['route', 'status'], buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 10] },
    });
    this.#commits = new Counter({
      ...{ name: 'keyledger_log_commits_total', help: 'Commits of this process that brought log rows.', registers },
    });
    const lagSeconds = new Gauge({
      ...{ name: 'keyledger_analytics_lag_seconds', registers, labelNames: ['projection'] as const },
      help: 'Age of the oldest log row that is not folded yet, in the account that lags most.',
    });
    new Gauge({
      ...{ name: 'keyledger_analytics_lag_rows', registers, labelNames: ['projection'] as const },
      help: 'Log rows that are not folded yet, in the account that lags most.',
      async collect() {
        const lags = await lag();
        for (const projection of projections) {
          const { rows, seconds } = lags[projection] ?? { rows: 0, seconds: 0 };
          this.set({ projection }, rows);
          lagSeconds.set({ projection }, seconds);
        }
      },
    });
  }

  /** `route`: the declared path, undefined where there is none. */
  answered(route: string | undefined, status: number, seconds: number): void {
    this.#requests.observe({ route: route ?? 'none', status }, seconds);
  }

  /** A commit brought log rows. */
  committed(): void {
    this.#commits.inc();
  }

  /** Serves them at an address of their own, where those who call the API need not reach. Rejects when it is taken. */
  async serve({ host, port }: MetricsAddress): Promise<MetricsServer> {
    const server = createServer((request, response) => {
      if (request.url?.split('?', 1)[0] !== PATH) {
        response.writeHead(404).end();
        return;
      }
      this.#registry.metrics().then(
        (text) => response.writeHead(200, { 'content-type': this.#registry.contentType }).end(text),
        (error: unknown) => {
          this.#onError(error);
          response.writeHead(503).end();
        },
      );
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
    const address = server.address();
    const taken = typeof address === 'object' && address !== null ? address.port : port;
    return {
      url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}${PATH}`,
      stop: () =>
        new Promise((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    };
  }
}
