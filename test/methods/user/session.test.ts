import assert from 'node:assert/strict';
import { test } from 'node:test';
import { need } from '../../../src/domain/batch/need.js';
import { decidePasswordByLink } from '../../../src/domain/identity/people.js';
import { SENTENCES } from '../../../src/domain/sentences.js';
import { createLink, firstOwnerLink, secretIn } from '../../../src/engine/administration/people.js';
import { Sessions } from '../../../src/engine/identity/sessions.js';
import { SignInThrottle } from '../../../src/engine/identity/signInThrottle.js';
import { hashSecret } from '../../../src/engine/identity/tokens.js';
import { LIMITS } from '../../../src/limits.js';
import { createUser } from '../../harness/administer.js';
import { expireCaches } from '../../harness/clock.js';
import { addPerson, callSignedIn, cookieIn, PASSWORD, sendJson, signedInBy, signIn } from '../../harness/people.js';
import { request } from '../../harness/send.js';
import { serverOfFile } from '../../harness/server.js';

const server = await serverOfFile({ trustProxy: ['127.0.0.1'] });

const PRODUCTS = '/api/product/GetProducts';

const stateOf = async (cookie: string): Promise<unknown> =>
  (await request(`${server.url}/session`, { headers: { cookie } })).body;

const isSignedIn = async (headers: Readonly<Record<string, string>>): Promise<boolean> =>
  (await callSignedIn(server.url, PRODUCTS, headers)).status === 200;

test('the first owner says an e-mail address and a password by the link of the first start, once', async () => {
  const link = await firstOwnerLink(server.engine, 1);
  assert(link !== undefined);
  assert.match(link, /^\/welcome#1-/);
  const secret = secretIn(link);
  const url = `${server.url}/session/password`;
  assert.deepEqual((await sendJson(`${server.url}/session/link`, 'POST', { link: secret })).body, {
    signedIn: false,
    user: { email: null, name: 'owner' },
    account: { id: 1, name: 'Test' },
  });
  const short = await sendJson(url, 'POST', { link: secret, password: 'short', email: 'a@example.com' });
  assert.equal(short.status, 400);
  const without = await sendJson(url, 'POST', { link: secret, password: PASSWORD });
  assert.deepEqual([without.status, without.body], [400, { message: SENTENCES.emailMissing }]);
  const body = { link: secret, password: PASSWORD, email: ' First@Example.com ', name: 'First' };
  // Two at once: one of them signs in.
  const both = await Promise.all([sendJson(url, 'POST', body), sendJson(url, 'POST', body)]);
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 410]);
  const won = both.find(({ status }) => status === 200);
  assert(won !== undefined);
  const { csrf, ...rest } = won.body as Record<string, unknown>;
  assert.equal(typeof csrf, 'string');
  assert.deepEqual(rest, {
    signedIn: true,
    user: { id: 1, email: 'first@example.com', name: 'First', role: 'owner' },
    account: { id: 1, name: 'Test' },
    permissions: 'all',
  });
  assert.equal(await firstOwnerLink(server.engine, 1), undefined);
  assert.equal((await sendJson(url, 'POST', body)).status, 410);
  assert.equal((await signIn(server.url, 'FIRST@example.com', PASSWORD)).status, 200);
});

