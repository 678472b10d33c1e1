import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { cryptolensSource } from '../../../src/cli/transfer/cryptolensSource.js';
import { environmentFor, KEYLEDGER } from '../../harness/cli.js';
import { createTestDatabase } from '../../harness/database.js';
import { type Fate, Network } from '../../harness/network.js';

/** Another server that wants to be left alone for a while. Nobody sleeps here. */

const MINUTE_MS = 60_000;

const answer = (body: object): Fate => ({ answer: JSON.stringify({ ...body, result: 0, message: '' }) });

const ROWS = answer({ logs: [{ id: 1 }, { id: 2 }] });

const dateIn = (minutes: number): Date => new Date(Date.now() + minutes * MINUTE_MS);

/** As people are shown it. */
const shown = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;

/** Asks a server for log rows that wants these pauses one after the other: how that ended, the pauses that were made, and those that were told. */
const askPaused = async (retryAfters: readonly string[], pausesMs: readonly number[] = [1, 1, 1]) => {
  const pauses: number[] = [];
  const told: (number | null)[] = [];
  let ended: number | string = '';
  let asked = 0;
  const fateOf = (_asked: unknown, count: number): Fate => {
    const retryAfter = retryAfters[count - 1];
    return retryAfter === undefined ? ROWS : { retryAfter };
  };
  await Network.between('', fateOf, async (network) => {
    const source = cryptolensSource({
      baseUrl: new URL(network.url),
      token: 'x',
      signal: new AbortController().signal,
      pausesMs,
      sleep: async (pauseMs) => void pauses.push(pauseMs),
      onPause: (until) => void told.push(until),
    });
    ended = await source.log(0).then(
      (logs) => logs.length,
      (error: Error) => error.message,
    );
    asked = network.asked.length;
  });
  return { ended, pauses, told, asked };
};

/** The clock goes on between the answer and the pause. */
const assertNear = (pauseMs: number | undefined, wantedMs: number): void => {
  assert(pauseMs !== undefined && Math.abs(pauseMs - wantedMs) < MINUTE_MS / 2, `${pauseMs} ms`);
};

test('a server that names a pause is not asked before it is over, and a long one is told', async () => {
  const date = dateIn(10).toUTCString();
  const { ended, pauses, told } = await askPaused(['2', date, '3600']);
  assert.equal(ended, 2);
  assert.equal(pauses.length, 3);
  assertNear(pauses[0], 2_000);
  assertNear(pauses[1], 10 * MINUTE_MS);
  assertNear(pauses[2], 60 * MINUTE_MS);
  assert.deepEqual(
    told.map((until) => until !== null),
    [true, false, true, false],
  );
  assert.equal(told[0], Date.parse(date));
});

test('a pause that is none, or over, or no time at all, is not waited for', async () => {
  for (const retryAfter of ['0', 'soon', new Date(0).toUTCString()]) {
    assert.deepEqual(await askPaused([retryAfter]), { ended: 2, pauses: [1], told: [], asked: 2 });
  }
});

const assertEnd = (ended: number | string, until: string): void => {
  const sentence = `is unavailable: it answered with 429; it asks not to be called before ${until}, running this again then continues where it stopped`;
  assert(String(ended).endsWith(sentence), String(ended));
};

test('a server that wants more than an hour is left alone at once, and it is said until when', async () => {
  const tomorrow = dateIn(24 * 60);
  const endless = '9'.repeat(400);
  for (const [retryAfter, until] of [
    [tomorrow.toUTCString(), shown(tomorrow)],
    [endless, '+275760-09-13T00:00Z'],
  ] as const) {
    const { ended, ...made } = await askPaused([retryAfter]);
    assertEnd(ended, until);
    assert.deepEqual(made, { pauses: [], told: [], asked: 1 });
  }
});

test('the last attempt says until when the server wants to be left alone, too', async () => {
  const soon = dateIn(2);
  const { ended, pauses } = await askPaused(['5', soon.toUTCString()], [1]);
  assertEnd(ended, shown(soon));
  assert.equal(pauses.length, 1);
});

test('whoever watches an import sees until when it waits, and can stop it meanwhile', {
  timeout: 60_000,
}, async (t) => {
  const { url: databaseUrl, drop } = await createTestDatabase();
  const directory = await mkdtemp(join(tmpdir(), 'keyledger-spool-'));
  const until = dateIn(30);
  const fateOf = ({ method, parameters }: Network['asked'][number]): Fate => {
    if (method.includes('GetProducts')) return answer({ products: [] });
    if (parameters.get('StartingAfter') === '2') return { retryAfter: until.toUTCString() };
    return parameters.has('EndingBefore') ? answer({ logs: [{ id: 3 }] }) : ROWS;
  };
  await Network.between('', fateOf, async ({ url }) => {
    const args = ['import', 'cryptolens', '--token', 'x', '--base-url', url, '--spool', join(directory, 'spool')];
    const child = spawn(process.execPath, [KEYLEDGER, ...args], {
      env: environmentFor({ databaseUrl }),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    t.after(() => child.kill('SIGKILL'));
    const ended = once(child, 'exit');
    assert(child.stderr !== null);
    let seen = '';
    let stopped = false;
    for await (const chunk of child.stderr) {
      seen += String(chunk);
      if (stopped || !seen.includes('as the server asks')) continue;
      stopped = true;
      child.kill('SIGINT');
    }
    assert(seen.includes(`2 log rows fetched, waiting until ${shown(until)} as the server asks\n`), seen);
    assert.match(seen, /stopped by SIGINT/);
    assert.deepEqual(await ended, [130, null]);
  });
  await rm(directory, { recursive: true });
  await drop();
});
