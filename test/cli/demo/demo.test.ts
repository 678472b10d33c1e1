import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { identityOf } from '../../../src/db/embedded/clusterPlace.js';
import { socketPlaces } from '../../../src/db/embedded/socketDirectory.js';
import { unixSeconds } from '../../../src/domain/time/time.js';
import { cliAnswer, environmentFor, KEYLEDGER } from '../../harness/cli.js';
import { callSignedIn, sendJson, signedInBy } from '../../harness/people.js';

const namedKey = z.object({ productId: z.int(), key: z.string(), company: z.string() });

const demoAnswer = z.object({
  url: z.url(),
  productId: z.int(),
  key: z.string(),
  token: z.string(),
  log: z.array(z.object({ state: z.int() })),
  owner: z.object({ link: z.url(), email: z.string(), password: z.string() }),
  history: z
    .object({
      rows: z.int(),
      token: z.string(),
      landmarks: z.object({
        deskKey: namedKey,
        fullKey: namedKey,
        testKey: namedKey,
        guessing: z.object({ from: z.int(), until: z.int() }),
      }),
    })
    .optional(),
});

/** Starts a demo; it is stopped with the test, whatever becomes of that. */
const startDemo = async (t: TestContext, ...args: readonly string[]) => {
  // Where it makes its scratch directory, to see that it goes.
  const directory = await mkdtemp(join(tmpdir(), 'keyledger-demo-test-'));
  const child = spawn(process.execPath, [KEYLEDGER, 'demo', '--port', '0', '--json', ...args], {
    // A database of the environment is none of the demo's business.
    env: { ...environmentFor({ databaseUrl: 'postgresql://127.0.0.1:1/never' }), TMPDIR: directory },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  t.after(async () => {
    child.kill('SIGINT');
    await ended;
    await rm(directory, { recursive: true, force: true });
  });
  return { child, ended, directory, stdout: text(child.stdout), stderr: text(child.stderr) };
};

type RunningDemo = Awaited<ReturnType<typeof startDemo>>;

/** What it answers once it is ready. */
const answerOf = async ({ child, ended, stderr }: RunningDemo) => {
  let answer = '';
  const whole = new Promise<void>((resolve) => {
    child.stdout.on('data', (part: Buffer) => {
      answer += part.toString();
      if (answer.endsWith('\n')) resolve();
    });
  });
  await Promise.race([whole, ended.then(async () => Promise.reject(await stderr))]);
  return demoAnswer.parse(JSON.parse(answer));
};

const scratchDirectory = async ({ directory }: RunningDemo): Promise<string> => {
  const [scratch = ''] = await readdir(directory);
  return join(await realpath(directory), scratch);
};

/** Stops it while there is something to be removed. How it ended. */
const stopAndFindNothing = async (demo: RunningDemo): Promise<unknown> => {
  const sockets = socketPlaces(await identityOf(join(await scratchDirectory(demo), 'postgres')));
  assert(sockets.some(existsSync));
  demo.child.kill('SIGINT');
  const end = await demo.ended;
  assert.deepEqual(await readdir(demo.directory), []);
  assert.deepEqual(sockets.filter(existsSync), []);
  return end;
};

const post = async (url: string, parameters: Readonly<Record<string, string | number>>): Promise<unknown> => {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) form.set(name, String(value));
  const response = await fetch(url, { method: 'POST', body: form });
  const body: unknown = await response.json();
  assert.equal(z.object({ result: z.int() }).parse(body).result, 0, JSON.stringify(body));
  return body;
};

const STORY = [3010, 3010, 2012, 2012, 2022, 2011, 2014, 2020, 6010];

test('without a history the demo shows the record, answers what it suggests, and leaves nothing behind', async (t) => {
  const demo = await startDemo(t, '--no-history');
  const { url, productId, key, token, log, owner, history } = await answerOf(demo);
  assert.equal(history, undefined);
  assert.deepEqual(
    log.map((row) => row.state),
    STORY,
  );
  await post(`${url}/api/key/Activate`, { token, ProductId: productId, Key: key, MachineCode: 'm', SignMethod: 1 });
  const [page = '', link = ''] = owner.link.split('#');
  assert.equal(page, `${url}/welcome`);
  for (const [path, body] of [
    ['session/link', { link }],
    ['session', { email: owner.email, password: owner.password }],
  ] as const) {
    const { headers } = signedInBy(await sendJson(`${url}/${path}`, 'POST', body));
    assert.equal((await callSignedIn(url, '/api/product/GetProducts', headers)).status, 200);
  }
  assert.deepEqual(await stopAndFindNothing(demo), [0, null]);
  assert.match(await demo.stderr, /curl http/);
});

const seatHolders = z.object({
  holders: z.array(
    z.object({
      key: z.string(),
      machineCode: z.string(),
      floating: z.boolean(),
      until: z.int().nullable(),
      id: z.int(),
    }),
  ),
});

/** `key machine` of each seat that a product's licenses hold and that lasts for a while yet. */
const seatsInLog = async (url: string, token: string, productId: number, until: number): Promise<readonly string[]> => {
  const found: string[] = [];
  let after = 0;
  for (;;) {
    const page = { token, ProductId: productId, Limit: 1000, StartingAfter: after };
    const { holders } = seatHolders.parse(await post(`${url}/api/ai/GetSeatHolders`, page));
    const last = holders.at(-1);
    if (last === undefined) return found.sort();
    after = last.id;
    for (const holder of holders) {
      if (holder.until !== null && holder.until < until) continue;
      found.push(`${holder.key} ${holder.floating ? 'floating:' : ''}${holder.machineCode}`);
    }
  }
};

const listedKeys = z.object({
  licenseKeys: z.array(
    z.object({
      key: z.string(),
      activatedMachines: z.array(z.object({ mid: z.string(), floatingExpires: z.string().nullable() })),
    }),
  ),
  pageCount: z.int(),
});

/** The same of what the licenses say. */
const seatsOfLicenses = async (
  url: string,
  token: string,
  productId: number,
  until: number,
): Promise<readonly string[]> => {
  const found: string[] = [];
  for (let page = 1, pages = 1; page <= pages; page += 1) {
    const parameters = { token, ProductId: productId, Page: page, ModelVersion: 3 };
    const { licenseKeys, pageCount } = listedKeys.parse(await post(`${url}/api/product/GetKeys`, parameters));
    pages = pageCount;
    for (const { key, activatedMachines } of licenseKeys) {
      for (const { mid, floatingExpires } of activatedMachines) {
        if (floatingExpires !== null && unixSeconds(Date.parse(`${floatingExpires}Z`)) < until) continue;
        found.push(`${key} ${mid.replace('overdraft:', '')}`);
      }
    }
  }
  return found.sort();
};

test('the demo has a history that analytics agree with', async (t) => {
  const demo = await startDemo(t);
  const { url, log, history } = await answerOf(demo);
  assert(history !== undefined);
  assert.deepEqual(
    log.map((row) => row.state),
    STORY,
  );
  const { token, landmarks, rows } = history;
  assert(rows > 40_000);
  const ask = (method: string, parameters: Readonly<Record<string, string | number>>): Promise<unknown> =>
    post(`${url}/api/ai/${method}`, { token, ...parameters });

  // Each product's seats as the log tells them are the machines of its licenses.
  const until = unixSeconds(Date.now()) + 120;
  for (const productId of [1, 2, 3]) {
    const listed = await seatsOfLicenses(url, token, productId, until);
    assert.deepEqual(await seatsInLog(url, token, productId, until), listed);
    if (productId === 1) assert(listed.length > 500);
    if (productId === 2) assert(listed.length >= 5);
  }

  const { deskKey, fullKey, testKey, guessing } = landmarks;
  const pool = z.object({ peak: z.int(), denials: z.int() });
  const usage = z.object({ total: z.object({ nodeLocked: pool, floating: pool, seatsToAvoidDenials: z.int() }) });
  const seatUsage = async ({ productId, key }: z.output<typeof namedKey>) =>
    usage.parse(await ask('GetSeatUsage', { ProductId: productId, Key: key })).total;
  const leases = await seatUsage(fullKey);
  assert.equal(leases.floating.peak, 12);
  assert(leases.floating.denials > 50 && leases.seatsToAvoidDenials > 12);
  const desks = await seatUsage(deskKey);
  assert.equal(desks.nodeLocked.peak, 10);
  assert(desks.nodeLocked.denials > 20 && desks.seatsToAvoidDenials > 10);

  const guesses = await ask('GetWebAPILog', {
    States: '[1020,2020]',
    Time: JSON.stringify({ gte: guessing.from, lte: guessing.until }),
    Limit: 1000,
  });
  assert(z.object({ logs: z.array(z.unknown()) }).parse(guesses).logs.length >= 1000);

  const days = z.object({ aggregates: z.array(z.object({ date: z.string(), productId: z.int() })) });
  const { aggregates } = days.parse(await ask('GetDailyAggregates', { Limit: 1000 }));
  assert(new Set(aggregates.filter(({ productId }) => productId === 1).map(({ date }) => date)).size >= 59);
  const countries = z.object({ aggregates: z.array(z.object({ countryCode: z.string() })) });
  const byCountry = countries.parse(await ask('GetDailyCountryAggregates', { Limit: 1000, ProductId: 1 }));
  assert(new Set(byCountry.aggregates.map(({ countryCode }) => countryCode)).size >= 8);
  const summaries = z.object({ summaries: z.array(z.object({ key: z.string() })) });
  const ofTestKey = await ask('GetKeyUsageSummaries', { ProductId: testKey.productId, Key: testKey.key });
  assert.equal(summaries.parse(ofTestKey).summaries.length, 1);

  const verified = await cliAnswer({ dataDir: await scratchDirectory(demo) }, ['analytics', 'verify']);
  assert.deepEqual(verified, { equal: true, differences: [] });
  assert.deepEqual(await stopAndFindNothing(demo), [0, null]);
  assert.match(await demo.stderr, /GetSeatUsage[\s\S]*GetDailyAggregates[\s\S]*GetWebAPILog/);
});

const MOMENTS = [
  { what: 'as its database starts', file: 'postgres/postmaster.pid', waitMs: 0 },
  { what: 'while its history is made up', file: 'postgres/postmaster.pid', waitMs: 900 },
  { what: 'while its history is imported', file: 'demo-log.ndjson', waitMs: 200 },
] as const;

for (const { what, file, waitMs } of MOMENTS) {
  test(`stopped ${what}, the demo leaves nothing behind`, async (t) => {
    const demo = await startDemo(t);
    while (!existsSync(join(await scratchDirectory(demo), file))) {
      assert.equal(demo.child.exitCode, null);
      await sleep(10);
    }
    await sleep(waitMs);
    assert.deepEqual(await stopAndFindNothing(demo), [130, null]);
    assert.equal(await demo.stdout, '');
  });
}
