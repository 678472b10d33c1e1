import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Pool } from 'pg';
import { Writers } from '../../../src/db/connections.js';
import { createAccount, ensureFirstAccount } from '../../../src/engine/identity/accounts.js';
import { createTestDatabase } from '../../harness/database.js';

test('an account that cannot be created keeps no connection', async () => {
  const database = await createTestDatabase();
  // No table can be found there.
  const pool = new Pool({ connectionString: database.url, options: '-c search_path=nowhere', max: 2 });
  // One that was not given back is broken by the end of the database.
  pool.on('connect', (client) => client.on('error', () => {}));
  try {
    const writers = new Writers(pool);
    for (const create of [() => createAccount(writers, 'Test'), () => ensureFirstAccount(writers)]) {
      await assert.rejects(create, { code: '42P01' });
      assert.equal(pool.totalCount - pool.idleCount, 0, 'the connection was not given back');
    }
  } finally {
    // Not awaited: it would wait for a connection that is not given back.
    void pool.end();
    await database.drop();
  }
});
