import { isIP } from 'node:net';
import type { RetentionPeriods } from './domain/log/retentionPeriods.js';
import { OperatorError } from './operatorError.js';

/** Everything that can be set, from the command line first, then the environment, then the default. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Where the embedded database and this installation's own files live. */
  readonly dataDir: string;
  /** undefined: the embedded PostgreSQL in `dataDir`. */
  readonly databaseUrl: string | undefined;
  /** Addresses or networks of proxies whose `X-Forwarded-For` counts; empty: the peer's address counts. */
  readonly trustProxy: readonly string[];
  readonly logLevel: string;
  /** Server processes that share the address and the database. */
  readonly workers: number;
  /** Where metrics are served; undefined: nowhere. */
  readonly metrics: { readonly host: string; readonly port: number } | undefined;
  readonly retention: RetentionPeriods;
}

export interface ConfigOptions {
  readonly host?: string;
  readonly port?: string;
  readonly data?: string;
  readonly databaseUrl?: string;
  readonly trustProxy?: string;
  readonly workers?: string;
}

/** A setting is invalid. The message names it and gives the reason. */
export class ConfigError extends OperatorError {
  constructor(message: string) {
    super('usage', message);
  }
}

const given = (text: string | undefined): string | undefined => (text === undefined || text === '' ? undefined : text);

const readPort = (text: string): number => {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new ConfigError(`the port must be 0 to 65535, not "${text}"`);
  return port;
};

/** `host:port`, an IPv6 address in brackets. */
const readMetrics = (text: string | undefined): Config['metrics'] => {
  if (text === undefined) return undefined;
  const [, bracketed, plain, port = ''] = /^(?:\[([\da-f:.]+)\]|([^[\]:]+)):(\d{1,5})$/i.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined) {
    throw new ConfigError(`KEYLEDGER_METRICS must be an address and a port, such as 127.0.0.1:9464, not "${text}"`);
  }
  return { host, port: readPort(port) };
};

/** Names that proxy lists may use for networks. */
const NETWORK_NAMES = new Set(['loopback', 'linklocal', 'uniquelocal']);

const isNetwork = (entry: string): boolean => {
  const [address = '', prefix, ...more] = entry.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return NETWORK_NAMES.has(entry);
  if (prefix === undefined) return true;
  return /^\d{1,3}$/.test(prefix) && Number(prefix) >= 1 && Number(prefix) <= (family === 4 ? 32 : 128);
};

const readProxies = (text: string): readonly string[] => {
  const entries = text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const wrong = entries.find((entry) => !isNetwork(entry));
  if (wrong !== undefined) {
    throw new ConfigError(
      `a trusted proxy must be an address, a network such as 10.0.0.0/8, or one of ${[...NETWORK_NAMES].join(', ')}, not "${wrong}"`,
    );
  }
  return entries;
};

/** A whole number of `unit`; 0 means for ever. `least`: what the API promises to keep. */
const readPeriod = (
  env: NodeJS.ProcessEnv,
  name: string,
  { unit, least, fallback }: { readonly unit: string; readonly least: number; readonly fallback: number },
): number => {
  const text = given(env[name]) ?? String(fallback);
  const period = Number(text);
  if (!/^\d{1,5}$/.test(text) || (period !== 0 && period < least)) {
    throw new ConfigError(`${name} must be a number of ${unit}, at least ${least}, or 0 for ever; not "${text}"`);
  }
  return period;
};

const LOG_LEVELS: readonly string[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** The lowest level that is logged, from `LOG_LEVEL`. Throws `ConfigError`. */
export const readLogLevel = (fallback: string, env: NodeJS.ProcessEnv = process.env): string => {
  const level = given(env.KEYLEDGER_LOG_LEVEL) ?? fallback;
  if (!LOG_LEVELS.includes(level)) {
    throw new ConfigError(`KEYLEDGER_LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}, not "${level}"`);
  }
  return level;
};

const WORKERS_MOST = 64;

const readWorkers = (text: string): number => {
  const workers = Number(text);
  if (!/^\d{1,2}$/.test(text) || workers < 1 || workers > WORKERS_MOST) {
    throw new ConfigError(`workers must be 1 to ${WORKERS_MOST}, not "${text}"`);
  }
  return workers;
};

/** Options first, then environment variables, then defaults. Throws `ConfigError` for the first invalid setting. */
export const readConfig = (options: ConfigOptions, env: NodeJS.ProcessEnv = process.env): Config => ({
  host: given(options.host) ?? given(env.HOST) ?? '127.0.0.1',
  port: readPort(given(options.port) ?? given(env.PORT) ?? '8080'),
  dataDir: given(options.data) ?? given(env.KEYLEDGER_DATA) ?? './data',
  databaseUrl: given(options.databaseUrl) ?? given(env.DATABASE_URL),
  trustProxy: readProxies(given(options.trustProxy) ?? given(env.KEYLEDGER_TRUST_PROXY) ?? ''),
  logLevel: readLogLevel('info', env),
  workers: readWorkers(given(options.workers) ?? given(env.KEYLEDGER_WORKERS) ?? '1'),
  metrics: readMetrics(given(env.KEYLEDGER_METRICS)),
  retention: {
    eventDays: readPeriod(env, 'KEYLEDGER_EVENT_RETENTION_DAYS', { unit: 'days', least: 30, fallback: 0 }),
    objectLogDays: readPeriod(env, 'KEYLEDGER_OBJECT_LOG_RETENTION_DAYS', { unit: 'days', least: 30, fallback: 0 }),
    addressMonths: readPeriod(env, 'KEYLEDGER_ADDRESS_RETENTION_MONTHS', { unit: 'months', least: 1, fallback: 24 }),
  },
});
