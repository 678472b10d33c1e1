import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Client } from 'pg';
import { isOutcomeUnknown } from '../../src/db/sqlState.js';
import { CITUS_URL, createTestDatabase, type TestDatabase } from '../harness/database.js';

const skip = CITUS_URL === undefined ? 'CITUS_URL names no Citus coordinator' : false;

/** Ends what other nodes have begun for a coordinator and not yet committed. */
const END_TRANSACTIONS = `select sum(result::int)::int as ended from run_command_on_workers(
  $$select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database()
    and application_name like 'citus_internal%' and state = 'idle in transaction' and pid <> pg_backend_pid()$$)`;

describe('on Citus', { skip }, () => {
  let database: TestDatabase;
  before(async () => {
    database = await createTestDatabase();
  });
  after(() => database.drop());

  test('a commit whose node is lost is answered with an error that leaves open whether it happened', async (t) => {
    const [client, other] = [database.url, database.url].map((connectionString) => new Client({ connectionString }));
    assert(client !== undefined && other !== undefined);
    await Promise.all([client.connect(), other.connect()]);
    t.after(() => Promise.all([client.end(), other.end()]));
    await client.query('begin');
    await client.query("insert into log_writer (account_id, writer, batch, time) values (1, 'lost', 1, 1)");
    const { rows } = await other.query<{ ended: number }>(END_TRANSACTIONS);
    assert((rows[0]?.ended ?? 0) > 0);
    await assert.rejects(client.query('commit'), isOutcomeUnknown);
    const { rows: found } = await other.query("select from log_writer where account_id = 1 and writer = 'lost'");
    assert.equal(found.length, 0);
  });
});
