import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { Client } from 'pg';
import { grantToAppRole } from '../../src/db/appRole.js';
import { type MigrateResult, migrate } from '../../src/db/migrate.js';
import { createTestDatabase, type TestDatabase } from '../harness/database.js';
import { migrationsWith } from '../harness/migrations.js';

const LOG = 'create table web_api_log (id bigint primary key, state int not null);';
const APPEND_ONLY = ['web_api_log'];

describe('migrate', () => {
  let test: TestDatabase;
  let empty: string;
  before(async () => {
    empty = await migrationsWith();
  });
  beforeEach(async () => {
    await test?.drop();
    test = await createTestDatabase({ migrationsDir: empty });
  });
  after(() => test.drop());

  async function asOwner<T>(work: (client: Client) => Promise<T>, url = test.url): Promise<T> {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  function run(migrationsDir: string, appendOnlyTables: readonly string[] = []): Promise<MigrateResult> {
    return asOwner((client) => migrate(client, { migrationsDir, appendOnlyTables }));
  }

  it('applies what is missing, in order, once', async () => {
    const directory = await migrationsWith('create table a (n int); insert into a values (1);');
    assert.deepEqual((await run(directory)).applied, [1]);
    await writeFile(join(directory, '0002_more.sql'), "insert into a values (2); -- it's here");
    assert.deepEqual((await run(directory)).applied, [2]);
    const again = await run(directory);
    assert.deepEqual([again.applied, again.version], [[], 2]);
    const { rows } = await asOwner((client) => client.query('select n from a order by n'));
    assert.deepEqual(rows, [{ n: 1 }, { n: 2 }]);
  });

  it('is safe when twenty processes start at once', async () => {
    const directory = await migrationsWith(
      'create extension if not exists pg_trgm; create table a (n int); select pg_sleep(0.05);',
      'insert into a values (1);',
      LOG,
    );
    const results = await Promise.all(Array.from({ length: 20 }, () => run(directory, APPEND_ONLY)));
    assert.deepEqual(results.flatMap(({ applied }) => applied).sort(), [1, 2, 3]);
    const { rows } = await asOwner((client) =>
      client.query('select (select count(*) from a)::int as a, (select count(*) from schema_migration)::int as steps'),
    );
    assert.deepEqual(rows, [{ a: 1, steps: 3 }]);
  });

  it('leaves nothing of a migration that fails', async () => {
    const directory = await migrationsWith(
      'create table a (n int);',
      'create table b (n int); insert into b values (1/0);',
    );
    await assert.rejects(run(directory), {
      code: 'migration-failed',
      message: /0002_step\.sql.*22012.*insert into b/,
    });
    const { rows } = await asOwner((client) =>
      client.query(`select to_regclass('a') is not null as a, to_regclass('b') is not null as b from schema_migration`),
    );
    assert.deepEqual(rows, [{ a: true, b: false }]);
  });

  it('refuses a schema from the future', async () => {
    await run(await migrationsWith('select 1', 'select 2'));
    await assert.rejects(run(await migrationsWith('select 1')), {
      code: 'schema-unknown',
      message: /schema version 2 .* knows versions up to 1.* newer/,
    });
  });

  it('refuses a database of another program', async () => {
    await run(await migrationsWith('select 1'));
    const other = await migrationsWith();
    await writeFile(join(other, '0001_other.sql'), 'select 1');
    await assert.rejects(run(other), { code: 'schema-unknown', message: /not created by this program/ });
  });

  it('refuses an applied migration that was edited, but not other line ends', async () => {
    const directory = await migrationsWith('select 1;\nselect 2;\n');
    await run(directory);
    await writeFile(join(directory, '0001_step.sql'), 'select 1;\r\nselect 2;\r\n');
    await run(directory);
    await writeFile(join(directory, '0001_step.sql'), 'select 1;\nselect 3;\n');
    await assert.rejects(run(directory), { code: 'schema-changed' });
  });

  it('refuses a migration that ends its own transaction', async () => {
    await assert.rejects(run(await migrationsWith('create table a (n int); commit; select 1')), /may not control/);
    await assert.rejects(run(await migrationsWith('start   transaction')), /may not control/);
  });

  it('refuses gaps and misnamed files', async () => {
    const gap = await migrationsWith('select 1');
    await writeFile(join(gap, '0003_three.sql'), 'select 3');
    await assert.rejects(run(gap), /without a gap/);
    const misnamed = await migrationsWith();
    await writeFile(join(misnamed, 'one.sql'), 'select 1');
    await assert.rejects(run(misnamed), /NNNN_name/);
  });

  describe('the role of the server', () => {
    it('may add to an append-only table and its partitions, and never change them', async () => {
      const partitioned = `create table web_api_log (id bigint, state int) partition by range (id);
        create table log_1 partition of web_api_log for values from (0) to (100); create table other (id int);`;
      await run(await migrationsWith(partitioned), APPEND_ONLY);
      await asOwner(async (client) => {
        await client.query('set role keyledger_app');
        await client.query('insert into web_api_log values (1, 2)');
        await client.query('insert into other values (1)');
        await client.query('update other set id = 2');
        await client.query('delete from other');
        for (const table of ['web_api_log', 'log_1']) {
          for (const change of [`update ${table} set state = 3`, `delete from ${table}`, `truncate ${table}`]) {
            await assert.rejects(client.query(change), { code: '42501' }, change);
          }
        }
        await assert.rejects(client.query("insert into schema_migration values (9, '', '', 0)"), { code: '42501' });
        await assert.rejects(client.query('create table mine (n int)'), { code: '42501' });
      });
    });

    it('loses a right that a table must not have, and gets one that it lacks', async () => {
      const directory = await migrationsWith(LOG, 'create table other (id int)');
      await run(directory, APPEND_ONLY);
      await asOwner((client) => client.query('grant all on web_api_log to keyledger_app'));
      await asOwner((client) => client.query('revoke update on other from keyledger_app'));
      await run(directory, APPEND_ONLY);
      const { rows } = await asOwner((client) =>
        client.query(`select has_table_privilege('keyledger_app', 'web_api_log', 'delete') as log,
                             has_table_privilege('keyledger_app', 'other', 'update') as other`),
      );
      assert.deepEqual(rows, [{ log: false, other: true }]);
    });

    it('is not granted anything twice', async () => {
      const directory = await migrationsWith(LOG, 'create table other (id int)');
      await run(directory, APPEND_ONLY);
      const versions = () =>
        asOwner((client) => client.query("select xmin::text from pg_class where relname in ('web_api_log', 'other')"));
      const before = (await versions()).rows;
      await run(directory, APPEND_ONLY);
      assert.deepEqual((await versions()).rows, before);
    });

    it('cannot be protected from a misspelt table', async () => {
      await assert.rejects(run(await migrationsWith(LOG), ['web_api_lag']), /no such table.*web_api_lag/);
    });

    it('is done without when the login may not make it, with a warning', async () => {
      await asOwner(async (client) => {
        await client.query("drop role if exists test_plain; create role test_plain login password 'x'");
        await client.query('alter schema public owner to test_plain; drop table schema_migration');
      });
      const directory = await migrationsWith(LOG);
      const result = await asOwner(
        (client) => migrate(client, { migrationsDir: directory, appendOnlyTables: APPEND_ONLY }),
        as(test.url, 'test_plain'),
      );
      assert.equal(result.appRole.usable, false);
      assert.match(result.appRole.warning ?? '', /does not enforce/);
      await asOwner((client) => grantToAppRole(client, APPEND_ONLY), as(test.url, 'test_plain'));
    });
  });

  function as(url: string, login: string): string {
    const changed = new URL(url);
    changed.username = login;
    changed.password = 'x';
    return changed.href;
  }
});
