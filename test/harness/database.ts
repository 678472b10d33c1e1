import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { Client } from 'pg';
import { pino } from 'pino';
import { MIGRATIONS_DIRECTORY, readMigrations } from '../../src/db/migrationFiles.js';
import { APPEND_ONLY_TABLES, type Database, openDatabase } from '../../src/db/openDatabase.js';
import { startTestCluster } from './cluster.js';

/** The advisory lock (in the `postgres` database) under which a template is made. */
const TEMPLATE_LOCK = '1801812324, 3';

export interface TestDatabaseOptions {
  /** Default: the program's own migrations. */
  readonly migrationsDir?: string;
  /** Default: the program's own list with its own migrations, none with others. */
  readonly appendOnlyTables?: readonly string[];
}

/** A database of one test, with the program's schema and nothing in it. */
export interface TestDatabase {
  /** The owner's URL, for connections of one's own. */
  readonly url: string;
  /** The database as the program has it. */
  readonly database: Database;
  /** Stops `database` and removes it. May be called again. */
  drop(): Promise<void>;
}

/** The Citus coordinator to test on; undefined: on PostgreSQL. Set by scripts/test.mjs from `CITUS_URL`. */
export const CITUS_URL = process.env.KEYLEDGER_TEST_CITUS;

/**
 * Makes a database by cloning a migrated template. It lives in the cluster that `npm test` starts for it, in the server
 * named by `DATABASE_URL_TEST`, or, when a test file is run by hand, in a cluster that ends with the process. On Citus it is a
 * schema of the database that the URL names: one of its own would have to be made known to every node.
 */
export async function createTestDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  if (CITUS_URL !== undefined) return await createTestSchema(CITUS_URL, options);
  const serverUrl = await serverForTests();
  const template = await templateDatabase(serverUrl, options);
  const name = `keyledger_test_${randomBytes(6).toString('hex')}`;
  // Copying files needs checkpoints, which are free only where fsync is off.
  const strategy = process.env.DATABASE_URL_TEST === undefined ? 'strategy file_copy' : '';
  await asOwner(serverUrl, (client) => client.query(`create database ${name} template ${template} ${strategy}`));
  const url = withDatabase(serverUrl, name);
  const database = await openAt(url, options);
  let dropped: Promise<void> | undefined;
  const drop = async (): Promise<void> => {
    await database.stop();
    await asOwner(serverUrl, (client) => client.query(`drop database if exists ${name} with (force)`));
  };
  return { url, database, drop: () => (dropped ??= drop()) };
}

async function createTestSchema(citusUrl: string, options: TestDatabaseOptions): Promise<TestDatabase> {
  const name = `keyledger_test_${randomBytes(6).toString('hex')}`;
  await asOwner(citusUrl, async (client) => {
    await client.query(`select pg_advisory_lock(${TEMPLATE_LOCK})`);
    // An extension belongs to the schema that it was made in: made by a migration, it would go with this test's.
    await client.query('create extension if not exists pg_trgm schema public');
    await client.query(`create schema ${name}`);
  });
  const url = new URL(citusUrl);
  // Few shards, for each is a table with all its indexes to be made.
  url.searchParams.set('options', `-c search_path=${name},public -c citus.shard_count=4`);
  const database = await openAt(url.href, options);
  let dropped: Promise<void> | undefined;
  const drop = async (): Promise<void> => {
    await database.stop();
    await asOwner(citusUrl, (client) => client.query(`drop schema if exists ${name} cascade`));
  };
  return { url: url.href, database, drop: () => (dropped ??= drop()) };
}

/** The owner's URL of the server that tests use; databases may be made there. */
export function serverForTests(): Promise<string> {
  server ??= findServer();
  return server;
}

let server: Promise<string> | undefined;
const templates = new Map<string, Promise<string>>();

async function findServer(): Promise<string> {
  const { DATABASE_URL_TEST, KEYLEDGER_TEST_CLUSTER } = process.env;
  if (DATABASE_URL_TEST !== undefined) return DATABASE_URL_TEST;
  if (KEYLEDGER_TEST_CLUSTER !== undefined) return await urlFrom(KEYLEDGER_TEST_CLUSTER);
  const cluster = await startTestCluster();
  // Nothing of the test is left to do then, its own `after` hooks included.
  process.once('beforeExit', () => void cluster.stop());
  return cluster.url;
}

/** What scripts/test.mjs answers at its socket. */
async function urlFrom(socket: string): Promise<string> {
  const url = await text(connect(socket));
  assert(url !== '', 'the test run could not start PostgreSQL');
  return url;
}

async function templateDatabase(serverUrl: string, options: TestDatabaseOptions): Promise<string> {
  const migrations = await readMigrations(options.migrationsDir ?? MIGRATIONS_DIRECTORY);
  const checksums = migrations.map(({ checksum }) => checksum).join();
  const name = `keyledger_template_${createHash('sha256').update(checksums).digest('hex').slice(0, 16)}`;
  const made = templates.get(name) ?? makeTemplate(serverUrl, name, options);
  templates.set(name, made);
  return await made;
}

async function makeTemplate(serverUrl: string, name: string, options: TestDatabaseOptions): Promise<string> {
  return await asOwner(serverUrl, async (client) => {
    await client.query(`select pg_advisory_lock(${TEMPLATE_LOCK})`);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 1) return name;
    // Made under another name, so that a run that was killed never leaves half a template.
    const building = `${name}_new`;
    await client.query(`drop database if exists ${building} with (force)`);
    await client.query(`create database ${building} template template0 encoding 'UTF8'`);
    await (await openAt(withDatabase(serverUrl, building), options)).stop();
    await client.query(`alter database ${building} rename to ${name}`);
    return name;
  });
}

async function openAt(databaseUrl: string, options: TestDatabaseOptions): Promise<Database> {
  const appendOnlyTables = options.appendOnlyTables ?? (options.migrationsDir === undefined ? APPEND_ONLY_TABLES : []);
  const { migrationsDir } = options;
  return await openDatabase({
    databaseUrl,
    migrationsDir,
    appendOnlyTables,
    dataDir: '',
    log: pino({ level: 'error' }),
  });
}

function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function asOwner<T>(serverUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
