import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { pino } from 'pino';
import { z } from 'zod';
import { decodeTokenText } from '../../src/domain/identity/tokenText.js';
import { defineQuery } from '../../src/methods/define.js';
import { METHODS } from '../../src/methods/registry.js';
import { createLog, loggable } from '../../src/telemetry/log.js';
import { postJson, request, send } from '../harness/send.js';
import { startTestServer } from '../harness/server.js';
import { createSubject } from '../harness/subject.js';
import { validCall } from '../harness/validCalls.js';

/** Fails as the database does when a row is refused: with the row's values in the error. */
const failing = defineQuery({
  category: 'key',
  name: 'GetKey',
  title: 'Fails.',
  description: 'Fails.',
  permission: null,
  scope: 'account',
  errors: [],
  states: [],
  refusal: null,
  result: z.strictObject({}),
  parameters: z.object({ Secret: z.string() }),
  example: { request: { Secret: 'x' }, answer: { result: 0, message: '' } },
  handle: (_access, parameters) => {
    const error = new Error('duplicate key', {
      cause: Object.assign(new Error('inner'), { where: parameters.Secret }),
    });
    return Promise.reject(Object.assign(error, { code: '23505', detail: `Key (secret)=(${parameters.Secret})` }));
  },
});

/** Under a name and a number that no method has. */
const Leaking = { ...failing, name: 'Leaking', number: 30_001, path: '/api/key/Leaking' };

test('no secret reaches the server’s log, whatever arrives', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const server = await startTestServer({ log, methods: [...METHODS, Leaking] });
  const token = await server.token();
  const secret = 'SECRET-of-a-customer';
  try {
    const subject = await createSubject(server);
    for (const method of METHODS) {
      const { parameters } = validCall(method, subject);
      await send(server.url, method.path, 'query', { token, privateKey: secret, Secret: secret, ...parameters });
    }
    const leaking = await send(server.url, '/api/key/Leaking', 'form', { token, Secret: secret });
    assert.equal(leaking.status, 500);
    const parameters = `token=${encodeURIComponent(token)}&privateKey=${secret}&Secret=${secret}`;
    const json = { 'content-type': 'application/json', token };
    for (const path of ['/api/key/GetKey', '/nowhere', '/api/%zz', '/api/key/%ff', '/healthz', `/${token}`, '/docs']) {
      await request(`${server.url}${path}?${parameters}`);
      for (const method of ['POST', 'PUT', 'OPTIONS', 'DELETE']) {
        await request(`${server.url}${path}?${parameters}`, { method, body: `{"token":"${token}`, headers: json });
        await request(`${server.url}${path}`, { method, body: parameters, headers: { 'content-type': 'x/y' } });
      }
    }
    await postJson(`${server.url}/api/key/GetKey`, JSON.stringify({ token: [token], Secret: { secret } }));
    await postJson(`${server.url}/api/key/GetKey`, JSON.stringify({ token, Key: 'x'.repeat(5_000_000) }));
    for (const bytes of [
      `GARBAGE ${parameters}\r\n\r\n`,
      `GET /${parameters}${'x'.repeat(40_000)} HTTP/1.1\r\nHost: a\r\n\r\n`,
      `GET / HTTP/1.1\r\nHost: a\r\ntoken: ${token}\r\nbad header\r\n\r\n`,
      `POST /api/key/GetKey?${parameters} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
    ]) {
      await exchange(server.url, bytes);
    }
    // Gone in the middle of the body.
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    socket.end(`POST /api/key/GetKey?${parameters} HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n${token}`);
    await new Promise((resolve) => socket.on('close', resolve).resume());
  } finally {
    await server.stop();
  }
  const text = lines.join('');
  assert.match(text, /request failed/, 'the fault is in the log');
  const { secret: inToken = token } = decodeTokenText(token) ?? {};
  for (const hidden of [token, encodeURIComponent(token), inToken, secret]) assert(!text.includes(hidden), text);
});

test('errors that other parts of the server log show no values of rows either', () => {
  const lines: string[] = [];
  const log = createLog('trace', { write: (line: string) => void lines.push(line) });
  const secret = 'SECRET-of-a-customer';
  const ofDatabase = () =>
    Object.assign(new Error('duplicate key'), {
      code: '23505',
      detail: `Key (secret)=(${secret}) already exists.`,
      where: secret,
      internalQuery: secret,
    });
  for (const about of [log, log.child({ name: 'part' })]) {
    about.error({ err: ofDatabase() }, 'what a projector or a round of retention says');
    about.warn({ err: new Error('outer', { cause: ofDatabase() }) }, 'wrapped');
    about.error({ error: ofDatabase() }, 'by another name');
    about.error({ error: loggable(ofDatabase()) }, 'made fit already');
    about.error(ofDatabase(), 'by itself');
    about.error(ofDatabase());
  }
  assert.equal(lines.length, 12);
  for (const line of lines) {
    assert(!line.includes(secret), line);
    assert.match(line, /23505/);
    assert.match(line, /"stack":"Error: /);
  }
});

const exchange = (url: string, bytes: string): Promise<void> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.on('close', () => resolve()).on('error', () => {});
    socket.resume().write(bytes);
  });
