import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { constants } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { pino } from 'pino';
import { EmbeddedCluster } from '../../../src/db/embedded/embeddedCluster.js';
import { secretIn } from '../../../src/engine/administration/people.js';
import { cliAnswer, environmentFor, KEYLEDGER, runCli, type Where } from '../../harness/cli.js';
import { createTestDatabase } from '../../harness/database.js';
import { tableDigests, withOwner, withPlace } from '../../harness/moves.js';
import { callSignedIn, PASSWORD, sendJson, signedInBy, signIn } from '../../harness/people.js';
import { putLog, putTables } from '../../harness/randomTables.js';
import type { TestParameters } from '../../harness/server.js';
import { startServerProcess } from '../../harness/serverProcess.js';

/** Whole installations move from one database to another, by the commands, under servers and processes that are killed. */

/** A database of one's own that nothing is connected to. */
const withExternal = async (work: (url: string) => Promise<void>): Promise<void> => {
  const test = await createTestDatabase();
  await test.database.stop();
  try {
    await work(test.url);
  } finally {
    await test.drop();
  }
};

const digestsOf = async (where: Where): Promise<Readonly<Record<string, string>>> => {
  if ('databaseUrl' in where) return tableDigests(where.databaseUrl);
  const cluster = await EmbeddedCluster.start({ dataDir: where.dataDir, log: pino({ level: 'error' }) });
  try {
    const { host, port, user, password } = cluster.connection('keyledger');
    return await tableDigests(
      `postgresql://${user}:${password}@localhost/keyledger?host=${encodeURIComponent(host)}&port=${port}`,
    );
  } finally {
    await cluster.stop();
  }
};

const post = async (url: string, method: string, parameters: Record<string, string | number>) => {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) form.append(name, String(value));
  const response = await fetch(`${url}/api/${method}`, { method: 'POST', body: form });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

