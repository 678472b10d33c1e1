import { appendFile, mkdir, open, readdir, readFile, rename, rm, rmdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode } from '../../db/databaseError.js';
import { OperatorError } from '../../operatorError.js';
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
  /** `productIds` of the run that fetched the licenses. */
  productIds: z.array(z.int()),
  products: z.array(z.strictObject({ id: z.int(), name: z.string(), description: z.string() })),
});

type SpoolState = z.infer<typeof stateForm>;

/** A directory, and what it is for. */
export interface SpoolPlace {
  /** For what is fetched, and for nothing else: it must be empty or not there when the first of it comes. */
  readonly directory: string;
  readonly source: string;
  readonly accountId: number;
}

export interface SpoolOptions extends SpoolPlace {
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

const STATE = 'state.json';
const LICENSES = 'licenses';
const LOG = 'log';
const nextOf = (path: string): string => `${path}.next`;

/** Where a spool that nothing was fetched into stands. */
const emptyState = ({ source, accountId }: SpoolPlace): SpoolState => ({
  source,
  accountId,
  lastId: 0,
  rows: 0,
  bytes: 0,
  complete: false,
  productIds: [],
  products: [],
});

/**
 * Fetches a server's log and licenses into files of a directory. The log first: what happens in between is then in the
 * licenses and not in the log, and a machine that came then has its seat begin with the import. Begun again, it goes on
 * after the last row that was fetched. The files hold customers' names; they are for their owner only. The directory is
 * made when the first of it comes.
 */
export const spoolCryptolens = async (cryptolens: CryptolensSource, options: SpoolOptions): Promise<Spooled> => {
  const { directory } = options;
  const files = { path: join(directory, LICENSES), logPath: join(directory, LOG) };
  const found = await readState(options);
  // Other products are asked for now: their licenses are fetched, and the log goes on.
  const isWanted = found !== undefined && String(found.productIds) === String(options.productIds);
  if (found?.complete === true && isWanted) return { ...files, products: found.products };
  options.onProgress(found?.rows ?? 0);
  // First, because it finds out in a moment what the token may: a wrong address or token leaves nothing behind.
  const products = await productsOf(cryptolens, options.productIds);
  const begun = { ...(found ?? (await beginSpool(options))), complete: false };
  const state = await fetchLog(cryptolens, files.logPath, begun, options);
  await fetchLicenses(cryptolens, files.path, products, options.signal);
  const productIds = [...options.productIds];
  await writeState(directory, { ...state, productIds, products: [...products], complete: true });
  return { ...files, products };
};

/** The import is complete: what was fetched for it goes, and the directory if that was all it held. */
export const removeSpool = async (place: SpoolPlace): Promise<void> => {
  const { directory } = place;
  // Ended half-way, what is left must not pass for all of it.
  await writeState(directory, emptyState(place));
  for (const name of [LICENSES, nextOf(LICENSES), LOG, nextOf(STATE), STATE]) {
    await rm(join(directory, name), { force: true });
  }
  try {
    await rmdir(directory);
  } catch (error) {
    // A directory that holds other files by now, or that is mounted, stays; everything of ours is gone.
    if (!['ENOTEMPTY', 'EEXIST', 'EBUSY'].includes(errorCode(error) ?? '')) throw error;
  }
};

const statePath = (directory: string): string => join(directory, STATE);

/** undefined: nothing was begun here. */
const readState = async ({ directory, source, accountId }: SpoolPlace): Promise<SpoolState | undefined> => {
  let text: string;
  try {
    text = await readFile(statePath(directory), 'utf8');
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    await requireEmpty(directory);
    return undefined;
  }
  const state = parsedState(text);
  if (state === undefined) {
    throw new OperatorError(
      'file',
      `${statePath(directory)} is damaged or not of this program: name another directory with --spool`,
    );
  }
  if (state.source !== source || state.accountId !== accountId) {
    throw new OperatorError(
      'file',
      `${directory} holds what was fetched from ${state.source} for account ${state.accountId}: name another directory with --spool`,
    );
  }
  return state;
};

const parsedState = (text: string): SpoolState | undefined => {
  try {
    return stateForm.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
};

/** Other files would be overwritten. */
const requireEmpty = async (directory: string): Promise<void> => {
  const others = (await entries(directory)).filter((name) => name !== nextOf(STATE));
  if (others.length === 0) return;
  throw new OperatorError(
    'file',
    `${directory} holds other files, such as ${others[0]}: name an empty or a new directory with --spool`,
  );
};

const entries = async (directory: string): Promise<readonly string[]> => {
  try {
    return await readdir(directory);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
};

const beginSpool = async (place: SpoolPlace): Promise<SpoolState> => {
  const { directory } = place;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const state = emptyState(place);
  // Before any other file, so that the next run knows them for its own.
  await writeState(directory, state);
  return state;
};

/** Whole or not at all. */
const writeState = async (directory: string, state: SpoolState): Promise<void> => {
  const next = nextOf(statePath(directory));
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
    throw new SourceRefused(`${error.message}\na token without GetProducts needs the products named with --product`);
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
  const next = nextOf(path);
  await writeFile(next, '', { mode: 0o600 });
  for (const { id } of products) {
    // A license that is created or deleted meanwhile moves others from page to page.
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
