import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type LoaderConnection, Loaders, Readers, Writers } from '../../../src/db/connections.js';
import { BatchTransactions } from '../../../src/engine/batch/batchTransaction.js';
import { createAccount } from '../../../src/engine/identity/accounts.js';
import { lockLogHead } from '../../../src/sql/batch/logHead.js';
import type { Statement } from '../../../src/sql/statement.js';
import { COPY_LOG_ROWS, copiedLogRow } from '../../../src/sql/transfer/copyLog.js';
import { createTestDatabase, type TestDatabase } from '../../harness/database.js';

/** COPY writes within a transaction's body, so nothing of a body may be sent outside its transaction. */

let database: TestDatabase;

before(async () => {
  database = await createTestDatabase();
  await createAccount(new Writers(database.database.writers), 'Test', 1);
});

after(() => database.drop());

const statement = <Row extends object>(text: string): Statement<Row> => ({ name: '', text, values: [] });

const ROW = copiedLogRow(1, {
  id: 1,
  time: 1,
  subject_no: 0,
  device_no: 0,
  address_no: 0,
  state: 7010,
  method: 0,
  detail: '',
});

const storedRows = async (): Promise<number> => {
  const { run } = new Readers(database.database.readers);
  const [row] = await run(statement<{ readonly rows: number }>('select count(*) as rows from web_api_log'));
  return row?.rows ?? -1;
};

test('a transaction that did not begin copies nothing', async () => {
  class Cancelled extends Loaders {
    override async connect(): Promise<LoaderConnection> {
      const connection = await super.connect();
      // As when somebody cancels the statement: the connection lives.
      const begin = async (): Promise<void> => {
        await connection.run(statement('select 1 / 0'));
      };
      return Object.assign(connection, { begin });
    }
  }
  const transactions = new BatchTransactions(new Cancelled(database.database.loaders));
  const bodies: Promise<unknown>[] = [];
  const body = async (connection: LoaderConnection) => {
    await connection.run(lockLogHead(1));
    await connection.copy(COPY_LOG_ROWS, ROW);
    return { result: null, statements: [], now: 0 };
  };
  const batch = transactions.run(1, 'log', (connection) => {
    const running = body(connection);
    bodies.push(running);
    return running;
  });
  await assert.rejects(batch, { code: '22012' });
  await Promise.allSettled(bodies);
  assert.equal(await storedRows(), 0);
});

test('a connection that was given back sends nothing more', async () => {
  const connection = await new Loaders(database.database.loaders).connect();
  await connection.begin();
  await connection.rollback();
  await assert.rejects(connection.copy(COPY_LOG_ROWS, ROW));
  await assert.rejects(connection.run(statement('select 1')));
  await sleep(20);
  assert.equal(await storedRows(), 0);
});
