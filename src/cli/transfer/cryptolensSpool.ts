import { appendFile, mkdir, open, readdir, readFile, rename, rm, rmdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode } from '../../db/databaseError.js';
import type { ProductId } from '../../domain/entities/ids.js';
import { OperatorError } from '../../operatorError.js';
import { type CryptolensSource, LOG_ROWS, SourceRefused } from './cryptolensSource.js';

const stateForm = z.strictObject({
  /** The source server. */
  source: z.string(),
  accountId: z.int(),
  /** Of the log: the last id that was fetched, rows, and the bytes that hold them. */
  lastId: z.int(),
  rows: z.int(),
  bytes: z.int(),
  /** The log is complete, and nothing more is fetched. */
  complete: z.boolean(),
  /** `productIds` of the run that fetched the licences. */
  productIds: z.array(z.int()),
  products: z.array(z.strictObject({ id: z.int(), name: z.string(), description: z.string() })),
});

type SpoolState = z.infer<typeof stateForm>;

/** A directory and its purpose. */
export interface SpoolPlace {
  /** Holds fetched data only: it must be empty or missing when the first data arrives. */
  readonly directory: string;
  readonly source: string;
  readonly accountId: number;
}

export interface SpoolOptions extends SpoolPlace {
  /** Products whose licences are fetched; empty: all that the token may list. */
  readonly productIds: readonly ProductId[];
  readonly onProgress: (logRows: number) => void;
  readonly signal: AbortSignal;
}

/** The fetched data, in files for the import. */
export interface Spooled {
  readonly path: string;
  readonly logPath: string;
  readonly products: SpoolState['products'];
}

const STATE = 'state.json';
const LICENSES = 'licenses';
const LOG = 'log';
const nextOf = (path: string): string => `${path}.next`;

/** The state of a new spool. */
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
 * Fetches a server's log and licences into files of a directory. The log first: later changes are then in the licences
 * but not in the log, and the seat of a machine activated in between begins with the import. A second run continues
 * after the last fetched row. The files hold customers' names and are readable by their owner only. The directory is
 * created when the first data arrives.
 */
export const spoolCryptolens = async (cryptolens: CryptolensSource, options: SpoolOptions): Promise<Spooled> => {
  const { directory } = options;
  const files = { path: join(directory, LICENSES), logPath: join(directory, LOG) };
  const found = await readState(options);
  // Other products are requested now: their licences are fetched, and the log continues.
  const isWanted = found !== undefined && String(found.productIds) === String(options.productIds);
  if (found?.complete === true && isWanted) return { ...files, products: found.products };
  options.onProgress(found?.rows ?? 0);
  // First, because it checks the token at once: a wrong address or token leaves no files.
  const products = await productsOf(cryptolens, options.productIds);
  const begun = { ...(found ?? (await beginSpool(options))), complete: false };
  const state = await fetchLog(cryptolens, files.logPath, begun, options);
  await fetchLicenses(cryptolens, files.path, products, options.signal);
  const productIds = [...options.productIds];
  await writeState(directory, { ...state, productIds, products: [...products], complete: true });
  return { ...files, products };
};

/** The import is complete: removes the fetched files, and the directory if it is then empty. */
export const removeSpool = async (place: SpoolPlace): Promise<void> => {
  const { directory } = place;
  // If removal is interrupted, the remaining files must not count as complete.
  await writeState(directory, emptyState(place));
  for (const name of [LICENSES, nextOf(LICENSES), LOG, nextOf(STATE), STATE]) {
    await rm(join(directory, name), { force: true });
  }
  try {
    await rmdir(directory);
  } catch (error) {
    // A directory with other files, or a mount point, stays; our files are removed.
    if (!['ENOTEMPTY', 'EEXIST', 'EBUSY'].includes(errorCode(error) ?? '')) throw error;
  }
};

const statePath = (directory: string): string => join(directory, STATE);

/** undefined: no spool here. */
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
      `${statePath(directory)} is damaged or belongs to another program: name another directory with --spool`,
    );
  }
  if (state.source !== source || state.accountId !== accountId) {
    throw new OperatorError(
      'file',
      `${directory} holds data from ${state.source} for account ${state.accountId}: name another directory with --spool`,
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
  // Before any other file, so that the next run recognises the directory.
  await writeState(directory, state);
  return state;
};

/** Atomic. */
const writeState = async (directory: string, state: SpoolState): Promise<void> => {
  const next = nextOf(statePath(directory));
  await writeFile(next, JSON.stringify(state), { mode: 0o600 });
  await rename(next, statePath(directory));
};

const productsOf = async (
  cryptolens: CryptolensSource,
  productIds: readonly ProductId[],
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
  // Data written after the state is fetched again.
  await truncate(path, begun.bytes);
  // A busy server always has another row: rows written since the start may be left out.
  const newest = await cryptolens.newestLogId();
  let state = begun;
  for (;;) {
    signal.throwIfAborted();
    const logs = await cryptolens.log(state.lastId);
    if (logs.length === 0) return state;
    let { lastId } = state;
    for (const { id } of logs) {
      if (id <= lastId) throw new SourceRefused(`the fetched log is out of order: row ${id} comes after row ${lastId}`);
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
    // A licence that is created or deleted meanwhile moves others from page to page.
    const seen = new Set<string>();
    for (let page = 1; ; page += 1) {
      signal.throwIfAborted();
      const licenses = await cryptolens.licenses(id, page);
      const fresh = licenses.filter(({ key }) => !seen.has(key));
      if (fresh.length === 0) break;
      for (const { key } of fresh) seen.add(key);
      // Flushed: if a power cut lost the licence, its log rows would permanently belong to an unknown key.
      await appendFile(next, fresh.map((license) => `${JSON.stringify(license)}\n`).join(''), { flush: true });
    }
  }
  await rename(next, path);
};
