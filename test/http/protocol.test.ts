import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import { pino } from 'pino';
import { z } from 'zod';
import { ConfigError, readConfig } from '../../src/config.js';
import { Overloaded } from '../../src/engine/batch/batchQueue.js';
import { LIMITS } from '../../src/limits.js';
import { defineQuery } from '../../src/methods/define.js';
import { METHODS } from '../../src/methods/registry.js';
import { type Received, request } from '../harness/send.js';
import { licenseServer, startTestServer, type TestServer } from '../harness/server.js';
import { createSubject } from '../harness/subject.js';

/** A method that only fails, under a name and a number that no method has. */
const failing = (name: string, number: number, error: () => Error) => ({
  ...defineQuery({
    category: 'key',
    name: 'GetKey',
    title: 'Fails.',
    description: 'Fails.',
    permission: null,
    scope: 'account',
    parameters: z.object({}),
    errors: [],
    states: [],
    refusal: null,
    result: z.strictObject({}),
    example: { request: {}, answer: { result: 0, message: '' } },
    handle: () => Promise.reject(error()),
  }),
  name,
  number,
  path: `/api/key/${name}`,
});

const methods = [
  ...METHODS,
  failing('Broken', 30_001, () => new Error('a fault')),
  failing('Busy', 30_002, () => new Overloaded()),
];
const log = pino({ level: 'silent' });
const { server, token } = await licenseServer({ methods, log, trustProxy: ['127.0.0.1', '10.0.0.0/8'] });
const subject = await createSubject(server);

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const JSON_TYPE = { 'content-type': 'application/json' };

const query = (more: Readonly<Record<string, string>> = {}): string =>
  `${new URLSearchParams({ ProductId: String(subject.product.productId), Key: subject.license.key, ...more })}`;

const assertGranted = (received: Received): void => {
  const { result, licenseKey } = received.body as Record<string, unknown>;
  assert.deepEqual([received.status, result, typeof licenseKey], [200, 0, 'object'], JSON.stringify(received.body));
};

const assertFault = (received: Received, status: number): void => {
  const { message, ...rest } = received.body as Record<string, unknown>;
  assert.deepEqual({ status: received.status, rest }, { status, rest: { result: 1 } });
  assert(typeof message === 'string' && message !== '');
  assert.match(received.headers.get('content-type') ?? '', /^application\/json/);
};

const at = (path: string, options?: RequestInit): Promise<Received> => request(`${server.url}${path}`, options);

describe('what clients send', () => {
  test('paths in any case, with double and trailing slashes, percent-encoded', async () => {
    for (const path of [
      '/api/key/GetKey',
      '/api/key/getkey',
      '/API/KEY/GETKEY',
      '/api//key/getkey/',
      '//api///key/GetKey//',
      '/api/key/%47etKey',
    ]) {
      assertGranted(await at(`${path}?${query({ token })}`));
      assertGranted(await at(path, { method: 'POST', body: query({ token }), headers: FORM }));
    }
  });

  test('parameter names in any case', async () => {
    assertGranted(
      await at(`/api/key/GetKey?TOKEN=${token}&PRODUCTID=${subject.product.productId}&key=${subject.license.key}`),
    );
  });

  test('GET with a JSON type and no body, token in query and header', async () => {
    assertGranted(await at(`/api/key/GetKey?${query({ token })}`, { headers: { ...JSON_TYPE, token } }));
  });

  test('the token as a header', async () => {
    assertGranted(await at(`/api/key/GetKey?${query()}`, { headers: { token } }));
    assertGranted(await at('/api/key/GetKey', { method: 'POST', body: query(), headers: { ...FORM, token } }));
  });

  test('the parameter counts before the header', async () => {
    assertGranted(await at(`/api/key/GetKey?${query({ token })}`, { headers: { token: 'another' } }));
  });

  test('the token in the query and the rest as JSON', async () => {
    const body = JSON.stringify({ ProductId: subject.product.productId, Key: subject.license.key });
    assertGranted(await at(`/api/key/GetKey?token=${token}`, { method: 'POST', body, headers: JSON_TYPE }));
  });

  test('types with a charset, in any case, and JSON under its other names', async () => {
    const json = JSON.stringify({ token, ProductId: subject.product.productId, Key: subject.license.key });
    for (const type of [
      'application/json; charset=utf-8',
      'Application/JSON;charset=UTF-8',
      'text/json',
      'application/vnd.api+json',
    ]) {
      assertGranted(await at('/api/key/GetKey', { method: 'POST', body: json, headers: { 'content-type': type } }));
    }
    for (const type of ['application/x-www-form-urlencoded; charset=ISO-8859-1', 'APPLICATION/X-WWW-FORM-URLENCODED']) {
      const body = query({ token });
      assertGranted(await at('/api/key/GetKey', { method: 'POST', body, headers: { 'content-type': type } }));
    }
  });

  test('a body without a type is a form', async () => {
    // Given as bytes, fetch names no type.
    assertGranted(await at('/api/key/GetKey', { method: 'POST', body: new TextEncoder().encode(query({ token })) }));
  });

  test('a POST with everything in the query', async () => {
    assertGranted(await at(`/api/key/GetKey?${query({ token })}`, { method: 'POST' }));
    assertGranted(await at(`/api/key/GetKey?${query({ token })}`, { method: 'POST', headers: JSON_TYPE }));
  });

  test('JSON behind a byte order mark', async () => {
    const json = JSON.stringify({ token, ProductId: subject.product.productId, Key: subject.license.key });
    assertGranted(await at('/api/key/GetKey', { method: 'POST', body: `\ufeff${json}`, headers: JSON_TYPE }));
  });

  test('the same value twice is one value, two values are none', async () => {
    assertGranted(await at(`/api/key/GetKey?${query({ token })}&key=${subject.license.key}`));
    assertFault(await at(`/api/key/GetKey?${query({ token })}&key=ANOTHER`), 200);
    assertFault(await at(`/api/key/GetKey?key=ANOTHER&${query({ token })}`), 200);
    assertFault(await at(`/api/key/GetKey?token=another&${query({ token })}`), 401);
  });

  test('the envelope has result as a number, and answers are not to be stored', async () => {
    const received = await at(`/api/key/GetKey?${query({ token })}`);
    assert.equal((received.body as { result: unknown }).result, 0);
    assert.equal(received.headers.get('cache-control'), 'no-store');
  });
});

