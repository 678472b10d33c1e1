import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { pino } from 'pino';
import { ConfigError, readConfig } from '../../src/config.js';
import { Readers, Writers } from '../../src/db/connections.js';
import { openDatabase } from '../../src/db/openDatabase.js';
import { createToken } from '../../src/engine/administration/administration.js';
import { PROJECTIONS } from '../../src/engine/analytics/projections/all.js';
import { Engine, QUEUES } from '../../src/engine/engine.js';
import { type RunningServer, startServer } from '../../src/main.js';
import { createProduct } from '../harness/administer.js';
import { expireCaches } from '../harness/clock.js';
import { createTestDatabase, type TestDatabase } from '../harness/database.js';

const log = pino({ level: 'error' }, pino.destination(2));

/** Metrics by name and labels, as they stand in the text. */
const scrapeOf = async (server: RunningServer): Promise<ReadonlyMap<string, number>> => {
  const response = await fetch(server.metricsUrl ?? '');
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type') ?? '', /^text\/plain/);
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      // Of two scrapes at once, the second finds that the event loop has not lagged since: the library says `Nan` then.
      const isUnknown = line.startsWith('nodejs_eventloop_lag_') && line.endsWith(' Nan');
      assert(at > 0 && (isUnknown || !Number.isNaN(Number(line.slice(at + 1)))), line);
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
};

describe('metrics', () => {
  let dataDir: string;
  let server: RunningServer;
  let token: string;

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'keyledger-metrics-'));
    const config = readConfig({ data: dataDir, port: '0' }, { KEYLEDGER_METRICS: '127.0.0.1:0' });
    server = await startServer(config, log);
    const database = await openDatabase({ dataDir, log });
    const engine = new Engine({ writers: new Writers(database.writers), readers: new Readers(database.readers) });
    const details = { name: 'P', description: '', isPublic: false, productId: 3349 };
    await createProduct(engine, 1, details);
    const lock = { productLock: 0, keyLock: 0, featureLock: 0, expires: null };
    ({ text: token } = await createToken(engine, 1, { name: 'app', permissions: 'all', ...lock }));
    await database.stop();
  });
  after(async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const scrape = () => scrapeOf(server);

  it('count requests by route and result, log rows and batches, and know no text of callers', async () => {
    const parameters = new URLSearchParams({ token, ProductId: '3349', Notes: 'secret text', NoOfKeys: '3' });
    const post = (method: string, more: Record<string, string> = {}) => {
      const body = new URLSearchParams([...parameters, ...Object.entries(more)]);
      return fetch(`${server.url}/api/${method}`, { method: 'POST', body });
    };
    const before = await scrape();
    await post('key/createkey');
    await post('KEY/Activate', { Key: 'none' });
    await post('key/Activate', { Key: 'none', token: 'wrong' });
    await fetch(`${server.url}/api/key/nosuchmethod?token=${token}`);
    await fetch(`${server.url}/Ext/WebAPILog?uid=1&privateKey=wrong`);
    const now = await scrape();
    const grown = (name: string): number => (now.get(name) ?? Number.NaN) - (before.get(name) ?? 0);
    const answers = (route: string, result: string): number =>
      grown(`keyledger_request_duration_seconds_count{route="${route}",result="${result}"}`);
    assert.equal(answers('/api/key/CreateKey', 'granted'), 1);
    assert.equal(answers('/api/key/Activate', 'refused'), 1);
    assert.equal(answers('/api/key/Activate', 'unauthorized'), 1);
    assert.equal(answers('none', 'malformed'), 1);
    assert.equal(answers('/Ext/WebAPILog', 'refused'), 1);
    assert.equal(grown('keyledger_log_rows_total'), 4);
    assert.equal(grown('keyledger_log_commits_total'), 2);
    assert.equal(grown('keyledger_batches_total{queue="commands"}'), 2);
    assert.equal(grown('keyledger_batch_members_total{queue="commands"}'), 2);
    for (const queue of QUEUES) {
      assert.equal(now.get(`keyledger_queue_requests{queue="${queue}"}`), 0);
      assert.equal(now.get(`keyledger_queue_requests_longest{queue="${queue}"}`), 0);
    }
    for (const pool of ['writers', 'readers']) {
      const connections = ['idle', 'busy'].map(
        (state) => now.get(`keyledger_database_connections{pool="${pool}",state="${state}"}`) ?? Number.NaN,
      );
      assert((connections[0] ?? 0) + (connections[1] ?? 0) > 0, pool);
      assert.equal(now.get(`keyledger_database_connection_waits{pool="${pool}"}`), 0);
    }
    assert.equal(now.get('keyledger_database_up'), 1);
    assert((now.get('process_resident_memory_bytes') ?? 0) > 10_000_000);
    const text = [...now.keys()].join();
    for (const secret of [token, 'secret text', 'nosuchmethod', '3349']) assert(!text.includes(secret), secret);
  });

  it('tell for each projection how far it lags, and 0 when it does not', async () => {
    for (let patience = 0; patience < 50; patience += 1) {
      const now = await scrape();
      const lags = PROJECTIONS.flatMap(({ name }) => [
        now.get(`keyledger_analytics_lag_rows{projection="${name}"}`),
        now.get(`keyledger_analytics_lag_seconds{projection="${name}"}`),
        now.get(`keyledger_analytics_lag_rows_of_all_accounts{projection="${name}"}`),
      ]);
      assert(lags.every((lag) => lag !== undefined));
      if (lags.every((lag) => lag === 0)) return;
      await sleep(100);
    }
    assert.fail('the projections did not catch up');
  });

  it('are not where the API is', async () => {
    assert.equal((await fetch(`${server.url}/metrics`)).status, 404);
    assert.equal((await fetch((server.metricsUrl ?? '').replace('/metrics', '/api/key/GetKey'))).status, 404);
  });

  it('are served at an address and a port, and by default nowhere', () => {
    const metricsOf = (text?: string) => readConfig({}, { KEYLEDGER_METRICS: text }).metrics;
    assert.equal(metricsOf(), undefined);
    assert.equal(metricsOf(''), undefined);
    assert.deepEqual(metricsOf('0.0.0.0:9464'), { host: '0.0.0.0', port: 9464 });
    assert.deepEqual(metricsOf('[::1]:9464'), { host: '::1', port: 9464 });
    assert.deepEqual(metricsOf('localhost:0'), { host: 'localhost', port: 0 });
    for (const wrong of ['9464', ':9464', 'host:', 'host:70000', 'a:b:9464', '[::1:9464', 'host:x']) {
      assert.throws(() => metricsOf(wrong), ConfigError, wrong);
    }
  });
});

