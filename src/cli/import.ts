import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { need } from '../domain/batch/need.js';
import { UNREQUESTED } from '../domain/log/stateLists.js';
import { createProductWithId } from '../engine/administration/administration.js';
import {
  type HistorySummary,
  importedRowSource,
  importWithHistory,
  requireRoomForHistory,
} from '../engine/transfer/importHistory.js';
import { type ImportSummary, importLicenses } from '../engine/transfer/importLicenses.js';
import { OperatorError } from '../operatorError.js';
import { type AccountOptions, accountOptions, positiveInteger, tokenOption } from './shell/options.js';
import { answer, note } from './shell/output.js';
import { type Session, withAccount } from './shell/session.js';
import { withStopSignal } from './shell/stopSignal.js';
import { cryptolensSource } from './transfer/cryptolensSource.js';
import { removeSpool, type Spooled, spoolCryptolens } from './transfer/cryptolensSpool.js';
import { addImportDirectory } from './transfer/importDirectory.js';
import { progressOf, withProgress } from './transfer/importProgress.js';

interface LicensesOptions extends AccountOptions {
  readonly log?: string;
}

interface CryptolensOptions extends AccountOptions {
  readonly token: string;
  readonly baseUrl: URL;
  readonly product?: readonly number[];
  readonly spool?: string;
}

/** The address of a server. It must not have a name and password, which would be stored on disk and printed. */
const serverAddress = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  if (!isPlain) throw new InvalidArgumentError('It must be an address like https://licenses.example.com.');
  return new URL(url.origin + url.pathname);
};

const collectedId = (text: string, ids: readonly number[] = []): readonly number[] => [...ids, positiveInteger(text)];

/** The file to read twice; standard input is copied to a temporary file. */
const withFile = async <Result>(file: string, work: (path: string) => Promise<Result>): Promise<Result> => {
  if (file !== '-') return work(file);
  return withStopSignal(async (signal) => {
    const directory = await mkdtemp(join(tmpdir(), 'keyledger-import-'));
    try {
      const path = join(directory, 'licenses');
      await pipeline(process.stdin, createWriteStream(path, { mode: 0o600 }), { signal });
      return await work(path);
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
};

const describeLicenses = ({ licenses, imported, known, machines, leasesLeftOut }: ImportSummary): readonly string[] => [
  `${imported} of ${licenses} licenses imported, with ${machines} machines; ${known} already existed.`,
  ...(leasesLeftOut > 0
    ? [
        `${leasesLeftOut} floating machines were skipped: their leases had expired, or the file does not say when they expire.`,
      ]
    : []),
];

const describeHistory = (summary: HistorySummary): string =>
  [
    ...describeLicenses(summary),
    `${summary.importedRows} of ${summary.rows} log rows imported; ${summary.rows - summary.importedRows} already existed.`,
    ...(summary.seatRows > 0
      ? [`${summary.seatRows} held seats are missing from the history: each one got a row ${UNREQUESTED.join()}.`]
      : []),
  ].join('\n');

/** Imports files and shows the progress. */
const importFiles = async (
  { engine, loaders, interrupted: signal }: Session,
  accountId: number,
  path: string,
  logPath: string | undefined,
): Promise<{ readonly summary: object; readonly text: string }> =>
  withProgress(async (display) => {
    const onProgress = (progress: Parameters<typeof progressOf>[0]): void => display.show(progressOf(progress));
    if (logPath === undefined) {
      const summary = await importLicenses(engine, accountId, { path, onProgress, signal });
      return { summary, text: describeLicenses(summary).join('\n') };
    }
    const summary = await importWithHistory(engine, loaders, accountId, { path, logPath, onProgress, signal });
    return { summary, text: describeHistory(summary) };
  });

/** Creates the products that are missing: the licence import only creates products that have licences. */
const createMissingProducts = async (
  { engine }: Session,
  accountId: number,
  products: Spooled['products'],
): Promise<void> => {
  for (const { id, name, description } of products) {
    const state = await engine.access(accountId).load([need.product(id)]);
    if (state.product(id) === undefined) {
      await createProductWithId(engine, accountId, { productId: id, name, description, isPublic: false });
    }
  }
};

const importCryptolens = async (session: Session, accountId: number, options: CryptolensOptions): Promise<void> => {
  const { baseUrl, token, product = [] } = options;
  const { interrupted: signal } = session;
  await requireRoomForHistory(session.engine.access(accountId));
  const directory = resolve(options.spool ?? `keyledger-import-${baseUrl.hostname}-${accountId}`);
  const place = { directory, source: baseUrl.href, accountId };
  note(`fetched data is kept in ${directory} until it is imported`);
  const spooled = await withProgress((display) => {
    let rows = 0;
    const show = (pausedUntil: number | null): void =>
      display.show({ pass: 'fetch', count: rows, done: rows, of: null, pausedUntil });
    const source = cryptolensSource({ baseUrl, token, signal, onPause: show });
    const onProgress = (fetched: number): void => {
      rows = fetched;
      show(null);
    };
    return spoolCryptolens(source, { ...place, productIds: product, signal, onProgress });
  });
  await createMissingProducts(session, accountId, spooled.products);
  const { summary, text } = await importFiles(session, accountId, spooled.path, spooled.logPath);
  await removeSpool(place);
  answer(options, summary, text);
};

export const addImport = (program: Command): void => {
  const from = program.command('import').description('import data from elsewhere');
  addImportDirectory(from);
  accountOptions(from.command('licenses').description('import licenses, one as JSON on each line'))
    .argument('<file>', 'a file, or - for standard input')
    .option('--log <file>', 'the usage history: rows or answers of GetWebAPILog, one as JSON on each line')
    .action((file: string, options: LicensesOptions) =>
      withFile(file, (path) =>
        withAccount(options, async (session, accountId) => {
          const { summary, text } = await importFiles(session, accountId, path, options.log);
          answer(options, summary, text);
        }),
      ),
    );
  accountOptions(
    from.command('cryptolens').description('import licenses and log from another server that speaks this API'),
  )
    .addOption(
      tokenOption(
        'an access token of that server, with GetKeys, GetWebAPILog and GetProducts',
        'KEYLEDGER_SOURCE_TOKEN',
      ),
    )
    .requiredOption('--base-url <url>', 'the address of that server', serverAddress)
    .option('--product <id>', 'a product to import, repeatable (default: all that the token may list)', collectedId)
    .option(
      '--spool <dir>',
      'an empty or new directory for fetched data until it is imported (default: ./keyledger-import-HOST-ACCOUNT)',
    )
    .action((options: CryptolensOptions) =>
      withAccount(options, (session, accountId) => importCryptolens(session, accountId, options)),
    );
  accountOptions(from.command('source').description('the id that an imported log row had in its source'))
    .argument('<id>', 'the id of the log row on this server', positiveInteger)
    .action((id: number, options: AccountOptions) =>
      withAccount(options, async ({ engine }, accountId) => {
        const sourceId = await importedRowSource(engine.access(accountId), id);
        if (sourceId === null) throw new OperatorError('not-found', `Log row ${id} was not imported.`);
        answer(options, { id, sourceId }, `Log row ${id} was row ${sourceId} in its source.`);
      }),
    );
};
