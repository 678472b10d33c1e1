import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { ConfigError, readConfig } from '../../src/config.js';
import { Readers, Writers } from '../../src/db/connections.js';
import { openDatabase } from '../../src/db/openDatabase.js';
import { createProduct, createToken } from '../../src/engine/administration.js';
import { Engine } from '../../src/engine/engine.js';
import { type RunningServer, startServer } from '../../src/main.js';
import { PROJECTIONS } from '../../src/projections/all.js';

const log = pino({ level: 'error' }, pino.destination(2));

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

  /** Metrics by name and labels, as they stand in the text. */
  const scrape = async (): Promise<ReadonlyMap<string, number>> => {
    const response = await fetch(server.metricsUrl ?? '');
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type') ?? '', /^text\/plain/);
    const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return new Map(
      lines.map((line) => {
        const at = line.lastIndexOf(' ');
        assert(at > 0 && !Number.isNaN(Number(line.slice(at + 1))), line);
        return [line.slice(0, at), Number(line.slice(at + 1))];
      }),
    );
  };

  it('count requests by route and status, and commits, and know no text of callers', async () => {
    const parameters = new URLSearchParams({ token, ProductId: '3349', Notes: 'secret text' });
    const answers = 'keyledger_request_duration_seconds_count{route="/api/key/CreateKey",status="200"}';
    const before = await scrape();
    await fetch(`${server.url}/api/key/createkey`, { method: 'POST', body: parameters });
    await fetch(`${server.url}/api/key/nosuchmethod?token=${token}`);
    const now = await scrape();
    assert.equal(now.get(answers), (before.get(answers) ?? 0) + 1);
    assert.equal(now.get('keyledger_request_duration_seconds_count{route="none",status="404"}'), 1);
    assert.equal(now.get('keyledger_log_commits_total'), (before.get('keyledger_log_commits_total') ?? 0) + 1);
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
