import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { errorCode } from '../databaseError.js';
import { isPostmaster } from './pidFile.js';
import { type PostmasterPlan, removeSocketDirectory } from './postmaster.js';

const POLL_MS = 20;

/** Timeout of a fast shutdown; then PostgreSQL is stopped without its final checkpoint, which costs a recovery. */
const STOP_TIMEOUT_MS = 30_000;

/** Stops the postmaster `pid`, if that is the cluster's, and removes its socket directory. */
export async function stopPostmaster(pid: number, plan: PostmasterPlan, sockets: string, log: Logger): Promise<void> {
  if (!(await isPostmaster(pid, plan))) return;
  signal(pid, 'SIGINT');
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (await isPostmaster(pid, plan)) {
    if (Date.now() > deadline) {
      log.warn('PostgreSQL did not stop in time and is stopped at once; it recovers at its next start');
      signal(pid, 'SIGQUIT');
      return;
    }
    await sleep(POLL_MS);
  }
  await removeSocketDirectory(plan, sockets);
  log.debug('embedded PostgreSQL stopped');
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}
