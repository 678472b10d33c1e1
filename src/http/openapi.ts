import { SENTENCES } from '../domain/sentences.js';
import { STATES } from '../domain/states.js';
import type { Method } from '../methods/define.js';
import { answerSchemaOf, type JsonSchema, type ParameterFacts, parametersOf } from '../methods/jsonSchema.js';
import { SCOPES } from '../methods/scopes.js';

/** Builds the OpenAPI 3.1 document from the declarations. `version` is the program's. */
export const openApiDocument = (methods: readonly Method[], version: string): JsonSchema => ({
  openapi: '3.1.0',
  info: {
    title: 'Keyledger',
    version,
    summary: 'Web API 3 of a self-hosted licence server.',
    description: INTRODUCTION,
    license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
  },
  servers: [{ url: '/' }],
  security: [{ tokenQuery: [] }, { tokenHeader: [] }],
  tags: [...new Set(methods.map((method) => method.category))].map((category) => ({
    name: category,
    description: CATEGORIES[category],
  })),
  paths: Object.fromEntries(methods.map((method) => [method.path, pathItem(method)])),
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
          [`${method.name}Answer`, answerSchemaOf(method)],
        ]),
      ),
    },
    responses: {
      Unauthorized: fault('The token is missing, unknown, expired or revoked.', SENTENCES.unableToAuthenticate),
      Unreadable: fault(
        'The request could not be read: 400 broken JSON, 405 another verb, 413 too large, 415 another type of body.',
        SENTENCES.inputIncorrect,
      ),
      Unavailable: fault('Nothing was done; coming again may succeed.', SENTENCES.tryAgain),
    },
  },
});

const INTRODUCTION = [
  'Every method takes GET with a query and POST with a form or a JSON object, and answers the same. Names of methods and parameters count in any case. An empty value, `None` and `null` mean that a parameter is not given.',
  'Every answer has `result` (0 or 1) and `message`. A method that refuses answers 200 with `result` 1 and a sentence; only a bad token is answered with 401.',
  'The access token goes with every call as parameter `token` (query, form or JSON) or as header `token`.',
].join('\n\n');

const CATEGORIES: Readonly<Record<Method['category'], string>> = {
  key: 'Licenses and the machines on them.',
  auth: 'Access tokens.',
  product: 'Products and their licenses.',
  customer: 'Customers.',
  data: 'Data objects of the account, of products, licenses and machines.',
  ai: 'The log, events and what is derived from them.',
};

const REFUSAL: JsonSchema = {
  type: 'object',
  properties: { result: { type: 'integer', const: 1 }, message: { type: 'string' } },
  required: ['result', 'message'],
};

const fault = (description: string, message: string): JsonSchema => ({
  description,
  content: {
    'application/json': { schema: { $ref: '#/components/schemas/Refusal' }, example: { result: 1, message } },
  },
});

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
    post: { operationId: method.name, ...shared, requestBody: requestBody(method, parameters) },
  };
};

/** What the schema cannot say: permission, locks, states and sentences, as Markdown. */
const describe = (method: Method): string => {
  const paragraphs = [
    method.description,
    `**Permission:** ${method.permission === null ? 'none; any valid token' : `\`${method.permission}\``}.`,
    `**Locks:** ${SCOPES[method.scope].locks}`,
    ...(method.featureLock === undefined ? [] : [`**Feature lock:** ${method.featureLock}`]),
    `**Errors:**\n\n${method.errors.map((sentence) => `* ${sentence}`).join('\n')}`,
    method.states.length === 0
      ? '**Log:** leaves no row.'
      : `**Log:**\n\n${method.states.map((state) => `* ${state}: ${STATES[state]}`).join('\n')}`,
  ];
  return paragraphs.join('\n\n');
};

const queryParameter = ({ name, required, description, schema, isJson }: ParameterFacts): JsonSchema => ({
  name,
  in: 'query',
  required,
  description,
  ...(isJson ? { content: { 'application/json': { schema } } } : { schema }),
});

/** All parameters as one object: the same for forms and JSON. */
const requestSchema = (parameters: readonly ParameterFacts[]): JsonSchema => {
  const required = parameters.filter((parameter) => parameter.required).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(
      parameters.map(({ name, description, schema }) => [name, { description, ...schema }]),
    ),
    ...(required.length === 0 ? {} : { required }),
  };
};

const requestBody = (method: Method, parameters: readonly ParameterFacts[]): JsonSchema => {
  const schema = { $ref: `#/components/schemas/${method.name}Request` };
  const encoding = Object.fromEntries(
    parameters.filter(({ isJson }) => isJson).map(({ name }) => [name, { contentType: 'application/json' }]),
  );
  const example = method.example.request;
  return {
    required: parameters.some((parameter) => parameter.required),
    content: {
      'application/x-www-form-urlencoded': {
        schema,
        ...(Object.keys(encoding).length === 0 ? {} : { encoding }),
        example,
      },
      'application/json': { schema, example },
    },
  };
};

const responses = (method: Method): JsonSchema => ({
  200: {
    description: 'Granted (`result` 0) or refused (`result` 1).',
    content: {
      'application/json': {
        schema: {
          oneOf: [{ $ref: `#/components/schemas/${method.name}Answer` }, { $ref: '#/components/schemas/Refusal' }],
        },
        examples: {
          granted: { value: method.example.answer },
          refused: { value: { result: 1, message: method.errors[0] ?? SENTENCES.inputIncorrect } },
        },
      },
    },
  },
  401: { $ref: '#/components/responses/Unauthorized' },
  503: { $ref: '#/components/responses/Unavailable' },
  '4XX': { $ref: '#/components/responses/Unreadable' },
});
