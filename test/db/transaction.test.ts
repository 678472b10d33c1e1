import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Readers, Writers } from '../../src/db/connections.js';
import { transaction } from '../../src/db/transaction.js';
import type { Statement } from '../../src/sql/statement.js';
import { createTestDatabase, type TestDatabase } from '../harness/database.js';

let database: TestDatabase;

before(async () => {
  database = await createTestDatabase();
});

after(() => database.drop());

const statement = <Row extends object>(text: string): Statement<Row> => ({ name: '', text, values: [] });

const ADD = statement<object>(`insert into log_writer (account_id, writer, batch, time) values (1, 'a', 1, 1)`);

const connectionsInUse = (): number => {
  const { writers } = database.database;
  return writers.totalCount - writers.idleCount;
};

const storedRows = async (): Promise<number> => {
  const { run } = new Readers(database.database.readers);
  const [row] = await run(statement<{ readonly rows: number }>('select count(*) as rows from log_writer'));
  return row?.rows ?? -1;
};

test('a transaction whose work fails keeps nothing, and gives its connection back', async () => {
  const writers = new Writers(database.database.writers);
  const failing = transaction(writers, async ({ run }) => {
    await run(ADD);
    throw new Error('stop');
  });
  await assert.rejects(failing, /stop/);
  assert.equal(connectionsInUse(), 0);
  const refused = transaction(writers, async ({ run }) => {
    await run(ADD);
    return { result: await run(statement('select 1 / 0')), statements: [] };
  });
  await assert.rejects(refused, { code: '22012' });
  assert.equal(connectionsInUse(), 0);
  await assert.rejects(writers.write([ADD, statement('select 1 / 0')]), { code: '22012' });
  assert.equal(connectionsInUse(), 0);
  assert.equal(await storedRows(), 0);
});

test('a transaction without statements for its commit keeps nothing', async () => {
  const writers = new Writers(database.database.writers);
  const answer = await transaction(writers, async ({ run }) => ({ result: (await run(ADD)).length, statements: [] }));
  assert.equal(answer, 0);
  assert.equal(connectionsInUse(), 0);
  assert.equal(await storedRows(), 0);
});

test('what is committed is what was done and what travels with the commit', async () => {
  const writers = new Writers(database.database.writers);
  const other = statement<object>(`insert into log_writer (account_id, writer, batch, time) values (1, 'b', 1, 1)`);
  const answer = await transaction(writers, async ({ run }) => {
    await run(ADD);
    return { result: 'done', statements: [other] };
  });
  assert.equal(answer, 'done');
  assert.equal(connectionsInUse(), 0);
  assert.equal(await storedRows(), 2);
});
