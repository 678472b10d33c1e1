import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { SENTENCES } from '../../src/domain/sentences.js';
import { secretIn } from '../../src/engine/administration/people.js';
import { cliAnswer, environmentFor, KEYLEDGER, runCli, type Where } from '../harness/cli.js';
import { addLicense } from '../harness/licenses.js';
import { sendJson, signedInBy } from '../harness/people.js';
import { serverOfFile } from '../harness/server.js';

/** Commands in processes of their own, on the database of a server that runs. */

const server = await serverOfFile();
const where: Where = { databaseUrl: server.databaseUrl };

test('accounts are made, shown and changed; the signing key is never shown', async () => {
  const made = await cliAnswer(where, ['account', 'create', '--name', 'Second']);
  assert.equal(made.accountId, 2);
  assert.equal(made.userId, 2);
  assert.equal(made.webApiLog, false);
  assert.match(String(made.privateKey), /^[A-Za-z0-9]{50}$/);
  assert.match(
    String(made.publicKeyXml),
    /^<RSAKeyValue><Modulus>.{344}<\/Modulus><Exponent>AQAB<\/Exponent><\/RSAKeyValue>$/,
  );
  const changed = await cliAnswer(where, ['account', 'set', '--account', '2', '--web-api-log=on', '--plan-logs=off']);
  assert.deepEqual(changed, { ...made, webApiLog: true, planLogs: false });
  const shown = await runCli(where, ['account', 'show', '--account=2']);
  assert.equal(shown.exitCode, 0);
  assert.match(shown.stdout, /Account 2: Second/);
  assert.doesNotMatch(shown.stdout, /PRIVATE KEY/);
});

test('accounts are listed with what their logs hold, some at a time', async () => {
  await cliAnswer(where, ['account', 'create', '--name', 'Third']);
  const began = Date.now();
  await server.call('key/Activate', await server.token(), { ProductId: 1, Key: 'NONE', MachineCode: 'm' });
  await server.call('ai/RegisterEvent', await server.token(), { FeatureName: 'Export' });
  const { accounts, next } = await cliAnswer(where, ['account', 'list']);
  const [first, second, third] = accounts as readonly Record<string, unknown>[];
  assert.deepEqual([first?.accountId, first?.logRows, first?.events], [1, 1, 1]);
  assert(Number(first?.lastLogged) > began - 60_000 && Number(first?.lastLogged) < began + 60_000);
  assert.deepEqual([second?.accountId, second?.name], [2, 'Second']);
  const nothing = { logRows: 0, lastLogged: null, events: 0 };
  assert.deepEqual({ ...third, created: 0 }, { accountId: 3, name: 'Third', created: 0, ...nothing });
  assert.equal(next, null);
  const paged = await cliAnswer(where, ['account', 'list', '--limit=1', '--after=1']);
  assert.deepEqual(paged, { accounts: [second], next: 2 });
  assert.deepEqual(await cliAnswer(where, ['account', 'list', '--limit=2', '--after=1']), {
    accounts: [second, third],
    next: null,
  });
  const shown = await runCli(where, ['account', 'list', '--limit=2']);
  assert.match(shown.stdout, /^ {2}Id +Name +Created +Log rows +Last one +Events$/m);
  assert.match(shown.stdout, /^More accounts: --after 2$/m);
});

test('a product gets the id asked for once', async () => {
  const command = ['product', 'create', '--name', 'Editor', '--id', '3349', '--public'];
  const made = await cliAnswer(where, command);
  assert.equal(made.productId, 3349);
  assert(Number(made.hsum) >= 100_000 && Number(made.hsum) <= 999_999);
  const again = await runCli(where, command);
  assert.deepEqual(again, { exitCode: 1, stdout: '', stderr: 'error: There is a product with this id already.\n' });
});

