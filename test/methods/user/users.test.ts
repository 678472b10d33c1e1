import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pino } from 'pino';
import { decodeTokenText } from '../../../src/domain/identity/tokenText.js';
import { KEPT_FOR_EVER } from '../../../src/domain/log/retentionPeriods.js';
import { SENTENCES } from '../../../src/domain/sentences.js';
import { listPeople, secretIn } from '../../../src/engine/administration/people.js';
import { createAccount } from '../../../src/engine/identity/accounts.js';
import { Tokens } from '../../../src/engine/identity/tokens.js';
import { TokenUses } from '../../../src/engine/identity/tokenUses.js';
import { Retention } from '../../../src/engine/log/retention.js';
import { LIMITS } from '../../../src/limits.js';
import { createUser } from '../../harness/administer.js';
import { expireCaches } from '../../harness/clock.js';
import { addPerson, callSignedIn, PASSWORD, sendJson, signedInBy, signIn } from '../../harness/people.js';
import { serverOfFile, startTestServer, type TestParameters } from '../../harness/server.js';
import { createSubject } from '../../harness/subject.js';

const lines: string[] = [];
const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
const server = await serverOfFile({ log });

type Answer = Readonly<Record<string, unknown>> & { readonly result: number; readonly message: string | null };

const call = async (
  headers: Readonly<Record<string, string>>,
  method: string,
  parameters: TestParameters = {},
): Promise<Answer> => (await callSignedIn(server.url, `/api/${method}`, headers, parameters)).body as Answer;

const refusal = (message: string) => ({ result: 1, message });

const usersSeenBy = async (headers: Readonly<Record<string, string>>) =>
  (await call(headers, 'user/GetUsers')).users as readonly {
    readonly id: number;
    readonly email: string | null;
    readonly role: string;
    readonly hasPassword: boolean;
    readonly lastSignIn: number | null;
  }[];

test('an invited person sets a password, signs in, is changed and removed', async () => {
  const { headers } = await addPerson(server);
  const invited = { Email: ' Invited@Example.com', Name: ' In Vited ', Role: 'Support' };
  const made = await call(headers, 'user/CreateUser', invited);
  assert.equal(made.result, 0, JSON.stringify(made));
  const userId = Number(made.userId);
  assert.deepEqual(
    await call(headers, 'user/CreateUser', { ...invited, Email: 'INVITED@example.com' }),
    refusal(SENTENCES.emailTaken),
  );
  const shown = async () => (await usersSeenBy(headers)).find(({ id }) => id === userId);
  assert.deepEqual(
    { ...(await shown()), created: 0 },
    {
      id: userId,
      email: 'invited@example.com',
      name: 'In Vited',
      role: 'support',
      created: 0,
      hasPassword: false,
      lastSignIn: null,
    },
  );
  const link = secretIn(String(made.link));
  const invitedIn = signedInBy(await sendJson(`${server.url}/session/password`, 'POST', { link, password: PASSWORD }));
  const { hasPassword, lastSignIn } = (await shown()) ?? {};
  assert(hasPassword === true && typeof lastSignIn === 'number');

  // A change of the role is in force within a second.
  assert.equal(
    (await call(invitedIn.headers, 'key/BlockKey', { ProductId: 1, Key: 'X' })).message,
    SENTENCES.productNotFound,
  );
  await call(headers, 'user/ChangeUser', { UserId: userId, Role: 'analyst' });
  expireCaches();
  assert.deepEqual(
    await call(invitedIn.headers, 'key/BlockKey', { ProductId: 1, Key: 'X' }),
    refusal(SENTENCES.accessDenied),
  );

  const reset = await call(headers, 'user/ResetPassword', { UserId: userId });
  assert.equal((await call(headers, 'user/RemoveUser', { UserId: userId })).result, 0);
  expireCaches();
  assert.equal((await callSignedIn(server.url, '/api/user/GetUsers', invitedIn.headers)).status, 401);
  assert.equal((await signIn(server.url, 'invited@example.com', PASSWORD)).status, 401);
  const late = { link: secretIn(String(reset.link)), password: PASSWORD };
  assert.equal((await sendJson(`${server.url}/session/password`, 'POST', late)).status, 410);
  assert.equal(await shown(), undefined);
  const [left] = await server.readers.run<{ rows: number }>({
    name: '',
    text: `select ((select count(*) from user_session where user_id = $1) + (select count(*) from user_link where user_id = $1)
      + (select count(*) from user_password where user_id = $1))::int as rows`,
    values: [userId],
  });
  assert.equal(left?.rows, 0);
  const { users } = await call(headers, 'user/GetNames', { UserIds: `[${userId}, 999999]` });
  assert.deepEqual(users, [{ id: userId, name: 'In Vited', removed: true }]);
  assert.deepEqual(await call(headers, 'user/RemoveUser', { UserId: userId }), refusal(SENTENCES.userNotFound));
  // The address is free again, the id is not.
  const again = await call(headers, 'user/CreateUser', invited);
  assert(Number(again.userId) > userId);
});

