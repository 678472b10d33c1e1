import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { pino } from 'pino';
import { ensureAppRole } from '../../src/db/appRole.js';
import { clusterUser } from '../../src/db/embedded/clusterUser.js';
import { openDatabase } from '../../src/db/openDatabase.js';
import { TIERS } from '../../src/db/tiers.js';
import { startTestCluster, type TestCluster } from '../harness/cluster.js';
import { migrationsWith } from '../harness/migrations.js';

const DEBIAN = '/usr/lib/postgresql';

/** The oldest PostgreSQL of this Debian, in a throw-away cluster; undefined where there is none. */
async function startDebianCluster(): Promise<TestCluster | undefined> {
  const [major] = (await readdir(DEBIAN).catch(() => [])).sort();
  if (major === undefined || Number(major) < 15) return undefined;
  const bin = join(DEBIAN, major, 'bin');
  const user = clusterUser('/nowhere');
  const directory = await mkdtemp(join(tmpdir(), 'keyledger-debian-'));
  if (user !== undefined) await chown(directory, user.uid, user.gid);
  const args = ['-D', join(directory, 'data'), '-U', 'owner', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C'];
  const made = spawnSync(join(bin, 'initdb'), args, { ...user, cwd: directory, encoding: 'utf8' });
  assert.equal(made.status, 0, made.stderr);
  const server = ['-D', join(directory, 'data'), '-k', directory, '-c', 'listen_addresses=', '-c', 'fsync=off'];
  const postgres = spawn(join(bin, 'postgres'), server, { ...user, cwd: directory, stdio: 'ignore' });
  return {
    url: `postgresql://owner@localhost/postgres?host=${encodeURIComponent(directory)}`,
    stop: async () => {
      postgres.kill('SIGQUIT');
      if (postgres.exitCode === null) await once(postgres, 'exit');
      await rm(directory, { recursive: true });
    },
  };
}

for (const [name, start] of [
  ['the embedded PostgreSQL', startTestCluster],
  ['an older PostgreSQL of the system', startDebianCluster],
] as const) {
  describe(`the role of the server on ${name}`, () => {
    let cluster: TestCluster | undefined;
    before(async () => {
      cluster = await start();
    });
    after(() => cluster?.stop());

    async function as<T>(
      login: string | undefined,
      database: string,
      work: (client: Client) => Promise<T>,
    ): Promise<T> {
      const url = new URL(cluster?.url ?? '');
      url.pathname = `/${database}`;
      if (login !== undefined) [url.username, url.password] = [login, 'x'];
      for (const deadline = Date.now() + 10_000; ; await sleep(20)) {
        const client = new Client({ connectionString: url.href });
        try {
          await client.connect();
        } catch (error) {
          if (Date.now() > deadline) throw error;
          continue;
        }
        return await work(client).finally(() => client.end());
      }
    }

    it('is made once by databases that start together', async (t) => {
      if (cluster === undefined) return t.skip('not installed');
      const names = ['a', 'b', 'c', 'd', 'e', 'f'];
      for (const each of names) await as(undefined, 'postgres', (client) => client.query(`create database ${each}`));
      const roles = await Promise.all(
        names.map((each) => as(undefined, each, (client) => ensureAppRole(client, TIERS.postgresql))),
      );
      assert.deepEqual(
        roles,
        names.map(() => ({ exists: true, usable: true, warning: undefined })),
      );
    });

    it('is made and taken by a login that may create roles and is no superuser', async (t) => {
      if (cluster === undefined) return t.skip('not installed');
      await as(undefined, 'postgres', async (client) => {
        await client.query('drop role keyledger_app');
        await client.query("create role creator login createrole password 'x'");
      });
      const roles = await Promise.all(
        ['a', 'b', 'c', 'd'].map((each) => as('creator', each, (client) => ensureAppRole(client, TIERS.postgresql))),
      );
      assert.deepEqual(
        roles.map(({ usable, warning }) => [usable, warning]),
        roles.map(() => [true, undefined]),
      );
    });

    it('is not taken by a login that may not, and the database opens all the same', async (t) => {
      if (cluster === undefined) return t.skip('not installed');
      await as(undefined, 'postgres', (client) => client.query("create role plain login password 'x'"));
      await as(undefined, 'a', (client) => client.query('alter schema public owner to plain'));
      const url = new URL(cluster.url);
      [url.pathname, url.username, url.password] = ['/a', 'plain', 'x'];
      const migrationsDir = await migrationsWith('create table t (n int)');
      const options = { dataDir: '', migrationsDir, appendOnlyTables: ['t'], log: pino({ level: 'silent' }) };
      const database = await openDatabase({ ...options, databaseUrl: url.href });
      const { rows } = await database.writers.query('select current_user as user');
      await database.stop();
      assert.deepEqual(rows, [{ user: 'plain' }]);
    });
  });
}
