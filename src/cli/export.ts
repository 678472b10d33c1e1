import type { Command } from 'commander';
import { exportDirectory } from '../engine/transfer/exportDirectory.js';
import { programVersion } from '../programVersion.js';
import { type SharedOptions, sharedOptions } from './shell/options.js';
import { answer } from './shell/output.js';
import { withSession } from './shell/session.js';
import { describeMove } from './transfer/describeMove.js';
import { progressOf, withProgress } from './transfer/importProgress.js';

export const addExport = (program: Command): void => {
  sharedOptions(
    program.command('export').description('write the whole installation into a directory, as a backup or to move it'),
  )
    .argument('<dir>', 'a new or empty directory; it will hold private keys and password hashes')
    .action((directory: string, options: SharedOptions) =>
      withSession(options, async ({ database, loaders, interrupted: signal }) => {
        const installation = { loaders, tier: database.tier };
        const manifest = await withProgress((display) =>
          exportDirectory(installation, {
            directory,
            program: programVersion(),
            signal,
            onProgress: (progress) => display.show(progressOf(progress)),
          }),
        );
        const { summary, text } = describeMove(manifest);
        const secrets = 'It holds private keys, password hashes and customer names: protect it like the database.';
        answer(options, { directory, ...summary }, `${text} exported to ${directory}.\n${secrets}`);
      }),
    );
};