test('a person’s e-mail address is changed, unless it is somebody else’s', async () => {
  const { headers } = await addPerson(server);
  const person = await addPerson(server, 'support');
  const change = (Email: string, UserId = person.userId) => call(headers, 'user/ChangeUser', { UserId, Email });
  assert.deepEqual(await change(' Moved@Example.com '), { result: 0, message: null });
  assert.equal((await usersSeenBy(headers)).find(({ id }) => id === person.userId)?.email, 'moved@example.com');
  assert.equal((await signIn(server.url, person.email, PASSWORD)).status, 401);
  assert.equal((await signIn(server.url, 'moved@example.com', PASSWORD)).status, 200);
  assert.equal(
    (await callSignedIn(server.url, '/api/product/GetProducts', person.headers)).status,
    200,
    'stays signed in',
  );
  assert.deepEqual(await change('MOVED@example.com'), { result: 0, message: null }, 'their own');
  const other = await addPerson(server, 'analyst');
  assert.deepEqual(await change(other.email), refusal(SENTENCES.emailTaken));
  const elsewhere = await createAccount(server.writers, 'Elsewhere');
  await createUser(server.engine, elsewhere, { name: 'E', role: 'owner', email: 'elsewhere@example.com' });
  assert.deepEqual(await change('elsewhere@example.com'), refusal(SENTENCES.emailTaken));
  assert.deepEqual(await change('no address'), refusal(SENTENCES.emailIncorrect));
  // Half a character, which the database would keep as another one.
  assert.deepEqual(await change('x\udc00@example.com'), refusal(SENTENCES.emailIncorrect));
  assert.equal((await change('', person.userId)).result, 0, 'not given');
  // What was theirs is free, at once and for anybody.
  assert.deepEqual(await change(person.email, other.userId), { result: 0, message: null });
  // Of two who want the same one, at the same time.
  const both = await Promise.all([change('both@example.org'), change('both@example.org', other.userId)]);
  assert.deepEqual(both.map(({ result }) => result).sort(), [0, 1]);
  assert.equal(both.find(({ result }) => result === 1)?.message, SENTENCES.emailTaken);
});

test('the last owner stays one', async () => {
  const other = await startTestServer();
  try {
    const owner = await addPerson(other);
    const ask = async (method: string, parameters: TestParameters) =>
      (await callSignedIn(other.url, `/api/user/${method}`, owner.headers, parameters)).body;
    // The first owner, who has no password yet.
    assert.deepEqual(await ask('RemoveUser', { UserId: 1 }), { result: 0, message: null });
    const last = { UserId: owner.userId };
    assert.deepEqual(await ask('RemoveUser', last), refusal(SENTENCES.lastOwner));
    assert.deepEqual(await ask('ChangeUser', { ...last, Role: 'analyst' }), refusal(SENTENCES.lastOwner));
    assert.deepEqual(await ask('ChangeUser', { ...last, Role: 'owner', Name: 'The last' }), {
      result: 0,
      message: null,
    });
    // Two owners who demote each other at the same time.
    const second = await addPerson(other);
    const both = await Promise.all([
      callSignedIn(other.url, '/api/user/ChangeUser', second.headers, { ...last, Role: 'analyst' }),
      callSignedIn(other.url, '/api/user/ChangeUser', owner.headers, { UserId: second.userId, Role: 'analyst' }),
    ]);
    // Whoever came second is the last owner's, or no owner any more.
    assert.deepEqual(both.map(({ body }) => (body as Answer).result).sort(), [0, 1]);
    const owners = (await listPeople(other.engine.access(1))).filter(({ user }) => user.role === 'owner');
    assert.equal(owners.length, 1);
  } finally {
    await other.stop();
  }
});