test('a token works until the command that revokes it returns', async () => {
  const scope = ['--permissions', 'get key, ACTIVATE,Usage Analytics', '--key-lock=-1', '--product-lock=77'];
  const { id, token } = await cliAnswer(where, [
    'token',
    'create',
    '--name',
    'client',
    '--expires',
    '2100-01-01',
    ...scope,
  ]);
  const known = await server.engine.tokens.authenticate(String(token), Date.now());
  assert.deepEqual(known?.caller.token.permissions, ['GetKey', 'Activate', 'UsageAnalytics']);
  assert.equal(known?.caller.token.keyLock, -1);
  assert.equal(known?.caller.token.productLock, 77);
  assert.equal(known?.caller.token.expires, Date.UTC(2100, 0, 1));
  const ask = () => server.call('key/GetKey', String(token), { ProductId: 77, Key: 'K' });
  assert.equal((await ask()).status, 200);
  // The server goes on asking while the command runs, so that what it remembers is as fresh as can be.
  const asking = setInterval(() => void ask(), 50);
  await cliAnswer(where, ['token', 'revoke', '--id', String(id)]);
  clearInterval(asking);
  assert.equal((await ask()).status, 401);
  const listed = await cliAnswer(where, ['token', 'list']);
  assert.equal((listed.tokens as readonly { readonly tokenId: number }[])[0]?.tokenId, id);
  const shown = await runCli(where, ['token', 'list']);
  assert.match(shown.stdout, new RegExp(`^ +${id} +client +GetKey, Activate, UsageAnalytics +77 +-1 +revoked$`, 'm'));
  assert.doesNotMatch(JSON.stringify(listed) + shown.stdout, /secret|hash|WyI/i);
  const unknown = await runCli(where, ['token', 'revoke', '--id', '9999']);
  assert.deepEqual(unknown, { exitCode: 1, stdout: '', stderr: 'error: There is no token 9999.\n' });
});

test('call prints the answer of any method and fails when it refuses', async () => {
  const { productId } = await server.product();
  const { key } = await addLicense(server.engine, { productId, key: 'AAAAA-BBBBB-CCCCC-DDDDD' });
  const token = await server.token();
  const done = await cliAnswer(where, ['call', 'key/getkey', '--token', token, `productid=${productId}`, `Key=${key}`]);
  assert.equal(done.result, 0);
  assert.equal(typeof done.licenseKey, 'object');
  const refused = await runCli(where, ['call', 'key/GetKey', '--token', token, `ProductId=${productId}`, 'Key=NONE']);
  assert.equal(refused.exitCode, 1);
  assert.deepEqual(JSON.parse(refused.stdout), { result: 1, message: 'Could not find the key.' });
  assert.equal(refused.stderr, 'error: Could not find the key.\n');
});

test('call names the method that was meant', async () => {
  const unknown = await runCli(where, ['call', 'activate', '--token', 'x']);
  assert.equal(unknown.exitCode, 2);
  assert.match(unknown.stderr, /There is no such method\. Did you mean key\/Activate\?/);
});

test('a key is deleted', async () => {
  const { productId } = await server.product();
  await addLicense(server.engine, { productId, key: 'DELETE-ME' });
  const command = ['key', 'delete', '--product', String(productId), '--key', 'DELETE-ME'];
  assert.equal((await cliAnswer(where, command)).deleted, true);
  const again = await runCli(where, command);
  assert.deepEqual(again, { exitCode: 1, stdout: '', stderr: 'error: Could not find the key.\n' });
});

test('wrong use ends with 2 and never with a stack trace', async () => {
  const wrong = [
    [],
    ['frobnicate'],
    ['token', 'create', '--name', 'x'],
    ['token', 'create', '--name', 'x', '--permissions', 'Fly'],
    ['token', 'create', '--name', 'x', '--permissions', 'all', '--expires', '2020-01-01'],
    ['account', 'set'],
    ['product', 'create', '--name', 'x', '--colour', 'red'],
    ['call', 'key/GetKey', '--token', 'x', 'ProductId'],
    ['serve', '--port', '70000'],
  ];
  const runs = await Promise.all(wrong.map((args) => runCli(where, args)));
  for (const [index, { exitCode, stdout, stderr }] of runs.entries()) {
    assert.equal(exitCode, 2, `${wrong[index]?.join(' ')}: ${stderr}`);
    assert.equal(stdout, '');
    assert.notEqual(stderr, '');
    assert.doesNotMatch(stderr, /\n\s+at /);
  }
});

