import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { Client } from 'pg';
import { type LoaderConnection, Loaders, type WriterConnection, Writers } from '../../../src/db/connections.js';
import { ConnectionLost } from '../../../src/db/sqlState.js';
import { Engine } from '../../../src/engine/engine.js';
import { importWithHistory } from '../../../src/engine/transfer/importHistory.js';
import { environmentFor, KEYLEDGER, runCli } from '../../harness/cli.js';
import { HistoryBench, START, shownLicense, shownRow } from '../../harness/history.js';
import { serverOfFile } from '../../harness/server.js';

/** Imports that end half-way, wherever that is, and are begun again. */

const server = await serverOfFile();

const killed = (): Error => new Error('the process was killed here');

/** What goes wrong at one of the steps of an import, counted from 0. */
class Fault {
  readonly #at: number;
  readonly #error: () => Error;
  readonly #isLasting: boolean;
  steps = 0;

  constructor(at: number, error = killed) {
    this.#at = at;
    this.#error = error;
    this.#isLasting = error === killed;
  }

  /** A place where the import may end. */
  step(): void {
    this.steps += 1;
    // A process that was killed does nothing more, a connection that broke is followed by another.
    if (this.steps - 1 === this.#at || (this.#isLasting && this.steps > this.#at)) throw this.#error();
  }
}

const breakCommits = <Connection extends WriterConnection>(connection: Connection, fault: Fault): Connection => {
  const commit = connection.commit.bind(connection);
  connection.commit = async (statements) => {
    if (statements.length === 0) return commit(statements);
    try {
      fault.step();
    } catch (error) {
      await connection.rollback();
      throw error;
    }
    await commit(statements);
    fault.step();
  };
  return connection;
};

class BreakingWriters extends Writers {
  readonly #fault: Fault;

  constructor(pool: pg.Pool, fault: Fault) {
    super(pool);
    this.#fault = fault;
  }

  override async connect(): Promise<WriterConnection> {
    return breakCommits(await super.connect(), this.#fault);
  }
}

class BreakingLoaders extends Loaders {
  readonly #fault: Fault;

  constructor(pool: pg.Pool, fault: Fault) {
    super(pool);
    this.#fault = fault;
  }

