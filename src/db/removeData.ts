import { realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { socketPlaces } from './embedded/socketDirectory.js';

/** Removes a data directory for good, with what its PostgreSQL left elsewhere. No process may use it any more. */
export async function removeData(dataDir: string): Promise<void> {
  const directory = await realpath(dataDir);
  for (const path of [directory, ...socketPlaces(join(directory, 'postgres'))]) {
    await rm(path, { recursive: true, force: true, maxRetries: 5 });
  }
}
