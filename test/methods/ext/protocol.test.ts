import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pino } from 'pino';
import { z } from 'zod';
import { SENTENCES } from '../../../src/domain/sentences.js';
import { Overloaded } from '../../../src/engine/batch/batchQueue.js';
import { LIMITS } from '../../../src/limits.js';
import { defineExtQuery } from '../../../src/methods/ext/define.js';
import { accountId } from '../../../src/methods/ext/identity.js';
import { EXT_METHODS } from '../../../src/methods/registry.js';
import { openLog } from '../../harness/ext.js';
import { logRows } from '../../harness/loggedRows.js';
import { postJson, type Received, request, send, type Way } from '../../harness/send.js';
import { serverOfFile, type TestParameters } from '../../harness/server.js';
import { createSubject, type Subject } from '../../harness/subject.js';
import { validExtCall } from '../../harness/validCalls.js';

/** What methods of Web API 2 share on the wire. */

/** A method that only fails, under a name and a number that no method has. */
const failing = (name: string, number: number, error: () => Error) => ({
  ...defineExtQuery({
    name: 'Validate',
    title: 'Fails.',
    description: 'Fails.',
    identity: { account: 'uid' },
    owner: false,
    stranger: SENTENCES.accessDenied,
    parameters: z.object({ uid: accountId() }),
    errors: [SENTENCES.accessDenied],
    states: [],
    refusal: null,
    result: z.array(z.strictObject({})),
    example: { request: { uid: 1 }, answer: [] },
    handle: () => Promise.reject(error()),
  }),
  name,
  number,
  path: `/Ext/${name}`,
});

const extMethods = [
  ...EXT_METHODS,
  failing('Broken', 30_001, () => new Error('a fault')),
  failing('Busy', 30_002, () => new Overloaded()),
];
const server = await serverOfFile({ extMethods, log: pino({ level: 'silent' }) });
const owner: Awaited<ReturnType<typeof openLog>> = await openLog(server);

const WAYS: readonly Way[] = ['query', 'form', 'json'];

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const JSON_TYPE = { 'content-type': 'application/json' };

/** What the product's licenses and their machines are now: a change of any kind shows. */
const stateOf = async ({ product }: Subject): Promise<unknown> => {
  const { body } = await server.call('product/GetKeys', await server.token(), { ProductId: product.productId });
  assert(Array.isArray(body.licenseKeys) && body.licenseKeys.length === 2);
  return body.licenseKeys;
};

/** An answer without what differs between two calls that were treated alike: keys, and times of day. */
const comparable = ({ status, headers, body }: Received): unknown => {
  const text = JSON.stringify(body)
    .replaceAll(/[A-Z]{5}(-[A-Z]{5}){3}/g, 'KEY')
    .replaceAll(/T\d\d:\d\d:\d\d(\.\d+)?/g, '');
  return [status, headers.get('content-type'), text];
};

const assertFault = (received: Received, status: number): void => {
  const { error, ...rest } = received.body as Record<string, unknown>;
  assert.deepEqual({ status: received.status, rest }, { status, rest: {} });
  assert(typeof error === 'string' && error !== '');
  assert.match(received.headers.get('content-type') ?? '', /^application\/json/);
};

