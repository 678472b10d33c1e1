import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { cliAnswer, environmentFor, KEYLEDGER, runCli } from '../harness/cli.js';

/** `serve --workers 2`: two servers at one address, on one data directory. */
let dataDir: string;

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'keyledger-workers-'));
});
after(() => rm(dataDir, { recursive: true, force: true, maxRetries: 5 }));

/** Processes that run the program as a child of this one. PostgreSQL is a child too, and is none of them. */
const workersOf = async (pid: number): Promise<readonly number[]> => {
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(/\s+/).filter(Boolean);
  const programs = await Promise.all(
    children.map(
      async (child) => [Number(child), await readFile(`/proc/${child}/cmdline`, 'utf8').catch(() => '')] as const,
    ),
  );
  return programs.filter(([, program]) => program.includes('keyledger\0serve')).map(([child]) => child);
};

const until = async (holds: () => Promise<boolean>): Promise<void> => {
  while (!(await holds())) await sleep(20);
};

test('two workers answer at one address, one that breaks is replaced, and all end together', async () => {
  const { productId } = await cliAnswer({ dataDir }, ['product', 'create', '--name', 'Shared']);
  const { token } = await cliAnswer({ dataDir }, ['token', 'create', '--name', 't', '--permissions', 'all']);
  const child = spawn(process.execPath, [KEYLEDGER, 'serve', '--workers', '2', '--port', '0', '--json'], {
    env: { ...environmentFor({ dataDir }), KEYLEDGER_LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  const stderr = text(child.stderr);
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const url = String(JSON.parse(String(line)).url);
  const pid = Number(child.pid);
  const first = await workersOf(pid);
  assert.equal(first.length, 2);

  // Each call leaves one row and opens a connection of its own, so both workers get their share.
  const acknowledged: number[] = [];
  let number = 0;
  const ask = async (): Promise<void> => {
    number += 1;
    const mine = number;
    const body = new URLSearchParams({ token: String(token), ProductId: String(productId), Key: `NONE-${mine}` });
    const response = await fetch(`${url}/api/key/Activate`, { method: 'POST', body, headers: { connection: 'close' } });
    assert.deepEqual(await response.json(), { result: 1, message: 'Could not find the key.' });
    acknowledged.push(mine);
  };
  const askMany = (calls: number) => Promise.allSettled(Array.from({ length: calls }, ask));
  await askMany(200);
  assert.equal(acknowledged.length, 200);

  const [broken = 0] = first;
  const during = askMany(200);
  process.kill(broken, 'SIGKILL');
  await during;
  await until(async () => {
    const workers = await workersOf(pid);
    return workers.length === 2 && !workers.includes(broken);
  });
  await askMany(100);

  child.kill('SIGTERM');
  assert.deepEqual(await ended, [0, null]);
  assert.match(await stderr, /worker exited; restarting/);
  const rows = await attemptedKeys(String(token));
  // A call whose worker was killed may have left its row without an answer; no answer is without its row, and none is twice.
  assert.equal(new Set(rows).size, rows.length);
  for (const mine of acknowledged)
    assert(rows.includes(`NONE-${mine}`), `NONE-${mine} was answered and is not in the log`);
});

const attemptedKeys = async (token: string): Promise<readonly string[]> => {
  const { logs } = (await cliAnswer({ dataDir }, [...['call', 'ai/GetWebAPILog', '--token', token, 'Limit=1000']])) as {
    logs: readonly { id: number; key: string }[];
  };
  logs.forEach(({ id }, index) => {
    assert.equal(id, index + 1, 'ids have no gap');
  });
  return logs.map(({ key }) => key);
};

test('more workers than the embedded PostgreSQL takes are refused before anything starts', async () => {
  const { exitCode, stderr } = await runCli({ dataDir }, ['serve', '--workers', '3', '--port', '0']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /takes at most 2 workers/);
  const wrong = await runCli({ dataDir }, ['serve', '--workers', 'many']);
  assert.deepEqual([wrong.exitCode, wrong.stderr], [2, 'error: workers must be 1 to 64, not "many"\n']);
});
