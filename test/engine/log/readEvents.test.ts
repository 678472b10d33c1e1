import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client } from 'pg';
import { Readers, Writers } from '../../../src/db/connections.js';
import type { ProductId } from '../../../src/domain/entities/ids.js';
import { createAccount } from '../../../src/engine/identity/accounts.js';
import { readEventPage } from '../../../src/engine/log/readEvents.js';
import type { AccountReads } from '../../../src/engine/reads.js';
import { LIMITS } from '../../../src/limits.js';
import { createTestDatabase, type TestDatabase } from '../../harness/database.js';

/** Pages whose border lies where few tests have so many events. */

/** Ids that are walked before a product's events are read license by license. */
const WALKED = 10_000;
const LAST = LIMITS.skippedEvents + 100;
/** Arrival of the first event; each comes a millisecond after the one before. */
const BEGUN = 1_700_000_000_000;
/** Second in which the last event arrives, long after the others. */
const LATER = 1_800_000_000;

/** At the border of a descending and of an ascending walk. */
const DESCENDING = { productId: 2 as ProductId, ids: [LAST - WALKED + 1, LAST - WALKED, LAST - WALKED - 1] };
const ASCENDING = { productId: 3 as ProductId, ids: [WALKED, WALKED + 1, WALKED + 2] };

let database: TestDatabase;
let reads: AccountReads;

before(async () => {
  database = await createTestDatabase();
  const readers = new Readers(database.database.readers);
  await createAccount(new Writers(database.database.writers), 'Test', 1);
  reads = { run: readers.run, accountId: 1 };
  const owner = new Client({ connectionString: database.url });
  await owner.connect();
  await owner.query(
    `insert into event select 1, n, $1::bigint + n, 5, case when n = any($2) then 2 when n = any($3) then 3 else 1 end,
       0, '', '', '', 0, '', '' from generate_series(1, $4::int) n`,
    [BEGUN, DESCENDING.ids, ASCENDING.ids, LAST - 1],
  );
  await owner.query(`insert into event values (1, $1, $2, $3, 1, 0, '', '', 'wanted', 0, '', '')`, [
    LAST,
    LATER * 1000,
    LATER,
  ]);
  await owner.query('update event_head set last_id = $1, last_arrival = $2', [LAST, LATER * 1000]);
  await owner.end();
});

after(() => database.drop());

const idsOf = async (productId: ProductId, descending: boolean): Promise<readonly number[]> =>
  (await readEventPage(reads, { productId }, descending, 10)).events.map(({ id }) => id);

test('no event of a product is missing or doubled where the walk along the ids ends', async () => {
  assert.deepEqual(await idsOf(DESCENDING.productId, true), DESCENDING.ids);
  assert.deepEqual(await idsOf(ASCENDING.productId, false), ASCENDING.ids);
});

test('a lower bound of time spares the ids before it', async () => {
  const { events, reached } = await readEventPage(reads, { eventName: 'wanted', firstTime: LATER }, false, 10);
  assert.deepEqual(
    events.map(({ id }) => id),
    [LAST],
  );
  assert.equal(reached, null);
});
