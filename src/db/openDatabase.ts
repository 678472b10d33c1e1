import { setTimeout as sleep } from 'node:timers/promises';
import { Client, type ClientConfig, Pool } from 'pg';
import type { Logger } from 'pino';
import { APPLICATION_NAME } from './applicationName.js';
import { APP_ROLE } from './appRole.js';
import { CoalescingSocket } from './coalescingSocket.js';
import { DatabaseError, errorCode, errorText } from './databaseError.js';
import { EmbeddedCluster } from './embedded/embeddedCluster.js';
import { externalServer } from './externalServer.js';
import { migrate } from './migrate.js';
import { numberTypes } from './numberTypes.js';
import type { Tier } from './tiers.js';

/** The tables of the record: the server may add rows and never change or remove one. */
export const APPEND_ONLY_TABLES: readonly string[] = ['web_api_log', 'log_subject', 'log_source'];

/** The database within the embedded cluster. */
const EMBEDDED_DATABASE = 'keyledger';

const OLDEST_SERVER_VERSION = 150_000;

/** Timeout of waiting for a connection; then the database counts as unavailable. */
const CONNECT_TIMEOUT_MS = 5_000;

/** Transactions here take milliseconds. One left open by a stuck process would hold its account's lock for ever. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 60_000;

const HEALTH_TIMEOUT_MS = 5_000;

/** An answer promises that its row is durable, whatever the default of the server, database, login or URL is. */
const DURABLE_COMMITS = '-c synchronous_commit=on';

const WRITERS_MAX = 8;
const READERS_MAX = 10;
const LOADERS_MAX = 2;
const READ_TIMEOUT_MS = 10_000;

/** Timeout on this side, after the server should have cancelled the read: the server or the network hangs. */
const READ_QUERY_TIMEOUT_MS = READ_TIMEOUT_MS + 5_000;

/** How long `stop` waits for connections that are still in use. */
const DRAIN_TIMEOUT_MS = 10_000;

export interface DatabaseOptions {
  /** A PostgreSQL (15 or newer) or Citus coordinator of one's own; without it the embedded one in `dataDir` is used. */
  readonly databaseUrl?: string | undefined;
  readonly dataDir: string;
  readonly log: Logger;
  /** Default: the migrations that ship with this program. */
  readonly migrationsDir?: string | undefined;
  /** Default: `APPEND_ONLY_TABLES`. */
  readonly appendOnlyTables?: readonly string[] | undefined;
}

/** The state of the database as one cheap query found it. */
type DatabaseHealth =
  /** `timeMs` is the database's clock in Unix milliseconds, `latencyMs` the whole round trip with getting a connection. */
  | { readonly ok: true; readonly latencyMs: number; readonly timeMs: number }
  | { readonly ok: false; readonly latencyMs: number; readonly error: string };

/** Access to the data, with the same interface for every tier. */
export interface Database {
  readonly kind: 'embedded' | 'external';
  /** Where the data is, for messages. Never holds a password. */
  readonly location: string;
  /** Connections for changes, which commit durably; at most 8. They pipeline: what is sent without waiting is answered in order. */
  readonly writers: Pool;
  /** Connections for reading only; at most 10, and a statement is cancelled after 10 s. They pipeline too. */
  readonly readers: Pool;
  /** Connections that load many rows at once: as the writers, without pipelining; at most 2, opened when they are needed. */
  readonly loaders: Pool;
  /** The version of the schema. */
  readonly schemaVersion: number;
  /** What this kind of database can do. */
  readonly tier: Tier;
  /** Checks whether the database answers. Never throws; takes at most about 10 s. */
  health(): Promise<DatabaseHealth>;
  /** Ends the pools, waiting up to 10 s for connections in use, then leaves the embedded PostgreSQL. */
  stop(): Promise<void>;
}

/** Where to connect, before pools exist. */
interface Server {
  readonly kind: Database['kind'];
  readonly location: string;
  readonly config: ClientConfig;
  /** Session settings that the login may make, as `-c name=value`. */
  readonly settings: readonly string[];
  stop(): Promise<void>;
}

