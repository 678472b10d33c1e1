import type { Command } from 'commander';
import { type SharedOptions, sharedOptions } from './shell/options.js';
import { answer } from './shell/output.js';
import { withSession } from './shell/session.js';

/** Every command migrates the schema when it opens the database; this one only does that. */
export const addMigrate = (program: Command): void => {
  sharedOptions(program.command('migrate').description('migrate the schema of the database')).action(
    (options: SharedOptions) =>
      withSession(
        options,
        async ({ database: { schemaVersion, location, kind, tier } }) =>
          answer(
            options,
            { schemaVersion, kind, location, isDistributed: tier.distributesTables },
            `Schema version ${schemaVersion} in ${location}${tier.distributesTables ? ', distributed by account' : ''}`,
          ),
        // Operators should know what their database does not enforce.
        'warn',
      ),
  );
};
