import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { Loaders } from '../../src/db/connections.js';
import type { Database } from '../../src/db/openDatabase.js';
import type { Installation } from '../../src/engine/aloneOnDatabase.js';
import { type ExportOptions, exportDirectory } from '../../src/engine/exportDirectory.js';
import { type ExportManifest, readManifest } from '../../src/engine/exportManifest.js';
import { type DirectoryOptions, importDirectory } from '../../src/engine/importDirectory.js';

/** Installations that move through directories. */

export const installationOf = ({ loaders, kind, isDistributed }: Database): Installation => ({
  ...{ loaders: new Loaders(loaders), kind, isDistributed },
});

export const exportInto = (
  database: Database,
  directory: string,
  options: Partial<ExportOptions> = {},
): Promise<ExportManifest> =>
  exportDirectory(installationOf(database), {
    ...{ directory, program: '1.2.3', onProgress: () => {}, signal: new AbortController().signal },
    ...options,
  });

export const importFrom = async (
  database: Database,
  directory: string,
  options: Partial<DirectoryOptions> = {},
): Promise<void> =>
  importDirectory(installationOf(database), {
    ...{ directory, manifest: await readManifest(directory) },
    ...{ onProgress: () => {}, signal: new AbortController().signal },
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
