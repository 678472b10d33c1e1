import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createTestDatabase, type TestDatabase } from '../harness/database.js';
import { migrationsWith } from '../harness/migrations.js';

describe('int8 values', () => {
  let test: TestDatabase;
  before(async () => {
    test = await createTestDatabase({ migrationsDir: await migrationsWith() });
  });
  after(() => test.drop());

  it('are numbers, in arrays too', async () => {
    const { rows } = await test.database.readers.query(
      `select 9007199254740991::bigint as most, (-9007199254740991)::bigint as least, '{1,NULL,-2}'::bigint[] as list, '{}'::bigint[] as none`,
    );
    assert.deepEqual(rows, [
      { most: Number.MAX_SAFE_INTEGER, least: Number.MIN_SAFE_INTEGER, list: [1, null, -2], none: [] },
    ]);
  });

  for (const value of ['9007199254740992', '-9223372036854775808']) {
    it(`are refused rather than rounded: ${value}`, async () => {
      await assert.rejects(test.database.readers.query('select $1::bigint', [value]), RangeError);
      assert.equal((await test.database.health()).ok, true);
    });
  }
});
