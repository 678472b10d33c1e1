import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { cryptolensSource } from '../../../src/cli/transfer/cryptolensSource.js';
import type { License } from '../../../src/domain/entities/licensing.js';
import { environmentFor, KEYLEDGER, runCli } from '../../harness/cli.js';
import { HistoryBench } from '../../harness/history.js';
import { addLicense } from '../../harness/licenses.js';
import { type Asked, type Fate, Network } from '../../harness/network.js';
import { type ShownRow, wholeLog, writeLogRows } from '../../harness/randomLog.js';
import { startTestServer, type TestServer } from '../../harness/server.js';

/** Another server is brought here over HTTP, through a network that fails and under a program that is killed. */

let source: TestServer;
let target: TestServer;
let token: string;
let rows: readonly ShownRow[];
let directory: string;

before(async () => {
  [source, target] = await Promise.all([startTestServer(), startTestServer()]);
  token = await source.token();
  const { productId } = await source.product({ name: 'Editor' });
  await source.product({ name: 'No licenses yet' });
  const licenses: License[] = [];
  for (let number = 1; number <= 120; number += 1) {
    licenses.push(
      await addLicense(source.engine, { productId, key: `KEY-${number}`, idInProduct: number, maxNoOfMachines: 5 }),
    );
  }
  await writeLogRows(
    source,
    Array.from({ length: 2300 }, (_, index) => ({
      ip: `8.8.${index % 200}.7`,
      entry: {
        state: index % 7 === 0 ? (2012 as const) : (2011 as const),
        productId,
        attemptedKey: '',
        customerId: 0,
        licenseId: licenses[index % 120]?.licenseId ?? 0,
        seatLimit: 5,
        machineCode: `pc-${index % 90}`,
        friendlyName: '',
        floatingInterval: 0,
        dataObjectId: 0,
        dataObjectValue: 0,
      },
    })),
  );
  // A machine that the log knows, and a product that has log rows and no license.
  await source.call('key/Activate', token, { ProductId: productId, Key: 'KEY-1', MachineCode: 'real' });
  await source.call('data/AddDataObject', token, {
    ReferencerType: 1,
    ReferencerId: 2,
    Name: 'n',
    StringValue: '',
    IntValue: 0,
  });
  rows = await wholeLog(source, token);
  directory = await mkdtemp(join(tmpdir(), 'keyledger-spool-'));
});

after(async () => {
  await Promise.all([source.stop(), target.stop()]);
  await rm(directory, { recursive: true });
});

/** A network between the program and the server that it asks. */
const withNetwork = (fateOf: (asked: Asked, count: number) => Fate, work: (network: Network) => Promise<void>) =>
  Network.between(source.url, fateOf, work);

const argumentsFor = async (network: Network, bench: HistoryBench, spool: string): Promise<readonly string[]> => [
  ...['import', 'cryptolens', '--token', token, '--base-url', network.url],
  ...['--account', String(bench.accountId), '--spool', spool],
];

const where = () => ({ databaseUrl: target.databaseUrl });

/** Starts the command and kills it once it has come somewhere. */
const runUntil = async (args: readonly string[], isThere: () => boolean | Promise<boolean>): Promise<void> => {
  const child = spawn(process.execPath, [KEYLEDGER, ...args], { env: environmentFor(where()), stdio: 'ignore' });
  const ended = once(child, 'exit');
  while (!(await isThere())) {
    assert.equal(child.exitCode, null, 'it ended by itself');
    await sleep(10);
  }
  child.kill('SIGKILL');
  await ended;
};

