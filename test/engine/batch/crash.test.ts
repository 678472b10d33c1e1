import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { pino } from 'pino';
import { Readers, Writers } from '../../../src/db/connections.js';
import { type Database, openDatabase } from '../../../src/db/openDatabase.js';
import { createToken } from '../../../src/engine/administration/administration.js';
import { findDifferences, projectionStatus, settleAnalytics } from '../../../src/engine/analytics/analytics.js';
import { type FoldTrouble, ProjectionSteps } from '../../../src/engine/analytics/projectionSteps.js';
import { PROJECTIONS } from '../../../src/engine/analytics/projections/all.js';
import { Engine } from '../../../src/engine/engine.js';
import { ensureFirstAccount } from '../../../src/engine/identity/accounts.js';
import { createProduct } from '../../harness/administer.js';
import { CITUS_URL, createTestDatabase } from '../../harness/database.js';
import { addLicense } from '../../harness/licenses.js';
import { killDatabase, killWithDatabase, type ServerProcess, startServerProcess } from '../../harness/serverProcess.js';

const KILLS = 20;
const CLIENTS = 16;
const SEAT_LIMIT = 3;
const KEYS = 40;
const log = pino({ level: 'error' }, pino.destination(2));

interface Call {
  /** Names the call in the log: each call brings a friendly name of its own. */
  readonly name: string;
  readonly key: string;
  granted: boolean | null;
}

/** Where the data is, for a server that is to be killed. */
type Where = Parameters<typeof startServerProcess>[0];

/** Everything is read without the server: what the disk holds is what counts. */
const withDatabase = async <Result>(where: Where, use: (database: Database) => Promise<Result>): Promise<Result> => {
  const database = await openDatabase({ dataDir: '', ...where, log });
  try {
    return await use(database);
  } finally {
    await database.stop();
  }
};

const prepare = async (where: Where): Promise<{ productId: number; token: string; keys: string[] }> =>
  withDatabase(where, async (database) => {
    const writers = new Writers(database.writers);
    await ensureFirstAccount(writers);
    const engine = new Engine({ writers, readers: new Readers(database.readers) });
    const { productId } = await createProduct(engine, 1, {
      name: 'Crash',
      description: '',
      isPublic: false,
      productId: undefined,
    });
    const { text } = await createToken(engine, 1, {
      name: 'crash',
      permissions: 'all',
      productLock: 0,
      keyLock: 0,
      featureLock: 0,
      expires: null,
    });
    const keys = Array.from({ length: KEYS }, (_, index) => `CRASH-${String(index).padStart(5, '0')}`);
    for (const key of keys) await addLicense(engine, { productId, key, maxNoOfMachines: SEAT_LIMIT });
    return { productId, token: text, keys };
  });

const acknowledgedOf = (calls: readonly Call[]): number => calls.filter((call) => call.granted !== null).length;

/** One client: calls one after the other until the server is gone, and keeps what it was told. */
const runClient = async (
  server: ServerProcess,
  { productId, token, keys }: { productId: number; token: string; keys: string[] },
  prefix: string,
  calls: Call[],
  isOver: () => boolean = () => false,
): Promise<void> => {
  for (let count = 0; !isOver(); count += 1) {
    const key = keys[randomInt(keys.length)] ?? '';
    const call: Call = { name: `${prefix}-${count}`, key, granted: null };
    calls.push(call);
    const floating = randomInt(2) === 1;
    const form = new URLSearchParams({
      token,
      ProductId: String(productId),
      Key: key,
      MachineCode: `machine ${randomInt(8)}`,
      FriendlyName: call.name,
      SignMethod: '1',
      ...(floating ? { FloatingTimeInterval: '100000' } : {}),
    });
    let answer: { readonly status: number; readonly body: { readonly result: number } };
    try {
      const response = await fetch(`${server.url}/api/key/Activate`, { method: 'POST', body: form });
      answer = { status: response.status, body: (await response.json()) as { result: number } };
    } catch {
      return;
    }
    // 503 acknowledges nothing: the call may be in the log or not, but not twice.
    if (answer.status === 200) call.granted = answer.body.result === 0;
    else assert.equal(answer.status, 503);
  }
};