test('an e-mail address is one person’s over all accounts, also when two ask at once', async () => {
  const accountId = await createAccount(server.writers, 'Another');
  const person = { name: 'Both', role: 'owner' } as const;
  await createUser(server.engine, accountId, { ...person, email: 'there@example.com' });
  await assert.rejects(createUser(server.engine, 1, { ...person, email: 'there@example.com' }), {
    message: SENTENCES.emailTaken,
  });
  for (let round = 0; round < 5; round += 1) {
    const email = `both${round}@example.com`;
    const made = await Promise.allSettled(
      [1, accountId].map((id) => createUser(server.engine, id, { ...person, email })),
    );
    assert.deepEqual(made.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    const [refused] = made.filter((one) => one.status === 'rejected');
    assert.equal(refused?.reason.message, SENTENCES.emailTaken);
  }
});

test('nobody makes, changes or takes over somebody who may do more', async () => {
  const owner = await addPerson(server);
  const token = await server.token({ permissions: ['ManageUsers'] });
  const ask = async (method: string, parameters: TestParameters) =>
    (await server.call(`user/${method}`, token, parameters)).body;
  const denied = refusal(SENTENCES.accessDenied);
  for (const Role of ['owner', 'support', 'analyst']) {
    assert.deepEqual(await ask('CreateUser', { Email: 'more@example.com', Role }), denied);
  }
  for (const method of ['ResetPassword', 'RemoveUser', 'ChangeUser']) {
    assert.deepEqual(await ask(method, { UserId: owner.userId }), denied);
  }
});

test('a token is given no more than its maker has', async () => {
  const { product, license } = await createSubject(server);
  const { productId: ProductLock } = product;
  const lapse = Math.floor(Date.now() / 1000) + 3600;
  const maker = await server.token({
    permissions: ['ManageTokens', 'GetKey'],
    productLock: ProductLock,
    featureLock: 3,
    expires: lapse * 1000,
  });
  const fits = { Name: 't', Permissions: 'GetKey', ProductLock, FeatureLock: 3, Expires: lapse };
  const make = async (text: string, parameters: TestParameters) =>
    (await server.call('auth/CreateToken', text, parameters)).body;
  const made = await make(maker, fits);
  assert.equal(made.result, 0, JSON.stringify(made));
  assert.equal(decodeTokenText(String(made.token))?.tokenId, made.tokenId);
  const { Expires: _lapses, ...forEver } = fits;
  for (const more of [
    { ...fits, Permissions: 'GetKey,GetKeys' },
    { ...fits, Permissions: 'all' },
    { ...fits, ProductLock: 0 },
    { ...fits, ProductLock: ProductLock + 1 },
    { ...fits, FeatureLock: 0 },
    { ...fits, Expires: lapse + 1 },
    forEver,
  ]) {
    assert.deepEqual(await make(maker, more), refusal(SENTENCES.tokenScope), JSON.stringify(more));
  }
  const all = await server.token();
  assert.equal((await make(all, { ...fits, KeyLock: license.licenseId })).result, 0);
  assert.deepEqual(await make(all, { ...fits, KeyLock: 999_999 }), refusal(SENTENCES.keyNotFound));
  assert.deepEqual(await make(all, { ...fits, ProductLock: 999_999 }), refusal(SENTENCES.productNotFound));
  const { product: elsewhere } = await createSubject(server);
  const foreign = { ...fits, ProductLock: elsewhere.productId, KeyLock: license.licenseId };
  assert.deepEqual(await make(all, foreign), refusal(SENTENCES.keyNotFound));
  assert.deepEqual(await make(all, { ...fits, Expires: 1 }), refusal(SENTENCES.expiresPast));
  assert.deepEqual(await make(all, { ...fits, Permissions: '["Nothing"]' }), refusal(SENTENCES.permissionUnknown));
});

test('a token is listed with its last use, and revoked', async () => {
  const { headers, userId } = await addPerson(server);
  const made = await call(headers, 'auth/CreateToken', { Name: 'app', Permissions: 'all' });
  const { tokenId } = made;
  const shown = async () => {
    const list = await call(headers, 'auth/GetTokens', { EndingBefore: Number(tokenId) + 1, Limit: 1 });
    return (list.tokens as readonly Readonly<Record<string, unknown>>[])[0];
  };
  const { created, ...rest } = (await shown()) ?? {};
  assert.equal(typeof created, 'number');
  assert.deepEqual(rest, {
    id: tokenId,
    name: 'app',
    userId,
    permissions: 'all',
    productLock: 0,
    keyLock: 0,
    featureLock: 0,
    expires: null,
    revoked: null,
    lastUsed: null,
  });
  const uses = new TokenUses(server.writers, assert.ifError);
  const tokens = new Tokens(server.readers.run, uses.note);
  const now = Date.now();
  // An earlier use that another process writes down later changes nothing.
  const late = new TokenUses(server.writers, assert.ifError);
  late.note(1, Number(tokenId), now - LIMITS.tokenUseMilliseconds);
  assert.notEqual(await tokens.authenticate(String(made.token), now), null);
  await uses.stop();
  await late.stop();
  assert.equal((await shown())?.lastUsed, Math.floor(now / 1000));
  assert.deepEqual(await call(headers, 'auth/RevokeToken', { TokenId: Number(tokenId) }), { result: 0, message: null });
  assert.equal(typeof (await shown())?.revoked, 'number');
  expireCaches();
  assert.equal((await server.call('product/GetProducts', String(made.token))).status, 401);
  assert.deepEqual(await call(headers, 'auth/RevokeToken', { TokenId: 999_999 }), refusal(SENTENCES.tokenNotFound));
});

test('the account and its settings', async () => {
  const { headers } = await addPerson(server);
  const before = await call(headers, 'account/GetAccount');
  assert.match(String(before.publicKey), /^<RSAKeyValue>/);
  await call(headers, 'account/SetWebAPILog', { Enabled: true });
  await call(headers, 'account/SetName', { Name: 'Renamed' });
  assert.deepEqual(await call(headers, 'account/GetAccount'), { ...before, name: 'Renamed', webAPILog: true });
  assert.match(String((await call(headers, 'account/GetPrivateKey')).privateKey), /^\w{50}$/);
});

test('products are made and changed', async () => {
  const { headers } = await addPerson(server);
  const FeatureNames = '["","Try","Export"]';
  const { productId } = await call(headers, 'product/CreateProduct', { Name: 'Made', FeatureNames });
  const ProductId = Number(productId);
  await call(headers, 'product/EditProduct', { ProductId, Description: 'changed', FeatureNames: '["","","Print"]' });
  const { products } = await call(headers, 'product/GetProducts');
  const found = (
    products as readonly { id: number; name: string; description: string; featureDefinitions: object }[]
  ).find(({ id }) => id === ProductId);
  assert(found !== undefined);
  const { f1, f2, f3 } = found.featureDefinitions as Record<string, { name: string; type: number }>;
  assert.deepEqual([found.name, found.description], ['Made', 'changed']);
  assert.deepEqual(
    [f1, f2, f3],
    [
      { name: 'Time Limit', type: 1 },
      { name: 'Try', type: 2 },
      { name: 'Print', type: 0 },
    ],
  );
  const missing = await call(headers, 'product/EditProduct', { ProductId: 999_999 });
  assert.deepEqual(missing, refusal(SENTENCES.productNotFound));
});

test('what a person does is in the Object Log under their id, and in the log under no token of anybody', async () => {
  const { headers, userId } = await addPerson(server, 'support');
  const { product } = await createSubject(server);
  const owner = await addPerson(server);
  const rows = async (after: number) =>
    (await call(owner.headers, 'ai/GetObjectLog', { StartingAfter: after, Limit: 100 })).events as readonly {
      readonly id: number;
      readonly performedByUserId: string;
      readonly data: string;
    }[];
  let last = 0;
  for (let page = await rows(0); page.length > 0; page = await rows(last)) last = page.at(-1)?.id ?? last;
  const created = await call(headers, 'key/CreateKey', { ProductId: product.productId });
  const added = await rows(last);
  assert.deepEqual(
    added.map(({ performedByUserId }) => performedByUserId),
    [String(userId)],
  );
  const [{ id } = { id: 0 }] = added;
  await call(owner.headers, 'user/ChangeUser', { UserId: userId, Role: 'analyst' });
  assert.deepEqual(
    (await rows(id)).map(({ performedByUserId, data }) => [performedByUserId, JSON.parse(data)]),
    [[String(owner.userId), { role: ['support', 'analyst'] }]],
  );
  const filter = { ProductId: product.productId, Key: String(created.key) };
  const { logs } = await call(headers, 'ai/GetWebAPILog', filter);
  assert.deepEqual(
    (logs as readonly { state: number }[]).map(({ state }) => state),
    [3010],
  );
  const [subject] = await server.readers.run<{ token_id: number }>({
    name: '',
    text: 'select token_id from log_subject where account_id = 1 and product_id = $1',
    values: [product.productId],
  });
  assert.equal(subject?.token_id, -userId);
});

test('sessions and links that have ended are removed, others stay', async () => {
  const { userId } = await addPerson(server);
  const count = async () => {
    const [row] = await server.readers.run<{ sessions: number; links: number }>({
      name: '',
      text: `select (select count(*) from user_session where user_id = $1)::int as sessions,
        (select count(*) from user_link where user_id = $1)::int as links`,
      values: [userId],
    });
    return row;
  };
  const put = async (seen: number, expires: number) => {
    const connection = await server.writers.connect();
    await connection.begin();
    const statement = (text: string, values: readonly unknown[]) => ({ name: '', text, values });
    const hash = Buffer.from(`${seen}`);
    await connection.commit([
      statement('insert into user_session values (1, $1, $2, $3, $3)', [hash, userId, seen]),
      statement('insert into user_link values (1, $1, $2, 0, $3, false)', [hash, userId, expires]),
    ]);
  };
  const now = Date.now();
  await put(now - LIMITS.sessionIdleMilliseconds - 60_000, now - 60_000);
  await put(now - LIMITS.sessionIdleMilliseconds + 60_000, now + 60_000);
  assert.deepEqual(await count(), { sessions: 3, links: 2 });
  await new Retention({ database: server, periods: KEPT_FOR_EVER, onError: assert.ifError }).run();
  assert.deepEqual(await count(), { sessions: 2, links: 1 });
});

test('no secret of a person is in the server’s log, in the Object Log or in the database as it was told', async () => {
  const owner = await addPerson(server);
  const made = await call(owner.headers, 'user/CreateUser', { Email: 'secrets@example.com', Role: 'owner' });
  const link = secretIn(String(made.link));
  const { headers } = signedInBy(
    await sendJson(`${server.url}/session/password`, 'POST', { link, password: PASSWORD }),
  );
  await signIn(server.url, 'secrets@example.com', `${PASSWORD}!`);
  await callSignedIn(server.url, '/api/key/%zz', headers);
  await callSignedIn(server.url, '/nowhere', headers);
  const token = String((await call(headers, 'auth/CreateToken', { Name: 't', Permissions: 'all' })).token);
  const { privateKey } = await call(headers, 'account/GetPrivateKey');
  const cookie = headers.cookie.split('=')[1] ?? '';
  const { secret = '' } = decodeTokenText(token) ?? {};
  const [dump] = await server.readers.run<{ text: string }>({
    name: '',
    text: `select concat(
      (select string_agg(o::text, '') from object_log o), (select string_agg(u::text, '') from app_user u),
      (select string_agg(s::text, '') from user_session s), (select string_agg(l::text, '') from user_link l),
      (select string_agg(p::text, '') from user_password p)) as text`,
    values: [],
  });
  assert(lines.length > 0 && (dump?.text.length ?? 0) > 1000);
  for (const hidden of [PASSWORD, link, cookie, headers['x-csrf-token'], secret, String(privateKey)]) {
    assert(hidden.length > 15);
    assert(!lines.join('').includes(hidden), 'in the log');
    assert(!dump?.text.includes(hidden), 'in the database');
  }
});
