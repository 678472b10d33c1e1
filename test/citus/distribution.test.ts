import assert from 'node:assert/strict';
import { copyFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Client } from 'pg';
import { migrate } from '../../src/db/migrate.js';
import { MIGRATIONS_DIRECTORY } from '../../src/db/migrationFiles.js';
import { APPEND_ONLY_TABLES } from '../../src/db/openDatabase.js';
import { CITUS_URL } from '../harness/database.js';
import { addLicense } from '../harness/licenses.js';
import { migrationsWith } from '../harness/migrations.js';
import { startTestServer, type TestServer } from '../harness/server.js';

const skip = CITUS_URL === undefined ? 'CITUS_URL names no Citus coordinator' : false;

interface Placed {
  readonly name: string;
  readonly type: string;
  readonly column: string | null;
  readonly group: number;
}

describe('migrate on Citus', { skip }, () => {
  let server: TestServer;
  let owner: Client;
  before(async () => {
    server = await startTestServer();
    owner = new Client({ connectionString: server.databaseUrl });
    await owner.connect();
  });
  after(async () => {
    await owner.end();
    await server.stop();
  });

  /** The program's migrations and one more; none when there is no text. */
  const migrateWith = async (more?: string) => {
    const migrationsDir = await migrationsWith();
    const files = await readdir(MIGRATIONS_DIRECTORY);
    for (const file of files) await copyFile(join(MIGRATIONS_DIRECTORY, file), join(migrationsDir, file));
    const next = `${String(files.length + 1).padStart(4, '0')}_more.sql`;
    if (more !== undefined) await writeFile(join(migrationsDir, next), more);
    return await migrate(owner, { migrationsDir, appendOnlyTables: APPEND_ONLY_TABLES });
  };

  const placedTables = async (): Promise<readonly Placed[]> => {
    // Not by the view citus_tables: it measures every table of the database and so waits for whoever has locked one.
    const { rows } = await owner.query<Placed>(
      `select c.relname as name, case d.partmethod when 'n' then 'reference' else 'distributed' end as type,
         case d.partmethod when 'n' then null else column_to_column_name(d.logicalrelid, d.partkey) end as column, d.colocationid as group
       from pg_dist_partition d join pg_class c on c.oid = d.logicalrelid
       where c.relnamespace = current_schema()::regnamespace order by c.relname`,
    );
    return rows;
  };

  const tableNames = async (): Promise<readonly string[]> => {
    const { rows } = await owner.query<{ name: string }>(
      `select relname as name from pg_class
       where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') order by relname`,
    );
    return rows.map(({ name }) => name);
  };

  test('every table is distributed; those of accounts by account, beside one another', async () => {
    const placed = await placedTables();
    assert.deepEqual(
      placed.map(({ name }) => name),
      await tableNames(),
    );
    assert.deepEqual(
      placed.filter(({ column }) => column !== 'account_id').map(({ name, type }) => [name, type]),
      [
        ['schema_migration', 'reference'],
        ['user_email', 'distributed'],
      ],
    );
    const ofAccounts = placed.filter(({ column }) => column === 'account_id');
    assert(ofAccounts.length > 25);
    assert.equal(new Set(ofAccounts.map(({ group }) => group)).size, 1);
    const byEmail = placed.find(({ name }) => name === 'user_email');
    assert.equal(byEmail?.column, 'email');
    assert.notEqual(byEmail.group, ofAccounts[0]?.group);
  });

  test('again changes nothing', async () => {
    const earlier = await placedTables();
    const { applied, tier } = await migrateWith();
    assert.deepEqual([applied, tier.name], [[], 'citus']);
    assert.deepEqual(await placedTables(), earlier);
  });

  test('the server works under its own role there, which may not change the record on any node', async () => {
    const role = { name: '', text: 'select current_user as role', values: [] };
    assert.deepEqual(await server.readers.run(role), [{ role: 'keyledger_app' }]);
    const connection = await server.writers.connect();
    await connection.begin();
    await assert.rejects(
      connection.run({ name: '', text: 'delete from web_api_log where account_id = 1', values: [] }),
      { code: '42501' },
    );
    await connection.rollback();
  });

  test('a database that holds data is distributed with it', async () => {
    const product = await server.product();
    await addLicense(server.engine, { productId: product.productId, key: 'KEPT' });
    const token = await server.token();
    const call = { ProductId: product.productId, Key: 'KEPT', MachineCode: 'm' };
    assert.equal((await server.call('key/Activate', token, call)).body.result, 0);
    for (const { name } of await placedTables()) {
      await owner.query(`select undistribute_table(format('%I', $1::text)::regclass)`, [name]);
    }
    assert.deepEqual(await placedTables(), []);
    const { rows: before } = await owner.query('select * from web_api_log order by id');
    assert(before.length > 0);

    await migrateWith();

    assert.equal((await placedTables()).length, (await tableNames()).length);
    assert.deepEqual((await owner.query('select * from web_api_log order by id')).rows, before);
    assert.equal((await server.call('key/Activate', token, call)).body.result, 0);
    const { rows: ids } = await owner.query<{ id: string }>(
      'select id from web_api_log where account_id = 1 order by id',
    );
    assert.deepEqual(
      ids.map(({ id }) => Number(id)),
      ids.map((_, index) => index + 1),
    );
  });

  test('tables of a later migration are distributed, and one that nobody has thought about is refused', async () => {
    const unknown = migrateWith('create table settings (name text primary key)');
    await assert.rejects(unknown, /no word of what becomes of it on Citus: settings/);
    await owner.query("drop table settings; delete from schema_migration where name = 'more'");

    await migrateWith(`alter table product add column color text;
      create table note (account_id int not null, id int not null, primary key (account_id, id));
      insert into note select account_id, 1 from account;
      create index product_color on product (account_id, color);`);

    const placed = await placedTables();
    const group = placed.find(({ name }) => name === 'account')?.group;
    const about = (wanted: string) => placed.find(({ name }) => name === wanted);
    assert.deepEqual([about('note')?.column, about('note')?.group], ['account_id', group]);
    assert.deepEqual((await owner.query('select * from note')).rows, [{ account_id: 1, id: 1 }]);
    await owner.query('select color from product where account_id = 1');
  });
});
