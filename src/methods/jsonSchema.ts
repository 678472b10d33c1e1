import { z } from 'zod';
import type { Method } from './define.js';
import type { ExtMethod } from './ext/define.js';

/** A JSON Schema (2020-12) as data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The documentation of one parameter. */
export interface ParameterFacts {
  readonly name: string;
  readonly required: boolean;
  readonly description: string;
  /** The type after parsing, with default and bounds. */
  readonly schema: JsonSchema;
  /** It travels as JSON text inside forms and queries. */
  readonly isJson: boolean;
}

/** The JSON Schema of a schema's output (parameters accept text too; the parsed type counts). */
const jsonSchemaOf = (schema: z.ZodType): JsonSchema => {
  const generated = z.toJSONSchema(schema, {
    io: 'output',
    override: ({ jsonSchema }) => {
      // Zod writes the bounds of a safe integer if there are no others.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    },
  });
  const { $schema: _dialect, '~standard': _standard, ...members } = generated as Record<string, unknown>;
  if ('$defs' in members) throw new Error('a schema of the API refers to itself');
  return members;
};

/** The parameters of a method in the order of their declaration, `token` left out. */
export const parametersOf = (method: Method | ExtMethod): readonly ParameterFacts[] =>
  Object.entries(method.parameters.shape).map(([name, parameter]) => {
    const { description, ...schema } = jsonSchemaOf(parameter);
    return {
      name,
      required: !parameter.safeParse(undefined).success,
      description: typeof description === 'string' ? description : '',
      schema,
      isJson: schema.type === 'object' || schema.type === 'array',
    };
  });

/** The `result` of a declaration; of a stream, the data of one event or one line. */
export const resultSchemaOf = (method: Method): JsonSchema => jsonSchemaOf(method.result);

/** The members of a method's successful answer, `result` and `message` among them. */
export const answerSchemaOf = (method: Method): JsonSchema => {
  const result = resultSchemaOf(method);
  if (result.type !== 'object') throw new Error(`the result of ${method.name} must be an object`);
  const required = Array.isArray(result.required) ? result.required : [];
  return {
    ...result,
    properties: {
      ...(result.properties as JsonSchema | undefined),
      result: { type: 'integer', const: 0 },
      message: { type: ['string', 'null'] },
    },
    required: [...required, 'result', 'message'],
  };
};

/** What a method of Web API 2 answers: each of the forms that a successful answer may have. */
export const extAnswerSchemasOf = (method: ExtMethod): readonly JsonSchema[] => {
  const { anyOf, ...result } = jsonSchemaOf(method.result);
  return Array.isArray(anyOf) ? anyOf : [result];
};
