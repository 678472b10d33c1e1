import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, statfs } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { EmbeddedCluster } from '../../src/db/embedded/embeddedCluster.js';

/** A test run writes a few hundred megabytes. */
const MEMORY_MIN_BYTES = 2 ** 30;

/** A throw-away PostgreSQL for tests. */
export interface TestCluster {
  /** Its owner's URL. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a PostgreSQL of its own in a temporary directory, without fsync. No trace of it outlives this process. */
export async function startTestCluster(): Promise<TestCluster> {
  const dataDir = await mkdtemp(join(await fastPlace(), 'keyledger-test-'));
  const cluster = await EmbeddedCluster.start({ dataDir, log: pino({ level: 'warn' }), durable: false });
  const { host, port, user, password } = cluster.connection('postgres');
  const cleaned = cleanUpAfterThisProcess((await cluster.postmasterPid()) ?? 0, [dataDir, host]);
  cluster.unref();
  return {
    url: `postgresql://${user}:${password}@localhost/postgres?host=${encodeURIComponent(host)}&port=${port}`,
    stop: async () => {
      await cluster.stop();
      await cleaned();
    },
  };
}

/**
 * In memory where there is room: making a database creates 300 files, and ext4 takes a millisecond for each while it
 * avoids the inodes of the database just dropped (measured 350 ms against 40).
 */
async function fastPlace(): Promise<string> {
  const memory = '/dev/shm';
  const room = await statfs(memory).catch(() => undefined);
  return room !== undefined && room.bavail * room.bsize > MEMORY_MIN_BYTES ? memory : tmpdir();
}

/**
 * A shell that waits for the end of its input, which comes with the end of this process however it ends, then kills what
 * is left and removes the directories.
 *
 * @returns what to call when the postmaster has stopped: it lets the shell do its work and waits for it
 */
function cleanUpAfterThisProcess(postmasterPid: number, directories: string[]): () => Promise<void> {
  const script = 'pid=$1; shift; read -r word || { kill -QUIT "$pid"; sleep 0.5; }; rm -rf -- "$@"';
  const shell = spawn('/bin/sh', ['-c', script, 'sh', String(postmasterPid), ...directories], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  shell.unref();
  if (shell.stdin instanceof Socket) shell.stdin.unref();
  return async () => {
    shell.ref();
    shell.stdin.end('stopped\n');
    if (shell.exitCode === null) await once(shell, 'exit');
  };
}
