import assert from 'node:assert/strict';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { Writers } from '../../../src/db/connections.js';
import { granted } from '../../../src/domain/batch/outcome.js';
import { type ExportProgress, TABLES_LEFT_OUT } from '../../../src/engine/transfer/exportDirectory.js';
import type { DirectoryProgress } from '../../../src/engine/transfer/importDirectory.js';
import { createTestDatabase, type TestDatabase } from '../../harness/database.js';
import { addLicense } from '../../harness/licenses.js';
import { exportInto, importFrom, tableDigests, withOwner, withPlace } from '../../harness/moves.js';
import { addBareAccount } from '../../harness/plantedLog.js';
import { logDetails, putLog, putTables, randomTables } from '../../harness/randomTables.js';
import { startTestServer, type TestServer } from '../../harness/server.js';

/** What an export holds, and that an import makes the same of it. */

const withDatabases = async (work: (source: TestDatabase, target: TestDatabase) => Promise<void>): Promise<void> => {
  const [source, target] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  try {
    await work(source, target);
  } finally {
    await Promise.all([source.drop(), target.drop()]);
  }
};

test('whatever the tables hold comes out as it went in, in files of any length', async () => {
  const shape = await createTestDatabase();
  const tables = await withOwner(shape.url, randomTables);
  await shape.drop();
  const cases = fc.record({
    tables,
    first: logDetails,
    second: logDetails,
    fileBytes: fc.integer({ min: 1, max: 500 }),
  });
  await fc.assert(
    fc.asyncProperty(cases, ({ tables: rows, first, second, fileBytes }) =>
      withDatabases((source, target) =>
        withPlace(async (place) => {
          await withOwner(source.url, async (client) => {
            await putTables(client, rows);
            await putLog(client, 1, first);
            await putLog(client, 2_147_483_647, second);
          });
          const directory = join(place, 'out');
          const manifest = await exportInto(source.database, directory, { fileBytes });
          const held = await tableDigests(source.url);
          assert.deepEqual(
            Object.fromEntries(manifest.tables.map((table) => [table.name, table.rows])),
            Object.fromEntries(Object.entries(held).map(([name, digest]) => [name, Number.parseInt(digest, 10)])),
          );
          await importFrom(target.database, directory);
          assert.deepEqual(await tableDigests(target.url), held);
        }),
      ),
    ),
    { numRuns: 12, endOnFailure: true },
  );
});

test('files end between two rows, and are for nobody else to read', async () => {
  await withDatabases((source) =>
    withPlace(async (place) => {
      const details = Array.from({ length: 1_000 }, (_, index) => `k${'x'.repeat(index % 50)}\n`);
      await withOwner(source.url, (client) => putLog(client, 1, details));
      const directory = join(place, 'out');
      const manifest = await exportInto(source.database, directory, { fileBytes: 10_000 });
      const log = manifest.tables.find(({ name }) => name === 'web_api_log');
      assert(log !== undefined && log.files.length > 4);
      assert.equal(log.rows, 1_000);
      const texts = await Promise.all(log.files.map(({ name }) => readFile(join(directory, name), 'utf8')));
      for (const [index, text] of texts.entries()) {
        assert.equal(text.at(-1), '\n');
        assert.equal(text.split('\n').length - 1, log.files[index]?.rows);
        if (index < texts.length - 1) assert(text.length >= 10_000 && text.length < 10_100);
      }
      assert.equal((await stat(directory)).mode & 0o777, 0o700);
      for (const name of await readdir(directory)) {
        assert.equal((await stat(join(directory, name))).mode & 0o777, 0o600, name);
      }
    }),
  );
});

test('both say how far they are, up to the end', async () => {
  await withDatabases((source, target) =>
    withPlace(async (place) => {
      await withOwner(source.url, async (client) => {
        await putLog(
          client,
          1,
          Array.from({ length: 20_000 }, (_, index) => `row ${index}`),
        );
        await client.query('analyze');
      });
      const directory = join(place, 'out');
      const written: ExportProgress[] = [];
      const { tables } = await exportInto(source.database, directory, {
        onProgress: (progress) => written.push(progress),
      });
      const rows = tables.reduce((total, table) => total + table.rows, 0);
      const ofBytes = tables.reduce((total, table) => total + table.bytes, 0);
      assert(written.length > 3);
      assert.deepEqual(written.at(-1), { pass: 'export', rows, ofRows: rows });
      const read: DirectoryProgress[] = [];
      await importFrom(target.database, directory, { onProgress: (progress) => read.push(progress) });
      const verified = read.filter(({ pass }) => pass === 'verify');
      assert(verified.length > 3);
      assert.equal(verified.at(-1)?.bytes, ofBytes);
      assert.deepEqual(read.at(-1), { pass: 'load', rows, bytes: ofBytes, ofBytes });
      assert.deepEqual(
        [...written, ...read].map(({ pass }) => pass).filter((pass, index, all) => pass !== all[index - 1]),
        ['export', 'verify', 'load'],
      );
    }),
  );
});

