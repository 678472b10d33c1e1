import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The migrations that ship with this program. */
export const MIGRATIONS_DIRECTORY = fileURLToPath(new URL('../../../db/migrations/', import.meta.url));

const FILE_NAME = /^(\d{4})_([a-z0-9_]+)\.sql$/;

/** One step of the schema: a file `NNNN_name.sql`. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sql: string;
  /** SHA-256 in hex, independent of the kind of line ends. */
  readonly checksum: string;
}

/**
 * Reads the migrations of a directory in their order.
 *
 * @throws Error when a file's name does not fit or the versions do not run 1, 2, 3, …
 */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  return await Promise.all(
    names.map(async (fileName, index) => {
      const match = FILE_NAME.exec(fileName);
      const version = Number(match?.[1]);
      const name = match?.[2];
      if (name === undefined) throw new Error(`${fileName}: a migration is called NNNN_name.sql`);
      if (version !== index + 1) throw new Error(`${fileName}: migrations are numbered 0001, 0002, … without a gap`);
      const sql = (await readFile(join(directory, fileName), 'utf8')).replaceAll('\r\n', '\n');
      return { version, name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}
