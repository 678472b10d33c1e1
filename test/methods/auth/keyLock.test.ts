import assert from 'node:assert/strict';
import { test } from 'node:test';
import { need } from '../../../src/domain/batch/need.js';
import type { License } from '../../../src/domain/entities/licensing.js';
import { decodeTokenText } from '../../../src/domain/identity/tokenText.js';
import { SENTENCES } from '../../../src/domain/sentences.js';
import { LIMITS } from '../../../src/limits.js';
import { addLicenseOf, countLogged, lastLogged } from '../../harness/productLicenses.js';
import { licenseServer } from '../../harness/server.js';

const DAY_MS = 86_400_000;

const { server, product } = await licenseServer();
const license = await addLicenseOf(server, product.productId);

const keyLock = async (token: string, of: License = license) =>
  (await server.call('auth/KeyLock', token, { ProductId: of.productId, Key: of.key })).body;

const expiresOf = async (tokenText: unknown): Promise<number | null> => {
  const decoded = decodeTokenText(String(tokenText));
  assert(decoded !== null);
  const state = await server.engine.access(1).load([need.token(decoded.tokenId)]);
  return state.token(decoded.tokenId)?.expires ?? null;
};

test('the new token works for its key, with the same scope otherwise', async () => {
  const caller = await server.token({ keyLock: -1, permissions: ['ListDataObjects', 'GetKey'], featureLock: 512 });
  const logged = await countLogged(server);
  const body = await keyLock(caller);
  assert.deepEqual(body, { keyId: license.licenseId, token: body.token, result: 0, message: null });
  assert.equal(await countLogged(server), logged);
  const token = String(body.token);
  assert.match(Buffer.from(token, 'base64').toString(), /^\["\d+","1-[A-Za-z0-9+/]{40}"\]$/);
  const address = { ProductId: product.productId, Key: license.key };
  assert.equal((await server.call('data/ListDataObjectsToKey', token, address)).body.result, 0);
  const general = { ReferencerType: 'Key', ReferencerId: license.licenseId };
  assert.equal((await server.call('data/ListDataObjects', token, general)).body.result, 0);
  const shown = await server.call('key/GetKey', token, address);
  assert.equal((shown.body.licenseKey as { readonly key: unknown }).key, null, 'the feature lock is kept');
  const other = await addLicenseOf(server, product.productId);
  const denied = { result: 1, message: SENTENCES.accessDenied };
  const elsewhere = { ProductId: product.productId, Key: other.key };
  assert.deepEqual((await server.call('data/ListDataObjectsToKey', token, elsewhere)).body, denied);
  assert.deepEqual((await server.call('data/AddDataObjectToKey', token, address)).body, denied);
  assert.deepEqual(await keyLock(token), denied, 'a token for a key makes no further ones');
});

test('only a key lock below 0 makes tokens, and only for what the product lock allows', async () => {
  const denied = { result: 1, message: SENTENCES.accessDenied };
  assert.deepEqual(await keyLock(await server.token()), denied);
  assert.deepEqual(await keyLock(await server.token({ keyLock: license.licenseId })), denied);
  const elsewhere = await server.product();
  const locked = await server.token({ keyLock: -7, productLock: elsewhere.productId });
  assert.deepEqual(await keyLock(locked), denied);
  assert.equal((await keyLock(locked, await addLicenseOf(server, elsewhere.productId))).result, 0);
});

test('what is not there has its sentence', async () => {
  const caller = await server.token({ keyLock: -1 });
  const call = async (parameters: { ProductId: number | string; Key: string }) =>
    (await server.call('auth/KeyLock', caller, parameters)).body.message;
  assert.equal(await call({ ProductId: 999, Key: license.key }), SENTENCES.productNotFound);
  assert.equal(await call({ ProductId: product.productId, Key: 'NO-SUCH-KEY' }), SENTENCES.keyNotFound);
  assert.equal(await call({ ProductId: 'x', Key: license.key }), SENTENCES.inputIncorrect);
});

test('the new token lapses with its parent, and after a bounded time in any case', async () => {
  const soon = Date.now() + 3 * DAY_MS;
  assert.equal(await expiresOf((await keyLock(await server.token({ keyLock: -1, expires: soon }))).token), soon);
  for (const expires of [null, Date.now() + 400 * DAY_MS]) {
    const before = Date.now();
    const lapses = await expiresOf((await keyLock(await server.token({ keyLock: -1, expires }))).token);
    const last = LIMITS.lockedTokenDays * DAY_MS;
    assert(lapses !== null && lapses >= before + last - 5_000 && lapses <= Date.now() + last + 5_000);
  }
});

test('a refusal by the key lock is logged about the license it was asked for', async () => {
  const token = await server.token({ keyLock: license.licenseId });
  const { productId, licenseId, key } = await addLicenseOf(server, product.productId);
  for (const method of ['key/Activate', 'key/GetKey']) {
    assert.equal((await server.call(method, token, { ProductId: productId, Key: key })).body.result, 1);
  }
  const rows = await lastLogged(server, 2);
  assert.deepEqual(
    rows.map(({ state, licenseId, detail }) => ({ state, licenseId, detail })),
    [
      { state: 2020, licenseId, detail: '' },
      { state: 1020, licenseId, detail: '' },
    ],
  );
});
