import assert from 'node:assert/strict';
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { pino } from 'pino';
import { clusterUser } from '../../src/db/embedded/clusterUser.js';
import { EmbeddedCluster } from '../../src/db/embedded/embeddedCluster.js';
import { socketDirectory } from '../../src/db/embedded/socketDirectory.js';

const log = pino({ level: 'silent' });
const asRoot = process.getuid?.() === 0;
const PROGRAM = fileURLToPath(new URL('embeddedProcess.js', import.meta.url));

describe('the embedded PostgreSQL', () => {
  let root: string;
  let dataDir: string;
  const sockets = new Set<string>();
  const running = new Set<EmbeddedCluster>();
  const children = new Set<ChildProcess>();

  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'keyledger-embedded-'));
    dataDir = join(root, 'data');
  });
  afterEach(async () => {
    for (const child of children) child.kill('SIGKILL');
    children.clear();
    for (const cluster of running) await cluster.stop();
    running.clear();
  });
  after(async () => {
    for (const directory of [root, ...sockets]) await rm(directory, { recursive: true, force: true });
  });

  async function start(directory = dataDir, startTimeoutMs = 30_000): Promise<EmbeddedCluster> {
    const cluster = await EmbeddedCluster.start({ dataDir: directory, log, startTimeoutMs });
    running.add(cluster);
    sockets.add(cluster.connection('postgres').host);
    return cluster;
  }

  async function startElsewhere(): Promise<{ child: ChildProcess; postmaster: number }> {
    const child = fork(PROGRAM, [dataDir]);
    children.add(child);
    const [postmaster] = await once(child, 'message');
    return { child, postmaster };
  }

  async function query(cluster: EmbeddedCluster, text: string): Promise<Record<string, unknown>[]> {
    const client = new Client(cluster.connection('postgres'));
    client.on('error', () => {});
    await client.connect();
    try {
      return (await client.query(text)).rows;
    } finally {
      await client.end();
    }
  }

  async function queryEventually(cluster: EmbeddedCluster, text: string): Promise<Record<string, unknown>[]> {
    for (const deadline = Date.now() + 15_000; ; await sleep(20)) {
      try {
        return await query(cluster, text);
      } catch (error) {
        if (Date.now() > deadline) throw error;
      }
    }
  }

  function alive(pid: number): boolean {
    return existsSync(`/proc/${pid}/exe`) || (process.platform !== 'linux' && process.kill(pid, 0));
  }

  it('is private, durable and the same everywhere', async () => {
    const cluster = await start();
    const settings = await query(
      cluster,
      `select name, setting from pg_settings where name in ('fsync', 'full_page_writes', 'synchronous_commit',
         'listen_addresses', 'data_checksums', 'TimeZone', 'jit', 'server_encoding', 'password_encryption')`,
    );
    assert.deepEqual(Object.fromEntries(settings.map(({ name, setting }) => [name, setting])), {
      fsync: 'on',
      full_page_writes: 'on',
      synchronous_commit: 'on',
      data_checksums: 'on',
      listen_addresses: '',
      TimeZone: 'UTC',
      jit: 'off',
      server_encoding: 'UTF8',
      password_encryption: 'scram-sha-256',
    });
    const locale =
      'select datlocprovider as provider, datlocale as locale, datcollate as libc from pg_database limit 1';
    assert.deepEqual(await query(cluster, locale), [{ provider: 'b', locale: 'C.UTF-8', libc: 'C' }]);
    assert.equal((await stat(cluster.connection('postgres').host)).mode & 0o777, 0o700);
    assert.equal((await stat(join(dataDir, 'postgres', 'keyledger.password'))).mode & 0o777, 0o600);
    const stranger = new Client({ ...cluster.connection('postgres'), password: 'guess' });
    await assert.rejects(stranger.connect(), { code: '28P01' });
    await query(cluster, 'create table proof (n int)');
  });

  it('stops with the last one and leaves no directory of its socket', async () => {
    const cluster = await start();
    const pid = (await cluster.postmasterPid()) ?? 0;
    const { host } = cluster.connection('postgres');
    await cluster.stop();
    assert.deepEqual([alive(pid), existsSync(host), await cluster.postmasterPid()], [false, false, undefined]);
  });

  it('has room for a data directory with a long path', async () => {
    const long = join(root, 'd'.repeat(120), 'e'.repeat(120));
    assert.deepEqual(await query(await start(long), 'select 1 as one'), [{ one: 1 }]);
  });

  it('works below a directory that its user may not enter', {
    skip: !asRoot && 'only root has such a home',
  }, async () => {
    const home = await mkdtemp(join(homedir(), '.keyledger-test-'));
    try {
      const cluster = await start(join(home, 'data'));
      assert.deepEqual(await query(cluster, 'select 1 as one'), [{ one: 1 }]);
      assert.equal((await stat(home)).mode & 0o777, 0o700);
      await cluster.stop();
      const [row] = await query(await start(join(home, 'data')), 'select current_user as user');
      assert.deepEqual(row, { user: 'keyledger' });
    } finally {
      for (const cluster of running) await cluster.stop();
      await rm(home, { recursive: true });
    }
  });

  it('is shared: who leaves first leaves it running, who leaves last stops it', async () => {
    const server = await startElsewhere();
    const command = await start();
    assert.equal(await command.postmasterPid(), server.postmaster);
    server.child.send('stop');
    await once(server.child, 'exit');
    assert.deepEqual(await query(command, 'select 1 as one'), [{ one: 1 }]);
    await command.stop();
    assert.equal(alive(server.postmaster), false);
  });

  it('is started once by many, who also make the cluster only once', async () => {
    const fresh = join(root, 'fresh');
    const clusters = await Promise.all(Array.from({ length: 4 }, () => start(fresh)));
    const pids = new Set(await Promise.all(clusters.map((cluster) => cluster.postmasterPid())));
    assert.equal(pids.size, 1);
    assert.deepEqual((await readdir(fresh)).sort(), ['postgres', 'postgres.log']);
    await Promise.all(clusters.map((cluster) => cluster.stop()));
    assert.equal(alive([...pids][0] ?? 0), false);
  });

  it('never fails somebody who comes while others go', async () => {
    const comings = Array.from({ length: 3 }, async (_, index) => {
      for (let round = 0; round < 4; round += 1) {
        const cluster = await start();
        await query(cluster, `insert into proof values (${index})`);
        await cluster.stop();
      }
    });
    await Promise.all(comings);
    const [row] = await query(await start(), 'select count(*)::int as n from proof');
    assert.deepEqual(row, { n: 12 });
  });

  it('is taken over when the process that started it is killed', async () => {
    const { child, postmaster } = await startElsewhere();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const cluster = await start();
    assert.equal(await cluster.postmasterPid(), postmaster);
    await cluster.stop();
    assert.equal(alive(postmaster), false);
  });

  it('comes back when it is killed', async () => {
    const cluster = await start();
    const pid = (await cluster.postmasterPid()) ?? 0;
    await query(cluster, 'create table kept as select 42 as n');
    process.kill(pid, 'SIGKILL');
    assert.deepEqual(await queryEventually(cluster, 'select n from kept'), [{ n: 42 }]);
    assert.notEqual(await cluster.postmasterPid(), pid);
  });

  it('comes back when one of its sessions is killed, which makes it drop all of them', async () => {
    const cluster = await start();
    const client = new Client(cluster.connection('postgres'));
    client.on('error', () => {});
    await client.connect();
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const gone = new Promise((resolve) => client.once('end', resolve));
    process.kill(rows[0]?.pid ?? 0, 'SIGKILL');
    await gone;
    await queryEventually(cluster, 'select 1');
    const again = await start();
    await cluster.stop();
    assert.deepEqual(
      await query(again, 'select 1 as one'),
      [{ one: 1 }],
      'the first one is present again, or it would stop all',
    );
  });

  it('is not stopped under others by one that leaves while it comes back', async () => {
    const [cluster, other] = [await start(), await start()];
    const pid = await cluster.postmasterPid();
    const [row] = await query(cluster, "select pid from pg_stat_activity where backend_type = 'checkpointer'");
    process.kill(Number(row?.pid), 'SIGKILL');
    while ((await query(other, 'select 1').catch(() => undefined)) !== undefined) await sleep(5);
    await cluster.stop();
    assert.deepEqual(await queryEventually(other, 'select 1 as one'), [{ one: 1 }]);
    assert.equal(await other.postmasterPid(), pid);
  });

  it('is not stopped by one that leaves before a slower one has come back from a crash', async () => {
    const { child, postmaster } = await startElsewhere();
    const cluster = await start();
    child.kill('SIGSTOP');
    const [row] = await query(cluster, "select pid from pg_stat_activity where backend_type = 'checkpointer'");
    process.kill(Number(row?.pid), 'SIGKILL');
    while ((await query(cluster, 'select 1').catch(() => undefined)) !== undefined) await sleep(5);
    await queryEventually(cluster, 'select 1');
    const left = cluster.stop();
    await sleep(700);
    child.kill('SIGCONT');
    await left;
    assert.equal(alive(postmaster), true);
    child.send('stop');
    await once(child, 'exit');
    assert.equal(alive(postmaster), false);
  });

  it('recovers when it and the process that started it are killed', async () => {
    const { child, postmaster } = await startElsewhere();
    child.kill('SIGKILL');
    process.kill(postmaster, 'SIGKILL');
    await once(child, 'exit');
    const cluster = await start();
    assert.notEqual(await cluster.postmasterPid(), postmaster);
    assert.deepEqual(await query(cluster, 'select n from kept'), [{ n: 42 }]);
  });

  it('is not fooled by another process that has the number of a dead postmaster', async () => {
    const { child, postmaster } = await startElsewhere();
    child.kill('SIGKILL');
    process.kill(postmaster, 'SIGKILL');
    await once(child, 'exit');
    const user = clusterUser(join(dataDir, 'postgres'));
    const other = spawn('sleep', ['60'], { ...user, stdio: 'ignore' });
    children.add(other);
    const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
    const stale = await readFile(pidFile, 'utf8');
    await writeFile(pidFile, stale.replace(/^\d+/, String(other.pid)));
    assert.deepEqual(await query(await start(), 'select n from kept'), [{ n: 42 }]);
    assert.equal(other.exitCode, null);
  });

  it('stays away from a cluster that somebody out of reach holds', async () => {
    const user = clusterUser(join(dataDir, 'postgres'));
    const holder = spawn('flock', ['keyledger.lock', 'sleep', '60'], {
      ...user,
      cwd: join(dataDir, 'postgres'),
      stdio: 'ignore',
      detached: true,
    });
    await sleep(100);
    try {
      await assert.rejects(start(dataDir, 600), { code: 'unreachable', message: /held by a process/ });
    } finally {
      if (holder.pid !== undefined) process.kill(-holder.pid, 'SIGKILL');
    }
  });

  it('says why it does not start', async () => {
    const config = join(dataDir, 'postgres', 'postgresql.conf');
    const text = await readFile(config, 'utf8');
    await writeFile(config, `${text}\nno_such_setting = 1\n`);
    await assert.rejects(start(), { code: 'unreachable', message: /does not start.*no_such_setting/s });
    await writeFile(config, text);
  });

  it('refuses a cluster of another major version', async () => {
    const other = join(root, 'other');
    await mkdir(join(other, 'postgres'), { recursive: true });
    await writeFile(join(other, 'postgres', 'PG_VERSION'), '17\n');
    await assert.rejects(start(other), { code: 'data-directory', message: /created by PostgreSQL 17/ });
  });

  it('keeps its log small', async () => {
    const logFile = join(dataDir, 'postgres.log');
    await writeFile(logFile, Buffer.alloc(5 * 1024 * 1024, 'x'));
    await start();
    assert.ok((await stat(logFile)).size < 10_000);
    assert.ok((await stat(`${logFile}.1`)).size > 4 * 1024 * 1024);
  });

  it('uses no socket directory of somebody else', { skip: !asRoot && 'needs a second user' }, async () => {
    const none = join(root, 'none');
    await mkdir(none);
    const user = clusterUser(none);
    const directory = await socketDirectory(none, user);
    await chown(directory, 1, 1);
    await assert.rejects(socketDirectory(none, user), {
      code: 'data-directory',
      message: /another user/,
    });
    await rm(directory, { recursive: true });
  });
});