/**
 * Opens the database: starts or joins the embedded PostgreSQL, or connects to `databaseUrl`; migrates the schema; and
 * creates the pools, whose connections take the role that may not change the record.
 *
 * int8 comes as a number (a value beyond 2^53 is an error), all times are bigint Unix milliseconds.
 *
 * @throws DatabaseError when the database cannot be used; nothing stays open then
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { log, databaseUrl } = options;
  const server = databaseUrl === undefined ? await embeddedServer(options) : externalServer(databaseUrl);
  try {
    const { version, usesAppRole, tier } = await prepareSchema(server, options);
    const role = usesAppRole ? [`-c role=${APP_ROLE}`] : [];
    const common = [
      ...server.settings,
      ...role,
      `-c idle_in_transaction_session_timeout=${IDLE_IN_TRANSACTION_TIMEOUT_MS}`,
    ];
    const writing = [...common, DURABLE_COMMITS];
    const readOnly = ['-c default_transaction_read_only=on', `-c statement_timeout=${READ_TIMEOUT_MS}`];
    const writers = createPool(server, { max: WRITERS_MAX, settings: writing, pipeline: true }, log);
    const readers = createPool(
      server,
      { max: READERS_MAX, settings: [...common, ...readOnly], pipeline: true, queryTimeoutMs: READ_QUERY_TIMEOUT_MS },
      log,
    );
    const loaders = createPool(server, { max: LOADERS_MAX, settings: writing, pipeline: false }, log);
    let stopped: Promise<void> | undefined;
    const stop = async (): Promise<void> => {
      await Promise.all([writers, readers, loaders].map((pool) => drain(pool, log)));
      await server.stop();
    };
    return {
      kind: server.kind,
      location: server.location,
      writers,
      readers,
      loaders,
      schemaVersion: version,
      tier,
      health: () => health(readers),
      stop: () => (stopped ??= stop()),
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function embeddedServer({ dataDir, log }: DatabaseOptions): Promise<Server> {
  const cluster = await EmbeddedCluster.start({ dataDir, log });
  try {
    await cluster.ensureDatabase(EMBEDDED_DATABASE);
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  return {
    kind: 'embedded',
    location: `embedded PostgreSQL in ${cluster.directory}`,
    config: cluster.connection(EMBEDDED_DATABASE),
    // Refused statements are reported by this program; PostgreSQL's log is for problems of the database itself.
    settings: ['-c log_min_messages=log'],
    stop: () => cluster.stop(),
  };
}

async function prepareSchema(
  server: Server,
  options: DatabaseOptions,
): Promise<{ version: number; usesAppRole: boolean; tier: Tier }> {
  const owner = new Client(clientConfig(server, server.settings));
  owner.on('error', () => {});
  try {
    await owner.connect().catch((error: unknown) => {
      throw new DatabaseError('unreachable', `cannot connect to ${server.location}: ${errorText(error)}`);
    });
    await requireServerVersion(owner, server.location);
    const { migrationsDir, appendOnlyTables = APPEND_ONLY_TABLES, log } = options;
    const isEmbedded = server.kind === 'embedded';
    const { version, applied, appRole, tier } = await migrate(owner, { migrationsDir, appendOnlyTables, isEmbedded });
    if (applied.length > 0) log.info({ applied, version }, 'database schema migrated');
    if (appRole.warning !== undefined) log.warn(appRole.warning);
    return { version, usesAppRole: appRole.usable, tier };
  } finally {
    await owner.end().catch(() => {});
  }
}

async function requireServerVersion(owner: Client, location: string): Promise<void> {
  const { rows } = await owner.query<{ number: number; text: string }>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as text`,
  );
  const [version] = rows;
  if (version !== undefined && version.number >= OLDEST_SERVER_VERSION) return;
  throw new DatabaseError('too-old', `${location} is PostgreSQL ${version?.text}; version 15 or newer is needed`);
}

function clientConfig(server: Server, settings: readonly string[]): ClientConfig {
  const options = [server.config.options, ...settings].filter((part) => part !== undefined && part !== '').join(' ');
  return {
    ...server.config,
    ...(options === '' ? {} : { options }),
    application_name: APPLICATION_NAME,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    types: numberTypes,
  };
}

interface PoolSettings {
  readonly max: number;
  /** Session settings, as `-c name=value`. */
  readonly settings: readonly string[];
  readonly pipeline: boolean;
  /** After this the connection of an unanswered statement is dropped. */
  readonly queryTimeoutMs?: number;
}

function createPool(server: Server, { max, settings, pipeline, queryTimeoutMs }: PoolSettings, log: Logger): Pool {
  const pool = new Pool({
    ...clientConfig(server, settings),
    ...(queryTimeoutMs === undefined ? {} : { query_timeout: queryTimeoutMs }),
    max,
    pipeline,
    stream: () => new CoalescingSocket(),
    idleTimeoutMillis: 30_000,
  });
  // The statements of a connection that breaks are rejected. Between two users of it there are none, and the error event
  // would end the process without a listener.
  pool.on('connect', (client) => client.on('error', () => {}));
  // An idle connection that breaks is replaced at its next use; without a listener it would end the process.
  pool.on('error', (error) =>
    log.warn({ code: errorCode(error), reason: errorText(error) }, 'a database connection broke'),
  );
  return pool;
}

async function health(readers: Pool): Promise<DatabaseHealth> {
  const began = performance.now();
  const latencyMs = (): number => Math.round((performance.now() - began) * 10) / 10;
  // Bounded on this side too: a server that hangs does not cancel its own statements.
  const query = {
    text: 'select (extract(epoch from clock_timestamp()) * 1000)::bigint as now',
    query_timeout: HEALTH_TIMEOUT_MS,
  };
  try {
    const { rows } = await readers.query<{ now: number }>(query);
    return { ok: true, latencyMs: latencyMs(), timeMs: rows[0]?.now ?? 0 };
  } catch (error) {
    return { ok: false, latencyMs: latencyMs(), error: errorText(error) };
  }
}

async function drain(pool: Pool, log: Logger): Promise<void> {
  const timer = new AbortController();
  const timeout = sleep(DRAIN_TIMEOUT_MS, 'late' as const, { signal: timer.signal }).catch(() => undefined);
  const late = await Promise.race([pool.end(), timeout]);
  timer.abort();
  if (late === 'late') log.warn('database connections were still in use when the server stopped');
}
