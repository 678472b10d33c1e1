import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { errorCode } from '../databaseError.js';
import { type ClusterPlace, identityOf } from './clusterPlace.js';
import { socketPlaces } from './socketDirectory.js';

/** What a running (or killed) postmaster wrote about itself in `postmaster.pid`. The file may be a copy of another directory's. */
export interface PidFile {
  readonly pid: number;
  readonly socketDirectory: string;
  readonly port: number;
}

/** Reads `postmaster.pid`; undefined when there is none or it is not complete. */
export async function readPidFile(clusterDirectory: string): Promise<PidFile | undefined> {
  try {
    const lines = (await readFile(join(clusterDirectory, 'postmaster.pid'), 'utf8')).split('\n');
    // Lines: pid, data directory, start time, port, socket directory, address, shared memory, status.
    const [pid, , , port, directory] = lines;
    if (!pid || !port || !directory || lines.length < 7) return undefined;
    return { pid: Number(pid), socketDirectory: directory, port: Number(port) };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Whether process `pid` is the postmaster of this cluster. A process number is reused after a reboot or in a new container,
 * and a copied `postmaster.pid` names the postmaster of the original: only the directory that the process works in proves it.
 */
export async function isPostmaster(pid: number, place: ClusterPlace): Promise<boolean> {
  const args = await postgresArguments(pid);
  if (args === undefined) return false;
  const directory = await workingDirectory(pid);
  if (directory !== undefined) return directory === place.identity;
  // Root in a container may not read it. The socket directory is named by the identity; before that, by the path.
  return (
    socketPlaces(place.identity).some((sockets) => args.includes(`unix_socket_directories=${sockets}`)) ||
    args.includes(place.clusterDirectory)
  );
}

/**
 * Whether `pid` is a postmaster that works in another directory but was started under this path, which led there then. It
 * would write its `pg_control` into the directory that has the path now.
 */
export async function writesUnderPath(pid: number, place: ClusterPlace): Promise<boolean> {
  const args = await postgresArguments(pid);
  if (args?.includes(place.clusterDirectory) !== true) return false;
  const directory = await workingDirectory(pid);
  return directory !== undefined && directory !== place.identity;
}

/** The arguments of a running postmaster; undefined: the process is something else, or has exited. */
async function postgresArguments(pid: number): Promise<readonly string[] | undefined> {
  const [program = '', ...args] = await commandOf(pid);
  return basename(program) === 'postgres' ? args : undefined;
}

/** Identity of a process's working directory, even a removed one; undefined where it may not be read. */
async function workingDirectory(pid: number): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined;
  return await identityOf(`/proc/${pid}/cwd`).catch(() => undefined);
}

/** Empty when the process has exited. */
async function commandOf(pid: number): Promise<string[]> {
  if (process.platform === 'linux') {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
  }
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
    .stdout.trim()
    .split(' ');
}
