import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { pino } from 'pino';
import { openDatabase } from '../../src/db/openDatabase.js';
import { cliAnswer, environmentFor, KEYLEDGER } from '../harness/cli.js';

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
  return { child, url: String(JSON.parse(String(line)).url) };
};

const post = async (url: string, parameters: Record<string, string>): Promise<unknown> => {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(parameters) });
  return response.status === 200 ? response.json() : null;
};

test('commands and a server share one data directory; SIGTERM lets what is under way end', async () => {
  // Nothing runs and nothing is there: the command makes the database, and account 1 with it.
  const { productId } = await cliAnswer({ dataDir }, ['product', 'create', '--name', 'Offline']);
  const { child, url } = await startServing();
  const ended = once(child, 'exit');
  const { token } = await cliAnswer({ dataDir }, ['token', 'create', '--name', 't', '--permissions', 'all']);
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