test('the cookie is for this server’s pages alone, and Secure behind a proxy that speaks https', async () => {
  const { email } = await addPerson(server);
  const plain = (await signIn(server.url, email, PASSWORD)).headers.get('set-cookie') ?? '';
  assert.match(plain, /^keyledger_session=1-[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/);
  const https = await signIn(server.url, email, PASSWORD, { 'x-forwarded-proto': 'https' });
  assert.match(https.headers.get('set-cookie') ?? '', /; SameSite=Strict; Secure$/);
});

test('a method is called by cookie and header; without the header, with a wrong one or by GET it is not', async () => {
  const { headers } = await addPerson(server);
  const other = await addPerson(server);
  const { cookie } = headers;
  assert.equal(await isSignedIn(headers), true);
  for (const wrong of [{ cookie }, { cookie, 'x-csrf-token': '' }, { ...other.headers, cookie }]) {
    const { status, body } = await callSignedIn(server.url, PRODUCTS, wrong);
    assert.deepEqual([status, body], [401, { result: 1, message: SENTENCES.unableToAuthenticate }]);
  }
  assert.equal((await request(`${server.url}${PRODUCTS}`, { headers: { cookie } })).status, 401);
  assert.equal((await request(`${server.url}${PRODUCTS}`, { headers })).status, 200);
  const { body } = await request(`${server.url}/session`, { headers: { cookie } });
  assert.equal((body as { csrf: string }).csrf, headers['x-csrf-token']);
});

test('a stream, which a browser opens by itself, is opened by GET with the cookie alone, and by nothing else', async () => {
  const { headers } = await addPerson(server);
  const { cookie } = headers;
  for (const path of ['/api/ai/DownloadWebAPILog?Format=csv', '/api/ai/TailWebAPILog']) {
    assert.equal((await request(`${server.url}${path}`, { headers: { cookie } })).status, 200);
    assert.equal((await request(`${server.url}${path}`)).status, 401);
    assert.equal((await request(`${server.url}${path}`, { method: 'POST', headers: { cookie } })).status, 401);
    assert.equal((await request(`${server.url}${path}`, { method: 'POST', headers })).status, 200);
  }
});

test('a token that is given wins over the session', async () => {
  const { headers } = await addPerson(server);
  const token = await server.token({ permissions: [] });
  const denied = await callSignedIn(server.url, PRODUCTS, headers, { token });
  assert.deepEqual(denied.body, { result: 1, message: SENTENCES.accessDenied });
  assert.equal((await callSignedIn(server.url, PRODUCTS, headers, { token: '' })).status, 401);
  assert.equal((await callSignedIn(server.url, PRODUCTS, { ...headers, token: 'x' })).status, 401);
});

test('signing in makes a session of its own and ends the one that the browser had', async () => {
  const first = await addPerson(server);
  const planted = `keyledger_session=1-${'A'.repeat(43)}`;
  const signedIn = await signIn(server.url, first.email, PASSWORD, { cookie: planted });
  assert.notEqual(cookieIn(signedIn), planted);
  assert.deepEqual(await stateOf(planted), { signedIn: false });
  const again = await signIn(server.url, first.email, PASSWORD, { cookie: first.headers.cookie });
  assert.equal(await isSignedIn(first.headers), false);
  assert.equal(await isSignedIn(signedInBy(again).headers), true);
});

test('signing out ends this session, or all of the person’s', async () => {
  const one = await addPerson(server);
  const two = signedInBy(await signIn(server.url, one.email, PASSWORD));
  const three = signedInBy(await signIn(server.url, one.email, PASSWORD));
  const other = await addPerson(server);
  const url = `${server.url}/session`;
  const { cookie } = two.headers;
  assert.equal((await sendJson(url, 'DELETE', {}, { cookie })).status, 403);
  assert.equal(await isSignedIn(two.headers), true);
  const out = await sendJson(url, 'DELETE', {}, two.headers);
  assert.equal(out.status, 204);
  assert.match(out.headers.get('set-cookie') ?? '', /^keyledger_session=; Path=\/; Max-Age=0;/);
  assert.deepEqual(await Promise.all([one, two, three].map(({ headers }) => isSignedIn(headers))), [true, false, true]);
  await sendJson(url, 'DELETE', { everywhere: true }, one.headers);
  assert.deepEqual(await Promise.all([one, three, other].map(({ headers }) => isSignedIn(headers))), [
    false,
    false,
    true,
  ]);
  assert.equal((await sendJson(url, 'DELETE', {}, one.headers)).status, 204);
});

test('another process sees a sign-out within the second', async () => {
  const person = await addPerson(server);
  const elsewhere = new Sessions(server);
  const text = person.headers.cookie.split('=')[1] ?? '';
  assert.equal((await elsewhere.find(text, Date.now()))?.person.userId, person.userId);
  await sendJson(`${server.url}/session`, 'DELETE', { everywhere: true }, person.headers);
  expireCaches();
  assert.equal(await elsewhere.find(text, Date.now()), null);
});

test('a session ends some time after its last use, and some time after it began', async () => {
  const { headers } = await addPerson(server);
  const text = headers.cookie.split('=')[1] ?? '';
  const now = Date.now();
  const { sessionIdleMilliseconds: idle, sessionMilliseconds: whole } = LIMITS;
  const at = async (time: number) => (await new Sessions(server).find(text, time)) !== null;
  assert.equal(await at(now + idle + 10_000), false);
  // That use is noted, beside the request: the session ends so much later.
  assert.equal(await at(now + idle - 10_000), true);
  while (!(await at(now + idle + 10_000))) await new Promise(setImmediate);
  // Used up to its end, so that only its age ends it.
  for (let time = now; time < now + whole; time += idle - 60_000) {
    while (!(await at(time))) await new Promise(setImmediate);
  }
  while (!(await at(now + whole - 60_000))) await new Promise(setImmediate);
  assert.equal(await at(now + whole + 1000), false);
});

test('an unknown e-mail address and a wrong password get the same answer', async () => {
  const { email } = await addPerson(server);
  const wrong = await signIn(server.url, email, 'wrong password');
  const unknown = await signIn(server.url, 'nobody@example.com', PASSWORD);
  assert.equal(wrong.status, 401);
  assert.deepEqual([unknown.status, unknown.body], [wrong.status, wrong.body]);
  assert.equal(unknown.headers.get('set-cookie'), null);
  const names = (headers: Headers) => [...headers.keys()].sort();
  assert.deepEqual(names(unknown.headers), names(wrong.headers));
});

test('failed attempts are bounded', async () => {
  const { email } = await addPerson(server);
  const from = (address: string) => ({ 'x-forwarded-for': address });
  const { emailAndNetwork } = LIMITS.signInFailures;
  const tries = await Promise.all(
    Array.from({ length: emailAndNetwork + 2 }, () => signIn(server.url, email, 'wrong password', from('192.0.2.1'))),
  );
  assert.equal(tries.filter(({ status }) => status === 401).length, emailAndNetwork);
  const refused = await signIn(server.url, email, PASSWORD, from('192.0.2.1'));
  assert.equal(refused.status, 429);
  const { retryAfter } = refused.body as { retryAfter: number };
  assert(retryAfter > 0 && retryAfter <= LIMITS.signInWindowMilliseconds / 1000);
  assert.equal(refused.headers.get('retry-after'), String(retryAfter));
  // Who attacks from one place does not keep the person out.
  assert.equal((await signIn(server.url, email, PASSWORD, from('198.51.100.7'))).status, 200);
});

test('attempts count from their beginning until they succeed, and are forgotten with their window', () => {
  const throttle = new SignInThrottle();
  const { emailAndNetwork, network, email } = LIMITS.signInFailures;
  const window = LIMITS.signInWindowMilliseconds;
  // An address of the same /64 each, and then another network.
  const begun = Array.from({ length: network + 1 }, (_, n) => throttle.begin(`n${n}@b.c`, `2001:db8:1:2::${n}`, n));
  assert.deepEqual(begun, [...Array<null>(network).fill(null), window - network]);
  assert.equal(throttle.begin('n1@b.c', '2001:db8:1:3::1', 0), null);
  // One e-mail address from many networks.
  for (let n = 0; n < email; n += 1) assert.equal(throttle.begin('a@b.c', `192.0.2.${n}`, 0), null);
  assert.equal(throttle.begin('a@b.c', '198.51.100.1', 1000), window - 1000);
  assert.equal(throttle.begin('a@b.c', '198.51.100.1', window), null);
  for (let n = 0; n < 3 * emailAndNetwork; n += 1) {
    assert.equal(throttle.begin('right@b.c', '203.0.113.1', 0), null);
    throttle.forgive('right@b.c', '203.0.113.1', 0);
  }
});

test('a new password ends all sessions and links; the old one is worth nothing', async () => {
  const person = await addPerson(server);
  const kind = { lifetime: 60_000, signsIn: false };
  const link = await createLink(server.engine, 1, person.userId, kind);
  const another = await createLink(server.engine, 1, person.userId, kind);
  const url = `${server.url}/session/password`;
  assert.equal(await isSignedIn(person.headers), true);
  const set = await sendJson(url, 'POST', { link: secretIn(link), password: 'another password' });
  expireCaches();
  assert.equal(await isSignedIn(person.headers), false);
  assert.equal(await isSignedIn(signedInBy(set).headers), true);
  assert.equal((await signIn(server.url, person.email, PASSWORD)).status, 401);
  assert.equal((await signIn(server.url, person.email, 'another password')).status, 200);
  const late = await sendJson(url, 'POST', { link: secretIn(another), password: PASSWORD });
  assert.deepEqual([late.status, late.body], [410, { message: SENTENCES.linkUsed }]);
});

test('of two uses of a link in one batch one wins', async () => {
  const person = { email: 'batch@example.com', name: 'Batch', role: 'analyst' } as const;
  const { user, link } = await createUser(server.engine, 1, person);
  const linkHash = hashSecret(secretIn(link));
  const use = (sessionHash: Uint8Array) =>
    server.engine.submit(1, {
      method: 0,
      caller: { kind: 'person', userId: user.userId, role: user.role },
      ip: '',
      needs: [need.users(), need.userLink(linkHash)],
      decide: (state, context) => {
        const by = { linkHash, passwordHash: 'x', name: undefined, email: undefined, sessionHash };
        return decidePasswordByLink(state, by, context);
      },
    });
  const both = await Promise.all([use(hashSecret('one')), use(hashSecret('two'))]);
  assert.deepEqual(
    both.map(({ outcome }) => (outcome.granted ? null : outcome.sentence)),
    [null, SENTENCES.linkUsed],
  );
});

test('links lapse; one that signs in sets no password and does it once', async () => {
  const email = 'links@example.com';
  const { user } = await createUser(server.engine, 1, { email, name: 'Links', role: 'analyst' });
  const lapsed = await createLink(server.engine, 1, user.userId, { lifetime: -1, signsIn: false });
  const password = (link: string) =>
    sendJson(`${server.url}/session/password`, 'POST', { link: secretIn(link), password: PASSWORD });
  assert.equal((await password(lapsed)).status, 410);
  const link = await createLink(server.engine, 1, user.userId, { lifetime: 60_000, signsIn: true });
  assert.equal((await password(link)).status, 410);
  const open = () => sendJson(`${server.url}/session/link`, 'POST', { link: secretIn(link) });
  const both = await Promise.all([open(), open()]);
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 410]);
  const won = both.find(({ status }) => status === 200);
  assert(won !== undefined && (await isSignedIn(signedInBy(won).headers)));
});

test('bodies that are not what they should be', async () => {
  const url = `${server.url}/session`;
  const bodies = ['{', '[]', 'null', '{"email":1,"password":"x"}', '{"email":"a@b"}', ''];
  for (const body of bodies) {
    const { status } = await request(url, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    assert.equal(status, 400, body);
  }
  const form = await request(url, { method: 'POST', body: new URLSearchParams({ email: 'a@b', password: 'c' }) });
  assert.equal(form.status, 415);
  for (const email of ['\0@b', `${'x'.repeat(900)}@b`, '\ud800@b', '@', '']) {
    assert.equal((await signIn(server.url, email, PASSWORD, { 'x-forwarded-for': '203.0.113.9' })).status, 401);
  }
  for (const link of ['', '1-x', '\0', `99-${'A'.repeat(43)}`]) {
    assert.equal((await sendJson(`${url}/link`, 'POST', { link })).status, 410);
    assert.equal((await sendJson(`${url}/password`, 'POST', { link, password: PASSWORD })).status, 410);
  }
  for (const cookie of ['keyledger_session=', 'keyledger_session=1-x', `keyledger_session=0-${'A'.repeat(43)}`]) {
    assert.deepEqual(await stateOf(cookie), { signedIn: false });
  }
});
