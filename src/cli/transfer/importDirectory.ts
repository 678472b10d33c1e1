import type { Command } from 'commander';
import { readManifest } from '../../engine/transfer/exportManifest.js';
import { importDirectory } from '../../engine/transfer/importDirectory.js';
import { type SharedOptions, sharedOptions } from '../shell/options.js';
import { answer } from '../shell/output.js';
import { withSession } from '../shell/session.js';
import { describeMove } from './describeMove.js';
import { progressOf, withProgress } from './importProgress.js';

/** The default command, `import DIR`. A directory with the name of another command is written `./licenses`. */
export const addImportDirectory = (from: Command): void => {
  sharedOptions(
    from
      .command('directory', { isDefault: true })
      .description(
        'import a whole installation, as `export` wrote it, into an empty database (the name may be left out)',
      ),
  )
    .argument('<dir>', 'the directory')
    .action(async (directory: string, options: SharedOptions) => {
      // Before a database is opened, which creates an embedded one where there is none.
      const manifest = await readManifest(directory);
      await withSession(options, async ({ database, loaders, interrupted: signal }) => {
        const installation = { loaders, tier: database.tier };
        await withProgress((display) =>
          importDirectory(installation, {
            directory,
            manifest,
            signal,
            onProgress: (progress) => display.show(progressOf(progress)),
          }),
        );
        const { summary, text } = describeMove(manifest);
        answer(options, summary, `${text} imported into ${database.location}.`);
      });
    });
};
