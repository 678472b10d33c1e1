import { SENTENCES } from '../../domain/sentences.js';
import type { Method, StreamMethod } from '../../methods/define.js';
import type { ExtMethod } from '../../methods/ext/define.js';
import { answerSchemaOf, type JsonSchema, parametersOf, resultSchemaOf } from '../../methods/jsonSchema.js';
import { SCOPES } from '../../methods/scopes.js';
import { EXT_TAG, extPathItem, extResponses, extSchemas } from './openapiExt.js';
import {
  errorsText,
  fault,
  logText,
  queryParameter,
  requestBody,
  requestSchema,
  UNAVAILABLE,
  UNREADABLE,
} from './openapiParts.js';

/** Builds the OpenAPI 3.1 document from the declarations. `version` is the program's. */
export const openApiDocument = (
  methods: readonly Method[],
  extMethods: readonly ExtMethod[],
  version: string,
): JsonSchema => ({
  openapi: '3.1.0',
  info: {
    title: 'Keyledger',
    version,
    summary: 'Web API 3 and Web API 2 of a self-hosted licence server.',
    description: INTRODUCTION,
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: '/' }],
  security: [{ tokenQuery: [] }, { tokenHeader: [] }],
  tags: [
    ...[...new Set(methods.map((method) => method.category))].map((category) => ({
      name: category,
      description: CATEGORIES[category],
    })),
    EXT_TAG,
  ],
  paths: Object.fromEntries([
    ...methods.map((method) => [method.path, pathItem(method)]),
    ...extMethods.map((method) => [method.path, extPathItem(method)]),
  ]),
  components: {
    securitySchemes: {
      tokenQuery: { type: 'apiKey', in: 'query', name: 'token', description: 'The access token as a parameter.' },
      tokenHeader: { type: 'apiKey', in: 'header', name: 'token', description: 'The access token as a header.' },
    },
    schemas: {
      Refusal: REFUSAL,
      ...Object.fromEntries(
        methods.flatMap((method) => [
          [`${method.name}Request`, requestSchema(parametersOf(method))],
          [`${method.name}Answer`, method.kind === 'stream' ? resultSchemaOf(method) : answerSchemaOf(method)],
        ]),
      ),
      ...extSchemas(extMethods),
    },
    responses: {
      Unauthorized: fault('The token is missing, unknown, expired or revoked.', 'Refusal', {
        result: 1,
        message: SENTENCES.unableToAuthenticate,
      }),
      Unreadable: fault(UNREADABLE, 'Refusal', { result: 1, message: SENTENCES.inputIncorrect }),
      Unavailable: fault(UNAVAILABLE, 'Refusal', { result: 1, message: SENTENCES.tryAgain }),
      ...extResponses(),
    },
  },
});

const INTRODUCTION = [
  'Every method takes GET with a query and POST with a form or a JSON object, and answers the same. Names of methods and parameters are case-insensitive. An empty value, `None` and `null` mean that a parameter is not given.',
  'Every answer has `result` (0 or 1) and `message`. A refusal has status 200, `result` 1 and a sentence; only a bad token is answered with 401.',
  'Every call has the access token as parameter `token` (query, form or JSON) or as header `token`. The dashboard calls without one, as the signed-in user.',
  'Web API 2, under `/Ext`, takes requests in the same ways, without tokens and envelope: see the tag Ext.',
].join('\n\n');

const CATEGORIES: Readonly<Record<Method['category'], string>> = {
  key: 'Licences and their machines.',
  auth: 'Access tokens.',
  product: 'Products and their licences.',
  user: 'The users of the dashboard.',
  account: 'The account and its settings.',
  customer: 'Customers.',
  data: 'Data objects of the account, of products, licences and machines.',
  ai: 'The log, events and usage analytics.',
};

const REFUSAL: JsonSchema = {
  type: 'object',
  properties: { result: { type: 'integer', const: 1 }, message: { type: 'string' } },
  required: ['result', 'message'],
};

const pathItem = (method: Method): JsonSchema => {
  const parameters = parametersOf(method);
  const shared = {
    tags: [method.category],
    summary: method.title,
    description: describe(method),
    responses: responses(method),
  };
  return {
    get: { operationId: `${method.name}ByGet`, ...shared, parameters: parameters.map(queryParameter) },
    post: {
      operationId: method.name,
      ...shared,
      requestBody: requestBody(`${method.name}Request`, method.example.request, parameters),
    },
  };
};

/** What a schema cannot express: permission, locks, states and sentences, as Markdown. */
const describe = (method: Method): string => {
  const paragraphs = [
    method.description,
    `**Permission:** ${method.permission === null ? 'none; any valid token' : `\`${method.permission}\``}.`,
    `**Locks:** ${SCOPES[method.scope].locks}`,
    ...(method.featureLock === undefined ? [] : [`**Feature lock:** ${method.featureLock}`]),
    errorsText(method.errors),
    logText(method.states),
  ];
  return paragraphs.join('\n\n');
};

const responses = (method: Method): JsonSchema => ({
  200: method.kind === 'stream' ? streamed(method) : answered(method),
  401: { $ref: '#/components/responses/Unauthorized' },
  503: { $ref: '#/components/responses/Unavailable' },
  '4XX': { $ref: '#/components/responses/Unreadable' },
});

const refusedExample = ({ errors }: Method): JsonSchema => ({
  value: { result: 1, message: errors[0] ?? SENTENCES.inputIncorrect },
});

/** A streamed answer; a refusal is JSON as for all methods. */
const streamed = (method: StreamMethod): JsonSchema => ({
  description: 'Granted: one of the streams. Refused: `result` 1 as JSON.',
  content: {
    ...Object.fromEntries(
      Object.entries(method.contents).map(([type, { description, example }]) => [
        type,
        { schema: { type: 'string', description }, example },
      ]),
    ),
    'application/json': {
      schema: { $ref: '#/components/schemas/Refusal' },
      examples: { refused: refusedExample(method) },
    },
  },
});

const answered = (method: Method): JsonSchema => ({
  description: 'Granted (`result` 0) or refused (`result` 1).',
  content: {
    'application/json': {
      schema: {
        oneOf: [{ $ref: `#/components/schemas/${method.name}Answer` }, { $ref: '#/components/schemas/Refusal' }],
      },
      examples: {
        granted: { value: method.example.answer },
        refused: refusedExample(method),
      },
    },
  },
});