interface Used {
  readonly token: string;
  readonly key: string;
  readonly productId: number;
  readonly email: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Somebody works with an installation for a while. */
const use = async (where: Where): Promise<Used> => {
  const server = await startServerProcess(where);
  const { url } = server;
  const email = 'mover@example.com';
  const { link } = await cliAnswer(where, ['user', 'create', '--email', email, '--name', 'M', '--role', 'owner']);
  const { headers } = signedInBy(
    await sendJson(`${url}/session/password`, 'POST', { link: secretIn(String(link)), password: PASSWORD }),
  );
  const asOwner = async (method: string, parameters: TestParameters) =>
    (await callSignedIn(url, `/api/${method}`, headers, parameters)).body as Record<string, unknown>;
  const token = String((await asOwner('auth/CreateToken', { Name: 't', Permissions: 'all' })).token);
  const { productId } = await asOwner('product/CreateProduct', { Name: 'Tabs\tand "quotes"' });
  const about = { token, ProductId: Number(productId) };
  const { body } = await post(url, 'key/CreateKey', { ...about, Notes: 'a\\N\nb\r\n', MaxNoOfMachines: 5, F1: 'true' });
  const key = String(body.key);
  for (let number = 0; number < 12; number += 1) {
    await post(url, 'key/Activate', { ...about, Key: key, MachineCode: `pc ${number % 8}`, FriendlyName: '\\.' });
  }
  await post(url, 'key/Deactivate', { ...about, Key: key, MachineCode: 'pc 1' });
  await post(url, 'key/Activate', { ...about, Key: 'GUESS-ED', MachineCode: 'x' });
  await post(url, 'ai/RegisterEvent', { ...about, Key: key, MachineCode: 'pc 2', FeatureName: 'f', EventName: 'e' });
  await post(url, 'data/AddDataObjectToKey', { ...about, Key: key, Name: 'n', StringValue: '', IntValue: -1 });
  await server.stop();
  return { token, key, productId: Number(productId), email, headers };
};

const lastRows = async (url: string, token: string): Promise<readonly Record<string, unknown>[]> => {
  const { body } = await post(url, 'ai/GetWebAPILog', { token, Limit: 1000, OrderBy: 'Id ascending' });
  return body.logs as readonly Record<string, unknown>[];
};

/** A server goes on where another stopped: with its log, its tokens, its people and what is derived. */
const goesOn = async (where: Where, { token, key, productId, email, headers }: Used): Promise<void> => {
  const server = await startServerProcess(where);
  try {
    const { url } = server;
    const before = await lastRows(url, token);
    assert(before.length >= 14);
    const activation = { token, ProductId: productId, Key: key, MachineCode: 'pc 2', SignMethod: 1, Sign: 'true' };
    const { body } = await post(url, 'key/Activate', activation);
    assert.equal(body.result, 0, String(body.message));
    assert.equal(typeof body.signature, 'string');
    const after = await lastRows(url, token);
    assert.deepEqual(after.slice(0, -1), before);
    assert.deepEqual([after.at(-1)?.state, after.at(-1)?.machineCode], [2011, 'pc 2']);
    assert.deepEqual(
      after.map(({ id }) => id),
      after.map((_, index) => index + 1),
    );
    // The session that was begun elsewhere, and a new one.
    assert.equal((await callSignedIn(url, '/api/product/GetProducts', headers)).status, 200);
    assert.equal((await signIn(url, email, PASSWORD)).status, 200);
  } finally {
    await server.stop();
  }
  assert.deepEqual(await cliAnswer(where, ['analytics', 'verify']), { equal: true, differences: [] });
};

test('an installation moves from the embedded database to a server and back, and goes on each time', () =>
  withPlace((place) =>
    withExternal(async (databaseUrl) => {
      const embedded = { dataDir: join(place, 'first') };
      const used = await use(embedded);
      const ours = await digestsOf(embedded);
      const exported = await cliAnswer(embedded, ['export', join(place, 'out')]);
      assert.equal(exported.accounts, 1);
      assert.equal(
        exported.schemaVersion,
        (await readdir(new URL('../../../../db/migrations', import.meta.url))).length,
      );
      assert.deepEqual(await digestsOf(embedded), ours);

      const { directory: _directory, ...moved } = exported;
      assert.deepEqual(await cliAnswer({ databaseUrl }, ['import', join(place, 'out')]), moved);
      assert.deepEqual(await digestsOf({ databaseUrl }), ours);
      await goesOn({ databaseUrl }, used);

      const theirs = await digestsOf({ databaseUrl });
      assert.notDeepEqual(theirs, ours);
      await cliAnswer({ databaseUrl }, ['export', join(place, 'back')]);
      const again = { dataDir: join(place, 'again') };
      const back = await runCli(again, ['import', 'directory', join(place, 'back')]);
      assert.match(
        back.stdout,
        /^1 account with \d+ log rows, \d+ rows in \d+ tables and 0\.0 MB, imported into embedded/,
      );
      assert.deepEqual(await digestsOf(again), theirs);
      await goesOn(again, used);
    }),
  ));

test('an installation is exported beside its server, and not imported beside one', () =>
  withPlace(async (place) => {
    const [from, to] = [{ dataDir: join(place, 'from') }, { dataDir: join(place, 'to') }];
    const used = await use(from);
    const servers = await Promise.all([from, to].map((where) => startServerProcess(where)));
    const out = join(place, 'out');
    const { exitCode, stdout } = await runCli(from, ['export', out]);
    assert.equal(exitCode, 0);
    assert.match(stdout, /private keys, password hashes/);
    const refused = await runCli(to, ['import', out]);
    assert.deepEqual([refused.exitCode, refused.stdout], [1, '']);
    // Progress is shown first where the import takes its time.
    assert.equal(
      refused.stderr.split('\n').at(-2),
      'error: another keyledger process, a server perhaps, uses this database: stop it first, it would not learn that everything has changed',
    );
    await Promise.all(servers.map((server) => server.stop()));
    // What the server made at its first start gives way.
    await cliAnswer(to, ['import', out]);
    await goesOn(to, used);
  }));

/** A command that has come to the point where it waits for a lock that another session has. */
const untilWaiting = async (client: Client, kind: string): Promise<void> => {
  for (;;) {
    const { rowCount } = await client.query('select from pg_locks where not granted and locktype = $1', [kind]);
    if (rowCount !== 0) return;
    await sleep(20);
  }
};

/** A command waits for a signal once only: what it has heard it does not catch any more. */
const untilHeard = async ({ pid }: ChildProcess, signal: number): Promise<void> => {
  for (;;) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const caught = BigInt(`0x${/^SigCgt:\s*(\w+)$/m.exec(status)?.[1] ?? '0'}`);
    if ((caught >> BigInt(signal - 1)) % 2n === 0n) return;
    await sleep(5);
  }
};

