import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmod, mkdtemp, realpath, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { pino } from 'pino';
import { clusterUser } from '../../src/db/embedded/clusterUser.js';
import { EmbeddedCluster } from '../../src/db/embedded/embeddedCluster.js';
import { readPidFile } from '../../src/db/embedded/pidFile.js';
import { socketDirectory } from '../../src/db/embedded/socketDirectory.js';
import { type Database, openDatabase } from '../../src/db/openDatabase.js';
import { createTestDatabase, type TestDatabase } from '../harness/database.js';
import { migrationsWith } from '../harness/migrations.js';

const SCHEMA = 'create table web_api_log (id bigint primary key); create table other (id bigint primary key);';
const appendOnlyTables = ['web_api_log'];
const silent = pino({ level: 'silent' });

async function tries(database: Database): Promise<void> {
  const { writers, readers } = database;
  const { rows } = await writers.query(
    'select current_user as user, session_user as login, current_schema() as schema',
  );
  assert.equal(rows[0]?.user, 'keyledger_app');
  assert.notEqual(rows[0]?.login, 'keyledger_app');
  await writers.query('insert into web_api_log values (1)');
  await assert.rejects(writers.query('update web_api_log set id = 2'), { code: '42501' });
  await assert.rejects(writers.query('delete from web_api_log'), { code: '42501' });
  await writers.query('insert into other values (1)');
  await writers.query('delete from other');
  await assert.rejects(readers.query('insert into other values (1)'), { code: '25006' });
  const { rows: settings } = await readers.query(
    `select current_setting('statement_timeout') as timeout, current_setting('application_name') as name`,
  );
  assert.deepEqual(settings, [{ timeout: '10s', name: 'keyledger' }]);
  const health = await database.health();
  assert.ok(health.ok && Math.abs(health.timeMs - Date.now()) < 60_000 && health.latencyMs < 5_000);
}

