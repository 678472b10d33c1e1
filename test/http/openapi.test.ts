import assert from 'node:assert/strict';
import { test } from 'node:test';
import { validate } from '@scalar/openapi-parser';
import { openApiDocument } from '../../src/http/openapi/openapi.js';
import { EXT_METHODS, METHODS } from '../../src/methods/registry.js';
import { request } from '../harness/send.js';
import { serverOfFile } from '../harness/server.js';

const server = await serverOfFile();

type Tree = { readonly [name: string]: Tree };

/** Follows a path of names into JSON. */
const at = (value: unknown, ...names: readonly string[]): unknown =>
  names.reduce<unknown>((inside, name) => (inside as Tree | undefined)?.[name], value);

const BOTH = [...METHODS, ...EXT_METHODS];

const document = openApiDocument(METHODS, EXT_METHODS, '1.2.3');

/** Everything in a JSON value, with its path. */
const walk = function* (value: unknown, path = '#'): Generator<readonly [string, unknown]> {
  yield [path, value];
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) yield* walk(member, `${path}/${name}`);
};

test('the document has both verbs of every method, and operation ids that are unique', () => {
  const paths = at(document, 'paths') as Tree;
  assert.deepEqual(
    Object.keys(paths),
    BOTH.map((method) => method.path),
  );
  const ids = Object.values(paths).flatMap((item) => [at(item, 'get', 'operationId'), at(item, 'post', 'operationId')]);
  assert.equal(new Set(ids).size, BOTH.length * 2);
  assert(ids.every((id) => typeof id === 'string' && /^\w+$/.test(id)));
});

test('the document is valid OpenAPI 3.1', async () => {
  const { valid, errors } = await validate(JSON.parse(JSON.stringify(document)));
  assert.deepEqual([valid, errors], [true, []]);
});

test('every reference leads somewhere, and nothing is undefined', () => {
  for (const [path, value] of walk(document)) {
    assert.notEqual(value, undefined, path);
    if (!path.endsWith('/$ref')) continue;
    assert.match(String(value), /^#\/components\//);
    assert.notEqual(at(document, ...String(value).slice(2).split('/')), undefined, String(value));
  }
});

test('query, form and JSON describe the same parameters', () => {
  for (const method of BOTH) {
    const item = at(document, 'paths', method.path);
    const names = Object.keys(method.parameters.shape);
    const query = at(item, 'get', 'parameters') as readonly Tree[];
    assert.deepEqual(
      query.map(({ name }) => name as unknown),
      names,
    );
    for (const type of ['application/x-www-form-urlencoded', 'application/json']) {
      const { $ref } = at(item, 'post', 'requestBody', 'content', type, 'schema') as { readonly $ref: string };
      const schema = at(document, ...$ref.slice(2).split('/'));
      assert.deepEqual(Object.keys(at(schema, 'properties') as object), names);
      const required = query.filter((parameter) => (parameter.required as unknown) === true);
      assert.deepEqual(
        at(schema, 'required') ?? [],
        required.map(({ name }) => name as unknown),
      );
    }
    for (const parameter of query) {
      const schema = parameter.schema ?? at(parameter, 'content', 'application/json', 'schema');
      assert.equal(typeof schema, 'object', `${method.path} ${parameter.name}`);
    }
  }
});

test('bounds, defaults and choices are in the schemas', () => {
  const parameters = at(document, 'paths', '/api/key/Activate', 'get', 'parameters') as readonly Tree[];
  const schemaOf = (wanted: string) => parameters.find(({ name }) => (name as unknown) === wanted)?.schema;
  assert.deepEqual(schemaOf('ProductId'), { type: 'integer', minimum: 1, maximum: 2_147_483_647 });
  assert.deepEqual(schemaOf('SignMethod'), { type: 'integer', default: 0, enum: [0, 1] });
  assert.deepEqual(schemaOf('Metadata'), { type: 'boolean', default: false });
});

test('Web API 2 has neither token nor envelope in the document', () => {
  for (const { path, example } of EXT_METHODS) {
    for (const verb of ['get', 'post']) {
      const operation = at(document, 'paths', path, verb);
      assert.deepEqual(at(operation, 'security'), []);
      const json = at(operation, 'responses', '200', 'content', 'application/json');
      assert.deepEqual(at(json, 'examples', 'granted', 'value'), example.answer);
      assert.deepEqual(Object.keys(at(json, 'examples', 'refused', 'value') as object), ['error']);
      for (const status of ['4XX', '503']) {
        const { $ref } = at(operation, 'responses', status) as { readonly $ref: string };
        const response = at(document, ...$ref.slice(2).split('/'));
        const schema = at(response, 'content', 'application/json', 'schema', '$ref');
        assert.equal(schema, '#/components/schemas/ExtRefusal');
      }
    }
  }
  const content = at(document, 'paths', '/Ext/GenerateKey', 'get', 'responses', '200', 'content');
  assert.deepEqual(at(content, 'text/plain', 'schema'), { type: 'string' });
  const dates = at(document, 'components', 'schemas', 'ExtWebAPILogRequest', 'properties', 'fromdate', 'type');
  assert.equal(dates, 'string', 'what is sent, not what it is read into');
});

test('the server answers the document and a page about it', async () => {
  const { status, body } = await request(`${server.url}/openapi.json`);
  assert.equal(status, 200);
  assert.equal(at(body, 'openapi'), '3.1.0');
  assert.match(String(at(body, 'info', 'version')), /^\d+\.\d+\.\d+/);
  assert.deepEqual(at(body, 'paths'), JSON.parse(JSON.stringify(document.paths)));
});

test('the page about it needs nothing from any other server', async () => {
  const page = await request(`${server.url}/docs`);
  assert.equal(page.status, 200);
  assert.match(page.headers.get('content-type') ?? '', /^text\/html/);
  assert.match(page.headers.get('content-security-policy') ?? '', /^default-src 'self';/);
  const html = String(page.body);
  assert.doesNotMatch(html, /https?:|\/\/[a-z]/i);
  assert.match(html, /"url": "\/openapi\.json"/);
  const [, script = ''] = /<script src="([^"]+)"/.exec(html) ?? [];
  const bundle = await request(`${server.url}${new URL(script, `${server.url}/docs/index.html`).pathname}`);
  assert.equal(bundle.status, 200);
  assert.match(bundle.headers.get('content-type') ?? '', /javascript/);
  assert(String(bundle.body).length > 1_000_000, 'the program of the page is served from here');
});