/** An import of some rows that stands still in the midst of them: no row of the log is let in until `release`. */
const importStanding = async (databaseUrl: string, directory: string) => {
  const holder = new Client({ connectionString: databaseUrl });
  await holder.connect();
  await holder.query('begin; lock table web_api_log in exclusive mode');
  const child = spawn(process.execPath, [KEYLEDGER, 'import', directory], {
    env: environmentFor({ databaseUrl }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = Promise.all([once(child, 'exit'), text(child.stderr)]);
  await untilWaiting(holder, 'relation');
  const release = async (): Promise<void> => {
    await holder.query('commit');
    await holder.end();
  };
  return { child, ended, holder, release };
};

/** An export of an account whose log has rows. */
const exportedFrom = async (databaseUrl: string, place: string): Promise<string> => {
  await withOwner(databaseUrl, async (client) => {
    const account = { account_id: '1', name: 'n', created: '0', private_key: 'k', signing_key_pem: 'p' };
    await putTables(client, { account: [{ ...account, public_key_xml: 'x' }] });
    await putLog(
      client,
      1,
      Array.from({ length: 5_000 }, (_, index) => `row ${index}`),
    );
  });
  await cliAnswer({ databaseUrl }, ['export', join(place, 'out')]);
  return join(place, 'out');
};

interface Standing extends Awaited<ReturnType<typeof importStanding>> {
  readonly from: string;
  readonly to: string;
  readonly directory: string;
  /** What the tables held that it goes to. */
  readonly empty: Awaited<ReturnType<typeof tableDigests>>;
}

/** With an import between two databases that stands still in the midst of it. */
const withStandingImport = (work: (standing: Standing) => Promise<void>): Promise<void> =>
  withPlace((place) =>
    withExternal((from) =>
      withExternal(async (to) => {
        const directory = await exportedFrom(from, place);
        const empty = await tableDigests(to);
        await work({ ...(await importStanding(to, directory)), from, to, directory, empty });
      }),
    ),
  );

test('an import that is killed leaves nothing, and can be run again', () =>
  withStandingImport(async ({ child, ended, release, from, to, directory, empty }) => {
    child.kill('SIGKILL');
    const [[, signal]] = await ended;
    assert.equal(signal, 'SIGKILL');
    await release();
    await withOwner(to, async (client) => {
      const others = 'select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';
      while ((await client.query(others)).rowCount !== 0) await sleep(20);
    });
    assert.deepEqual(await tableDigests(to), empty);
    await cliAnswer({ databaseUrl: to }, ['import', directory]);
    assert.deepEqual(await tableDigests(to), await tableDigests(from));
  }));

test('an import that is told to stop leaves nothing and says so', () =>
  withStandingImport(async ({ child, ended, release, to, empty }) => {
    child.kill('SIGTERM');
    await untilHeard(child, constants.signals.SIGTERM);
    await release();
    const [[exitCode], stderr] = await ended;
    assert.equal(exitCode, 143);
    // Progress is shown first where the import takes its time.
    assert.equal(stderr.split('\n').at(-2), 'stopped by SIGTERM');
    assert.deepEqual(await tableDigests(to), empty);
  }));

test('a server that is started meanwhile waits, and then knows what was imported', () =>
  withPlace((place) =>
    withExternal(async (databaseUrl) => {
      const from = { dataDir: join(place, 'from') };
      const used = await use(from);
      await cliAnswer(from, ['export', join(place, 'out')]);
      const { ended, holder, release } = await importStanding(databaseUrl, join(place, 'out'));
      const starting = startServerProcess({ databaseUrl });
      await untilWaiting(holder, 'advisory');
      await release();
      const [[exitCode], stderr] = await ended;
      assert.equal(exitCode, 0, stderr);
      const server = await starting;
      const products = await post(server.url, 'product/GetProducts', { token: used.token });
      assert.equal(products.status, 200);
      await server.stop();
      await goesOn({ databaseUrl }, used);
    }),
  ));

test('a disk that takes no more ends an export with a sentence, and no file stays', () =>
  withPlace((place) =>
    withExternal(async (databaseUrl) => {
      await exportedFrom(databaseUrl, place);
      const limited = spawn(
        '/bin/sh',
        ['-c', 'ulimit -f 64; exec "$@"', 'sh', process.execPath, KEYLEDGER, 'export', 'full'],
        {
          env: environmentFor({ databaseUrl }),
          cwd: place,
          stdio: ['ignore', 'ignore', 'pipe'],
        },
      );
      const [stderr, [exitCode]] = await Promise.all([text(limited.stderr), once(limited, 'exit')]);
      assert.equal(exitCode, 1);
      // Progress is shown first where the export takes its time.
      assert.match(
        stderr,
        /^(?:[\d,]+ rows written\n)*error: cannot write web_api_log\.0001\.copy: EFBIG: file too large, \w+\n$/,
      );
      assert.equal(existsSync(join(place, 'full')), false);
    }),
  ));

test('wrong use is told before anything is made', () =>
  withPlace(async (place) => {
    const where = { dataDir: join(place, 'data') };
    const nothing = await runCli(where, ['import', join(place, 'nowhere')]);
    assert.match(nothing.stderr, /^error: cannot read .*ENOENT/);
    const none = await runCli(where, ['import']);
    assert.deepEqual([none.exitCode, none.stderr.split('\n')[0]], [2, "error: missing required argument 'dir'"]);
    await rm(where.dataDir, { recursive: true, force: true });
    const noDirectory = await runCli(where, ['export']);
    assert.equal(noDirectory.exitCode, 2);
    assert.deepEqual(await readdir(place), []);
  }));
