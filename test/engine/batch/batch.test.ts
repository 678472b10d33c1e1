import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { Readers, type WriterConnection, Writers } from '../../../src/db/connections.js';
import { ConnectionLost } from '../../../src/db/sqlState.js';
import { productEntry } from '../../../src/domain/batch/logEntry.js';
import { need } from '../../../src/domain/batch/need.js';
import { granted } from '../../../src/domain/batch/outcome.js';
import type { Write } from '../../../src/domain/batch/write.js';
import type { Command } from '../../../src/engine/batch/command.js';
import { Engine } from '../../../src/engine/engine.js';
import { createAccount } from '../../../src/engine/identity/accounts.js';
import type { Statement } from '../../../src/sql/statement.js';
import { createTestDatabase, type TestDatabase } from '../../harness/database.js';
import { addLicense } from '../../harness/licenses.js';

let database: TestDatabase;
let readers: Readers;

before(async () => {
  database = await createTestDatabase();
  readers = new Readers(database.database.readers);
  await createAccount(new Writers(database.database.writers), 'Test', 1);
});

after(() => database.drop());

const engineOn = (writers: Writers): Engine => new Engine({ writers, readers });

/** A command that leaves one row, told by its product id, and writes what it is given. */
const leaving = (productId: number, writes: readonly Write[] = []): Command => ({
  method: 0,
  caller: { kind: 'shell', accountId: 1 },
  ip: '',
  needs: [],
  decide: () => granted({}, { logs: [productEntry(7010, productId)], writes }),
});

const rowsOf = async (productId: number): Promise<number> => {
  const [row] = await readers.run<{ rows: number }>({
    name: 'rows_of',
    text: `select count(*) as rows from web_api_log l join log_subject s using (account_id, subject_no)
      where l.account_id = 1 and s.product_id = $1`,
    values: [productId],
  });
  return row?.rows ?? 0;
};

const assertGapless = async (): Promise<void> => {
  const [row] = await readers.run<{ rows: number; last: number; head: number }>({
    name: 'gapless',
    text: `select count(*) as rows, max(id) as last, (select last_id from log_head where account_id = 1) as head
      from web_api_log where account_id = 1`,
    values: [],
  });
  assert.equal(row?.rows, row?.last);
  assert.equal(row?.head, row?.last);
};

test('one bad request in a batch fails alone', async () => {
  const engine = engineOn(new Writers(database.database.writers));
  const license = await addLicense(engine, { productId: 1, key: 'TAKEN' });
  // A second license under the same string: the database refuses it, and with it the whole transaction.
  const bad = leaving(102, [{ kind: 'license', row: { ...license, licenseId: 999 } }]);
  const fault: Command = {
    ...leaving(103),
    decide: () => {
      throw new Error('a fault in a rule');
    },
  };
  const commands = [leaving(100), leaving(101), bad, fault, leaving(104)];
  const ended = await Promise.allSettled(commands.map((command) => engine.submit(1, command)));
  assert.deepEqual(
    ended.map((end) => end.status),
    ['fulfilled', 'fulfilled', 'rejected', 'rejected', 'fulfilled'],
  );
  assert.deepEqual(await Promise.all([100, 101, 102, 103, 104].map(rowsOf)), [1, 1, 0, 0, 1]);
  await assertGapless();
});

test('a rule that looks at machines which it did not ask for fails: it would find every seat free', async () => {
  const engine = engineOn(new Writers(database.database.writers));
  const { productId, key, licenseId } = await addLicense(engine, { productId: 1, key: 'SEATS' });
  const looking = (machines: boolean): Command => ({
    ...leaving(105),
    needs: [need.license({ productId, key }, { machines })],
    decide: (state) => granted({ machines: state.machines(licenseId) }),
  });
  assert.deepEqual((await engine.submit(1, looking(true))).outcome, granted({ machines: [] }));
  await assert.rejects(engine.submit(1, looking(false)), /not loaded/);
});

// spec(writing the log): no gap, no order but that of the ids
test('commands that wait together are committed together, in order', async () => {
  const engine = engineOn(new Writers(database.database.writers));
  const decided = await Promise.all([200, 201, 202].map((productId) => engine.submit(1, leaving(productId))));
  assert.equal(new Set(decided.map(({ now }) => now)).size, 1, 'one batch has one time');
  const rows = await readers.run<{ product_id: number }>({
    name: 'order_of',
    text: `select s.product_id from web_api_log l join log_subject s using (account_id, subject_no)
      where l.account_id = 1 and s.product_id between 200 and 202 order by l.id`,
    values: [],
  });
  assert.deepEqual(
    rows.map((row) => row.product_id),
    [200, 201, 202],
  );
});

type Commit = WriterConnection['commit'];

/** Writers whose first commits end in a broken connection, after or instead of the real commit. */
class BreakingWriters extends Writers {
  readonly #breaks: ((commit: Commit, connection: WriterConnection) => Commit)[];

  constructor(...breaks: ((commit: Commit, connection: WriterConnection) => Commit)[]) {
    super(database.database.writers);
    this.#breaks = breaks;
  }

  override async connect(): Promise<WriterConnection> {
    const connection = await super.connect();
    const commit = connection.commit.bind(connection);
    connection.commit = async (statements) => {
      const broken = statements.length === 0 ? undefined : this.#breaks.shift();
      await (broken?.(commit, connection) ?? commit)(statements);
    };
    return connection;
  }
}

const breakAfterCommit = (commit: Commit) => async (statements: readonly Statement<object>[]) => {
  await commit(statements);
  throw new ConnectionLost('broken after the commit');
};