describe('openDatabase', () => {
  let migrationsDir: string;
  let root: string;
  before(async () => {
    migrationsDir = await migrationsWith(SCHEMA);
    root = await mkdtemp(join(tmpdir(), 'keyledger-open-'));
    await chmod(root, 0o755);
  });
  after(async () => {
    const cluster = await realpath(join(root, 'data', 'postgres'));
    const sockets = await socketDirectory(cluster, clusterUser(cluster));
    for (const directory of [root, sockets]) await rm(directory, { recursive: true, force: true });
  });

  describe('with a URL', () => {
    let test: TestDatabase;
    before(async () => {
      test = await createTestDatabase({ migrationsDir, appendOnlyTables });
    });
    after(() => test.drop());

    // spec(GetWebAPILog): the rows are guaranteed to be preserved: nothing can change or delete them
    // spec(GetWebAPILog): the time limit of reads
    it('works under the role that cannot change the record', () => tries(test.database));

    it('tells where it is without the password', () => {
      assert.equal(test.database.kind, 'external');
      assert.equal(test.database.schemaVersion, 1);
      const { password } = new URL(test.url);
      if (password !== '') assert.ok(!test.database.location.includes(password));
    });

    it('keeps options of the URL beside its own', async () => {
      const url = new URL(test.url);
      url.searchParams.set('options', '-c work_mem=5MB');
      const database = await openDatabase({
        databaseUrl: url.href,
        dataDir: '',
        log: silent,
        migrationsDir,
        appendOnlyTables,
      });
      const { rows } = await database.writers.query(
        `select current_setting('work_mem') as memory, current_user as user`,
      );
      await database.stop();
      assert.deepEqual(rows, [{ memory: '5MB', user: 'keyledger_app' }]);
    });

    it('commits durably whatever the server, the database or the URL say', async () => {
      const url = new URL(test.url);
      url.searchParams.set('options', '-c synchronous_commit=off');
      const options = { databaseUrl: url.href, dataDir: '', log: silent, migrationsDir, appendOnlyTables };
      const database = await openDatabase(options);
      const { rows } = await database.writers.query(`select current_setting('synchronous_commit') as commit`);
      await database.stop();
      assert.deepEqual(rows, [{ commit: 'on' }]);
    });

    it('lives on when its connections are cut', async () => {
      const { writers, readers } = test.database;
      await Promise.all([writers.query('select 1'), readers.query('select 1')]);
      const admin = await createAdmin(test.url);
      await admin.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
      );
      await admin.end();
      await sleep(50);
      assert.equal((await test.database.health()).ok, true);
      await writers.query('select 1');
    });
  });

  describe('embedded', () => {
    it('keeps what was acknowledged when PostgreSQL is killed, and comes back by itself', async () => {
      const dataDir = join(root, 'data');
      const database = await openDatabase({
        dataDir,
        log: silent,
        migrationsDir,
        appendOnlyTables,
      });
      try {
        assert.equal(database.kind, 'embedded');
        assert.match(database.location, /data\/postgres$/);
        await tries(database);
        await assert.rejects(database.writers.query("select pg_read_file('postmaster.pid')"), { code: '42501' });
        const killed = await postmaster(dataDir);
        process.kill(killed, 'SIGKILL');
        // Its sessions outlive it by a moment and still answer, so the new one is waited for.
        while ([killed, 0].includes(await postmaster(dataDir)) || !(await database.health()).ok) await sleep(20);
        assert.deepEqual((await database.readers.query('select id from web_api_log')).rows, [{ id: 1 }]);
      } finally {
        await database.stop();
      }
      await database.stop();
    });

    it('tells when it is away, and stops all the same', async () => {
      const database = await openDatabase({
        dataDir: join(root, 'data'),
        log: silent,
        migrationsDir,
        appendOnlyTables,
      });
      await database.stop();
      const health = await database.health();
      assert.ok(!health.ok && health.error.length > 0);
    });

    it('leaves nothing running when the schema is refused', async () => {
      const dataDir = join(root, 'data');
      const other = await migrationsWith('select 1');
      const opening = openDatabase({ dataDir, log: silent, migrationsDir: other, appendOnlyTables: [] });
      await assert.rejects(opening, { code: 'schema-changed' });
      const cluster = await EmbeddedCluster.start({ dataDir, log: silent });
      await cluster.stop();
      assert.equal(await cluster.postmasterPid(), undefined);
    });
  });

  describe('when there is no database', () => {
    const open = (databaseUrl: string): Promise<Database> =>
      openDatabase({ databaseUrl, dataDir: '', log: silent, migrationsDir, appendOnlyTables: [] });

    it('says so at once where nobody listens', async () => {
      await assert.rejects(open('postgresql://me:secret@127.0.0.1:9/db'), (error: Error) => {
        assert.match(error.message, /cannot connect to PostgreSQL at 127\.0\.0\.1:9, database db: /);
        assert.ok(!JSON.stringify([error.message, error]).includes('secret'));
        return true;
      });
    });

    it('says so in bounded time where nobody answers', async () => {
      const mute = createServer().listen(0, '127.0.0.1');
      await once(mute, 'listening');
      const began = Date.now();
      await assert.rejects(open(`postgresql://me@127.0.0.1:${(mute.address() as AddressInfo).port}/db`), {
        code: 'unreachable',
      });
      assert.ok(Date.now() - began < 8_000);
      mute.close();
    });

    for (const url of ['mysql://a:secret@b/c', 'secret', 'postgresql://a:secret@b:port/c']) {
      it(`refuses a URL it cannot read without repeating it: ${url}`, async () => {
        await assert.rejects(open(url), (error: Error) => {
          assert.match(error.message, /cannot be read/);
          assert.ok(!JSON.stringify([error.message, error, error.cause]).includes('secret'));
          return true;
        });
      });
    }
  });
});

async function createAdmin(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
}

async function postmaster(dataDir: string): Promise<number> {
  return (await readPidFile(join(dataDir, 'postgres')))?.pid ?? 0;
}