const judge = async (where: Where, calls: readonly Call[]): Promise<void> =>
  withDatabase(where, async ({ readers }) => {
    const { rows: ids } = await readers.query<{ id: number; time: number }>(
      'select id, time from web_api_log where account_id = 1 order by id',
    );
    ids.forEach((row, index) => {
      assert.equal(row.id, index + 1, 'ids have no gap');
      assert((ids[index - 1]?.time ?? 0) <= row.time, 'time never runs backwards');
    });
    const { rows: head } = await readers.query('select last_id from log_head where account_id = 1');
    assert.equal(head[0]?.last_id, ids.length);

    const { rows } = await readers.query<{ friendly_name: string; states: number[] }>(
      `select d.friendly_name, array_agg(l.state) as states from web_api_log l
       join log_device d on d.account_id = l.account_id and d.device_no = l.device_no
       where l.account_id = 1 group by d.friendly_name`,
    );
    const statesOf = new Map(rows.map((row) => [row.friendly_name, row.states]));
    for (const call of calls) {
      const states = statesOf.get(call.name) ?? [];
      assert(states.length <= 1, `${call.name} is logged ${states.length} times`);
      if (call.granted === null) continue;
      assert.equal(states.length, 1, `${call.name} was acknowledged and is not in the log`);
      assert.equal(Math.floor((states[0] ?? 0) / 10) % 10 === 1, call.granted, `${call.name} is logged as answered`);
    }
    const { rows: seats } = await readers.query<{ seats: number }>(
      'select count(*) as seats from machine where account_id = 1 group by license_id, floating',
    );
    assert(seats.length > 0);
    for (const { seats: held } of seats) assert(held <= SEAT_LIMIT, `${held} seats of ${SEAT_LIMIT}`);
  });

/** What the killed servers have derived from the log, and what is folded now on top of it, is what the log says. */
const judgeDerived = async (where: Where): Promise<void> =>
  withDatabase(where, async (database) => {
    const writers = new Writers(database.writers);
    const begun = await projectionStatus(new Readers(database.readers), 1);
    assert.equal(begun.length, PROJECTIONS.length);
    assert(
      begun.every(({ lastId }) => lastId > 0),
      'the servers have folded some of it',
    );
    const onTrouble = ({ error }: FoldTrouble): never => assert.fail(String(error));
    const steps = new ProjectionSteps({ writers, projections: PROJECTIONS, onTrouble });
    await settleAnalytics(steps, 1, new AbortController().signal);
    assert.deepEqual(await findDifferences(writers, 1, PROJECTIONS), []);
  });

/** A server that is killed in the midst of the load, again and again; the last clients' calls are judged by the log. */
const killServers = async (t: TestContext, where: Where, kill: (server: ServerProcess) => Promise<void>) => {
  const fixture = await prepare(where);
  const calls: Call[] = [];
  for (let round = 0; round < KILLS; round += 1) {
    const server = await startServerProcess(where);
    const clients = Array.from({ length: CLIENTS }, (_, client) =>
      runClient(server, fixture, `${round}-${client}`, calls),
    );
    // The cut comes in the midst of the load, however slow the machine is.
    const enough = acknowledgedOf(calls) + CLIENTS + randomInt(5 * CLIENTS);
    const patience = Date.now() + 20_000;
    while (acknowledgedOf(calls) < enough && Date.now() < patience) await sleep(randomInt(10));
    await kill(server);
    await Promise.all(clients);
  }
  const acknowledged = acknowledgedOf(calls);
  t.diagnostic(`${acknowledged} of ${calls.length} calls were acknowledged`);
  assert(acknowledged >= KILLS * CLIENTS, 'the load reached the server');
  await judge(where, calls);
  await judgeDerived(where);
};

