import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { appendFile, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { Client } from 'pg';
import { Writers } from '../../../src/db/connections.js';
import { ensureFirstAccount } from '../../../src/engine/identity/accounts.js';
import { createTestDatabase, type TestDatabase } from '../../harness/database.js';
import {
  account,
  exportInto,
  importFrom,
  openTestDatabase,
  refused,
  replaceTable,
  rewriteManifest,
  tableDigests,
  withOwner,
  withPlace,
  withTable,
} from '../../harness/moves.js';
import { putLog, putTables, randomTables } from '../../harness/randomTables.js';

/** What is not moved, each with the sentence that says why, and that nothing is changed then. */

let source: TestDatabase;
let target: TestDatabase;
/** The target as the first start of a server leaves it. */
let untouched: Readonly<Record<string, string>>;

before(async () => {
  [source, target] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await withOwner(source.url, async (client) => {
    await putTables(client, { account: [account('1'), account('2')] });
    await putLog(client, 1, ['first', 'second', 'third']);
    await putLog(client, 2, []);
  });
  await ensureFirstAccount(new Writers(target.database.writers));
  // Its connections are another process's as far as an import can see.
  await target.database.stop();
  untouched = await tableDigests(target.url);
});
after(() => Promise.all([source.drop(), target.drop()]));

/** Opens the target anew: a command is a process of its own. */
const importInto = async (directory: string, options: Parameters<typeof importFrom>[2] = {}): Promise<void> => {
  const database = await openTestDatabase(target.url);
  try {
    await importFrom(database, directory, options);
  } finally {
    await database.stop();
  }
};

/** An export to be changed, and what an import says of it. */
const refuses = (
  name: string,
  message: RegExp,
  change: (directory: string) => Promise<void>,
  options: (directory: string) => Parameters<typeof importFrom>[2] = () => ({}),
): void => {
  test(name, () =>
    withPlace(async (place) => {
      const directory = join(place, 'out');
      await exportInto(source.database, directory);
      await change(directory);
      await assert.rejects(importInto(directory, options(directory)), refused(message));
      assert.deepEqual(await tableDigests(target.url), untouched);
    }),
  );
};

const LOG = 'web_api_log.0001.copy';

const changeByte = async (path: string): Promise<void> => {
  const bytes = await readFile(path);
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  await writeFile(path, bytes);
};

describe('an import refuses', () => {
  refuses(
    'a file of which one byte is another',
    /web_api_log\.0001\.copy is not as it was written: its checksum/,
    (directory) => changeByte(join(directory, LOG)),
  );
  refuses('a file that is missing', /^web_api_log\.0001\.copy is missing from/, (directory) =>
    rm(join(directory, LOG)),
  );
  refuses('a file that is shorter', /has \d+ bytes where the manifest says \d+/, (directory) =>
    truncate(join(directory, LOG), 5),
  );
  refuses('a file that is longer', /has \d+ bytes where the manifest says \d+/, (directory) =>
    appendFile(join(directory, LOG), '\n'),
  );
  refuses('a file that is none', /is not a file/, async (directory) => {
    await rename(join(directory, LOG), join(directory, '..', LOG));
    await symlink(join(directory, '..', LOG), join(directory, LOG));
  });
  refuses('a file that no manifest names', /holds stray, which its manifest does not name/, (directory) =>
    writeFile(join(directory, 'stray'), ''),
  );
  refuses(
    'a directory without a manifest',
    /has no manifest\.json: it is not what keyledger export writes, or/,
    (directory) => rm(join(directory, 'manifest.json')),
  );
  refuses('a directory that is not there', /^cannot read .*: ENOENT/, (directory) =>
    rm(directory, { recursive: true }),
  );
  refuses('a manifest that was changed', /its own checksum does not fit/, async (directory) => {
    const path = join(directory, 'manifest.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace('"lastLogId": 3', '"lastLogId": 2'));
  });
  refuses('a manifest that is no JSON', /its own checksum does not fit/, (directory) =>
    truncate(join(directory, 'manifest.json'), 50),
  );
  refuses('a manifest of a later form', /in a form that this program does not know/, (directory) =>
    rewriteManifest(directory, (manifest) => ({ ...manifest, format: 2 })),
  );
  refuses('a manifest that names a file elsewhere', /in a form that this program does not know/, (directory) =>
    rewriteManifest(
      directory,
      withTable('web_api_log', (table) => ({
        ...table,
        files: table.files.map((file) => ({ ...file, name: '../x.copy' })),
      })),
    ),
  );
  refuses('a manifest that names a file twice', /contradicts itself/, (directory) =>
    rewriteManifest(
      directory,
      withTable('web_api_log', (table) => ({
        ...table,
        files: [...table.files, ...table.files],
        rows: table.rows * 2,
        bytes: table.bytes * 2,
      })),
    ),
  );
  refuses('a manifest whose sums are wrong', /contradicts itself/, (directory) =>
    rewriteManifest(
      directory,
      withTable('web_api_log', (table) => ({ ...table, rows: 4 })),
    ),
  );
  refuses('another number of rows than there are', /has 3 rows where the manifest says 4/, (directory) =>
    rewriteManifest(
      directory,
      withTable('web_api_log', (table) => ({
        ...table,
        rows: 4,
        files: table.files.map((file) => ({ ...file, rows: 4 })),
      })),
    ),
  );
  refuses(
    'another schema version',
    /has schema version 99 \(later\) of keyledger 1\.2\.3, .* import with keyledger 1\.2\.3/,
    (d) =>
      rewriteManifest(d, (manifest) => ({ ...manifest, schema: { ...manifest.schema, version: 99, name: 'later' } })),
  );
  refuses('the same version of another schema', /import with keyledger 1\.2\.3/, (directory) =>
    rewriteManifest(directory, (manifest) => ({ ...manifest, schema: { ...manifest.schema, checksum: 'x' } })),
  );
  refuses('a table that is not here', /the export has other \(a\), this database has not$/, (directory) =>
    rewriteManifest(directory, (manifest) => ({
      ...manifest,
      tables: [...manifest.tables, { name: 'other', columns: ['a'], rows: 0, bytes: 0, files: [] }],
    })),
  );
  refuses('a table too few', /: this database has event_head \(account_id, .*\), the export has not$/, (directory) =>
    rewriteManifest(directory, (manifest) => ({
      ...manifest,
      tables: manifest.tables.filter(({ name }) => name !== 'event_head'),
    })).then(() => rm(join(directory, 'event_head.0001.copy'))),
  );
  refuses('a column too few', /the export has web_api_log \(account_id, .*this database has web_api_log/, (directory) =>
    rewriteManifest(
      directory,
      withTable('web_api_log', (table) => ({ ...table, columns: table.columns.filter((name) => name !== 'detail') })),
    ),
  );
  refuses(
    'heads that are not those of the manifest',
    /nothing was stored: the heads of the accounts are not/,
    (directory) =>
      rewriteManifest(directory, (manifest) => ({
        ...manifest,
        accounts: manifest.accounts.map((one) => ({ ...one, lastLogId: one.lastLogId + 1 })),
      })),
  );
  refuses('a log with a gap', /the log of account 1 does not run from 1 to 3 without a gap/, async (directory) => {
    const rows = (await readFile(join(directory, LOG), 'utf8')).split('\n');
    await replaceTable(directory, 'web_api_log', [...rows.slice(0, 1), ...rows.slice(2)].join('\n'));
  });
  refuses('a log that goes beyond its head', /the log of account 1 does not run from 1 to 3/, async (directory) => {
    const text = await readFile(join(directory, LOG), 'utf8');
    await replaceTable(directory, 'web_api_log', text + (text.split('\n')[2] ?? '').replace(/\b3\b/, '4').concat('\n'));
  });
  refuses('log rows of no account', /there are log rows of no account/, async (directory) => {
    const text = await readFile(join(directory, LOG), 'utf8');
    await replaceTable(directory, 'web_api_log', `${text}${(text.split('\n')[2] ?? '').replace(/^1\t/, '7\t')}\n`);
  });
  refuses(
    'rows that do not fit their table',
    /^web_api_log\.0001\.copy cannot be stored: .*integer/,
    async (directory) => {
      const text = await readFile(join(directory, LOG), 'utf8');
      await replaceTable(directory, 'web_api_log', text.replace(/^1/, 'x'));
    },
  );
  refuses(
    'a file that is changed after it was compared',
    /web_api_log\.0001\.copy is not as it was written: its checksum/,
    async () => {},
    (directory) => ({
      onProgress: (progress) => {
        if (progress.pass === 'verify' && progress.bytes === progress.ofBytes) {
          writeFileSync(join(directory, LOG), Buffer.alloc(progress.ofBytes, 'x'));
        }
      },
    }),
  );
});

test('an import that is interrupted changes nothing, at whatever step', () =>
  withPlace(async (place) => {
    const directory = join(place, 'out');
    await exportInto(source.database, directory);
    let last = 0;
    await importAborting(directory, Number.POSITIVE_INFINITY, (step) => {
      last = step;
    });
    assert(last >= 8, 'four files are compared and stored');
    for (let at = 1; at <= last; at += 1) {
      const left = await importAborting(directory, at);
      assert.deepEqual(left, { error: 'stop here', tables: {} }, `at step ${at}`);
    }
  }));

/** Imports into a database of its own, until that is stopped at a step. Returns what that left. */
const importAborting = async (directory: string, at: number, onStep: (step: number) => void = () => {}) => {
  const own = await createTestDatabase();
  const stopping = new AbortController();
  let step = 0;
  const onProgress = (): void => {
    step += 1;
    onStep(step);
    if (step === at) stopping.abort(new Error('stop here'));
  };
  try {
    const error = await importFrom(own.database, directory, { onProgress, signal: stopping.signal }).then(
      () => null,
      (reason: unknown) => (reason instanceof Error ? reason.message : reason),
    );
    const held = Object.entries(await tableDigests(own.url)).filter(([, digest]) => digest !== '0 ');
    return { error, tables: Object.fromEntries(held) };
  } finally {
    await own.drop();
  }
};

test('an import goes only where there is nothing, whatever table holds it', async () => {
  const own = await createTestDatabase();
  const rows = fc.sample(await withOwner(own.url, randomTables), { numRuns: 30, seed: 4 });
  await own.drop();
  await withPlace(async (place) => {
    const directory = join(place, 'out');
    await exportInto(source.database, directory);
    const tables = Object.keys(untouched).filter((name) => untouched[name] === '0 ' && name !== 'user_link');
    assert(tables.length > 25);
    for (const table of tables) {
      const row = rows.flatMap((sample) => sample[table] ?? []).slice(0, 1);
      const put = (client: Client) =>
        table === 'web_api_log' ? putLog(client, 99, ['x']) : putTables(client, { [table]: row });
      await withOwner(target.url, put);
      const held = await tableDigests(target.url);
      assert.notDeepEqual(held, untouched, table);
      await assert.rejects(
        importInto(directory),
        refused(/^this database holds .*only where there is none yet$/),
        table,
      );
      assert.deepEqual(await tableDigests(target.url), held);
      await withOwner(target.url, async (client) => {
        await client.query(`delete from ${table}`);
        await client.query('delete from log_head where account_id = 99; delete from event_head where account_id = 99');
      });
    }
    assert.deepEqual(await tableDigests(target.url), untouched);
  });
});

test('an import goes not where there is another account, or one whose streams have begun', () =>
  withPlace(async (place) => {
    const directory = join(place, 'out');
    await exportInto(source.database, directory);
    const changes: readonly (readonly [string, string])[] = [
      [
        "insert into account select 2, name, created, 'p', 'k', 'x' from account",
        'delete from account where account_id = 2',
      ],
      ['update log_head set last_id = 1', 'update log_head set last_id = 0'],
      ['update log_head set last_object_log_id = 1', 'update log_head set last_object_log_id = 0'],
      ['update event_head set last_id = 1', 'update event_head set last_id = 0'],
    ];
    for (const [change, back] of changes) {
      await withOwner(target.url, (client) => client.query(change));
      await assert.rejects(importInto(directory), refused(/^this database holds accounts in use/), change);
      await withOwner(target.url, (client) => client.query(back));
    }
    assert.deepEqual(await tableDigests(target.url), untouched);
  }));

test('an import does not go beside another process', () =>
  withPlace(async (place) => {
    const directory = join(place, 'out');
    await exportInto(source.database, directory);
    const other = new Client({ connectionString: target.url, application_name: 'keyledger' });
    await other.connect();
    await assert.rejects(
      importInto(directory),
      refused(/^another keyledger process, a server perhaps, uses this database: stop it first/),
    );
    await other.end();
    assert.deepEqual(await tableDigests(target.url), untouched);
  }));

test('what the first start of a server made gives way', () =>
  withPlace(async (place) => {
    const own = await createTestDatabase();
    const directory = join(place, 'out');
    await exportInto(source.database, directory);
    await ensureFirstAccount(new Writers(own.database.writers));
    await own.database.stop();
    const database = await openTestDatabase(own.url);
    await importFrom(database, directory);
    await database.stop();
    assert.deepEqual(await tableDigests(own.url), await tableDigests(source.url));
    await own.drop();
  }));
