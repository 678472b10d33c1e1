import { type ChildProcess, spawn } from 'node:child_process';
import { constants, existsSync } from 'node:fs';
import { access, open, readFile, rename, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { DatabaseError } from '../databaseError.js';
import type { Binaries } from './binaries.js';
import type { ClusterPlace } from './clusterPlace.js';
import type { ClusterUser } from './clusterUser.js';
import { pathFor, postgresEnvironment } from './initCluster.js';
import { isPostmaster, readPidFile, writesUnderPath } from './pidFile.js';
import { SOCKET_PORT, socketDirectory } from './socketDirectory.js';

/** flock's exit code when another process holds the cluster's lock. */
const LOCK_HELD_EXIT_CODE = 75;

/** postgres.log is rotated beyond this size; one old file is kept beside it. */
const LOG_MAX_BYTES = 4 * 1024 * 1024;

/** How much of postgres.log an error message quotes. */
const LOG_TAIL_BYTES = 1500;

/** How to start the postmaster of one cluster. */
export interface PostmasterPlan extends ClusterPlace {
  readonly logFile: string;
  readonly binaries: Binaries;
  readonly user: ClusterUser | undefined;
  /** False only for throw-away clusters of tests: a power cut may then lose everything. */
  readonly durable: boolean;
}

/** How a postmaster that this process spawned ended. */
type PostmasterExit = 'lock-held' | 'stopped' | 'failed';

/** A postmaster this process spawned. Whether it becomes the cluster's is decided by PostgreSQL's own lock. */
export interface SpawnedPostmaster {
  readonly child: ChildProcess;
  /** Undefined while it runs. */
  exit(): PostmasterExit | undefined;
}

/**
 * Spawns a postmaster. It outlives this process: other processes may be using it, and the last of them stops it.
 *
 * Two locks prevent a second postmaster on the cluster. PostgreSQL's own `postmaster.pid` relies on process numbers,
 * which repeat after a reboot and mean nothing in another container. So, where the `flock` program exists (every
 * usual Linux), the postmaster and each of its children hold a file lock as long as one of them lives; under that lock a
 * leftover `postmaster.pid` is proven stale, or a copy of another directory's, and is removed.
 */
export async function spawnPostmaster(plan: PostmasterPlan): Promise<SpawnedPostmaster> {
  const { clusterDirectory, user } = plan;
  await refuseOtherWriter(plan);
  const sockets = await socketDirectory(clusterDirectory, user);
  const server = [plan.binaries.postgres, ...settings(plan, sockets)];
  const lock = await findProgram('flock');
  const [program = '', ...args] =
    lock === undefined ? server : [...lockCommand(lock), ...(await readyDirectories(plan, sockets)), ...server];
  await rotateLog(plan.logFile);
  const log = await open(plan.logFile, 'a', 0o600);
  try {
    // So that the same data directory can later be used by that user directly, without root.
    if (user !== undefined) await log.chown(user.uid, user.gid);
    const child = spawn(program, args, {
      ...user,
      cwd: clusterDirectory,
      env: postgresEnvironment(),
      stdio: ['ignore', log.fd, log.fd],
      // A process group of its own: Ctrl-C in the terminal reaches only this process, which stops PostgreSQL last.
      detached: true,
    });
    let exit: PostmasterExit | undefined;
    child.once('exit', (code) => {
      exit = code === LOCK_HELD_EXIT_CODE ? 'lock-held' : code === 0 ? 'stopped' : 'failed';
    });
    await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject));
    child.unref();
    return { child, exit: () => exit };
  } finally {
    await log.close();
  }
}

/** The end of postgres.log. */
export async function logTail(logFile: string): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  return text.slice(-LOG_TAIL_BYTES).trim();
}

