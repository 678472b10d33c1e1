import { PERMISSIONS } from '../../src/domain/entities/permissions.js';
import {
  DENIALS,
  FLOATING_STATES,
  GUESSES,
  LISTED_STATES,
  type ListedState,
  NEW_MACHINES,
  UNREQUESTED,
} from '../../src/domain/log/stateLists.js';
import type { State } from '../../src/domain/log/states.js';
import type { Method } from '../../src/methods/define.js';
import { answerSchemaOf, type JsonSchema, parametersOf } from '../../src/methods/jsonSchema.js';

/** What the dashboard knows of the API: TypeScript made from the declarations, so that it imports nothing from `src`. */

const NOTICE = '// Made from the declarations by `npm run generate`: change those, not this file.';

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const SCALARS: Readonly<Record<string, string>> = {
  integer: 'number',
  number: 'number',
  string: 'string',
  boolean: 'boolean',
  null: 'null',
};

const literal = (value: unknown): string => (typeof value === 'string' ? quoted(value) : JSON.stringify(value));

/** A TypeScript type; a union stands in parentheses where it is `inner`. */
const typeOf = (schema: JsonSchema, indent: string): string => {
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(alternatives)) return alternatives.map((one: JsonSchema) => typeOf(one, indent)).join(' | ');
  if (schema.const !== undefined) return literal(schema.const);
  if (Array.isArray(schema.enum)) return schema.enum.map(literal).join(' | ');
  if (schema.type === 'array') {
    const inner = typeOf(schema.items as JsonSchema, indent);
    return `readonly ${inner.includes(' | ') && !inner.startsWith('{') ? `(${inner})` : inner}[]`;
  }
  if (schema.type === 'object') return objectType(schema, indent);
  const types = [schema.type ?? 'any'].flat().map((type) => SCALARS[String(type)] ?? 'unknown');
  return [...new Set(types)].join(' | ');
};

const objectType = (schema: JsonSchema, indent: string): string => {
  const properties = Object.entries((schema.properties ?? {}) as Readonly<Record<string, JsonSchema>>);
  if (properties.length === 0) {
    const { additionalProperties: rest } = schema;
    return typeof rest === 'object' && rest !== null
      ? `Readonly<Record<string, ${typeOf(rest as JsonSchema, indent)}>>`
      : 'Readonly<Record<string, unknown>>';
  }
  const required = Array.isArray(schema.required) ? schema.required : [];
  const members = properties.map(([name, member]) =>
    memberText(name, typeOf(member, `${indent}  `), required.includes(name), member.description, indent),
  );
  return `{\n${members.join('')}${indent}}`;
};

const memberText = (name: string, type: string, required: boolean, description: unknown, indent: string): string => {
  const meaning =
    typeof description === 'string' && description !== ''
      ? `${indent}  /** ${description.replaceAll('*/', '*\\/')} */\n`
      : '';
  const label = /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name);
  // A parameter that is not given may be left out or be undefined: what is sent is JSON, where both are the same.
  return `${meaning}${indent}  readonly ${label}${required ? '' : '?'}: ${type}${required ? '' : ' | undefined'};\n`;
};

const methodType = (method: Method): string => {
  const parameters = parametersOf(method).map(({ name, schema, required, description }) =>
    memberText(name, typeOf(schema, '      '), required, description, '    '),
  );
  const given = parameters.length === 0 ? 'Readonly<Record<string, never>>' : `{\n${parameters.join('')}    }`;
  return [
    `  /** ${method.title} */`,
    `  readonly '${method.category}/${method.name}': {`,
    `    readonly parameters: ${given};`,
    `    readonly answer: ${typeOf(answerSchemaOf(method), '    ')};`,
    '  };',
  ].join('\n');
};

const stateRow = ({ code, short, words, family, outcome }: ListedState): string =>
  `  { ${[
    `code: ${code}`,
    `short: ${quoted(short)}`,
    `words: ${quoted(words)}`,
    `family: ${quoted(family.meaning)}`,
    `granted: ${outcome.granted}`,
  ].join(', ')} },`;

const codeList = (name: string, meaning: string, codes: readonly State[]): string =>
  `/** ${meaning} */\nexport const ${name}: readonly number[] = [${codes.join(', ')}];`;

/** The text of `web/src/api/generated.ts`. */
export const webTypes = (methods: readonly Method[]): string =>
  `${[
    NOTICE,
    '/** Each method that the server answers, by what stands after `/api/` in its path: what it takes and what it answers. */',
    `export interface Methods {\n${methods.map(methodType).join('\n')}\n}`,
    '/** The permissions that a token or a role may carry. */',
    `export const PERMISSIONS = [\n${PERMISSIONS.map((name) => `  ${quoted(name)},`).join('\n')}\n] as const;`,
    'export type Permission = (typeof PERMISSIONS)[number];',
    '/** What a caller needs for each method; null: to be signed in. */',
    'export const METHOD_PERMISSIONS: Readonly<Record<keyof Methods, Permission | null>> = {',
    ...methods.map(
      ({ category, name, permission }) =>
        `  '${category}/${name}': ${permission === null ? 'null' : quoted(permission)},`,
    ),
    '};',
    '/** Every state of a log row. `short` stands in tables, the specification’s words on hover and in lists. */',
    `export const STATES = [\n${LISTED_STATES.map(stateRow).join('\n')}\n] as const;`,
    codeList('DENIALS', 'Activations refused because all seats were taken.', DENIALS),
    codeList('FLOATING_STATES', 'Rows about a floating seat.', FLOATING_STATES),
    codeList('NEW_MACHINES', 'Activations of machines that had no seat before, by licence and trial.', NEW_MACHINES),
    codeList('GUESSES', 'Refusals that can be for a key string that is no key.', GUESSES),
    codeList('UNREQUESTED', 'Rows without a request: imported machines.', UNREQUESTED),
  ].join('\n')}\n`;
