import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { SENTENCES } from '../../src/domain/sentences.js';
import { LIMITS } from '../../src/limits.js';
import type { Method } from '../../src/methods/define.js';
import type { ExtMethod } from '../../src/methods/ext/define.js';
import { EXT_METHODS, METHODS } from '../../src/methods/registry.js';
import { openLog } from '../harness/ext.js';
import { postJson, type Received, request } from '../harness/send.js';
import { serverOfFile } from '../harness/server.js';
import { createSubject } from '../harness/subject.js';
import { validCall, validExtCall } from '../harness/validCalls.js';

/** Every parameter of every method given what nobody should send. The server must answer, in words that it declares. */

const server = await serverOfFile();
const owner: Awaited<ReturnType<typeof openLog>> = await openLog(server);

const LONG = 'x'.repeat(200_000);

/** As JSON text, because some of them are no JavaScript values. */
const JSON_VALUES: readonly string[] = [
  ...['true', 'null', '1.5', '-1', '1e999', '["a"]', '[[[[null]]]]', '{"toString":1,"__proto__":1}', '""'],
  ...['2147483648', '-2147483649', '9223372036854775808', '"a\\u0000b"', '"\\ud800"', '"x\\udc00"', `"${LONG}"`],
];

const TEXTS: readonly string[] = [
  ...['abc', '1e3', 'NaN', '99999999999999999999', "'; drop table license; --", '$1', '<script>alert(1)</script>'],
  ...['{"a":', '[9e99]', '__proto__', 'constructor', '\0', 'a\0b', '\\', '١٢', LONG],
];

/** For a parameter that reads with the very schema of one that has had everything already. */
const FEW_VALUES = ['[1]', '9223372036854775808', '"a\\u0000b"'];

const isExt = (method: Method | ExtMethod): method is ExtMethod => 'stranger' in method;

/** Every answer has its API's form; what a method refuses, it refuses with a sentence that it declares. */
const assertSound = (method: Method | ExtMethod, { status, headers, body }: Received, what: string): void => {
  const shown = `${method.path} ${what.slice(0, 200)}: ${status} ${JSON.stringify(body)?.slice(0, 300)}`;
  assert(status === 200 || (status >= 400 && status < 500), shown);
  if (!isExt(method) && method.kind === 'stream' && typeof body === 'string') {
    assert(status === 200 && (headers.get('content-type') ?? '') in method.contents, shown);
    return;
  }
  if (isExt(method)) assertExtSound(method, status, body, shown);
  else assertEnvelope(method, status, body, shown);
};

const assertExtSound = (method: ExtMethod, status: number, body: unknown, shown: string): void => {
  const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : undefined;
  if (error === undefined) {
    assert.equal(status, 200, shown);
    assert(method.result.safeParse(body).success, shown);
    return;
  }
  assert.deepEqual(body, { error }, shown);
  assert(typeof error === 'string', shown);
  if (status === 200) assert((method.errors as readonly unknown[]).includes(error), `${shown} is not declared`);
};

const assertEnvelope = (method: Method, status: number, body: unknown, shown: string): void => {
  assert(typeof body === 'object' && body !== null && 'result' in body && 'message' in body, shown);
  assert(body.result === 0 || body.result === 1, shown);
  if (status !== 200 || body.result === 0) return;
  assert((method.errors as readonly unknown[]).includes(body.message), `${shown} is not declared`);
};

type Attempt = readonly [what: string, make: () => Promise<Received>];

/** Schemas (and the token) that have had every value. */
const spoiltBefore = new Set<unknown>();