/** @throws DatabaseError `data-directory` when a PostgreSQL still runs that was started when this path led elsewhere */
async function refuseOtherWriter(plan: PostmasterPlan): Promise<void> {
  const pid = (await readPidFile(plan.clusterDirectory))?.pid;
  if (pid === undefined || !(await writesUnderPath(pid, plan))) return;
  throw new DatabaseError(
    'data-directory',
    `process ${pid} runs PostgreSQL on a directory that was ${plan.clusterDirectory} before, and would write into this one: stop it first (kill -INT ${pid})`,
  );
}

function settings(plan: PostmasterPlan, sockets: string): string[] {
  const durability = plan.durable ? 'on' : 'off';
  return [
    ...['-D', ownDirectory(plan)],
    ...['-c', 'listen_addresses=', '-c', `port=${SOCKET_PORT}`],
    ...['-c', `unix_socket_directories=${sockets}`, '-c', 'unix_socket_permissions=0700'],
    // On the command line, where no edit of postgresql.conf can weaken the promise "logged before answered".
    ...['-c', `fsync=${durability}`, '-c', `full_page_writes=${durability}`, '-c', `synchronous_commit=${durability}`],
    // Several test files run at a time, each with servers of its own.
    ...(plan.durable ? [] : ['-c', 'max_connections=200']),
    ...['-c', 'timezone=UTC', '-c', 'log_timezone=UTC', '-c', 'logging_collector=off', '-c', 'log_destination=stderr'],
  ];
}

/**
 * The directory by which PostgreSQL calls its own. PostgreSQL opens `pg_control` by this path: an absolute one would lead into
 * another directory that is later put in its place, and overwrite that one's. This link follows a directory that is moved.
 */
function ownDirectory({ user, clusterDirectory }: PostmasterPlan): string {
  const own = '/proc/self/cwd';
  return process.platform === 'linux' && existsSync(own) ? own : pathFor(user, clusterDirectory);
}

function lockCommand(flock: string): string[] {
  // A relative path, because the cluster's user may not be able to walk to the absolute one.
  return [flock, '--nonblock', '--no-fork', '--conflict-exit-code', String(LOCK_HELD_EXIT_CODE), 'keyledger.lock'];
}

/** Removes stale files, and creates the socket directory again: another process may have removed it since it was found. */
async function readyDirectories(plan: PostmasterPlan, sockets: string): Promise<string[]> {
  const pidFile = await readPidFile(plan.clusterDirectory);
  // An operator may have started PostgreSQL here by hand, without the lock; then its files stay, and its log names the problem.
  const isTaken = pidFile !== undefined && (await isPostmaster(pidFile.pid, plan));
  const remove = isTaken
    ? ''
    : `rm -f postmaster.pid "$0/.s.PGSQL.${SOCKET_PORT}" "$0/.s.PGSQL.${SOCKET_PORT}.lock" && `;
  return ['/bin/sh', '-c', `mkdir -m 0700 "$0" 2>/dev/null; [ -O "$0" ] && ${remove}exec "$@"`, sockets];
}

/**
 * Removes the socket directory of a postmaster that has exited. Under its lock, so that another one, which is being started,
 * keeps its directory.
 */
export async function removeSocketDirectory(
  { clusterDirectory, user }: PostmasterPlan,
  sockets: string,
): Promise<void> {
  const lock = await findProgram('flock');
  const command = [...(lock === undefined ? [] : lockCommand(lock)), 'rmdir', sockets];
  const [program = '', ...args] = command;
  const child = spawn(program, args, { ...user, cwd: clusterDirectory, env: postgresEnvironment(), stdio: 'ignore' });
  // It may fail, and then an empty directory stays.
  await new Promise((resolve) => child.once('close', resolve).once('error', resolve));
}

async function findProgram(name: string): Promise<string | undefined> {
  for (const directory of (postgresEnvironment().PATH ?? '').split(delimiter)) {
    const path = join(directory, name);
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return undefined;
}

async function rotateLog(logFile: string): Promise<void> {
  const { size } = await stat(logFile).catch(() => ({ size: 0 }));
  if (size > LOG_MAX_BYTES) await rename(logFile, `${logFile}.1`).catch(() => undefined);
}
