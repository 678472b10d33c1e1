import { createReadStream } from 'node:fs';

/** UTF-16 units of one license in a file to be imported, with all its machines and data objects. */
const IMPORT_LINE_CHARS = 16 * 1024 * 1024;

export interface TextLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  /** Bytes of the file read so far, this line's among them. */
  readonly bytes: number;
}

/** A file cannot be read as lines of UTF-8; the message says why. */
export class UnreadableFile extends Error {}

/**
 * The non-empty lines of a UTF-8 file, one at a time. Only line feeds end a line: inside JSON other
 * separators (U+2028) are text. Throws `UnreadableFile`.
 */
export async function* textLines(path: string): AsyncGenerator<TextLine> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let number = 0;
  let rest = '';
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(path)) {
      bytes += (chunk as Buffer).length;
      const lines = (rest + decoder.decode(chunk as Buffer, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const text of lines) {
        number += 1;
        if (text.trim() !== '') yield { number, text, bytes };
      }
      if (rest.length > IMPORT_LINE_CHARS) {
        throw new UnreadableFile(`line ${number + 1} is longer than ${IMPORT_LINE_CHARS} characters`);
      }
    }
    rest += decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw new UnreadableFile(`${path} is not UTF-8 text: see line ${number + 1}`);
    if (error instanceof Error && 'code' in error) throw new UnreadableFile(`cannot read ${path}: ${error.message}`);
    throw error;
  }
  if (rest.trim() !== '') yield { number: number + 1, text: rest, bytes };
}