for (const method of EXT_METHODS) {
  describe(method.path, () => {
    const call = (way: Way, parameters: TestParameters) => send(server.url, method.path, way, parameters);

    // spec(WebAPILog): all results are in JSON
    test('is granted alike by GET and by POST of a form or JSON, and leaves the same row', async () => {
      const answers: unknown[] = [];
      for (const way of WAYS) {
        const subject = await createSubject(server);
        const last = (await logRows(server)).at(-1)?.id ?? 0;
        const received = await call(way, validExtCall(method, subject, owner));
        assert(method.result.safeParse(received.body).success, JSON.stringify(received.body));
        assert.equal(received.headers.get('cache-control'), 'no-store');
        const rows = await logRows(server, last);
        assert.deepEqual(
          rows.map((row) => row.method),
          method.states.length === 0 ? [] : [method.number],
        );
        answers.push([comparable(received), rows.map((row) => [row.state, row.machineCode])]);
      }
      assert.deepEqual(answers[1], answers[0]);
      assert.deepEqual(answers[2], answers[0]);
    });

    // spec(WebAPILog, errors): the form of an error
    test('is refused alike by GET and by POST, with status 200', async () => {
      const valid = validExtCall(method, await createSubject(server), owner);
      const { account } = method.identity;
      for (const way of WAYS) {
        const received = await call(way, { ...valid, [account]: 999 });
        assert.deepEqual([received.status, received.body], [200, { error: method.stranger }], way);
        assertFault(await call(way, {}), 200);
      }
    });

    test('names of method and parameters count in any case', async () => {
      for (const path of [method.path.toLowerCase(), `/${method.path.toUpperCase()}//`]) {
        const form = new URLSearchParams();
        for (const [name, value] of Object.entries(validExtCall(method, await createSubject(server), owner))) {
          form.append(name.toUpperCase(), String(value));
        }
        const { status, body } = await request(`${server.url}${path}?${form}`);
        assert.equal(status, 200);
        assert(method.result.safeParse(body).success, JSON.stringify(body));
      }
    });

    // spec(WebAPILog): HEAD and other verbs run nothing
    test('HEAD, PUT, PATCH and DELETE run nothing', async () => {
      const subject = await createSubject(server);
      const query = new URLSearchParams();
      for (const [name, value] of Object.entries(validExtCall(method, subject, owner))) {
        query.append(name, String(value));
      }
      const before = [await logRows(server), await stateOf(subject)];
      for (const verb of ['HEAD', 'PUT', 'PATCH', 'DELETE']) {
        const received = await request(`${server.url}${method.path}?${query}`, { method: verb });
        assert.equal(received.headers.get('allow'), 'GET, POST, OPTIONS');
        if (verb === 'HEAD') assert.deepEqual([received.status, received.body], [405, '']);
        else assertFault(received, 405);
      }
      const options = await request(`${server.url}${method.path}?${query}`, { method: 'OPTIONS' });
      assert.deepEqual([options.status, options.headers.get('allow')], [204, 'GET, POST, OPTIONS']);
      assert.deepEqual([await logRows(server), await stateOf(subject)], before);
    });

    // spec(WebAPILog, errors): the form of a fault: unreadable
    test('what cannot be read is answered in the form of Web API 2', async () => {
      const url = `${server.url}${method.path}`;
      for (const body of ['{"a":', '[]', '"text"', 'null']) assertFault(await postJson(url, body), 400);
      const xml = { 'content-type': 'application/xml' };
      assertFault(await request(url, { method: 'POST', body: 'uid=1', headers: xml }), 415);
      const large = `sid=${'x'.repeat(LIMITS.requestBodyBytes)}`;
      assertFault(await request(url, { method: 'POST', body: large, headers: FORM }), 413);
      assertFault(await request(`${url}?uid=%zz&pid=%ff`), 200);
    });
  });
}

describe('other faults have the form of Web API 2', () => {
  // spec(WebAPILog, errors): the form of a fault: unknown path
  test('unknown paths, for every verb', async () => {
    for (const path of ['/Ext', '/ext/', '/Ext/Nothing', '//EXT//Validate/more', '/Ext/__proto__', '/%45xt/Nothing']) {
      for (const method of ['GET', 'POST', 'DELETE']) {
        assertFault(await request(`${server.url}${path}`, { method }), 404);
      }
    }
    const api = await request(`${server.url}/Extra`);
    assert.deepEqual(api.body, { result: 1, message: 'There is no such method.' });
  });

  test('broken percent-encoding in the path', async () => {
    assertFault(await request(`${server.url}/Ext/%zz`), 400);
    assertFault(await request(`${server.url}/ext/%ff`, { method: 'POST', body: '{}', headers: JSON_TYPE }), 400);
  });

  // spec(WebAPILog, errors): the form of a fault: broken, busy
  test('a fault of the program, and a server that is too busy', async () => {
    const broken = await request(`${server.url}/Ext/Broken?uid=1`);
    assertFault(broken, 500);
    assert.doesNotMatch(JSON.stringify(broken.body), /a fault|at /);
    assertFault(await request(`${server.url}/Ext/Busy?uid=1`), 503);
  });
});
