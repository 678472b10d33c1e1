import { appendFile, mkdir, open, readdir, readFile, rename, rm, rmdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode } from '../db/databaseError.js';
import { AdministrationRefused } from '../engine/administration.js';
import { type CryptolensSource, LOG_ROWS, SourceRefused } from './cryptolensSource.js';

const stateForm = z.strictObject({
  /** The server that it comes from. */
  source: z.string(),
  accountId: z.int(),
  /** Of the log: the last id that was fetched, rows, and the bytes that hold them. */
  lastId: z.int(),
  rows: z.int(),
  bytes: z.int(),
  /** The whole of it is here, and nothing more is fetched. */
  complete: z.boolean(),
  products: z.array(z.strictObject({ id: z.int(), name: z.string(), description: z.string() })),
});

type SpoolState = z.infer<typeof stateForm>;

export interface SpoolOptions {
  /** For what is fetched, and for nothing else: it must be empty or not there when the first of it comes. */
  readonly directory: string;
  readonly source: string;
  readonly accountId: number;
  /** Products whose licenses are fetched; none: all that the token may list. */
  readonly productIds: readonly number[];
  readonly onProgress: (logRows: number) => void;
  readonly signal: AbortSignal;
}

/** What was fetched, in files that an import takes. */
export interface Spooled {
  readonly path: string;
  readonly logPath: string;
  readonly products: SpoolState['products'];
}

/**
 * Fetches a server's log and licenses into files of a directory. The log first: what happens in between is then in the
 * licenses and not in the log, and a machine that came then has its seat begin with the import. Begun again, it goes on
 * after the last row that was fetched. The files hold customers' names; they are for their owner only.
 */
export const spoolCryptolens = async (cryptolens: CryptolensSource, options: SpoolOptions): Promise<Spooled> => {
  const { directory } = options;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const files = { path: join(directory, 'licenses'), logPath: join(directory, 'log') };
  let state = await readState(options);
  if (!state.complete) {
    // First, because it finds out in a moment what the token may.
    const products = await productsOf(cryptolens, options.productIds);
    // From here on the directory is known as a spool.
    await writeState(directory, state);
    state = await fetchLog(cryptolens, files.logPath, state, options);
    await fetchLicenses(cryptolens, files.path, products, options.signal);
    state = { ...state, products: [...products], complete: true };
    await writeState(directory, state);
  }
  return { ...files, products: state.products };
};

const STATE = 'state.json';
/** All that a spool ever holds. */
const FILES: readonly string[] = ['licenses', 'licenses.next', 'log', STATE, `${STATE}.next`];

/** The import is complete: what was fetched for it goes. Nothing else does, whatever stands in the directory. */
export const removeSpool = async (directory: string): Promise<void> => {
  for (const name of FILES) await rm(join(directory, name), { force: true });
  // What people put there stays, and with it the directory.
  await rmdir(directory).catch(() => {});
};

const statePath = (directory: string): string => join(directory, STATE);

const readState = async ({ directory, source, accountId }: SpoolOptions): Promise<SpoolState> => {
  let text: string;
  try {
    text = await readFile(statePath(directory), 'utf8');
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    await requireEmpty(directory);
    return { source, accountId, lastId: 0, rows: 0, bytes: 0, complete: false, products: [] };
  }
  const state = stateForm.parse(JSON.parse(text));
  if (state.source !== source || state.accountId !== accountId) {
    throw new AdministrationRefused(
      `${directory} holds what was fetched from ${state.source} for account ${state.accountId}: name another directory with --spool`,
    );
  }
  return state;
};

/** Files of somebody else would be overwritten. */
const requireEmpty = async (directory: string): Promise<void> => {
  const others = (await readdir(directory)).filter((name) => name !== `${STATE}.next`);
  if (others.length === 0) return;
  throw new AdministrationRefused(
    `${directory} holds other files, such as ${others[0]}: name an empty or a new directory with --spool`,
  );
};

/** Whole or not at all. */
const writeState = async (directory: string, state: SpoolState): Promise<void> => {
  const next = `${statePath(directory)}.next`;
  await writeFile(next, JSON.stringify(state), { mode: 0o600 });
  await rename(next, statePath(directory));
};

const productsOf = async (
  cryptolens: CryptolensSource,
  productIds: readonly number[],
): Promise<SpoolState['products']> => {
  if (productIds.length > 0) return productIds.map((id) => ({ id, name: `Product ${id}`, description: '' }));
  try {
    return (await cryptolens.products()).map(({ id, name, description }) => ({
      id,
      name,
      description: description ?? '',
    }));
  } catch (error) {
    if (!(error instanceof SourceRefused)) throw error;
    throw new SourceRefused(`${error.message}\nname the products with --product`);
  }
};

const fetchLog = async (
  cryptolens: CryptolensSource,
  path: string,
  begun: SpoolState,
  { directory, onProgress, signal }: SpoolOptions,
): Promise<SpoolState> => {
  await (await open(path, 'a', 0o600)).close();
  // What was written after the state was is fetched again.
  await truncate(path, begun.bytes);
  // A server in use always has one row more: what came after this began may be left out.
  const newest = await cryptolens.newestLogId();
  let state = begun;
  for (;;) {
    signal.throwIfAborted();
    const logs = await cryptolens.log(state.lastId);
    if (logs.length === 0) return state;
    let { lastId } = state;
    for (const { id } of logs) {
      if (id <= lastId)
        throw new SourceRefused(`the log that was asked for goes back: row ${id} comes after row ${lastId}`);
      lastId = id;
    }
    const line = `${JSON.stringify({ logs })}\n`;
    await appendFile(path, line, { flush: true });
    state = { ...state, lastId, rows: state.rows + logs.length, bytes: state.bytes + Buffer.byteLength(line) };
    await writeState(directory, state);
    onProgress(state.rows);
    if (lastId >= newest && logs.length < LOG_ROWS) return state;
  }
};

const fetchLicenses = async (
  cryptolens: CryptolensSource,
  path: string,
  products: SpoolState['products'],
  signal: AbortSignal,
): Promise<void> => {
  const next = `${path}.next`;
  await writeFile(next, '', { mode: 0o600 });
  for (const { id } of products) {
    // A license that is made or goes meanwhile moves others from page to page.
    const seen = new Set<string>();
    for (let page = 1; ; page += 1) {
      signal.throwIfAborted();
      const licenses = await cryptolens.licenses(id, page);
      const fresh = licenses.filter(({ key }) => !seen.has(key));
      if (fresh.length === 0) break;
      for (const { key } of fresh) seen.add(key);
      // Flushed: a log row whose license a power cut took away would be stored for ever as one of an unknown key.
      await appendFile(next, fresh.map((license) => `${JSON.stringify(license)}\n`).join(''), { flush: true });
    }
  }
  await rename(next, path);
};