test('killed while it fetches and while it imports, it goes on; the log is the same afterwards', async () => {
  const bench = await HistoryBench.make(target);
  const spool = join(directory, 'spool');
  let holds = true;
  let failures = 0;
  const fateOf = ({ parameters }: Asked): Fate => {
    if (parameters.get('StartingAfter') !== '1000') return 'pass';
    if (holds) return 'wait';
    failures += 1;
    return ([503, 'break', 429] as const)[failures - 1] ?? 'pass';
  };
  await withNetwork(fateOf, async (network) => {
    const args = await argumentsFor(network, bench, spool);
    await runUntil(args, () => network.asked.some(({ parameters }) => parameters.get('StartingAfter') === '1000'));
    holds = false;
    const askedBefore = network.asked.length;
    // Someone holds the account: the import waits for it, and is killed.
    const holder = new Client({ connectionString: target.databaseUrl });
    await holder.connect();
    await holder.query('begin');
    await holder.query(`select from log_head where account_id = ${bench.accountId} for update`);
    await runUntil(args, async () => {
      const state = await readFile(join(spool, 'state.json'), 'utf8').catch(() => '{}');
      return (JSON.parse(state) as { complete?: boolean }).complete === true;
    });
    await holder.query('rollback');
    await holder.end();
    const asked = network.asked.slice(askedBefore);
    assert(
      asked.every(({ parameters }) => parameters.get('StartingAfter') !== '0'),
      'the first page was fetched again',
    );
    assert(asked.every(({ method, parameters }) => !method.includes(token) && parameters.get('token') === token));
    assert.equal(failures, 4);
  });
  for (const file of await readdir(spool)) {
    assert(!(await readFile(join(spool, file), 'utf8')).includes(token), file);
    assert.equal((await stat(join(spool, file))).mode & 0o077, 0, file);
  }
  // All is here: the other server may be gone.
  const gone = ['--base-url', JSON.parse(await readFile(join(spool, 'state.json'), 'utf8')).source];
  const args = [
    'import',
    'cryptolens',
    '--token',
    token,
    ...gone,
    '--account',
    String(bench.accountId),
    '--spool',
    spool,
  ];
  const { exitCode, stderr, stdout } = await runCli(where(), [...args, '--json']);
  assert.equal(exitCode, 0, stderr);
  assert.deepEqual(JSON.parse(stdout), {
    licenses: 120,
    imported: 120,
    known: 0,
    machines: 1,
    leasesLeftOut: 0,
    rows: rows.length,
    importedRows: rows.length,
    seatRows: 0,
  });
  assert.deepEqual(await bench.log(), rows);
  assert.deepEqual(await readdir(directory), []);
  const { body } = await target.call('product/GetProducts', bench.token);
  assert.deepEqual(
    (body.products as { id: number; name: string }[]).map(({ id, name }) => [id, name]),
    [
      [1, 'Editor'],
      [2, 'No licenses yet'],
    ],
  );
  assert(!`${stdout}${stderr}`.includes(token));
  await bench.remove();
});

test('what the other server refuses is told, without the token', async () => {
  const bench = await HistoryBench.make(target);
  const spool = join(directory, 'refused');
  const cases: readonly [Fate, RegExp][] = [
    [
      { answer: JSON.stringify({ result: 1, message: `No, ${token}!` }) },
      /refused product\/GetProducts: No, …!\na token without GetProducts needs the products named/,
    ],
    [{ answer: '<html>' }, /answered product\/GetProducts with something that is not JSON: is the address correct\?/],
    [{ answer: '{"products":[{"id":"x"}]}' }, /answered product\/GetProducts with an unexpected body/],
  ];
  for (const [fate, reason] of cases) {
    await withNetwork(
      () => fate,
      async (network) => {
        const { exitCode, stderr } = await runCli(where(), await argumentsFor(network, bench, spool));
        assert.equal(exitCode, 1);
        assert.match(stderr, reason);
        assert(!stderr.includes(token));
      },
    );
  }
  const { exitCode, stderr } = await runCli(where(), [
    ...['import', 'cryptolens', '--token', token, '--base-url', 'http://user:secret@127.0.0.1:1'],
  ]);
  assert.equal(exitCode, 2);
  assert.match(stderr, /It must be an address like/);
  await assert.rejects(stat(spool), { code: 'ENOENT' });
  await bench.remove();
});

