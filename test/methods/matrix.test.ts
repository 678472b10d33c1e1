import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { PERMISSIONS } from '../../src/domain/entities/permissions.js';
import { decodeTokenText } from '../../src/domain/identity/tokenText.js';
import { SENTENCES } from '../../src/domain/sentences.js';
import type { Method } from '../../src/methods/define.js';
import { METHODS } from '../../src/methods/registry.js';
import { revokeToken } from '../harness/administer.js';
import { type Received, send, type Way } from '../harness/send.js';
import { serverOfFile, type TokenScope } from '../harness/server.js';
import { createSubject, type Subject } from '../harness/subject.js';
import { validCall } from '../harness/validCalls.js';

/** Method × token × lock × way of calling, each from the method's declaration. */

const server = await serverOfFile();

const messageOf = ({ body }: Received): unknown => (body as { readonly message?: unknown }).message;

const isGranted = (method: Method, { status, headers, body }: Received): boolean =>
  status === 200 &&
  (method.kind === 'stream'
    ? (headers.get('content-type') ?? '') in method.contents
    : (body as { readonly result?: unknown }).result === 0);

/** Makes the method's valid call on a subject, with a token of this scope on top of what the method needs. */
const callOn = async (method: Method, subject: Subject, scope: TokenScope = {}, way: Way = 'form') => {
  const call = validCall(method, subject);
  const token = await server.token({ ...call.token, ...scope });
  return await send(server.url, method.path, way, { token, ...call.parameters });
};

const assertGranted = (method: Method, received: Received, what: string): void => {
  assert(
    isGranted(method, received),
    `${method.path} ${what}: ${JSON.stringify(received.body)}. (If the call itself is not valid, add it to test/harness/validCalls.ts.)`,
  );
};

/** How many log rows of each state the method has left. */
const rowsOf = async (method: Method): Promise<ReadonlyMap<number, number>> => {
  const rows = await server.readers.run<{ state: number; rows: number }>({
    name: 'rows_of_method',
    text: 'select state, count(*)::int as rows from web_api_log where account_id = 1 and method = $1 group by state',
    values: [method.number],
  });
  return new Map(rows.map(({ state, rows }) => [state, rows]));
};

/** The call is refused with this sentence; where the method's refusals are logged, by exactly one row of that state. */
const assertDenied = async (method: Method, subject: Subject, scope: TokenScope, what: string): Promise<void> => {
  const earlier = await rowsOf(method);
  const received = await callOn(method, subject, scope);
  assert.deepEqual(
    { status: received.status, body: received.body },
    { status: 200, body: { result: 1, message: SENTENCES.accessDenied } },
    `${method.path} ${what}`,
  );
  const later = await rowsOf(method);
  const expected = new Map(earlier);
  if (method.refusal !== null) expected.set(method.refusal, (earlier.get(method.refusal) ?? 0) + 1);
  assert.deepEqual(later, expected, `${method.path} ${what}: rows by state`);
};

const badTokens = async (): Promise<Readonly<Record<string, string | undefined>>> => {
  const good = await server.token();
  const { tokenId = 0, accountId = 0 } = decodeTokenText(good) ?? {};
  const revoked = await server.token();
  await revokeToken(server.engine, 1, decodeTokenText(revoked)?.tokenId ?? 0);
  return {
    none: undefined,
    empty: '',
    'no base64': '%%%',
    'no token': btoa('["1-1"]'),
    'another secret': btoa(JSON.stringify([`${accountId}-${tokenId}`, 'x'.repeat(40)])),
    'another account': btoa(JSON.stringify([`2-${tokenId}`, 'x'.repeat(40)])),
    endless: 'A'.repeat(10_000),
    expired: await server.token({ expires: 1 }),
    revoked,
  };
};

