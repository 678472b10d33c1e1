import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { pino } from 'pino';
import { Loaders } from '../../src/db/connections.js';
import { type Database, openDatabase } from '../../src/db/openDatabase.js';
import type { Installation } from '../../src/engine/transfer/aloneOnDatabase.js';
import { type ExportOptions, exportDirectory } from '../../src/engine/transfer/exportDirectory.js';
import { type ExportedTable, type ExportManifest, readManifest } from '../../src/engine/transfer/exportManifest.js';
import { type DirectoryOptions, importDirectory } from '../../src/engine/transfer/importDirectory.js';
import { OperatorError } from '../../src/operatorError.js';

/** Installations that move through directories. */

const installationOf = ({ loaders, tier }: Database): Installation => ({
  loaders: new Loaders(loaders),
  tier,
});

/** Opens a database as a command does. */
export const openTestDatabase = (databaseUrl: string): Promise<Database> =>
  openDatabase({ databaseUrl, dataDir: '', log: pino({ level: 'error' }) });

export const exportInto = (
  database: Database,
  directory: string,
  options: Partial<ExportOptions> = {},
): Promise<ExportManifest> =>
  exportDirectory(installationOf(database), {
    directory,
    program: '1.2.3',
    onProgress: () => {},
    signal: new AbortController().signal,
    ...options,
  });

export const importFrom = async (
  database: Database,
  directory: string,
  options: Partial<DirectoryOptions> = {},
): Promise<void> =>
  importDirectory(installationOf(database), {
    directory,
    manifest: await readManifest(directory),
    onProgress: () => {},
    signal: new AbortController().signal,
    ...options,
  });

/** Does work with the owner's own connection. */
export const withOwner = async <Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** How many rows each table has, and a digest of all that they hold, generated columns too. */
export const tableDigests = (url: string): Promise<Readonly<Record<string, string>>> =>
  withOwner(url, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select relname as name from pg_class
       where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') order by relname`,
    );
    const digests: Record<string, string> = {};
    for (const { name } of tables) {
      const { rows } = await client.query<{ digest: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' order by t::text collate "C")), '') as digest
         from "${name}" t`,
      );
      digests[name] = rows[0]?.digest ?? '';
    }
    // When a database was migrated is its own affair.
    delete digests.schema_migration;
    return digests;
  });

/** A place for directories; removed when the work is done. */
export const withPlace = async <Result>(work: (place: string) => Promise<Result>): Promise<Result> => {
  const place = await mkdtemp(join(tmpdir(), 'keyledger-move-'));
  try {
    return await work(place);
  } finally {
    await rm(place, { recursive: true });
  }
};

/** Writes another manifest in place of the one that is there, with the digest that fits it. */
export const rewriteManifest = async (
  directory: string,
  change: (manifest: ExportManifest) => object,
): Promise<void> => {
  const manifest = change(await readManifest(directory));
  const sha256 = createHash('sha256').update(JSON.stringify(manifest)).digest('hex');
  await writeFile(join(directory, 'manifest.json'), JSON.stringify({ manifest, sha256 }));
};

/** Changes one table of a manifest. */
export const withTable =
  (name: string, change: (table: ExportedTable) => ExportedTable) =>
  (manifest: ExportManifest): ExportManifest => ({
    ...manifest,
    tables: manifest.tables.map((table) => (table.name === name ? change(table) : table)),
  });

/** Replaces the only file of a table, in the manifest too, as if it had been exported so. */
export const replaceTable = async (directory: string, name: string, text: string): Promise<void> => {
  const bytes = Buffer.byteLength(text);
  const rows = text.split('\n').length - 1;
  const sha256 = createHash('sha256').update(text).digest('hex');
  await rewriteManifest(
    directory,
    withTable(name, (table) => ({
      ...table,
      rows,
      bytes,
      files: table.files.map((file) => ({ ...file, rows, bytes, sha256 })),
    })),
  );
  await writeFile(join(directory, `${name}.0001.copy`), text);
};

/** For `assert.rejects`: the sentence by which a command refuses. */
export const refused = (message: RegExp) => (error: unknown) => {
  assert(error instanceof OperatorError, String(error));
  assert.match(error.message, message);
  return true;
};

/** A row of the account table, as PostgreSQL writes its values. */
export const account = (id: string) => ({
  account_id: id,
  name: 'n',
  created: '0',
  private_key: 'secret',
  signing_key_pem: 'p',
  public_key_xml: 'x',
});
