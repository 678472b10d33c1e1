import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { licenseServer } from '../../harness/server.js';

const { server, token } = await licenseServer();
const owner = await server.connectOwner();
const blocker = await server.connectOwner();

/** Answers of a method whose reads of a table are held up until PostgreSQL is told to end them. */
const answerWhileHeldUp = async (method: string, table: string, end: 'pg_cancel_backend' | 'pg_terminate_backend') => {
  await blocker.query('begin');
  await blocker.query(`lock table ${table} in access exclusive mode`);
  try {
    const answer = server.call(method, token);
    let ended = 0;
    while (ended === 0) {
      await sleep(10);
      const { rowCount } = await owner.query(
        `select ${end}(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      ended = rowCount ?? 0;
    }
    return await answer;
  } finally {
    await blocker.query('rollback');
  }
};

const METHODS = { 'ai/GetWebAPILog': 'web_api_log', 'ai/GetEvents': 'event', 'ai/GetObjectLog': 'object_log' };

for (const [method, table] of Object.entries(METHODS)) {
  // spec(GetWebAPILog): An error occured. (a slow read)
  // spec(GetEvents): An error occured. (ours, as of the log)
  // spec(GetObjectLog): An error occured.
  test(`${method}: a read that runs into the time limit answers "An error occured."`, async () => {
    const { status, body } = await answerWhileHeldUp(method, table, 'pg_cancel_backend');
    assert.deepEqual([status, body], [200, { result: 1, message: 'An error occured.' }]);
    assert.equal((await server.call(method, token)).body.result, 0, 'and the next one is answered');
  });

  // spec(GetWebAPILog): An error occured. (the database is away)
  test(`${method}: a database that goes away answers "An error occured."`, async () => {
    const { status, body } = await answerWhileHeldUp(method, table, 'pg_terminate_backend');
    assert.deepEqual([status, body], [200, { result: 1, message: 'An error occured.' }]);
    assert.equal((await server.call(method, token)).body.result, 0, 'and the next one is answered');
  });
}
