import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { z } from 'zod';
import { socketPlaces } from '../../src/db/embedded/socketDirectory.js';
import { environmentFor, KEYLEDGER } from '../harness/cli.js';

const demoAnswer = z.object({
  url: z.url(),
  productId: z.int(),
  key: z.string(),
  token: z.string(),
  log: z.array(z.object({ state: z.int() })),
});

/** Where the demo makes its scratch directory, to see that it goes. */
let directory: string;

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'keyledger-demo-test-'));
});

after(() => rm(directory, { recursive: true, force: true }));

test('the demo shows the record, answers what it suggests, and leaves nothing behind', async () => {
  const child = spawn(process.execPath, [KEYLEDGER, 'demo', '--port', '0', '--json'], {
    // A database of the environment is none of the demo's business.
    env: { ...environmentFor({ databaseUrl: 'postgresql://127.0.0.1:1/never' }), TMPDIR: directory },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  const stderr = text(child.stderr);
  const [line] = await Promise.race([once(child.stdout, 'data'), ended.then(async () => Promise.reject(await stderr))]);
  const { url, productId, key, token, log } = demoAnswer.parse(JSON.parse(String(line)));
  assert.deepEqual(
    log.map((row) => row.state),
    [3010, 3010, 2012, 2012, 2022, 2011, 2014, 2020, 6010],
  );
  const form = new URLSearchParams({
    token,
    ProductId: String(productId),
    Key: key,
    MachineCode: 'm',
    SignMethod: '1',
  });
  const response = await fetch(`${url}/api/key/Activate`, { method: 'POST', body: form });
  assert.equal(JSON.parse(await response.text()).result, 0);
  const [scratch = ''] = await readdir(directory);
  const sockets = socketPlaces(join(await realpath(directory), scratch, 'postgres'));
  assert(sockets.some(existsSync));
  child.kill('SIGINT');
  assert.deepEqual(await ended, [0, null]);
  assert.match(await stderr, /curl http/);
  assert.deepEqual(await readdir(directory), []);
  assert.deepEqual(sockets.filter(existsSync), []);
});
