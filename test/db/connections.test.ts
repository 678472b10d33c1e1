import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Readers, Writers } from '../../src/db/connections.js';
import { isConnectionLost } from '../../src/db/sqlState.js';
import type { Statement } from '../../src/sql/statement.js';
import { createTestDatabase, type TestDatabase } from '../harness/database.js';

let database: TestDatabase;

before(async () => {
  database = await createTestDatabase();
});

after(() => database.drop());

const statement = <Row extends object>(text: string, values: readonly unknown[] = []): Statement<Row> => ({
  name: '',
  text,
  values,
});

test('a statement that is too long to be sent takes the whole commit with it', async () => {
  const connection = await new Writers(database.database.writers).connect();
  await connection.begin();
  const text = 'x'.repeat(10_000_000);
  const commit = connection.commit([
    statement(`insert into log_writer (account_id, writer, batch, time) values (1, 'a', 1, 1)`),
    statement('select cardinality($1::text[])', [Array(60).fill(text)]),
  ]);
  await assert.rejects(commit, (error) => !isConnectionLost(error));
  const { run } = new Readers(database.database.readers);
  const [row] = await run(statement<{ readonly rows: number }>('select count(*) as rows from log_writer'));
  assert.equal(row?.rows, 0);
});

test('a connection that breaks between one user and the next does not end the process', async () => {
  const { writers, readers, loaders } = database.database;
  for (const pool of [writers, readers, loaders]) {
    // A chunk from the server may end one user's statement and tell of the break at once, before the next user's turn.
    pool.once('acquire', (client) => process.nextTick(() => client.emit('error', new Error('terminated'))));
    (await pool.connect()).release(true);
  }
});

test('a reader whose database hangs is given up, with what waits behind it, and the others go on', async () => {
  const { readers } = database.database;
  const client = await readers.connect();
  const [row] = (await client.query<{ readonly pid: number }>('select pg_backend_pid() as pid')).rows;
  const { run } = new Readers(readers);
  // Stopped, it cancels nothing by itself, and its connection stays open.
  process.kill(Number(row?.pid), 'SIGSTOP');
  try {
    const answers = await Promise.allSettled([1, 2].map(() => client.query('select 1')));
    assert.deepEqual(
      answers.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
  } finally {
    process.kill(Number(row?.pid), 'SIGCONT');
    client.release(true);
  }
  const [one] = await run(statement<{ readonly one: number }>('select 1 as one'));
  assert.equal(one?.one, 1);
});