/** Calls with one parameter spoilt. `valid` has the token in it. */
const attemptsOn = (method: Method | ExtMethod, valid: Readonly<Record<string, unknown>>): readonly Attempt[] => {
  const { shape } = method.parameters;
  const url = `${server.url}${method.path}`;
  const attempts: Attempt[] = [];
  for (const name of [...(isExt(method) ? [] : ['token']), ...Object.keys(shape)]) {
    const isKnown = spoiltBefore.has(shape[name] ?? 'token');
    spoiltBefore.add(shape[name] ?? 'token');
    const { [name]: _spoilt, ...others } = valid;
    const json = JSON.stringify(others).slice(0, -1);
    const comma = json === '{' ? '' : ',';
    for (const value of isKnown ? FEW_VALUES : JSON_VALUES) {
      attempts.push([`${name} = ${value} in JSON`, () => postJson(url, `${json}${comma}"${name}":${value}}`)]);
    }
    const form = new URLSearchParams();
    for (const [other, value] of Object.entries(others)) form.append(other, String(value));
    const post = (body: string) =>
      request(url, { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    for (const value of isKnown ? [] : TEXTS) {
      attempts.push([`${name} = ${value}`, () => post(`${form}&${new URLSearchParams({ [name]: value })}`)]);
    }
    attempts.push(
      [`${name} twice`, () => post(`${form}&${name}=1&${name.toLowerCase()}=2&${name.toUpperCase()}=3`)],
      [`${name}[]`, () => post(`${form}&${name}[]=1&${name}[a]=2&${name}.b=3`)],
      [`${name} badly encoded`, () => post(`${form}&${name}=%&${name}=%zz&${name}=%ff%fe`)],
      [`${name} missing`, () => post(`${form}`)],
    );
  }
  return attempts;
};

const PROTOTYPE_NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty'];

/** Runs what is given, a few at a time. */
const runAll = async (method: Method | ExtMethod, attempts: readonly Attempt[]): Promise<void> => {
  const left = attempts.values();
  const worker = async (): Promise<void> => {
    for (const [what, make] of left) assertSound(method, await make(), what);
  };
  await Promise.all([1, 2, 3, 4].map(worker));
};

const sendBadInput = async (method: Method | ExtMethod, valid: Readonly<Record<string, unknown>>): Promise<void> => {
  await runAll(method, attemptsOn(method, valid));
  const odd = PROTOTYPE_NAMES.map((name) => `"${name}":{"${name}":1}`).join();
  const url = `${server.url}${method.path}`;
  const json = JSON.stringify(valid).slice(0, -1);
  assertSound(method, await postJson(url, `${json},${odd}}`), 'prototype names');
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(valid)) query.append(name, String(value));
  for (const name of PROTOTYPE_NAMES) query.append(name, '1');
  assertSound(method, await request(`${url}?${query}`), 'prototype names in the query');
  assertSound(method, await postJson(url, `${json},"more":"${'x'.repeat(LIMITS.requestBodyBytes)}"}`), 'too long');
};

describe('bad input', { concurrency: 4 }, () => {
  for (const method of METHODS) {
    test(method.path, async () => {
      const call = validCall(method, await createSubject(server, method));
      const token = await server.token(call.token ?? {});
      await sendBadInput(method, { token, ...call.parameters });
    });
  }

  for (const method of EXT_METHODS) {
    test(method.path, async () => {
      const valid = validExtCall(method, await createSubject(server), owner);
      assertSound(method, await postJson(`${server.url}${method.path}`, JSON.stringify(valid)), 'as it should be');
      await sendBadInput(method, valid);
    });
  }
});

test('the database is unharmed afterwards', async () => {
  const [log] = await server.readers.run<{ rows: number; last: number; head: number; times: boolean }>({
    name: 'log_is_gapless',
    text: `select count(*)::int as rows, coalesce(max(id), 0) as last,
             (select last_id from log_head where account_id = 1) as head
           from web_api_log where account_id = 1`,
    values: [],
  });
  assert.deepEqual(log, { rows: log?.head, last: log?.head, head: log?.head });
  const [objects] = await server.readers.run<object>({
    name: 'object_log_is_gapless',
    text: `select count(*)::int = max(id) and max(id) = (select last_object_log_id from log_head where account_id = 1)
             as gapless from object_log where account_id = 1`,
    values: [],
  });
  assert.deepEqual(objects, { gapless: true });
  const subject = await createSubject(server);
  const parameters = { ProductId: subject.product.productId, Key: subject.license.key, MachineCode: 'after' };
  const { body } = await server.call('key/Activate', await server.token(), parameters);
  assert.deepEqual([body.result, body.message], [0, '']);
});

test('no method answers the sentence of a fault as its own', () => {
  for (const { errors, path } of [...METHODS, ...EXT_METHODS]) {
    assert(!errors.some((sentence) => sentence === SENTENCES.serverFault), path);
  }
});
