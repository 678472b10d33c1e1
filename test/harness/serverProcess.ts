import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const SERVER_MAIN = fileURLToPath(new URL('./serverMain.js', import.meta.url));

/** A server in a process of its own. */
export interface ServerProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** SIGTERM, and waits for the end. */
  stop(): Promise<void>;
}

/** Starts a server process on an external database, or on the embedded one of a data directory. */
export const startServerProcess = async (
  where: { readonly databaseUrl: string } | { readonly dataDir: string },
  env: Readonly<Record<string, string>> = {},
  execArgv: readonly string[] = [],
): Promise<ServerProcess> => {
  const { DATABASE_URL: _unused, ...inherited } = process.env;
  const child = spawn(process.execPath, [...execArgv, SERVER_MAIN], {
    env: {
      ...inherited,
      ...('databaseUrl' in where ? { DATABASE_URL: where.databaseUrl } : { KEYLEDGER_DATA: where.dataDir }),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const url = await Promise.race([
    once(lines, 'line').then(([line]) => String(line)),
    ended.then(([code, signal]) => Promise.reject(new Error(`the server ended at once (${code ?? signal})`))),
  ]);
  return {
    url,
    child,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
};

/** Kills the PostgreSQL of a data directory with SIGKILL, all its processes at once. */
export const killDatabase = async (dataDir: string): Promise<void> => {
  const pidFile = await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8');
  const postmaster = Number(pidFile.split('\n')[0]);
  // A postmaster that is killed alone leaves its backends behind for a moment.
  for (const pid of [postmaster, ...(await childrenOf(postmaster))]) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // gone already
    }
  }
};

/** Kills the server and the PostgreSQL of its data directory, both with SIGKILL, as a power cut would. */
export const killWithDatabase = async (server: ServerProcess, dataDir: string): Promise<void> => {
  const ended = once(server.child, 'exit');
  server.child.kill('SIGKILL');
  await killDatabase(dataDir);
  await ended;
};

const childrenOf = async (pid: number): Promise<number[]> => {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text.trim() === '' ? [] : text.trim().split(' ').map(Number);
};
