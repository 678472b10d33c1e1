import { realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { socketPlaces } from './embedded/socketDirectory.js';

/** Deletes a data directory and the socket directories of its PostgreSQL. No process may still use it. */
export async function removeData(dataDir: string): Promise<void> {
  const directory = await realpath(dataDir);
  for (const path of [directory, ...socketPlaces(join(directory, 'postgres'))]) {
    await rm(path, { recursive: true, force: true, maxRetries: 5 });
  }
}
