import { createHash } from 'node:crypto';
import { lstat, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { OperatorError } from '../../operatorError.js';
import { onDisk } from './onDisk.js';

const count = z.int().min(0);

const file = z.strictObject({
  name: z.string().regex(/^[\w%-][\w.%-]*\.copy$/),
  rows: count,
  bytes: count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const table = z.strictObject({
  name: z.string(),
  columns: z.array(z.string()).min(1).readonly(),
  rows: count,
  bytes: count,
  /** In the order of their rows. */
  files: z.array(file).readonly(),
});

const manifestForm = z.strictObject({
  format: z.literal(1),
  /** The version of the program that exported. */
  program: z.string(),
  /** The last migration of the schema. */
  schema: z.strictObject({ version: z.int(), name: z.string(), checksum: z.string() }),
  /** When, by the database's clock. */
  takenAt: z.string(),
  /** The newest ids that each account's streams had then. */
  accounts: z.array(
    z.strictObject({ accountId: z.int(), lastLogId: count, lastObjectLogId: count, lastEventId: count }),
  ),
  tables: z.array(table),
});

/** The contents of an export's directory. */
export type ExportManifest = z.infer<typeof manifestForm>;
export type ExportedTable = ExportManifest['tables'][number];
export type ExportedFile = ExportedTable['files'][number];

/** The manifest with its own digest, so that a change of it is detected like one of the files. */
const signedForm = z.strictObject({ manifest: z.unknown(), sha256: z.string() });

const MANIFEST_FILE = 'manifest.json';

const digestOf = (manifest: unknown): string => createHash('sha256').update(JSON.stringify(manifest)).digest('hex');

/** Writes the manifest last and atomically, after all files that it names are on disk. */
export const writeManifest = async (directory: string, manifest: ExportManifest): Promise<void> => {
  const path = join(directory, MANIFEST_FILE);
  const unfinished = `${path}.unfinished`;
  const write = async (): Promise<void> => {
    const handle = await open(unfinished, 'wx', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify({ manifest, sha256: digestOf(manifest) }, null, 1)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await syncDirectory(directory);
    await rename(unfinished, path);
    await syncDirectory(directory);
  };
  try {
    await onDisk(`write ${path}`, write);
  } catch (error) {
    await Promise.all([unfinished, path].map((name) => rm(name, { force: true }).catch(() => {})));
    throw error;
  }
};

const syncDirectory = async (directory: string): Promise<void> => {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/**
 * Reads a directory's manifest, and checks that exactly the files of these names and lengths exist.
 *
 * @throws OperatorError when the directory is not an export, or an incomplete one
 */
export const readManifest = async (directory: string): Promise<ExportManifest> => {
  const names = await onDisk(`read ${directory}`, () => readdir(directory));
  if (!names.includes(MANIFEST_FILE)) {
    throw new OperatorError(
      'file',
      `${directory} has no ${MANIFEST_FILE}: it is not what keyledger export writes, or the export did not end`,
    );
  }
  const path = join(directory, MANIFEST_FILE);
  const manifest = parse(path, await onDisk(`read ${path}`, () => readFile(path, 'utf8')));
  const files = manifest.tables.flatMap((one) => one.files);
  requireWhole(path, manifest, files);
  const known = new Set([MANIFEST_FILE, ...files.map(({ name }) => name)]);
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new OperatorError('file', `${directory} holds ${unknown}, which its manifest does not name`);
  }
  for (const one of files) await requireLength(directory, one, names);
  return manifest;
};

const requireLength = async (directory: string, { name, bytes }: ExportedFile, names: readonly string[]) => {
  if (!names.includes(name)) throw new OperatorError('file', `${name} is missing from ${directory}`);
  const path = join(directory, name);
  const found = await onDisk(`read ${path}`, () => lstat(path));
  if (!found.isFile()) throw new OperatorError('file', `${path} is not a file`);
  if (found.size === bytes) return;
  throw new OperatorError('file', `${path} has ${found.size} bytes where the manifest says ${bytes}`);
};

const parse = (path: string, text: string): ExportManifest => {
  const changed = new OperatorError('file', `${path} is not as it was written: its own checksum does not fit`);
  const content = signedForm.safeParse(jsonOf(text));
  if (!content.success || digestOf(content.data.manifest) !== content.data.sha256) throw changed;
  const manifest = manifestForm.safeParse(content.data.manifest);
  if (manifest.success) return manifest.data;
  throw new OperatorError(
    'file',
    `${path} is in a form that this program does not know: ${z.prettifyError(manifest.error)}`,
  );
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** A manifest that contradicts itself was not written by an export. */
const requireWhole = (path: string, { tables }: ExportManifest, files: readonly ExportedFile[]): void => {
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const isWhole =
    new Set(files.map(({ name }) => name)).size === files.length &&
    new Set(tables.map(({ name }) => name)).size === tables.length &&
    tables.every(
      (one) =>
        new Set(one.columns).size === one.columns.length &&
        sum(one.files.map(({ rows }) => rows)) === one.rows &&
        sum(one.files.map(({ bytes }) => bytes)) === one.bytes,
    );
  if (!isWhole) throw new OperatorError('file', `${path} contradicts itself`);
};