const breakBeforeCommit = (_commit: Commit, connection: WriterConnection) => async () => {
  await connection.rollback();
  throw new ConnectionLost('broken before the commit');
};

test('a commit whose answer got lost is found, not repeated', async () => {
  const engine = engineOn(new BreakingWriters(breakAfterCommit));
  const { outcome } = await engine.submit(1, leaving(300));
  assert(outcome.granted);
  assert.equal(await rowsOf(300), 1);
  await assertGapless();
});

test('a commit that never happened is made', async () => {
  const engine = engineOn(new BreakingWriters(breakBeforeCommit, breakBeforeCommit, breakAfterCommit));
  const { outcome } = await engine.submit(1, leaving(301));
  assert(outcome.granted);
  assert.equal(await rowsOf(301), 1);
  await assertGapless();
});

test('a batch that another process overtook is still found', async () => {
  const other = engineOn(new Writers(database.database.writers));
  const engine = engineOn(
    new BreakingWriters((commit) => async (statements) => {
      await commit(statements);
      await other.submit(1, leaving(303));
      throw new ConnectionLost('broken after the commit, and another process went on');
    }),
  );
  await engine.submit(1, leaving(302));
  assert.deepEqual([await rowsOf(302), await rowsOf(303)], [1, 1]);
  await assertGapless();
});

const EVENT = {
  productId: 0,
  licenseId: 0,
  machineCode: 'm',
  featureName: '',
  eventName: 'once',
  value: 1,
  currency: '',
  metadata: '',
  time: null,
};

// spec(RegisterEvent and RegisterEvents): registered once, whatever happens to the commit
test('events whose commit got lost are registered once', async () => {
  const engine = engineOn(new BreakingWriters(breakAfterCommit, breakBeforeCommit));
  await engine.access(1).registerEvents([EVENT]);
  await engine.access(1).registerEvents([EVENT, EVENT]);
  const rows = await readers.run<{ id: number }>({
    name: 'events_once',
    text: `select id from event where account_id = 1 and event_name = 'once' order by id`,
    values: [],
  });
  assert.deepEqual(
    rows.map((row) => row.id),
    [1, 2, 3],
  );
});

const arriving: Promise<unknown>[] = [];

/** The connection is lost to the client, and what it had sent arrives later. */
const breakOnTheWay = (commit: Commit) => async (statements: Parameters<Commit>[0]) => {
  arriving.push(sleep(300).then(() => commit(statements)));
  throw new ConnectionLost('broken while the commit was on its way');
};

test('a commit that arrives after its connection was lost is waited for, not repeated', async () => {
  const engine = engineOn(new BreakingWriters(breakOnTheWay, breakOnTheWay));
  await engine.access(1).registerEvents([{ ...EVENT, eventName: 'late' }]);
  await engine.submit(1, leaving(304));
  await Promise.allSettled(arriving);
  const events = await readers.run({
    name: 'events_late',
    text: `select id from event where account_id = 1 and event_name = 'late'`,
    values: [],
  });
  assert.deepEqual([events.length, await rowsOf(304)], [1, 1]);
  await assertGapless();
});

test('the note of an event batch has the time of the database', async (t) => {
  const engine = engineOn(new Writers(database.database.writers));
  t.mock.method(Date, 'now', () => 0);
  await engine.access(1).registerEvents([EVENT]);
  const notes = await readers.run<{ old: boolean }>({
    name: 'old_notes',
    text: `select time < (extract(epoch from now()) - 60) * 1000 as old from log_writer where account_id = 1`,
    values: [],
  });
  assert(notes.length > 0 && notes.every((note) => !note.old), 'an old note would be forgotten before it is needed');
});

test('time never runs backwards, whatever the clock of the database says', async () => {
  const engine = engineOn(new Writers(database.database.writers));
  const ahead = Date.now() + 3_600_000;
  const owner = new Client({ connectionString: database.url });
  await owner.connect();
  const { rows } = await owner.query<{ last_time: string }>('select last_time from log_head where account_id = 1');
  await owner.query('update log_head set last_time = $1 where account_id = 1', [ahead]);
  await engine.submit(1, leaving(310));
  const written = await owner.query<{ time: string }>('select time::text from web_api_log order by id desc limit 1');
  await owner.query('update web_api_log set time = $1 where time = $2', [rows[0]?.last_time, ahead]);
  await owner.query('update log_head set last_time = $1 where account_id = 1', [rows[0]?.last_time]);
  await owner.end();
  assert.equal(Number(written.rows[0]?.time), ahead);
});

/**
 * Takes the newest log row and its side row away and cuts all connections: what happens when a standby takes over that
 * was a little behind.
 */
const fallBack = async (): Promise<void> => {
  const owner = new Client({ connectionString: database.url });
  await owner.connect();
  await owner.query('delete from web_api_log where id = (select last_id from log_head)');
  await owner.query('delete from log_subject where subject_no = (select last_subject_no from log_head)');
  await owner.query('update log_head set last_id = last_id - 1, last_subject_no = last_subject_no - 1');
  await owner.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  await owner.end();
  // The pools hear of it.
  await sleep(50);
};

test('a number is not remembered beyond the connections it was learnt on', async () => {
  const engine = engineOn(new Writers(database.database.writers));
  await engine.submit(1, leaving(400));
  await fallBack();
  // The number of 400 is given again; where it was still remembered, the second row would be about 401.
  await engine.submit(1, leaving(401));
  await engine.submit(1, leaving(400));
  assert.deepEqual([await rowsOf(400), await rowsOf(401)], [1, 1]);
  await assertGapless();
});
