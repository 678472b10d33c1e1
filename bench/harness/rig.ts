import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { pino } from 'pino';
import { Readers, Writers } from '../../src/db/connections.js';
import { EmbeddedCluster } from '../../src/db/embedded/embeddedCluster.js';
import { type Database, openDatabase } from '../../src/db/openDatabase.js';
import { createToken } from '../../src/engine/administration/administration.js';
import { Engine } from '../../src/engine/engine.js';
import { createProduct } from '../../test/harness/administer.js';
import { startServerProcess } from '../../test/harness/serverProcess.js';
import { profileOptions } from './profile.js';

/** A server in a process of its own on an embedded PostgreSQL of its own, as a user would run it: commits are durable. */
export interface Rig {
  readonly url: string;
  /** All permissions of account 1. */
  readonly token: string;
  readonly productId: number;
  readonly dataDir: string;
  readonly serverPid: number;
  /** PostgreSQL's first process, whose children are the others. */
  readonly postgresPid: number;
  /** The same database, from this process. */
  readonly database: Database;
  readonly writers: Writers;
  readonly readers: Readers;
  readonly engine: Engine;
  /** Runs SQL as the database's owner. */
  asOwner<Result>(work: (client: Client) => Promise<Result>): Promise<Result>;
  stop(): Promise<void>;
}

export interface RigOptions {
  /** Options for Node. */
  readonly execArgv?: readonly string[];
  /** Server processes. Default: 1. */
  readonly workers?: number;
}

/** Gives an account a product, and a token that may do everything. */
export const equip = async (engine: Engine, accountId: number): Promise<Pick<Rig, 'productId' | 'token'>> => {
  const facts = { name: 'Bench', description: '', isPublic: false, productId: undefined };
  const { productId } = await createProduct(engine, accountId, facts);
  const lock = { productLock: 0, keyLock: 0, featureLock: 0, expires: null };
  const token = await createToken(engine, accountId, { name: 'bench', permissions: 'all', ...lock });
  return { productId, token: token.text };
};

export const startRig = async ({ execArgv = [], workers = 1 }: RigOptions = {}): Promise<Rig> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'keyledger-bench-'));
  const env = { KEYLEDGER_LOG_LEVEL: 'warn', KEYLEDGER_WORKERS: String(workers) };
  const server = await startServerProcess({ dataDir }, env, [...execArgv, ...profileOptions()]);
  const kill = (): boolean => server.child.kill('SIGTERM');
  process.once('exit', kill);
  const log = pino({ level: 'error' }, pino.destination(2));
  const cluster = await EmbeddedCluster.start({ dataDir, log });
  const database = await openDatabase({ dataDir, log });
  const writers = new Writers(database.writers);
  const readers = new Readers(database.readers);
  const engine = new Engine({ writers, readers });
  const account = await equip(engine, 1);
  return {
    url: server.url,
    ...account,
    dataDir,
    database,
    writers,
    readers,
    engine,
    serverPid: server.child.pid ?? 0,
    postgresPid: Number((await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]),
    asOwner: async (work) => {
      const client = new Client(cluster.connection('keyledger'));
      await client.connect();
      try {
        return await work(client);
      } finally {
        await client.end();
      }
    },
    stop: async () => {
      await server.stop();
      process.off('exit', kill);
      await database.stop();
      await cluster.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

/** The framework alone; see `constantMain`. */
export const startConstant = async (): Promise<{ readonly url: string; stop(): Promise<void> }> => {
  const main = fileURLToPath(new URL('./constantMain.js', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [main], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  if (child.stdout === null) throw new Error('no pipe');
  const [url] = await once(createInterface({ input: child.stdout }), 'line');
  return {
    url: String(url),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
};