test('every table of the schema moves, or it is said why not', async () => {
  await withDatabases((source) =>
    withPlace(async (place) => {
      await addBareAccount(new Writers(source.database.writers), 1);
      const manifest = await exportInto(source.database, join(place, 'out'));
      const schema = await readFile(new URL('../../../../db/schema.sql', import.meta.url), 'utf8');
      const tables = [...schema.matchAll(/^create table (\w+)/gm)].map(([, name]) => name);
      assert(tables.length > 30);
      assert.deepEqual(
        [...manifest.tables.map(({ name }) => name), ...Object.keys(TABLES_LEFT_OUT)].sort(),
        tables.sort(),
      );
    }),
  );
});

test('no table has what COPY would leave behind', async () => {
  await withDatabases(async (source) => {
    const found = await withOwner(source.url, (client) =>
      client.query(
        `select relname from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('S', 'm', 'p')
         union all select conname from pg_constraint where connamespace = current_schema()::regnamespace and contype = 'f'
         union all select attname from pg_attribute where attidentity <> ''`,
      ),
    );
    // An import would have to put sequences right, and to load what others refer to first.
    assert.deepEqual(found.rows, []);
  });
});

/** Does work while clients log and make licenses without a pause. */
const whileWriting = async (server: TestServer, work: () => Promise<void>): Promise<void> => {
  const { productId } = await server.product();
  const license = await addLicense(server.engine, { productId, key: 'BUSY' });
  let isWriting = true;
  const write = async (): Promise<void> => {
    while (isWriting) {
      await server.engine.submit(1, {
        method: 1,
        caller: { kind: 'shell', accountId: 1 },
        ip: '192.0.2.1',
        needs: [],
        decide: (_state, { nextId }) => {
          const licenseId = nextId('license');
          const row = { ...license, licenseId, key: `KEY-${licenseId}` };
          return granted({}, { writes: [{ kind: 'license', row }], logs: [entryOf(license.licenseId, productId)] });
        },
      });
    }
  };
  const writers = Array.from({ length: 8 }, write);
  try {
    await work();
  } finally {
    isWriting = false;
    await Promise.all(writers);
  }
};

test('an export beside clients that write is of one moment', async () => {
  const server = await startTestServer();
  const round = async (place: string, target: TestDatabase): Promise<void> => {
    const before = await lastLogId(server.databaseUrl);
    const manifest = await exportInto(server.database, place);
    const after = await lastLogId(server.databaseUrl);
    const [head] = manifest.accounts;
    assert(head !== undefined && after > before, 'nothing was written meanwhile');
    assert(head.lastLogId >= before && head.lastLogId <= after);
    assert.equal(manifest.tables.find(({ name }) => name === 'web_api_log')?.rows, head.lastLogId);
    await importFrom(target.database, place);
    const { rows } = await withOwner(target.url, (client) =>
      client.query(
        `select h.last_id - (select max(id) from web_api_log) as log, h.last_license_id - (select max(global_id) from license)
           as license, h.last_object_log_id - (select max(id) from object_log) as objects from log_head h`,
      ),
    );
    assert.deepEqual(rows, [{ log: '0', license: 0, objects: '0' }]);
  };
  try {
    await whileWriting(server, async () => {
      for (let number = 1; number <= 5; number += 1) {
        const target = await createTestDatabase();
        await withPlace((place) => round(place, target)).finally(() => target.drop());
      }
    });
  } finally {
    await server.stop();
  }
});

const entryOf = (licenseId: number, productId: number) => ({
  state: 2011 as const,
  productId,
  licenseId,
  attemptedKey: '',
  customerId: 0,
  seatLimit: 0,
  machineCode: 'm',
  friendlyName: '',
  floatingInterval: 0,
  dataObjectId: 0,
  dataObjectValue: 0,
});

const lastLogId = (url: string): Promise<number> =>
  withOwner(url, async (client) => {
    const { rows } = await client.query<{ last_id: string }>('select last_id from log_head where account_id = 1');
    return Number(rows[0]?.last_id);
  });
