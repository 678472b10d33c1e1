import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, open, readFile, rename, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Binaries } from './binaries.js';
import type { ClusterUser } from './clusterUser.js';
import { pathFor, postgresEnvironment } from './initCluster.js';
import { isPostmaster, readPidFile } from './pidFile.js';
import { SOCKET_PORT, socketDirectory } from './socketDirectory.js';

/** flock's exit code when another process holds the cluster's lock. */
const LOCK_HELD_EXIT_CODE = 75;

/** postgres.log is rotated beyond this size; one old file is kept beside it. */
const LOG_MAX_BYTES = 4 * 1024 * 1024;

/** How much of postgres.log an error message quotes. */
const LOG_TAIL_BYTES = 1500;

/** How to start the postmaster of one cluster. */
export interface PostmasterPlan {
  readonly clusterDirectory: string;
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
 * leftover `postmaster.pid` is proven stale and is removed.
 */
export async function spawnPostmaster(plan: PostmasterPlan): Promise<SpawnedPostmaster> {
  const { clusterDirectory, user } = plan;
  const sockets = await socketDirectory(clusterDirectory, user);
  const server = [plan.binaries.postgres, ...settings(plan, sockets)];
  const lock = await findProgram('flock');
  const [program = '', ...args] =
    lock === undefined
      ? server
      : [...lockCommand(lock), ...(await staleFilesCommand(clusterDirectory, sockets)), ...server];
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

function settings(plan: PostmasterPlan, sockets: string): string[] {
  const durability = plan.durable ? 'on' : 'off';
  return [
    ...['-D', pathFor(plan.user, plan.clusterDirectory)],
    ...['-c', 'listen_addresses=', '-c', `port=${SOCKET_PORT}`],
    ...['-c', `unix_socket_directories=${sockets}`, '-c', 'unix_socket_permissions=0700'],
    // On the command line, where no edit of postgresql.conf can weaken the promise "logged before answered".
    ...['-c', `fsync=${durability}`, '-c', `full_page_writes=${durability}`, '-c', `synchronous_commit=${durability}`],
    // Several test files run at a time, each with servers of its own.
    ...(plan.durable ? [] : ['-c', 'max_connections=200']),
    ...['-c', 'timezone=UTC', '-c', 'log_timezone=UTC', '-c', 'logging_collector=off', '-c', 'log_destination=stderr'],
  ];
}

function lockCommand(flock: string): string[] {
  // A relative path, because the cluster's user may not be able to walk to the absolute one.
  return [flock, '--nonblock', '--no-fork', '--conflict-exit-code', String(LOCK_HELD_EXIT_CODE), 'keyledger.lock'];
}

async function staleFilesCommand(clusterDirectory: string, sockets: string): Promise<string[]> {
  const pidFile = await readPidFile(clusterDirectory);
  // An operator may have started PostgreSQL here by hand, without the lock; then its files stay, and its log names the problem.
  if (pidFile !== undefined && (await isPostmaster(pidFile, clusterDirectory))) return [];
  const socket = join(sockets, `.s.PGSQL.${SOCKET_PORT}`);
  return ['/bin/sh', '-c', 'rm -f postmaster.pid "$0" "$0.lock" && exec "$@"', socket];
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
