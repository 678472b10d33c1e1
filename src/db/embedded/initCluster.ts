import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, mkdtemp, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseError, errorCode } from '../databaseError.js';
import type { Binaries } from './binaries.js';
import { type ClusterUser, canEnter } from './clusterUser.js';
import { socketDirectory } from './socketDirectory.js';

/** The cluster's superuser, who owns the schema; the server's own connections set a role with fewer rights. */
export const OWNER = 'keyledger';

/** Inside the cluster's directory, so that cluster and password appear with one rename. */
const PASSWORD_FILE = 'keyledger.password';

/** Unfinished clusters older than this were left by a killed process; initdb takes about a second. */
const ABANDONED_AFTER_MS = 10 * 60_000;

/** Written into the new cluster's postgresql.conf, where the person who runs the server may change them. */
const INITIAL_SETTINGS: readonly string[] = [
  'shared_buffers=128MB',
  'max_connections=60',
  'jit=off',
  // The log is for problems of the database. Values may be secret: no statements, no details with rows.
  'log_error_verbosity=terse',
  'log_min_error_statement=panic',
  'log_checkpoints=off',
  'log_line_prefix=%m [%p] ',
];

/**
 * Creates the cluster at `clusterDirectory` unless it exists. It is complete or absent at every moment, and of two processes
 * that try at once one creates it and the other finds it.
 *
 * @throws DatabaseError `data-directory` when it cannot be created, or was created by another major version
 */
export async function initCluster(
  clusterDirectory: string,
  binaries: Binaries,
  user: ClusterUser | undefined,
  durable: boolean,
): Promise<void> {
  const found = await clusterMajor(clusterDirectory);
  if (found !== undefined) {
    if (found === binaries.major) return;
    throw new DatabaseError(
      'data-directory',
      `${clusterDirectory} was created by PostgreSQL ${found}, and this version of Keyledger includes PostgreSQL ${binaries.major}: use the version that created it`,
    );
  }
  const parent = dirname(clusterDirectory);
  await removeAbandoned(parent);
  const building = await mkdtemp(join(parent, 'postgres.new-'));
  try {
    if (user !== undefined) await chown(building, user.uid, user.gid);
    const password = randomBytes(24).toString('base64url');
    await runInitdb(building, password, binaries, user, durable);
    await writePrivate(join(building, PASSWORD_FILE), password, user);
    await rename(building, clusterDirectory);
    await syncDirectory(parent);
  } catch (error) {
    await rm(building, { recursive: true, force: true });
    // Another process was faster; its cluster is used.
    if (errorCode(error) !== 'ENOTEMPTY' && errorCode(error) !== 'EEXIST') throw error;
  }
}

/** The password of the cluster's owner, readable by the user who runs the cluster and by root. */
export async function ownerPassword(clusterDirectory: string): Promise<string> {
  return await readFile(join(clusterDirectory, PASSWORD_FILE), 'utf8');
}

/** A path by which the cluster's user reaches a directory that it may read but whose parents it may not enter. */
export function pathFor(user: ClusterUser | undefined, directory: string): string {
  // The kernel resolves this link without walking the parents. It lets a data directory below /root (0700) be used where
  // it is, without a change of permissions; PostgreSQL never leaves its working directory.
  if (user === undefined || canEnter(user, directory)) return directory;
  if (process.platform === 'linux') return '/proc/self/cwd';
  throw new DatabaseError(
    'data-directory',
    `PostgreSQL runs as the user with id ${user.uid}, who cannot reach ${directory}: choose another data directory`,
  );
}

async function clusterMajor(clusterDirectory: string): Promise<string | undefined> {
  try {
    return (await readFile(join(clusterDirectory, 'PG_VERSION'), 'utf8')).trim();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function runInitdb(
  directory: string,
  password: string,
  binaries: Binaries,
  user: ClusterUser | undefined,
  durable: boolean,
): Promise<void> {
  const privateDirectory = await socketDirectory(directory, user);
  const passwordFile = join(privateDirectory, 'password');
  try {
    await writePrivate(passwordFile, password, user);
    const args = [
      ...['-D', pathFor(user, directory), '-U', OWNER, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`],
      // Sorting by code point and the same on every system: upgrades of the C library cannot corrupt an index.
      ...['-E', 'UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
      ...['--data-checksums', '--no-instructions', ...(durable ? [] : ['--no-sync'])],
      ...INITIAL_SETTINGS.flatMap((setting) => ['-c', setting]),
    ];
    const { code, output } = await run(binaries.initdb, args, directory, user);
    if (code !== 0) throw new DatabaseError('data-directory', `initdb failed in ${directory}: ${output.trim()}`);
  } finally {
    await rm(privateDirectory, { recursive: true, force: true });
  }
}

function run(
  program: string,
  args: string[],
  cwd: string,
  user: ClusterUser | undefined,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...user, cwd, env: postgresEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', () => {});
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

/** The environment of PostgreSQL's programs: without variables that could change their behaviour. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

async function writePrivate(path: string, text: string, user: ClusterUser | undefined): Promise<void> {
  await writeFile(path, text, { mode: 0o600, flag: 'wx', flush: true });
  if (user !== undefined) await chown(path, user.uid, user.gid);
}

async function removeAbandoned(parent: string): Promise<void> {
  await mkdir(parent, { recursive: true });
  for (const name of await readdir(parent)) {
    if (!name.startsWith('postgres.new-')) continue;
    const path = join(parent, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (Date.now() - mtimeMs > ABANDONED_AFTER_MS) await rm(path, { recursive: true, force: true });
  }
}

async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
