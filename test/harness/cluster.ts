import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { EmbeddedCluster } from '../../src/db/embedded/embeddedCluster.js';

/** A throw-away PostgreSQL for tests. */
export interface TestCluster {
  /** Its owner's URL. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a PostgreSQL of its own in a temporary directory, without fsync; `stop` removes every trace of it. */
export async function startTestCluster(): Promise<TestCluster> {
  const dataDir = await mkdtemp(join(tmpdir(), 'keyledger-test-'));
  const cluster = await EmbeddedCluster.start({ dataDir, log: pino({ level: 'warn' }), durable: false });
  const { host, port, user, password } = cluster.connection('postgres');
  const pid = await cluster.postmasterPid();
  // When a test ends its process the hard way, nothing may stay behind either.
  const onExit = (): void => {
    if (pid !== undefined) process.kill(pid, 'SIGQUIT');
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
    rmSync(host, { recursive: true, force: true });
  };
  process.once('exit', onExit);
  cluster.unref();
  return {
    url: `postgresql://${user}:${password}@localhost/postgres?host=${encodeURIComponent(host)}&port=${port}`,
    stop: async () => {
      process.off('exit', onExit);
      await cluster.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
