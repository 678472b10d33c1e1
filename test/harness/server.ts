import assert from 'node:assert/strict';
import { after } from 'node:test';
import { Client } from 'pg';
import { type Logger, pino } from 'pino';
import { Loaders, Readers, Writers } from '../../src/db/connections.js';
import type { Database } from '../../src/db/openDatabase.js';
import type { Token } from '../../src/domain/entities/identity.js';
import type { Product } from '../../src/domain/entities/licensing.js';
import { createToken } from '../../src/engine/administration/administration.js';
import { Engine } from '../../src/engine/engine.js';
import { createAccount } from '../../src/engine/identity/accounts.js';
import { createHttpServer } from '../../src/http/server.js';
import type { Method } from '../../src/methods/define.js';
import type { ExtMethod } from '../../src/methods/ext/define.js';
import { EXT_METHODS, METHODS } from '../../src/methods/registry.js';
import { createProduct } from './administer.js';
import { createTestDatabase } from './database.js';

/** What a method answered. */
export interface TestAnswer {
  readonly status: number;
  readonly body: Record<string, unknown> & { readonly result: number; readonly message: string | null };
}

export type TestParameters = Readonly<Record<string, string | number | boolean>>;

export type TokenScope = Partial<Pick<Token, 'permissions' | 'productLock' | 'keyLock' | 'featureLock' | 'expires'>>;

/** A server on a database of its own, reached over real HTTP. Account 1 exists. */
export interface TestServer {
  readonly url: string;
  readonly engine: Engine;
  readonly writers: Writers;
  readonly readers: Readers;
  readonly loaders: Loaders;
  readonly database: Database;
  /** The database owner's URL. */
  readonly databaseUrl: string;
  /** POSTs a form, as the SDKs do. `method` is `key/Activate` or the like. */
  call(method: string, token: string, parameters?: TestParameters): Promise<TestAnswer>;
  product(details?: { name?: string; productId?: number; isPublic?: boolean }): Promise<Product>;
  /** All permissions and no lock unless said otherwise. */
  token(scope?: TokenScope): Promise<string>;
  /** A connection of the database's owner, until the server stops. */
  connectOwner(): Promise<Client>;
  stop(): Promise<void>;
}

export interface TestServerOptions {
  readonly trustProxy?: readonly string[];
  /** Default: errors, to standard error. */
  readonly log?: Logger;
  /** Default: all of the registry. */
  readonly methods?: readonly Method[];
  /** Default: all of the registry. */
  readonly extMethods?: readonly ExtMethod[];
}

export const startTestServer = async (options: TestServerOptions = {}): Promise<TestServer> => {
  const test = await createTestDatabase();
  const writers = new Writers(test.database.writers);
  const readers = new Readers(test.database.readers);
  const engine = new Engine({ readers, writers });
  await createAccount(writers, 'Test', 1);
  const log = options.log ?? pino({ level: process.env.KEYLEDGER_LOG_LEVEL ?? 'error' }, pino.destination(2));
  const app = createHttpServer({
    engine,
    methods: options.methods ?? METHODS,
    extMethods: options.extMethods ?? EXT_METHODS,
    log,
    trustProxy: options.trustProxy ?? [],
    readiness: async () => ({ ready: true, details: {} }),
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const owners: Client[] = [];
  return {
    url,
    engine,
    writers,
    readers,
    loaders: new Loaders(test.database.loaders),
    database: test.database,
    databaseUrl: test.url,
    call: async (method, token, parameters = {}) => {
      const form = new URLSearchParams({ token });
      for (const [name, value] of Object.entries(parameters)) form.append(name, String(value));
      const response = await fetch(`${url}/api/${method}`, { method: 'POST', body: form });
      const body: unknown = await response.json();
      assert(typeof body === 'object' && body !== null && 'result' in body);
      return { status: response.status, body: body as TestAnswer['body'] };
    },
    product: ({ name = 'Product', productId, isPublic = false } = {}) =>
      createProduct(engine, 1, { name, description: '', isPublic, productId }),
    token: async (scope = {}) =>
      (
        await createToken(engine, 1, {
          name: 'test',
          permissions: 'all',
          productLock: 0,
          keyLock: 0,
          featureLock: 0,
          expires: null,
          ...scope,
        })
      ).text,
    connectOwner: async () => {
      const owner = new Client({ connectionString: test.url });
      owners.push(owner);
      await owner.connect();
      return owner;
    },
    stop: async () => {
      await Promise.all(owners.map((owner) => owner.end()));
      await app.close();
      await engine.settled();
      await test.drop();
    },
  };
};

/** A server for the tests of the file that asks, or the one test that does; it is stopped after them. */
export const serverOfFile = async (options: TestServerOptions = {}): Promise<TestServer> => {
  const server = await startTestServer(options);
  after(() => server.stop());
  return server;
};

/** The same with a product, and a token that may do everything. */
export const licenseServer = async (
  options: TestServerOptions = {},
): Promise<{ readonly server: TestServer; readonly token: string; readonly product: Product }> => {
  const server = await serverOfFile(options);
  return { server, token: await server.token(), product: await server.product() };
};
