import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { openDatabase } from '../../src/db/openDatabase.js';
import { cliAnswer, environmentFor, KEYLEDGER, runCli } from '../harness/cli.js';
import { sendJson, signedInBy } from '../harness/people.js';

/** The embedded database, with and without a server on it. */
let dataDir: string;

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'keyledger-cli-'));
});

after(() => rm(dataDir, { recursive: true, force: true, maxRetries: 5 }));

const startServing = async () => {
  const child = spawn(process.execPath, [KEYLEDGER, 'serve', '--port', '0', '--json'], {
    env: { ...environmentFor({ dataDir }), KEYLEDGER_LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const { url, welcome } = JSON.parse(String(line));
  return { child, url: String(url), welcome: String(welcome) };
};

const post = async (url: string, parameters: Record<string, string>): Promise<unknown> => {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(parameters) });
  return response.status === 200 ? response.json() : null;
};

test('commands and a server share one data directory; SIGTERM lets what is under way end', async () => {
  // Nothing runs and nothing is there: the command makes the database, and account 1 with it.
  const made = await runCli({ dataDir }, ['product', 'create', '--name', 'Offline', '--json']);
  const { productId } = JSON.parse(made.stdout);
  assert.match(made.stderr, /^a new installation, with account 1, in embedded PostgreSQL in \S+\n$/);
  const { child, url, welcome } = await startServing();
  const ended = once(child, 'exit');
  const { token } = await cliAnswer({ dataDir }, ['token', 'create', '--name', 't', '--permissions', 'all']);
  // The first start's link makes the owner, who signs in; a later start has none.
  const [page, link = ''] = welcome.split('#');
  assert.equal(page, `${url}/welcome`);
  const owner = { link, password: 'a password of some length', email: 'owner@example.com' };
  signedInBy(await sendJson(`${url}/session/password`, 'POST', owner));
  // Each is refused, since there is no such key, and each refusal leaves a row before it is answered.
  const ask = (number: number) =>
    post(`${url}/api/key/Activate`, { token: String(token), ProductId: String(productId), Key: `NONE-${number}` });
  assert.deepEqual(await ask(0), { result: 1, message: 'Could not find the key.' });
  const asked = Array.from({ length: 100 }, (_, number) => ask(number + 1).catch(() => null));
  await asked[0];
  child.kill('SIGTERM');
  const stopped = Date.now();
  const answered = (await Promise.all(asked)).filter((answer) => answer !== null);
  assert.deepEqual(await ended, [0, null]);
  // Clients keep their connections open: that must not hold the server.
  assert(Date.now() - stopped < 10_000);
  assert(answered.length > 0);
  const rows = await logRows();
  assert(rows >= answered.length + 1, `${answered.length + 1} answers and ${rows} rows`);
});

test('npm start hands the signals that it gets to the server', async () => {
  const npm = spawn('npm', ['start', '--silent', '--', '--port', '0', '--json'], {
    cwd: join(dirname(KEYLEDGER), '..'),
    env: { ...environmentFor({ dataDir }), KEYLEDGER_LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  const ended = once(npm, 'exit');
  try {
    const [line] = await once(createInterface({ input: npm.stdout }), 'line');
    const { url, welcome } = JSON.parse(String(line));
    assert.equal(welcome, undefined);
    assert.equal((await fetch(`${url}/healthz`)).status, 200);
    npm.kill('SIGTERM');
    assert.deepEqual(await ended, [0, null]);
    await assert.rejects(fetch(`${url}/healthz`));
  } finally {
    endGroup(Number(npm.pid));
  }
});

/** A server that outlived its `npm start` would hold this process. */
const endGroup = (leader: number): void => {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // Nothing is left of it: as it should be.
  }
};

test('an interrupt from the terminal, which PostgreSQL hears as well, is told as one', async () => {
  const fresh = join(dataDir, 'fresh');
  const child = spawn(process.execPath, [KEYLEDGER, 'migrate'], {
    env: environmentFor({ dataDir: fresh }),
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const ended = once(child, 'exit');
  const stderr = text(child.stderr);
  // Written by the first PostgreSQL that initdb starts; what that one does takes a good half of a second.
  const isMaking = (name: string): boolean =>
    name.startsWith('postgres.new-') && existsSync(join(fresh, name, 'global', 'pg_control'));
  while (!existsSync(fresh) || !(await readdir(fresh)).some(isMaking)) await sleep(5);
  process.kill(-Number(child.pid), 'SIGINT');
  assert.deepEqual(await ended, [130, null]);
  assert.equal(await stderr, 'stopped by SIGINT\n');
  assert.deepEqual(await readdir(fresh), []);
});

/** Rows of the log, by the id of the next one: ids have no gaps. */
const logRows = async (): Promise<number> => {
  const database = await openDatabase({ dataDir, log: pino({ level: 'error' }) });
  try {
    const { rows } = await database.readers.query<{ last_id: number }>('select last_id from log_head');
    return rows[0]?.last_id ?? 0;
  } finally {
    await database.stop();
  }
};