  override async connect(): Promise<LoaderConnection> {
    const connection = breakCommits(await super.connect(), this.#fault);
    const copy = connection.copy;
    return Object.assign(connection, {
      copy: async (...rows: Parameters<typeof copy>) => {
        this.#fault.step();
        const count = await copy(...rows);
        this.#fault.step();
        return count;
      },
    });
  }
}

/** Some licenses with machines: half of them have rows in the history. */
const LICENSES = Array.from({ length: 70 }, (_, index) =>
  shownLicense(index + 1, { ActivatedMachines: [{ Mid: 'pc', IP: '', Time: START }] }),
);
const ROWS = Array.from({ length: 40 }, (_, index) =>
  shownRow(1000 + 3 * index, {
    time: START + index,
    key: `KEY-${index + 1}`,
    state: 2012,
    ip: `8.8.${index}.0`,
    doId: index,
    doIntValue: -index,
  }),
);

interface Stored {
  readonly time: number;
  readonly state: number;
}

/** Rows 5010 have the time of the import, and may be written in any order. */
const comparable = (rows: readonly object[]): readonly object[] =>
  (rows as Stored[]).map((row) => (row.state === 5010 ? { ...row, id: 0, time: 0 } : row)).toSorted(byText);

const byText = (a: object, b: object): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

const assertWhole = async (bench: HistoryBench, expected: readonly object[]): Promise<void> => {
  const rows = await bench.stored();
  assert.deepEqual(
    rows.map((row) => (row as { id: number }).id),
    rows.map((_, index) => index + 1),
  );
  assert.deepEqual(comparable(rows), expected);
  const heads = await bench.heads();
  assert.deepEqual([heads.last_id, heads.rows, heads.row_count], [rows.length, rows.length, ROWS.length]);
  assert.deepEqual(await Promise.all([1, 7, 8, 40, 41].map((id) => bench.sourceOf(id))), [
    ...[1000, 1018, 1021, 1117, null],
  ]);
};

/** What an import without any fault leaves. */
const whole = async (): Promise<readonly object[]> => {
  const bench = await HistoryBench.make(server);
  const summary = await bench.import(LICENSES, ROWS, { batchRows: 7 });
  assert.deepEqual([summary.importedRows, summary.seatRows], [40, 30]);
  const rows = comparable(await bench.stored());
  await bench.remove();
  return rows;
};

/** An import with a fault: the message it ended with, or `whole`. */
const importWith = async (bench: HistoryBench, fault: Fault): Promise<string> => {
  const engine = new Engine({ readers: server.readers, writers: new BreakingWriters(server.database.writers, fault) });
  const loaders = new BreakingLoaders(server.database.loaders, fault);
  const files = { path: await bench.write('licenses', LICENSES), logPath: await bench.write('log', ROWS) };
  const options = { ...files, onProgress: () => {}, signal: new AbortController().signal, batchRows: 7 };
  try {
    await importWithHistory(engine, loaders, bench.accountId, options);
    return 'whole';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await engine.settled();
  }
};

test('killed at any step, the import goes on where it stopped: no gap, nothing twice', async () => {
  const expected = await whole();
  let points = 0;
  for (let at = 0; ; at += 1) {
    const bench = await HistoryBench.make(server);
    const fault = new Fault(at);
    const ended = await importWith(bench, fault);
    if (ended === 'whole') {
      points = at;
      break;
    }
    assert.equal(ended, killed().message);
    // Begun again with batches that end elsewhere.
    await bench.import(LICENSES, ROWS, { batchRows: 9 });
    await assertWhole(bench, expected);
    await bench.remove();
  }
  // The claim, two batches of licenses, six of rows with a copy each, one of rows 5010: before and after each.
  assert(points >= 2 * (1 + 2 + 6 * 2 + 1), `${points} points`);
});

test('connections that break at any step, commits that are not heard of: all is settled', async () => {
  const expected = await whole();
  const lost = (): Error => new ConnectionLost('the connection broke here');
  for (let at = 0; ; at += 1) {
    const bench = await HistoryBench.make(server);
    const fault = new Fault(at, lost);
    assert.equal(await importWith(bench, fault), 'whole');
    await assertWhole(bench, expected);
    await bench.remove();
    if (fault.steps <= at) break;
  }
});

test('stopped from outside, it stops between batches and goes on when begun again', async () => {
  const expected = await whole();
  const stops = ['check', 'store', 'history', 'seats'] as const;
  for (const pass of stops) {
    const bench = await HistoryBench.make(server);
    const stop = new AbortController();
    const onProgress = (step: { readonly pass: string }): void => {
      if (step.pass === pass) stop.abort(new Error('stopped'));
    };
    const options = { batchRows: 7, signal: stop.signal, onProgress };
    await assert.rejects(bench.import(LICENSES, ROWS, options), { message: 'stopped' });
    await bench.import(LICENSES, ROWS, { batchRows: 40 });
    await assertWhole(bench, expected);
    await bench.remove();
  }
});

test('two imports at once: the one that began last goes on alone', async () => {
  const expected = await whole();
  const bench = await HistoryBench.make(server);
  const ended = await Promise.allSettled([1, 2, 3].map(() => bench.import(LICENSES, ROWS, { batchRows: 3 })));
  const completed = ended.filter(({ status }) => status === 'fulfilled');
  assert.equal(completed.length, 1);
  for (const end of ended) {
    if (end.status === 'rejected') assert.match(String(end.reason), /another import of this account has begun since/);
  }
  await assertWhole(bench, expected);
  await bench.remove();
});

test('PostgreSQL that ends connections in the midst of a COPY holds nothing up', async () => {
  const bench = await HistoryBench.make(server);
  const rows = Array.from({ length: 60_000 }, (_, index) => shownRow(index + 1));
  const owner = new Client({ connectionString: server.databaseUrl });
  await owner.connect();
  let isOver = false;
  let ended = 0;
  const ending = (async () => {
    while (!isOver) {
      const { rowCount } = await owner.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and query like 'copy web_api_log%' and state = 'active' limit 1`,
      );
      ended += rowCount ?? 0;
      await sleep(ended < 5 ? 20 : 500);
      if (ended >= 5) return;
    }
  })();
  await bench.import(LICENSES, rows, { batchRows: 20_000 });
  isOver = true;
  await ending;
  await owner.end();
  assert(ended > 0);
  assert.deepEqual((await bench.log()).slice(0, rows.length), rows);
  assert.equal((await bench.heads()).row_count, rows.length);
  await bench.remove();
});

const MANY = 100_000;

test('a process that is killed with SIGKILL leaves what it stored, and another one goes on', async () => {
  const bench = await HistoryBench.make(server);
  const rows = Array.from({ length: MANY }, (_, index) =>
    shownRow(index + 1, { time: START + Math.floor(index / 10), key: `KEY-${(index % 90) + 1}` }),
  );
  const files = [await bench.write('licenses', LICENSES), '--log', await bench.write('log', rows)];
  const args = ['import', 'licenses', ...files, '--account', String(bench.accountId)];
  const where = { databaseUrl: server.databaseUrl };
  let stored = 0;
  for (let kill = 0; kill < 3; kill += 1) {
    const child = spawn(process.execPath, [KEYLEDGER, ...args], { env: environmentFor(where), stdio: 'ignore' });
    const ended = once(child, 'exit');
    while (child.exitCode === null && Number((await bench.heads()).row_count ?? 0) <= stored) await sleep(5);
    await sleep(20 * kill);
    child.kill('SIGKILL');
    await ended;
    // What it had sent may still be committed.
    await sleep(200);
    stored = Number((await bench.heads()).row_count);
    assert(stored % 20_000 === 0 && stored > 0);
  }
  const { exitCode, stderr } = await runCli(where, args);
  assert.equal(exitCode, 0, stderr);
  const heads = await bench.heads();
  // Of 70 machines all have rows, but only 2012 begins a seat: each has its row 5010.
  assert.deepEqual([heads.rows, heads.last_id, heads.row_count], [MANY + 70, MANY + 70, MANY]);
  const log = await bench.log();
  assert.deepEqual(log.slice(0, MANY), rows);
  await bench.remove();
});
