import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { type ImportProgress, type ImportSummary, importLicenses } from '../engine/importLicenses.js';
import { type AccountOptions, accountOptions } from './options.js';
import { answer, note } from './output.js';
import { withAccount } from './session.js';

/** How often a long import says where it is. */
const PROGRESS_MS = 1_000;

const DONE: Readonly<Record<ImportProgress['pass'], string>> = { check: 'checked', store: 'stored' };

/** Says now and then how far it is, on standard error. Short imports say nothing. */
const progressNotes = () => {
  let last = Date.now();
  return ({ pass, licenses }: ImportProgress): void => {
    if (Date.now() - last < PROGRESS_MS) return;
    last = Date.now();
    note(`${licenses} licenses ${DONE[pass]}`);
  };
};

/** The file to read twice: standard input is kept in a file of our own meanwhile. */
const withFile = async <Result>(file: string, work: (path: string) => Promise<Result>): Promise<Result> => {
  if (file !== '-') return work(file);
  const directory = await mkdtemp(join(tmpdir(), 'keyledger-import-'));
  try {
    const path = join(directory, 'licenses');
    await pipeline(process.stdin, createWriteStream(path, { mode: 0o600 }));
    return await work(path);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
};

const describe = ({ licenses, imported, known, machines, leasesLeftOut }: ImportSummary): string => {
  const lines = [
    `${imported} of ${licenses} licenses imported, with ${machines} machines; ${known} were here already.`,
  ];
  if (leasesLeftOut > 0) {
    lines.push(
      `${leasesLeftOut} floating machines were left out: they had lapsed, or the file does not say until when.`,
    );
  }
  return lines.join('\n');
};

export const addImport = (program: Command): void => {
  const from = program.command('import').description('bring data from elsewhere');
  accountOptions(from.command('licenses').description('import licenses, one as JSON on each line'))
    .argument('<file>', 'a file, or - for standard input')
    .action((file: string, options: AccountOptions) =>
      withFile(file, (path) =>
        withAccount(options, async ({ engine, interrupted }, accountId) => {
          const summary = await importLicenses(engine, accountId, {
            path,
            onProgress: progressNotes(),
            signal: interrupted,
          });
          answer(options, summary, describe(summary));
        }),
      ),
    );
};
