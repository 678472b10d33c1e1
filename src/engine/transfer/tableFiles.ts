import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError } from '../../operatorError.js';
import type { ExportedFile } from './exportManifest.js';
import { onDisk } from './onDisk.js';

/** Bytes of a file that are in memory at a time. */
const READ_BYTES = 256 * 1024;

const LINE_FEED = 10;

/** Each row in COPY's text format has exactly one line feed, at its end. */
const countRows = (bytes: Uint8Array): number => {
  let rows = 0;
  for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1)) rows += 1;
  return rows;
};

interface OpenFile {
  readonly name: string;
  readonly handle: FileHandle;
  readonly hash: Hash;
  rows: number;
  bytes: number;
}

/**
 * Writes the rows of a table, in COPY's text format, into files that end between two rows. Each is synced to disk before the next
 * begins. Throws `OperatorError` on a disk error.
 */
export class TableWriter {
  readonly #directory: string;
  readonly #table: string;
  readonly #fileBytes: number;
  readonly #files: ExportedFile[] = [];
  readonly #paths: string[];
  #file: OpenFile | undefined;

  /**
   * @param fileBytes a file ends with the row that reaches so many
   * @param paths receives the path of every file that is created
   */
  constructor(directory: string, table: string, fileBytes: number, paths: string[]) {
    this.#directory = directory;
    this.#table = table;
    this.#fileBytes = fileBytes;
    this.#paths = paths;
  }

  /** Returns how many rows end in these bytes. */
  async write(bytes: Buffer): Promise<number> {
    let rows = 0;
    for (let rest = bytes; rest.length > 0; ) {
      this.#file ??= await this.#begin();
      const end = this.#endOfFile(rest, this.#file);
      rows += await this.#append(this.#file, rest.subarray(0, end ?? rest.length));
      rest = rest.subarray(end ?? rest.length);
      if (end !== undefined) await this.#finish();
    }
    return rows;
  }

  /** Ends the last file. An empty table has none. */
  async end(): Promise<readonly ExportedFile[]> {
    await this.#finish();
    return this.#files;
  }

  /** Closes the open file after a failure. */
  async abandon(): Promise<void> {
    await this.#file?.handle.close().catch(() => {});
  }

  /** The offset in these bytes at which the file ends; undefined: not in them. */
  #endOfFile(bytes: Buffer, file: OpenFile): number | undefined {
    const at = Math.max(0, this.#fileBytes - file.bytes - 1);
    if (at >= bytes.length) return undefined;
    const lineFeed = bytes.indexOf(LINE_FEED, at);
    return lineFeed === -1 ? undefined : lineFeed + 1;
  }

  async #begin(): Promise<OpenFile> {
    const part = String(this.#files.length + 1).padStart(4, '0');
    const name = `${encodeURIComponent(this.#table)}.${part}.copy`;
    const path = join(this.#directory, name);
    const handle = await onDisk(`write ${path}`, () => open(path, 'wx', 0o600));
    this.#paths.push(path);
    return { name, handle, hash: createHash('sha256'), rows: 0, bytes: 0 };
  }

  async #append(file: OpenFile, bytes: Buffer): Promise<number> {
    await onDisk(`write ${file.name}`, () => file.handle.appendFile(bytes));
    const rows = countRows(bytes);
    file.hash.update(bytes);
    file.rows += rows;
    file.bytes += bytes.length;
    return rows;
  }

  async #finish(): Promise<void> {
    const file = this.#file;
    if (file === undefined) return;
    const { name, rows, bytes } = file;
    await onDisk(`write ${name}`, () => file.handle.sync());
    this.#file = undefined;
    await onDisk(`write ${name}`, () => file.handle.close());
    this.#files.push({ name, rows, bytes, sha256: file.hash.digest('hex') });
  }
}

/** Removes the files of a failed export. */
export const removeFiles = async (paths: readonly string[]): Promise<void> => {
  for (const path of paths) await rm(path, { force: true }).catch(() => {});
};

/** Options for reading a file of an export. */
export interface ReadOptions {
  /** Checked between chunks; its reason is thrown. */
  readonly signal: AbortSignal;
  readonly onPiece: (bytes: number, rows: number) => void;
}

/**
 * The bytes of a file of an export. At its end it throws `OperatorError` when length, rows or checksum do not match.
 */
export async function* fileBytes(
  directory: string,
  file: ExportedFile,
  { signal, onPiece }: ReadOptions,
): AsyncGenerator<Buffer> {
  const path = join(directory, file.name);
  const hash = createHash('sha256');
  let rows = 0;
  const stream = createReadStream(path, { highWaterMark: READ_BYTES });
  try {
    for await (const chunk of stream) {
      signal.throwIfAborted();
      const piece = chunk as Buffer;
      const ending = countRows(piece);
      hash.update(piece);
      rows += ending;
      yield piece;
      onPiece(piece.length, ending);
    }
  } catch (error) {
    await onDisk(`read ${path}`, () => Promise.reject(error));
  } finally {
    stream.destroy();
  }
  if (hash.digest('hex') !== file.sha256) {
    throw new OperatorError('file', `${path} is not as it was written: its checksum is not the manifest's`);
  }
  if (rows !== file.rows)
    throw new OperatorError('file', `${path} has ${rows} rows where the manifest says ${file.rows}`);
}
