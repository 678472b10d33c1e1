import { createHash, type Hash } from 'node:crypto';
import {
  ImportedLogOrder,
  type ImportedLogRow,
  importedRowText,
  parseImportedLogLine,
} from '../../domain/transfer/importedLogRow.js';
import { LIMITS } from '../../limits.js';
import { textLines } from './textLines.js';

/** A row with its position in the file. */
export interface PlacedRow {
  readonly imported: ImportedLogRow;
  /** From 1. */
  readonly line: number;
  /** Index in the line's answer, from 1; null: the line is one row. */
  readonly place: number | null;
}

/** The next rows of a file. */
export interface HistoryRows {
  /** Empty at the end. */
  readonly rows: readonly PlacedRow[];
  /** SHA-256 over all rows of the file up to the last of these. */
  readonly digest: Uint8Array;
  /** Bytes of the file read so far. */
  readonly bytes: number;
}

/** A row cannot be imported. The message has its position and the reason. */
export class BadRow extends Error {
  constructor({ line, place }: Pick<PlacedRow, 'line' | 'place'>, reason: string) {
    super(`line ${line}${place === null ? '' : `, row ${place} of it`}: ${reason}`);
  }
}

/** The digest before any row was read. */
export const DIGEST_OF_NOTHING: Uint8Array = createHash('sha256').digest();

/** Reads the rows of a history in chunks and once: the file may be far larger than memory. */
export class HistoryFile {
  readonly #rows: AsyncGenerator<PlacedRow>;
  readonly #hash: Hash = createHash('sha256');
  #bytes = 0;

  constructor(path: string) {
    this.#rows = this.#read(path);
  }

  /** The next rows, at most `most`. Calls must not overlap. Throws `BadRow` and `UnreadableFile`. */
  async take(most: number): Promise<HistoryRows> {
    const rows: PlacedRow[] = [];
    const texts: string[] = [];
    while (rows.length < most) {
      const next = await this.#rows.next();
      if (next.done === true) break;
      rows.push(next.value);
      texts.push(importedRowText(next.value.imported));
    }
    // No row's text has a line feed in it: JSON escapes it.
    if (texts.length > 0) this.#hash.update(`${texts.join('\n')}\n`);
    return { rows, digest: this.#hash.copy().digest(), bytes: this.#bytes };
  }

  async close(): Promise<void> {
    await this.#rows.return(undefined);
  }

  async *#read(path: string): AsyncGenerator<PlacedRow> {
    const order = new ImportedLogOrder();
    for await (const { number: line, text, bytes } of textLines(path)) {
      this.#bytes = bytes;
      const parsed = parseImportedLogLine(text, LIMITS);
      if (!parsed.readable) throw new BadRow({ line, place: parsed.row }, parsed.reason);
      for (const [index, imported] of parsed.rows.entries()) {
        const placed = { imported, line, place: parsed.isAnswer ? index + 1 : null };
        const problem = order.problemOf(imported);
        if (problem !== null) throw new BadRow(placed, problem);
        yield placed;
      }
    }
  }
}