describe('methods', { concurrency: 6 }, () => {
  for (const method of METHODS) {
    describe(method.path, { concurrency: 1 }, () => {
      // spec(writing the log): a bad token leaves no row
      test('without a good token', async () => {
        const subject = await createSubject(server, method);
        const { parameters } = validCall(method, subject);
        for (const [name, token] of Object.entries(await badTokens())) {
          const received = await send(server.url, method.path, 'form', {
            ...parameters,
            ...(token === undefined ? {} : { token }),
          });
          assert.deepEqual(
            { status: received.status, body: received.body },
            { status: 401, body: { result: 1, message: SENTENCES.unableToAuthenticate } },
            `token: ${name}`,
          );
        }
        assert.equal((await rowsOf(method)).size, 0, 'a bad token leaves no log row');
      });

      // spec(writing the log): a refusal for want of permission leaves one row of the group
      // spec(writing the log): message of a success: null in lists and the log, "" for licenses and data objects
      test('with and without its permission', async () => {
        const { permission } = method;
        if (permission === null) return;
        const others = PERMISSIONS.filter((name) => name !== permission);
        const subject = await createSubject(server, method);
        await assertDenied(method, subject, { permissions: others }, 'with all other permissions');
        await assertDenied(method, subject, { permissions: [] }, 'without any permission');
        const { also = [] } = validCall(method, subject);
        const alone = await callOn(method, subject, { permissions: [permission, ...also] });
        assertGranted(method, alone, 'with its permission alone');
        if (method.kind === 'stream') return;
        const { result: _result, message, ...rest } = alone.body as Record<string, unknown>;
        assert.equal(message, (method.example.answer as { readonly message?: unknown }).message, 'as in the example');
        const read = method.result.safeParse(rest);
        assert(read.success, read.error === undefined ? '' : z.prettifyError(read.error));
      });

      test('under a product lock', async () => {
        if (!['license', 'product', 'productKeys'].includes(method.scope)) return;
        const [subject, other] = await Promise.all([createSubject(server, method), createSubject(server, method)]);
        const otherLock = { productLock: other.product.productId };
        await assertDenied(method, subject, otherLock, 'under the lock of another product');
        const own = await callOn(method, subject, { productLock: subject.product.productId });
        assertGranted(method, own, 'under the lock of its product');
      });

      test('under a key lock', async () => {
        const { scope } = method;
        if (scope === 'own' || scope === 'filter') return;
        const subject = await createSubject(server, method);
        const { otherLicense, license } = subject;
        // A method that itself asks for a key lock (KeyLock) refuses all others.
        const asked = validCall(method, subject).token?.keyLock;
        for (const [what, keyLock] of [
          ['of another key', otherLicense.licenseId],
          ['of its key', license.licenseId],
          ['of -1', -1],
        ] as const) {
          const fits = scope === 'productKeys' || (scope === 'license' && keyLock !== otherLicense.licenseId);
          if (fits && (asked === undefined || asked === keyLock)) {
            const fresh = await createSubject(server, method);
            const lock = keyLock === license.licenseId ? fresh.license.licenseId : keyLock;
            assertGranted(method, await callOn(method, fresh, { keyLock: lock }), `under a key lock ${what}`);
          } else {
            await assertDenied(method, subject, { keyLock }, `under a key lock ${what}`);
          }
        }
      });

      // spec(GetWebAPILog): GET and POST, query, form and JSON
      test('query, form and JSON are equal', async () => {
        const answers = [];
        for (const way of ['query', 'form', 'json'] as const) {
          const received = await callOn(method, await createSubject(server, method), {}, way);
          assertGranted(method, received, `as ${way}`);
          answers.push(received);
        }
        assert.deepEqual(outline(answers[1]?.body), outline(answers[0]?.body));
        assert.deepEqual(outline(answers[2]?.body), outline(answers[0]?.body));
        // Where a stream that does not end begins hangs on what others do meanwhile.
        if (method.kind === 'command' || (method.kind === 'stream' && method.endless)) return;
        const subject = await createSubject(server, method);
        const bodies = [];
        for (const way of ['query', 'form', 'json'] as const) {
          // What other tests add meanwhile is in other products.
          const own = { productLock: subject.product.productId };
          bodies.push(withoutSignatures((await callOn(method, subject, own, way)).body));
        }
        assert.deepEqual(bodies[1], bodies[0]);
        assert.deepEqual(bodies[2], bodies[0]);
      });

      // spec(writing the log): a refusal for what cannot be read leaves one row of the group
      test('a parameter that cannot be read', async () => {
        const wrong = Object.keys(method.parameters.shape).find(
          (name) => !method.parameters.shape[name]?.safeParse('\0').success,
        );
        if (wrong === undefined) return;
        const call = validCall(method, await createSubject(server, method));
        const token = await server.token(call.token ?? {});
        const earlier = await rowsOf(method);
        const received = await send(server.url, method.path, 'form', { token, ...call.parameters, [wrong]: '\0' });
        assert.equal(received.status, 200);
        assert((method.errors as readonly unknown[]).includes(messageOf(received)), `${wrong}: ${messageOf(received)}`);
        const logged = (await rowsOf(method)).get(method.refusal ?? 0) ?? 0;
        if (method.refusal !== null) assert.equal(logged - (earlier.get(method.refusal) ?? 0), 1, 'one row');
      });
    });
  }
});

/** The names and kinds of everything in an answer, without values. */
const outline = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.slice(0, 1).map(outline);
  if (typeof value !== 'object' || value === null) return value === null ? null : typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, outline(member)]));
};

/** An answer without what differs at every call: when it was signed, and everything made from that. */
const withoutSignatures = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutSignatures);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, member]) => !/^sign/.test(name) && !(name === 'licenseKey' && typeof member === 'string'))
      .map(([name, member]) => [name, withoutSignatures(member)]),
  );
};