test('what cannot be done ends with 1 and a reason', async () => {
  const { port } = new URL(server.url);
  const runs = await Promise.all([
    runCli(where, ['serve', '--port', port]),
    runCli({ dataDir: KEYLEDGER }, ['migrate']),
    runCli(where, ['product', 'create', '--name', 'x', '--account', '99']),
    runCli({ databaseUrl: 'postgresql://nobody:secret@127.0.0.1:1/none' }, ['migrate']),
    runCli(where, ['import', 'licenses', '/does/not/exist']),
  ]);
  const reasons = [
    /^error: cannot listen on 127\.0\.0\.1, port \d+: the port is taken;/,
    /keyledger cannot be the data directory/,
    /There is no account 99/,
    /cannot connect/,
    /cannot read \/does\/not\/exist/,
  ];
  for (const [index, { exitCode, stdout, stderr }] of runs.entries()) {
    assert.equal(exitCode, 1);
    assert.equal(stdout, '');
    assert.match(stderr, reasons[index] ?? /never/);
    assert.doesNotMatch(stderr, /secret|\n\s+at /);
  }
});

test('licenses from standard input that are interrupted leave no copy behind', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'keyledger-stdin-'));
  try {
    const env = { ...environmentFor(where), TMPDIR: directory };
    const child = spawn(process.execPath, [KEYLEDGER, 'import', 'licenses', '-'], { env, stdio: 'pipe' });
    const ended = once(child, 'exit');
    child.stdin.write('{"productId":1,');
    while ((await readdir(directory)).length === 0) {
      assert.equal(child.exitCode, null, 'it ended by itself');
      await sleep(10);
    }
    child.kill('SIGINT');
    assert.deepEqual(await ended, [130, null]);
    assert.deepEqual(await readdir(directory), []);
  } finally {
    await rm(directory, { recursive: true });
  }
});

test('users are made with a link at the server, listed, and their passwords reset', async () => {
  const create = ['user', 'create', '--email', ' Cli@Example.com', '--name', 'Cli', '--role', 'support'];
  const made = await cliAnswer(where, [...create, '--url', `${server.url}/`]);
  const { link: first, ...user } = made;
  assert.deepEqual({ ...user, id: 0 }, { id: 0, email: 'cli@example.com', name: 'Cli', role: 'support' });
  assert(String(first).startsWith(`${server.url}/welcome#1-`));
  const again = await runCli(where, create);
  assert.deepEqual(again, { exitCode: 1, stdout: '', stderr: `error: ${SENTENCES.emailTaken}\n` });
  const reset = ['user', 'reset-password', '--email', 'CLI@example.com', '--url', server.url];
  const { link } = await cliAnswer(where, reset);
  const body = { link: secretIn(String(link)), password: 'a password of some length' };
  assert.equal(signedInBy(await sendJson(`${server.url}/session/password`, 'POST', body)).userId, made.id);
  const { users } = await cliAnswer(where, ['user', 'list']);
  const listed = (users as readonly { id: number; hasPassword: boolean; lastSignIn: number | null }[]).map(
    ({ id, hasPassword, lastSignIn }) => [id, hasPassword, lastSignIn !== null],
  );
  assert.deepEqual(listed, [
    [1, false, false],
    [made.id, true, true],
  ]);
  const missing = await runCli(where, ['user', 'reset-password', '--email', 'nobody@example.com']);
  assert.deepEqual([missing.exitCode, missing.stderr], [1, `error: ${SENTENCES.userNotFound}\n`]);
  for (const wrong of [
    ['--email', 'x', '--name', 'a'],
    ['--email', 'a@b', '--name', 'a', '--role', 'king'],
  ]) {
    assert.equal((await runCli(where, ['user', 'create', ...wrong])).exitCode, 2);
  }
});
