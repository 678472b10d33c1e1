import assert from 'node:assert/strict';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { isConnectionLost } from '../../../src/db/sqlState.js';
import { readManifest } from '../../../src/engine/transfer/exportManifest.js';
import { OperatorError } from '../../../src/operatorError.js';
import { createTestDatabase, type TestDatabase } from '../../harness/database.js';
import { account, exportInto, refused, withOwner, withPlace } from '../../harness/moves.js';
import { putLog, putTables } from '../../harness/randomTables.js';

let source: TestDatabase;

before(async () => {
  source = await createTestDatabase();
  await withOwner(source.url, async (client) => {
    await putTables(client, { account: [account('1')] });
    await putLog(client, 1, ['first', 'second', 'third']);
  });
});
after(() => source.drop());

describe('an export refuses', () => {
  const held = async (directory: string): Promise<readonly string[] | 'gone'> =>
    readdir(directory).catch(() => 'gone' as const);

  test('a directory that is not empty, and leaves it as it is', () =>
    withPlace(async (place) => {
      await writeFile(join(place, 'mine'), 'kept');
      await assert.rejects(exportInto(source.database, place), refused(/is not empty: name a new or empty directory$/));
      assert.deepEqual(await held(place), ['mine']);
    }));

  test('a directory that cannot be made', () =>
    withPlace(async (place) => {
      await writeFile(join(place, 'file'), '');
      for (const name of ['file', 'file/out', 'missing/out']) {
        await assert.rejects(
          exportInto(source.database, join(place, name)),
          refused(/^cannot (make|write into) .*(ENOENT|ENOTDIR)/),
        );
      }
      assert.deepEqual(await held(place), ['file']);
    }));

  test('a log that has lost rows, and a database without an account; no file stays', async () => {
    const own = await createTestDatabase();
    await withPlace(async (place) => {
      const directory = join(place, 'out');
      await assert.rejects(exportInto(own.database, directory), refused(/there is no account here: nothing to export/));
      assert.equal(await held(directory), 'gone');
      await withOwner(own.url, async (client) => {
        await putLog(client, 1, ['first', 'second', 'third']);
        await client.query('delete from web_api_log where id = 2');
      });
      await assert.rejects(
        exportInto(own.database, directory),
        refused(/^the log has 2 rows where its heads say 3: rows are missing/),
      );
      assert.equal(await held(directory), 'gone');
      await mkdir(directory, { mode: 0o755 });
      await assert.rejects(exportInto(own.database, directory), OperatorError);
      assert.deepEqual(await held(directory), []);
      assert.equal((await stat(directory)).mode & 0o777, 0o700);
    });
    await own.drop();
  });

  /** With files of a database that has many long log rows. */
  const withLongLog = async (work: (own: TestDatabase, directory: string) => Promise<void>): Promise<void> => {
    const own = await createTestDatabase();
    const details = Array.from({ length: 30_000 }, () => 'x'.repeat(100));
    await withOwner(own.url, (client) => putLog(client, 1, details));
    await withPlace((place) => work(own, join(place, 'out')));
    await own.drop();
  };

  test('to go on when it is interrupted, and the connection is of use again', () =>
    withLongLog(async (own, directory) => {
      for (let at = 1; at <= 8; at += 1) {
        const stopping = new AbortController();
        let steps = 0;
        const onProgress = (): void => {
          steps += 1;
          if (steps === at) stopping.abort(new Error('stop here'));
        };
        await assert.rejects(exportInto(own.database, directory, { onProgress, signal: stopping.signal }), /stop here/);
        assert.equal(await held(directory), 'gone');
      }
      await exportInto(own.database, directory);
      assert.equal((await readManifest(directory)).accounts[0]?.lastLogId, 30_000);
    }));

  test('when the database goes away in the midst of it', () =>
    withLongLog(async (own, directory) => {
      let broken: Promise<unknown> | undefined;
      const onProgress = (): void => {
        broken ??= withOwner(own.url, (client) =>
          client.query(
            `select pg_terminate_backend(pid) from pg_stat_activity
             where datname = current_database() and application_name = 'keyledger'`,
          ),
        );
      };
      // Many small files take long: the database's end comes while rows are still to be sent.
      await assert.rejects(exportInto(own.database, directory, { onProgress, fileBytes: 20_000 }), isConnectionLost);
      await broken;
      assert.equal(await held(directory), 'gone');
      await exportInto(own.database, directory);
    }));
});
