import { SENTENCES } from '../../domain/sentences.js';
import type { ExtMethod } from '../../methods/ext/define.js';
import { extAnswerSchemasOf, type JsonSchema, parametersOf } from '../../methods/jsonSchema.js';
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

/** The part of the OpenAPI document about Web API 2. */

export const EXT_TAG = {
  name: 'Ext',
  description:
    'Web API 2, for old programs. It has no tokens: a request names the account, and sends the account’s private key if the method requires it. An answer has no envelope; a refusal is `{"error": "…"}` with status 200. Values of objects are text.',
} as const;

/** Names of operations and schemas: both APIs have an Activate. */
const nameOf = (method: ExtMethod): string => `Ext${method.name}`;

const REFUSAL = 'ExtRefusal';

export const extSchemas = (methods: readonly ExtMethod[]): JsonSchema => ({
  [REFUSAL]: { type: 'object', properties: { error: { type: 'string' } }, required: ['error'] },
  ...Object.fromEntries(methods.map((method) => [`${nameOf(method)}Request`, requestSchema(parametersOf(method))])),
});

export const extResponses = (): JsonSchema => ({
  ExtUnreadable: fault(UNREADABLE, REFUSAL, { error: SENTENCES.inputIncorrect }),
  ExtUnavailable: fault(UNAVAILABLE, REFUSAL, { error: SENTENCES.tryAgain }),
});

export const extPathItem = (method: ExtMethod): JsonSchema => {
  const parameters = parametersOf(method);
  const shared = {
    tags: [EXT_TAG.name],
    summary: method.title,
    description: [method.description, errorsText(method.errors), logText(method.states)].join('\n\n'),
    security: [],
    responses: responses(method),
  };
  const body = requestBody(`${nameOf(method)}Request`, method.example.request, parameters);
  return {
    get: { operationId: `${nameOf(method)}ByGet`, ...shared, parameters: parameters.map(queryParameter) },
    post: { operationId: nameOf(method), ...shared, requestBody: body },
  };
};

const responses = (method: ExtMethod): JsonSchema => {
  const schemas = extAnswerSchemasOf(method);
  const text = schemas.find(({ type }) => type === 'string');
  const json = schemas.filter((schema) => schema !== text);
  return {
    200: {
      description: 'The answer, or `{"error": "…"}`.',
      content: {
        'application/json': {
          // An empty array is all three logs at once: not oneOf.
          schema: { anyOf: [...json, { $ref: `#/components/schemas/${REFUSAL}` }] },
          examples: {
            granted: { value: method.example.answer },
            refused: { value: { error: method.errors[0] ?? SENTENCES.inputIncorrect } },
          },
        },
        ...(text === undefined ? {} : { 'text/plain': { schema: text } }),
      },
    },
    503: { $ref: '#/components/responses/ExtUnavailable' },
    '4XX': { $ref: '#/components/responses/ExtUnreadable' },
  };
};
