import { setTimeout as sleep } from 'node:timers/promises';
import { APPLICATION_NAME } from '../../db/applicationName.js';
import type { LoaderConnection, Loaders } from '../../db/connections.js';
import { PRESENCE_NAME } from '../../db/embedded/presence.js';
import { MIGRATION_LOCK } from '../../db/migrate.js';
import type { Tier } from '../../db/tiers.js';
import { OperatorError } from '../../operatorError.js';
import { forgetActivity, holdMigrations, otherSessions, otherSessionsOnNodes } from '../../sql/transfer/moveTables.js';

/** The database of a whole installation. */
export interface Installation {
  readonly loaders: Loaders;
  readonly tier: Tier;
}

/** How long ended sessions may still be visible. */
const TIMEOUT_MS = 5_000;
const PAUSE_MS = 100;

/**
 * Takes exclusive use of the database: until the transaction ends another process of this program can only read the schema
 * version. A process that is already connected is found by the name of its connections, on every node, and for the embedded
 * PostgreSQL by its presence.
 *
 * @param why the end of the error's sentence about the other process
 * @throws OperatorError when another process uses the database
 */
export const beAlone = async (
  { run }: Pick<LoaderConnection, 'run'>,
  { tier }: Installation,
  why: string,
): Promise<void> => {
  await run(holdMigrations(MIGRATION_LOCK));
  const look = tier.activitySpansNodes
    ? otherSessions(APPLICATION_NAME, PRESENCE_NAME)
    : otherSessionsOnNodes(APPLICATION_NAME);
  const deadline = Date.now() + TIMEOUT_MS;
  for (;;) {
    await run(forgetActivity());
    const [found] = await run(look);
    const isAlone = found?.sessions === 0 && (!tier.isEmbedded || found.processes <= 1);
    if (isAlone) return;
    if (Date.now() > deadline) {
      throw new OperatorError('in-use', `another keyledger process, a server perhaps, uses this database: ${why}`);
    }
    await sleep(PAUSE_MS);
  }
};