describe('metrics and readiness of a database that is not as it should be', () => {
  let test: TestDatabase;
  let server: RunningServer;
  let owner: Client;
  const said: string[] = [];

  before(async () => {
    test = await createTestDatabase();
    const config = readConfig({ databaseUrl: test.url, port: '0' }, { KEYLEDGER_METRICS: '127.0.0.1:0' });
    const destination = { write: (line: string) => void said.push(line) };
    server = await startServer(config, pino({ level: 'warn' }, destination));
    const url = new URL(test.url);
    url.pathname = '/postgres';
    owner = new Client({ connectionString: url.href });
    await owner.connect();
  });
  after(async () => {
    await server.stop();
    await owner.end();
    await test.drop();
  });

  const ready = async (): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> => {
    const response = await fetch(`${server.url}/readyz`);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it('tell of log rows that are ahead of the clock', async () => {
    assert.equal((await scrapeOf(server)).get('keyledger_log_clock_ahead_seconds'), 0);
    assert(!('logAheadMs' in (await ready()).body));
    await test.database.writers.query('update log_head set last_time = $1', [Date.now() + 3_600_000]);
    expireCaches();
    const ahead = (await scrapeOf(server)).get('keyledger_log_clock_ahead_seconds') ?? 0;
    assert(Math.abs(ahead - 3_600) < 60, `${ahead}`);
    const { status, body } = await ready();
    assert.equal(status, 200);
    assert(Math.abs(Number(body.logAheadMs) - 3_600_000) < 60_000, JSON.stringify(body));
  });

  it('tell how far accounts lag, the worst one and all together', async () => {
    const { writers } = test.database;
    // The projector of the server has no row to lock while another transaction holds it.
    const holder = await writers.connect();
    await holder.query(`insert into analytics_account (account_id, settled_to) values (8, -1), (9, -1)`);
    await holder.query(`insert into log_head (account_id, last_id) values (8, 0), (9, 0)`);
    await holder.query('begin');
    await holder.query('select from analytics_account where account_id in (8, 9) for update');
    const seconds = { 8: 100, 9: 50 };
    for (const [account, age] of Object.entries(seconds)) {
      const rows = Number(account) - 5;
      await writers.query(
        `insert into web_api_log (account_id, id, time, device_no, subject_no, address_no, state, method)
         select $1, n, $2, 0, 1, 1, 2011, 1 from generate_series(1, $3::int) n`,
        [account, Date.now() - age * 1000, rows],
      );
      await writers.query(
        `insert into analytics_projection (account_id, projection, generation, active, last_id, last_time)
         values ($1, 'keys', 1, true, 0, 0)`,
        [account],
      );
      await writers.query('update log_head set last_id = $2 where account_id = $1', [account, rows]);
    }
    expireCaches();
    const now = await scrapeOf(server);
    const of = (name: string): number => now.get(`keyledger_analytics_${name}{projection="keys"}`) ?? Number.NaN;
    assert.equal(of('lag_rows'), 4);
    assert.equal(of('lag_rows_of_all_accounts'), 7);
    assert(Math.abs(of('lag_seconds') - 100) < 30, `${of('lag_seconds')}`);
    assert.equal(now.get('keyledger_analytics_lag_rows{projection="daily"}'), 0);
    await holder.query('rollback');
    holder.release();
  });

  it('tell that it is away, and to callers nothing of what it says', async () => {
    const name = new URL(test.url).pathname.slice(1);
    await owner.query(`alter database ${name} allow_connections false`);
    await owner.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    // A pool that has not heard of the end yet would report how its connection ended instead.
    const left = 'select from pg_stat_activity where datname = $1';
    while ((await owner.query(left, [name])).rowCount !== 0) await sleep(10);
    await nextTurn();
    expireCaches();
    const { status, body } = await ready();
    assert.deepEqual([status, body], [503, { status: 'not ready', database: 'away' }]);
    const away = await scrapeOf(server);
    assert.equal(away.get('keyledger_database_up'), 0);
    assert(
      ![...away.keys()].some((key) => /lag|clock|latency/.test(key) && key.startsWith('keyledger')),
      'stale figures',
    );
    assert((away.get('process_resident_memory_bytes') ?? 0) > 10_000_000);
    assert(said.some((line) => line.includes('database unavailable') && line.includes(name)));
    await owner.query(`alter database ${name} allow_connections true`);
    expireCaches();
    assert.equal((await ready()).status, 200);
    assert.equal((await scrapeOf(server)).get('keyledger_database_up'), 1);
  });
});
