import { realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { identityOf } from './embedded/clusterPlace.js';
import { socketPlaces } from './embedded/socketDirectory.js';

/** Deletes a data directory and the socket directories of its PostgreSQL. No process may still use it. */
export async function removeData(dataDir: string): Promise<void> {
  const directory = await realpath(dataDir);
  const identity = await identityOf(join(directory, 'postgres')).catch(() => undefined);
  for (const path of [directory, ...(identity === undefined ? [] : socketPlaces(identity))]) {
    await rm(path, { recursive: true, force: true, maxRetries: 5 });
  }
}