describe('faults are answered in the envelope', () => {
  test('broken JSON, and JSON that is no object', async () => {
    for (const body of ['{"a":', '[]', '"text"', '1', 'null', '{"a":1}}', `${'['.repeat(100_000)}`]) {
      assertFault(await at(`/api/key/GetKey?token=${token}`, { method: 'POST', body, headers: JSON_TYPE }), 400);
    }
  });

  test('another type of body', async () => {
    for (const type of ['text/plain', 'multipart/form-data; boundary=x', 'application/xml', 'nonsense', ';']) {
      const headers = { 'content-type': type };
      const received = await at('/api/key/GetKey', { method: 'POST', body: query({ token }), headers });
      assertFault(received, 415);
    }
  });

  test('a body over the limit, told beforehand or not', async () => {
    const body = `Key=${'x'.repeat(LIMITS.requestBodyBytes)}`;
    assertFault(await at(`/api/key/GetKey?token=${token}`, { method: 'POST', body, headers: FORM }), 413);
    const chunks = new ReadableStream({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode(body));
        controller.close();
      },
    });
    const options = { method: 'POST', body: chunks, headers: FORM, duplex: 'half' } as const;
    assertFault(await at(`/api/key/GetKey?token=${token}`, options), 413);
  });

  test('another verb: 405 with what is allowed, and nothing is done', async () => {
    for (const method of ['PUT', 'PATCH', 'DELETE', 'PROPFIND']) {
      const received = await at(`/api//key/getkey/?${query({ token })}`, { method });
      assertFault(received, 405);
      assert.equal(received.headers.get('allow'), 'GET, POST, OPTIONS');
    }
    const head = await at(`/api/key/Activate?${query({ token })}`, { method: 'HEAD' });
    assert.deepEqual([head.status, head.body, head.headers.get('allow')], [405, '', 'GET, POST, OPTIONS']);
  });

  test('OPTIONS tells what is allowed', async () => {
    const received = await at('/api/key/GetKey', { method: 'OPTIONS' });
    assert.deepEqual([received.status, received.headers.get('allow')], [204, 'GET, POST, OPTIONS']);
  });

  test('unknown paths, for every verb', async () => {
    for (const path of [
      '/api',
      '/api/key',
      '/api/key/Nothing',
      '/api/key/GetKey/more',
      '/__proto__',
      '/api/%2e%2e/x',
    ]) {
      assertFault(await at(path), 404);
      assertFault(await at(path, { method: 'POST', body: query({ token }), headers: FORM }), 404);
      assertFault(await at(path, { method: 'DELETE' }), 404);
    }
  });

  test('broken percent-encoding in the path; in the query it stays as it is', async () => {
    assertFault(await at('/api/key/%zz'), 400);
    assertFault(await at('/api/%ff/GetKey', { method: 'PUT' }), 400);
    assertFault(await at(`/api/key/GetKey?token=${token}&ProductId=%zz&Key=%ff`), 200);
  });

  test('a fault of the program, and a server that is too busy', async () => {
    const broken = await at(`/api/key/Broken?token=${token}`);
    assertFault(broken, 500);
    assert.doesNotMatch(JSON.stringify(broken.body), /a fault|at /);
    assertFault(await at(`/api/key/Busy?token=${token}`), 503);
  });
});