test('a log that goes back is not followed for ever, and one spool is for one server', async () => {
  const bench = await HistoryBench.make(target);
  const spool = join(directory, 'back');
  const page = JSON.stringify({ logs: rows.slice(0, 1000), result: 0, message: null });
  const fateOf = ({ method }: Asked): Fate => (method.includes('GetWebAPILog') ? { answer: page } : 'pass');
  await withNetwork(fateOf, async (network) => {
    const { exitCode, stderr } = await runCli(where(), await argumentsFor(network, bench, spool));
    assert.equal(exitCode, 1);
    assert.match(stderr, /fetched data is kept in .*back until it is imported/);
    assert.match(stderr, /the fetched log is out of order: row 1 comes after row 1000/);
  });
  await withNetwork(fateOf, async (network) => {
    const { stderr } = await runCli(where(), await argumentsFor(network, bench, spool));
    assert.match(stderr, /holds data from http:.* for account \d+: name another directory with --spool/);
    assert.deepEqual(network.asked, []);
  });
  await rm(spool, { recursive: true, force: true });
  await bench.remove();
});

test('a directory with other files is not used, and what somebody puts into a spool stays', async () => {
  const bench = await HistoryBench.make(target);
  const spool = join(directory, 'papers');
  await mkdir(spool);
  await writeFile(join(spool, 'log'), 'mine');
  await withNetwork(
    () => 'pass',
    async (network) => {
      const args = await argumentsFor(network, bench, spool);
      const refused = await runCli(where(), args);
      assert.equal(refused.exitCode, 1);
      assert.match(refused.stderr, /papers holds other files, such as log: name an empty or a new directory/);
      assert.deepEqual(network.asked, []);
      assert.equal(await readFile(join(spool, 'log'), 'utf8'), 'mine');
      await rm(join(spool, 'log'));
      await runUntil(args, () =>
        stat(join(spool, 'state.json')).then(
          () => true,
          () => false,
        ),
      );
      await writeFile(join(spool, 'notes'), 'mine');
      const { exitCode, stderr } = await runCli(where(), args);
      assert.equal(exitCode, 0, stderr);
    },
  );
  assert.deepEqual(await readdir(spool), ['notes']);
  assert.deepEqual(await bench.log(), rows);
  await rm(spool, { recursive: true });
  await bench.remove();
});

test('an account with rows of its own is refused before anything is fetched', async () => {
  await withNetwork(
    () => 'pass',
    async (network) => {
      const bench = await HistoryBench.make(target);
      await writeLogRowsOf(bench);
      const { stderr } = await runCli(where(), await argumentsFor(network, bench, join(directory, 'own')));
      assert.match(stderr, /has rows of its own/);
      assert.deepEqual(network.asked, []);
      await bench.remove();
    },
  );
});

const writeLogRowsOf = async (bench: HistoryBench): Promise<void> => {
  await target.call('key/Deactivate', bench.token, { ProductId: 1, Key: 'X', MachineCode: 'm' });
};

test('what passes is tried again some times, then the reason is told', async () => {
  const ask = async (network: Network) =>
    cryptolensSource({
      baseUrl: new URL(`${network.url}/api/`),
      token,
      signal: new AbortController().signal,
      pausesMs: [1, 1],
    }).log(0);
  await withNetwork(
    (_asked, count) => (count < 3 ? 'break' : 'pass'),
    async (network) => assert.equal((await ask(network)).length, 1000),
  );
  await withNetwork(
    () => 500,
    async (network) => {
      await assert.rejects(ask(network), {
        message:
          /^127\.0\.0\.1:\d+ is unavailable: it answered with 500; running this again continues where it stopped$/,
      });
      assert.equal(network.asked.length, 3);
    },
  );
});

test('the token may stand in the environment', async () => {
  const bench = await HistoryBench.make(target);
  await withNetwork(
    () => 'pass',
    async (network) => {
      const args = (await argumentsFor(network, bench, join(directory, 'silent'))).filter(
        (argument) => argument !== '--token' && argument !== token,
      );
      assert.match((await runCli(where(), args)).stderr, /--token/);
      assert.equal(network.asked.length, 0);
      process.env.KEYLEDGER_SOURCE_TOKEN = token;
      try {
        const { exitCode, stderr } = await runCli(where(), args);
        assert.equal(exitCode, 0, stderr);
      } finally {
        delete process.env.KEYLEDGER_SOURCE_TOKEN;
      }
      assert(network.asked.every(({ parameters }) => parameters.get('token') === token));
    },
  );
  await bench.remove();
});
