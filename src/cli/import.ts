import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { type HistorySummary, importWithHistory } from '../engine/importHistory.js';
import { type ImportSummary, importLicenses } from '../engine/importLicenses.js';
import { progressDisplay, progressOf } from './importProgress.js';
import { type AccountOptions, accountOptions } from './options.js';
import { answer } from './output.js';
import { type Session, withAccount } from './session.js';

interface LicensesOptions extends AccountOptions {
  readonly log?: string;
}

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

const describeLicenses = ({ licenses, imported, known, machines, leasesLeftOut }: ImportSummary): readonly string[] => [
  `${imported} of ${licenses} licenses imported, with ${machines} machines; ${known} were here already.`,
  ...(leasesLeftOut > 0
    ? [`${leasesLeftOut} floating machines were left out: they had lapsed, or the file does not say until when.`]
    : []),
];

const describeHistory = (summary: HistorySummary): string =>
  [
    ...describeLicenses(summary),
    `${summary.importedRows} of ${summary.rows} log rows imported; ${summary.rows - summary.importedRows} were here already.`,
    `${summary.seatRows} seats are held that the history leaves out: each has a row 5010.`,
  ].join('\n');

/** Imports files, and shows how far that is. */
const importFiles = async (
  { engine, loaders, interrupted: signal }: Session,
  accountId: number,
  path: string,
  logPath: string | undefined,
): Promise<{ readonly summary: object; readonly text: string }> => {
  const display = progressDisplay();
  try {
    const onProgress = (progress: Parameters<typeof progressOf>[0]): void => display.show(progressOf(progress));
    if (logPath === undefined) {
      const summary = await importLicenses(engine, accountId, { path, onProgress, signal });
      return { summary, text: describeLicenses(summary).join('\n') };
    }
    const summary = await importWithHistory(engine, loaders, accountId, { path, logPath, onProgress, signal });
    return { summary, text: describeHistory(summary) };
  } finally {
    display.end();
  }
};

export const addImport = (program: Command): void => {
  const from = program.command('import').description('bring data from elsewhere');
  accountOptions(from.command('licenses').description('import licenses, one as JSON on each line'))
    .argument('<file>', 'a file, or - for standard input')
    .option('--log <file>', 'the history of their use: rows or answers of GetWebAPILog, one as JSON on each line')
    .action((file: string, options: LicensesOptions) =>
      withFile(file, (path) =>
        withAccount(options, async (session, accountId) => {
          const { summary, text } = await importFiles(session, accountId, path, options.log);
          answer(options, summary, text);
        }),
      ),
    );
};
