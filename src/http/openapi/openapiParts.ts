import { STATES, type State } from '../../domain/log/states.js';
import type { JsonSchema, ParameterFacts } from '../../methods/jsonSchema.js';

/** The parts of the OpenAPI document shared by methods of both APIs. */

export const queryParameter = ({ name, required, description, schema, isJson }: ParameterFacts): JsonSchema => ({
  name,
  in: 'query',
  required,
  description,
  ...(isJson ? { content: { 'application/json': { schema } } } : { schema }),
});

/** All parameters as one object: the same for forms and JSON. */
export const requestSchema = (parameters: readonly ParameterFacts[]): JsonSchema => {
  const required = parameters.filter((parameter) => parameter.required).map(({ name }) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(
      parameters.map(({ name, description, schema }) => [name, { description, ...schema }]),
    ),
    ...(required.length === 0 ? {} : { required }),
  };
};

/** A request's body as a form or as JSON. `schemaName` names what `requestSchema` made. */
export const requestBody = (schemaName: string, example: object, parameters: readonly ParameterFacts[]): JsonSchema => {
  const schema = { $ref: `#/components/schemas/${schemaName}` };
  const encoding = Object.fromEntries(
    parameters.filter(({ isJson }) => isJson).map(({ name }) => [name, { contentType: 'application/json' }]),
  );
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

/** A response that refuses: `body` is an example of it, `schemaName` its form. */
export const fault = (description: string, schemaName: string, body: object): JsonSchema => ({
  description,
  content: {
    'application/json': { schema: { $ref: `#/components/schemas/${schemaName}` }, example: body },
  },
});

/** The sentences that a method may answer, as Markdown. */
export const errorsText = (sentences: readonly string[]): string =>
  `**Errors:**\n\n${sentences.map((sentence) => `* ${sentence}`).join('\n')}`;

/** The states that a method may write, as Markdown. */
export const logText = (states: readonly State[]): string =>
  states.length === 0
    ? '**Log:** leaves no row.'
    : `**Log:**\n\n${states
        .toSorted((a, b) => a - b)
        .map((state) => `* ${state}: ${STATES[state].words}`)
        .join('\n')}`;

export const UNREADABLE =
  'The request could not be read: 400 broken JSON, 405 another verb, 413 too large, 415 another type of body.';

export const UNAVAILABLE = 'Nothing was done; a retry may succeed.';