/** A server that lives on while its database goes away, again and again. */
const cutDatabase = async (t: TestContext, where: Where, cut: () => Promise<void>) => {
  const fixture = await prepare(where);
  const server = await startServerProcess(where, { KEYLEDGER_LOG_LEVEL: 'fatal' });
  const calls: Call[] = [];
  let over = false;
  const clients = Array.from({ length: CLIENTS }, (_, client) =>
    runClient(server, fixture, `living-${client}`, calls, () => over),
  );
  for (let kill = 0; kill < 8; kill += 1) {
    await sleep(300 + randomInt(500));
    await cut();
    const before = acknowledgedOf(calls);
    const answersAgain = () => acknowledgedOf(calls) > before + CLIENTS;
    for (let waited = 0; !answersAgain(); waited += 50) {
      assert(waited < 20_000, 'the server answers again');
      await sleep(50);
    }
  }
  over = true;
  await Promise.all(clients);
  await server.stop();
  t.diagnostic(`${acknowledgedOf(calls)} of ${calls.length} calls were acknowledged`);
  await judge(where, calls);
  await judgeDerived(where);
};

describe('on the embedded PostgreSQL', { skip: CITUS_URL !== undefined && 'done without CITUS_URL' }, () => {
  const newDirectory = async (t: TestContext): Promise<string> => {
    const dataDir = await mkdtemp(join(tmpdir(), 'keyledger-crash-'));
    t.after(() => rm(dataDir, { recursive: true, force: true }));
    return dataDir;
  };

  // spec(GetWebAPILog): the rows are guaranteed to be preserved: durable before the answer
  // spec(derived from the log): power cuts: servers and PostgreSQL killed under load
  test(`${KILLS} power cuts under load lose, double and reorder nothing`, { timeout: 300_000 }, async (t) => {
    const dataDir = await newDirectory(t);
    await killServers(t, { dataDir }, (server) => killWithDatabase(server, dataDir));
  });

  test('PostgreSQL dies under a server that lives: every commit is settled', { timeout: 120_000 }, async (t) => {
    const dataDir = await newDirectory(t);
    await cutDatabase(t, { dataDir }, () => killDatabase(dataDir));
  });
});

/** Ends what Citus nodes are doing for one another, in the midst of transactions, and what the coordinator does for us. */
const CUTS = {
  nodes: `select run_command_on_workers($$select count(pg_terminate_backend(pid)) from pg_stat_activity
    where datname = current_database() and application_name like 'citus_internal%' and pid <> pg_backend_pid()$$)`,
  'the coordinator': `select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name = 'keyledger'`,
} as const;

describe('on Citus', { skip: CITUS_URL === undefined && 'CITUS_URL names no Citus coordinator' }, () => {
  const newDatabase = async (t: TestContext): Promise<string> => {
    const { url, database, drop } = await createTestDatabase();
    // The server processes are the only ones to use it.
    await database.stop();
    t.after(drop);
    return url;
  };

  test(`a server that is killed ${KILLS} times loses, doubles and reorders nothing`, {
    timeout: 600_000,
  }, async (t) => {
    await killServers(t, { databaseUrl: await newDatabase(t) }, async (server) => {
      const ended = once(server.child, 'exit');
      server.child.kill('SIGKILL');
      await ended;
    });
  });

  for (const [cut, statement] of Object.entries(CUTS)) {
    test(`connections to ${cut} break under a server that lives: every commit is settled`, {
      timeout: 300_000,
    }, async (t) => {
      const databaseUrl = await newDatabase(t);
      const owner = new Client({ connectionString: databaseUrl });
      await owner.connect();
      t.after(() => owner.end());
      await cutDatabase(t, { databaseUrl }, async () => {
        await owner.query(statement);
      });
    });
  }
});
