import assert from 'node:assert/strict';
import { execFile, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, link, mkdtemp, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { pino } from 'pino';
import { prepareBinaries } from '../../src/db/embedded/binaries.js';
import { clusterUser } from '../../src/db/embedded/clusterUser.js';
import { EmbeddedCluster } from '../../src/db/embedded/embeddedCluster.js';

const PROGRAM = fileURLToPath(new URL('embeddedProcess.js', import.meta.url));
const log = pino({ level: 'silent' });
const run = promisify(execFile);

/** Two names for one directory, and one name for two directories, one after the other. */
describe('a data directory that is copied, moved or linked', () => {
  let root: string;
  /** Every test has a copy of this one, which is closed: `initdb` runs once. */
  let template: string;
  const running = new Set<EmbeddedCluster>();
  const orphans = new Set<number>();
  let count = 0;

  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'keyledger-copied-'));
    template = join(root, 'template');
    const cluster = await start(template);
    // PostgreSQL's user may walk here: otherwise it is never started by the absolute path.
    for (const directory of [root, template]) await chmod(directory, 0o755);
    await query(cluster, "create table owner as select 'template' as name");
    await cluster.stop();
  });
  afterEach(async () => {
    for (const cluster of running) await cluster.stop();
    running.clear();
    for (const pid of orphans) if (existsSync(`/proc/${pid}/exe`)) process.kill(pid, 'SIGKILL');
    orphans.clear();
  });
  after(() => rm(root, { recursive: true, force: true }));

  const start = async (dataDir: string, logTo = log): Promise<EmbeddedCluster> => {
    const cluster = await EmbeddedCluster.start({ dataDir, log: logTo });
    running.add(cluster);
    return cluster;
  };
  const query = async (cluster: EmbeddedCluster, text: string): Promise<unknown> => {
    const client = new Client(cluster.connection('postgres'));
    client.on('error', () => {});
    await client.connect();
    try {
      return (await client.query<{ name: string }>(text)).rows[0]?.name;
    } finally {
      await client.end();
    }
  };
  const ownerOf = (cluster: EmbeddedCluster) => query(cluster, 'select name from owner');
  const copy = (from: string, to: string, ...options: string[]) => run('cp', [...options, '-a', from, to]);
  const fresh = async (): Promise<string> => {
    count += 1;
    const directory = join(root, `data${count}`);
    await copy(template, directory);
    return directory;
  };
  const alive = (pid: number) => existsSync(`/proc/${pid}/exe`);
  const pidOf = async (cluster: EmbeddedCluster) => (await cluster.postmasterPid()) ?? 0;
  /** The process that uses the directory is killed; its PostgreSQL goes on. */
  const orphaned = async (dataDir: string, beforeKill = async () => {}): Promise<number> => {
    const child = fork(PROGRAM, [dataDir]);
    const [postmaster] = await once(child, 'message');
    orphans.add(postmaster);
    await beforeKill();
    child.kill('SIGKILL');
    await once(child, 'exit');
    return postmaster;
  };
  const checkpoint = (cluster: EmbeddedCluster) => query(cluster, 'checkpoint');

  it('a copy of a running one gets a database of its own, and the original is untouched', async () => {
    const original = await fresh();
    const first = await start(original);
    await query(first, "update owner set name = 'original'");
    await checkpoint(first);
    await copy(original, `${original}-copy`);
    const second = await start(`${original}-copy`);
    assert.notEqual(await pidOf(second), await pidOf(first));
    await query(second, "update owner set name = 'copy'");
    await second.stop();
    assert.equal(alive(await pidOf(first)), true, 'stopping the copy does not stop the original');
    assert.equal(await ownerOf(first), 'original');
    assert.equal(await ownerOf(await start(`${original}-copy`)), 'copy');
  });

  it('a copy that takes the name of the running one gets a database of its own', async () => {
    const path = await fresh();
    const first = await start(path);
    await query(first, "update owner set name = 'moved'");
    await checkpoint(first);
    await rename(path, `${path}-old`);
    await copy(`${path}-old`, path);
    const second = await start(path);
    await query(second, "update owner set name = 'restored'");
    assert.equal(await ownerOf(first), 'moved', 'its sockets still lead to the moved directory');
    // PostgreSQL writes pg_control at each checkpoint, by the path that it was started with.
    const control = join(path, 'postgres', 'global', 'pg_control');
    const stopped = await pidOf(second);
    await second.stop();
    assert.equal(alive(stopped), false);
    const untouched = await readFile(control);
    await query(first, 'create table more as select 1 as n');
    await checkpoint(first);
    assert.deepEqual(await readFile(control), untouched);
    await first.stop();
    assert.deepEqual(await readFile(control), untouched, 'not even when it stops');
    assert.equal(await ownerOf(await start(path)), 'restored');
    assert.equal(await ownerOf(await start(`${path}-old`)), 'moved');
  });

  it('stops PostgreSQL in a directory that was moved meanwhile', async () => {
    const path = await fresh();
    const cluster = await start(path);
    const pid = await pidOf(cluster);
    await rename(path, `${path}-moved`);
    await cluster.stop();
    assert.equal(alive(pid), false);
    assert.equal(await ownerOf(await start(`${path}-moved`)), 'template');
  });

  it('a backup over the directory of a killed server leaves out its PostgreSQL, which still runs', async () => {
    const path = await fresh();
    const first = await start(path);
    await checkpoint(first);
    // Quiet after the checkpoint, so that the copy is one of one moment.
    await copy(path, `${path}-backup`);
    const orphan = await orphaned(path, () => first.stop());
    await rm(path, { recursive: true, maxRetries: 5 });
    await copy(`${path}-backup`, path);
    const cluster = await start(path);
    assert.notEqual(await pidOf(cluster), orphan);
    assert.equal(await ownerOf(cluster), 'template');
    await cluster.stop();
    // The orphan ends once it misses its own directory; until then it writes only there.
    process.kill(orphan, 'SIGQUIT');
    while (alive(orphan)) await sleep(10);
    assert.equal(await ownerOf(await start(path)), 'template');
  });

  it('a copy of one whose server and PostgreSQL were killed recovers on its own, beside the original', async () => {
    const path = await fresh();
    const orphan = await orphaned(path);
    process.kill(orphan, 'SIGKILL');
    while (alive(orphan)) await sleep(5);
    await copy(path, `${path}-copy`);
    const [first, second] = [await start(path), await start(`${path}-copy`)];
    await query(first, "update owner set name = 'first'");
    await query(second, "update owner set name = 'second'");
    assert.deepEqual([await ownerOf(first), await ownerOf(second)], ['first', 'second']);
  });

  it('does not go on with another directory that was put in its place', async () => {
    const path = await fresh();
    const lines: string[] = [];
    const cluster = await start(path, pino({ level: 'info' }, { write: (line: string) => void lines.push(line) }));
    const pid = await pidOf(cluster);
    await rename(path, `${path}-old`);
    await copy(template, path);
    process.kill(pid, 'SIGKILL');
    while (!/could not be started again|was restarted/.test(lines.join(''))) await sleep(5);
    assert.match(lines.join(''), /was replaced by another directory while this process used it/);
    await rename(path, `${path}-other`);
    await rename(`${path}-old`, path);
    while (!lines.join('').includes('was restarted')) await sleep(5);
    assert.equal(await ownerOf(cluster), 'template', 'it goes on once its own directory is back');
  });

  it('refuses to start under the name of a directory in which a PostgreSQL still runs that goes by the name', async () => {
    const path = await fresh();
    // An earlier version started PostgreSQL with the absolute path.
    const user = clusterUser(join(path, 'postgres'));
    const { postgres } = await prepareBinaries(user, path, log);
    const options = ['-c', 'listen_addresses=', '-c', 'unix_socket_directories=/tmp', '-c', 'port=54991'];
    const old = spawn(postgres, ['-D', join(path, 'postgres'), ...options], { ...user, stdio: 'ignore', cwd: '/' });
    orphans.add(old.pid ?? 0);
    while (!(await readFile(join(path, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '')).includes('ready')) {
      await sleep(20);
    }
    await rename(path, `${path}-old`);
    await copy(`${path}-old`, path);
    await assert.rejects(start(path), { code: 'data-directory', message: /would write into this one: stop it first/ });
  });

  it('one directory by a link, or with an emptied or foreign postmaster.pid, is still one database', async () => {
    const path = await fresh();
    const first = await start(path);
    const pid = await pidOf(first);
    await symlink(path, `${path}-link`);
    assert.equal(await pidOf(await start(`${path}-link`)), pid);
    const pidFile = join(path, 'postgres', 'postmaster.pid');
    await truncate(pidFile);
    const second = await start(path);
    await query(second, "update owner set name = 'one'");
    assert.equal(await ownerOf(first), 'one');
    const other = await start(await fresh());
    await writeFile(pidFile, await readFile(join(other.directory, 'postmaster.pid')));
    assert.equal(await ownerOf(await start(path)), 'one');
    for (const cluster of running) if (cluster !== other) await cluster.stop();
    assert.equal(alive(pid), false, 'stopped although its postmaster.pid was overwritten');
    assert.equal(await ownerOf(other), 'template');
  });

  it('a hard link to the postmaster.pid of another directory is not that directory', async () => {
    const [one, two] = [await fresh(), await fresh()];
    const first = await start(one);
    await link(join(first.directory, 'postmaster.pid'), join(two, 'postgres', 'postmaster.pid'));
    const second = await start(two);
    assert.notEqual(await pidOf(second), await pidOf(first));
    await query(second, "update owner set name = 'two'");
    assert.equal(await ownerOf(first), 'template');
  });

  it('refuses a copy that is made of hard links', async () => {
    const path = await fresh();
    await copy(path, `${path}-links`, '-l');
    await assert.rejects(start(`${path}-links`), { code: 'data-directory', message: /hard links/ });
  });

  it('an earlier directory of another kind is no trap: the password of the copy may differ', async () => {
    const [one, two] = [await fresh(), await fresh()];
    const first = await start(one);
    await query(first, "alter role keyledger password 'another'");
    await copy(join(one, 'postgres', 'postmaster.pid'), join(two, 'postgres', 'postmaster.pid'));
    assert.equal(await ownerOf(await start(two)), 'template');
    await query(first, 'select 1').catch(() => {});
  });
});