/** Sends bytes as they are and returns everything that comes back. */
const exchange = (bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    let received = '';
    socket.setTimeout(30_000, () => socket.destroy(new Error('no answer')));
    socket.on('data', (chunk) => {
      received += chunk.toString();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(received));
    socket.write(bytes);
  });

describe('what is hardly HTTP is answered in the envelope', () => {
  for (const [what, status, bytes] of [
    ['no request line', 400, 'GARBAGE\r\n\r\n'],
    ['an unknown verb', 400, 'FOO / HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['a broken header', 400, 'GET / HTTP/1.1\r\nHost: a\r\nbad header\r\n\r\n'],
    ['a NUL in the path', 400, 'GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['length and chunks', 400, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n'],
    ['a broken chunk', 400, 'POST /api/key/GetKey HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ['a long request line', 431, `GET /${'a'.repeat(40_000)} HTTP/1.1\r\nHost: a\r\n\r\n`],
    ['large headers', 431, `GET / HTTP/1.1\r\nHost: a\r\n${'X-A: b\r\n'.repeat(10_000)}\r\n`],
    ['an unknown expectation', 417, 'GET /healthz HTTP/1.1\r\nHost: a\r\nExpect: more\r\nConnection: close\r\n\r\n'],
    ['no host', 404, 'GET /nothing HTTP/1.1\r\nConnection: close\r\n\r\n'],
  ] as const) {
    test(what, async () => {
      const [head = '', ...rest] = (await exchange(bytes)).split('\r\n\r\n');
      assert.match(head, new RegExp(`^HTTP/1.1 ${status} `));
      assert.match(head, /content-type: application\/json/i);
      const text = rest.join('').replace(/^[0-9a-f]+\r\n(.*)\r\n0$/s, '$1');
      const body: unknown = JSON.parse(text);
      assert(typeof body === 'object' && body !== null && 'message' in body && 'result' in body && body.result === 1);
      assert(typeof body.message === 'string' && body.message !== '');
    });
  }
});

describe('the caller’s address', () => {
  /** The address that an activation leaves with its machine. */
  const addressSeenBy = async (
    on: TestServer,
    headers: Readonly<Record<string, string>>,
  ): Promise<string | undefined> => {
    const machineCode = `address ${JSON.stringify(headers)}`.slice(0, 200);
    const fresh = await createSubject(on);
    const body = new URLSearchParams({
      token: await on.token(),
      ProductId: String(fresh.product.productId),
      Key: fresh.license.key,
      MachineCode: machineCode,
    });
    const { body: answer } = await request(`${on.url}/api/key/Activate`, { method: 'POST', body, headers });
    assert.equal((answer as { result: unknown }).result, 0);
    const [row] = await on.readers.run<{ ip: string }>({
      name: 'ip_of_machine',
      text: 'select ip from machine where account_id = 1 and license_id = $1 and machine_code = $2',
      values: [fresh.license.licenseId, machineCode],
    });
    return row?.ip;
  };

  test('is what trusted proxies forwarded', async () => {
    for (const [forwarded, address] of [
      ['203.0.113.7', '203.0.113.7'],
      ['198.51.100.1, 203.0.113.7', '203.0.113.7'],
      ['203.0.113.7, 10.1.2.3', '203.0.113.7'],
      ['203.0.113.7:4711', '203.0.113.7'],
      ['[2001:DB8::1]:4711', '2001:db8::1'],
      ['::ffff:203.0.113.7', '203.0.113.7'],
      ['<script>', '127.0.0.1'],
      ['203.0.113.7, unknown', '127.0.0.1'],
      [`${'9'.repeat(5_000)}`, '127.0.0.1'],
    ] as const) {
      assert.equal(await addressSeenBy(server, { 'x-forwarded-for': forwarded }), address, forwarded);
    }
  });

  test('is the peer’s where no proxy is trusted', async () => {
    const plain = await startTestServer();
    try {
      assert.equal(await addressSeenBy(plain, { 'x-forwarded-for': '203.0.113.7' }), '127.0.0.1');
    } finally {
      await plain.stop();
    }
  });

  test('proxies are named by address or network', () => {
    const trusted = (trustProxy: string) => readConfig({ trustProxy }, {}).trustProxy;
    assert.deepEqual(trusted(' 10.0.0.0/8, ::1 ,loopback,'), ['10.0.0.0/8', '::1', 'loopback']);
    assert.deepEqual(trusted(''), []);
    for (const wrong of [
      'proxy.example.com',
      '10.0.0.0/33',
      '10.0.0.0/0',
      '::1/129',
      '10.0.0.0/8/8',
      'true',
      '1',
      '/8',
    ]) {
      assert.throws(() => trusted(wrong), ConfigError, wrong);
    }
  });
});
