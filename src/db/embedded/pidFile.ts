import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { errorCode } from '../databaseError.js';

/** What a running (or killed) postmaster wrote about itself in `postmaster.pid`. */
export interface PidFile {
  readonly pid: number;
  readonly socketDirectory: string;
  readonly port: number;
}

/** Reads `postmaster.pid`; undefined when there is none or it is not complete yet. */
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
 * Whether process `pid` is the postmaster of this cluster. A process number is reused after a reboot or in a new
 * container, so the number alone proves nothing; the command line names the cluster or its private socket directory.
 */
export async function isPostmaster({ pid, socketDirectory }: PidFile, clusterDirectory: string): Promise<boolean> {
  const [program = '', ...args] = await commandOf(pid);
  return (
    basename(program) === 'postgres' &&
    (args.includes(clusterDirectory) || args.includes(`unix_socket_directories=${socketDirectory}`))
  );
}

/** Empty when the process has exited. The working directory would tell it too, but root in a container may not read that. */
async function commandOf(pid: number): Promise<string[]> {
  if (process.platform === 'linux') {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
  }
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
    .stdout.trim()
    .split(' ');
}
