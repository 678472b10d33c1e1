import { STATES, type State } from '../../src/domain/log/states.js';
import type { JsonSchema, ParameterFacts } from '../../src/methods/jsonSchema.js';

/** Markdown, and what pages about methods of both APIs say alike. */

const NOTICE = '<!-- Made from the declarations by `npm run generate`: change those, not this file. -->';

/** A page of paragraphs; empty ones are left out. */
export const page = (...paragraphs: readonly string[]): string =>
  `${[NOTICE, ...paragraphs.filter((paragraph) => paragraph !== '')].join('\n\n')}\n`;

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

export const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

export const list = (items: readonly string[]): string => items.map((item) => `* ${item}`).join('\n');

export const code = (value: unknown): string => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;

/** A table of parameters; nothing where there are none. */
export const parameterTable = (parameters: readonly ParameterFacts[]): string =>
  parameters.length === 0 ? '' : table(['name', 'type', 'limits', 'default', 'meaning'], parameters.map(parameterRow));

const parameterRow = ({ name, required, description, schema, isJson }: ParameterFacts): readonly string[] => [
  code(name),
  isJson ? `${typeOf(schema)} as JSON` : typeOf(schema),
  limitsOf(schema),
  required ? 'required' : defaultOf(schema),
  description,
];

const defaultOf = ({ default: value }: JsonSchema): string => {
  if (value === undefined) return 'not given';
  return value === '' ? 'empty' : code(value);
};

const typeOf = (schema: JsonSchema): string => {
  if (Array.isArray(schema.anyOf)) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.const !== undefined) return code(schema.const);
  if (schema.type === 'array') return `list of ${typeOf(schema.items as JsonSchema)}`;
  const types = [schema.type ?? 'any'].flat();
  return types.map((type) => (type === 'string' ? 'text' : String(type))).join(' or ');
};

const limitsOf = (schema: JsonSchema): string => {
  if (Array.isArray(schema.enum)) return schema.enum.map(code).join(', ');
  const { minimum, maximum, minLength, maxLength, maxItems } = schema;
  if (minimum !== undefined || maximum !== undefined) return `${minimum ?? '…'} to ${maximum ?? '…'}`;
  const lengths = [
    minLength === undefined ? '' : 'not empty',
    maxLength === undefined ? '' : `at most ${maxLength} UTF-16 units`,
    maxItems === undefined ? '' : `at most ${maxItems}`,
  ];
  return lengths.filter((text) => text !== '').join(', ');
};

/** The members of an answer, nested objects indented below their own. */
export const members = (schema: JsonSchema, indent = ''): string => {
  const properties = Object.entries((schema.properties ?? {}) as Readonly<Record<string, JsonSchema>>);
  const required = Array.isArray(schema.required) ? schema.required : [];
  return properties
    .map(([name, member]) => {
      const optional = required.includes(name) ? '' : ', not always there';
      const meaning = typeof member.description === 'string' ? `: ${member.description}` : '';
      const inner = objectIn(member);
      const below = inner === undefined ? '' : `\n${members(inner, `${indent}  `)}`;
      return `${indent}* ${code(name)} (${typeOf(member)}${optional})${meaning}${below}`;
    })
    .join('\n');
};

/** The object schema inside a member: itself, an alternative, or what its list holds. */
const objectIn = (schema: JsonSchema): JsonSchema | undefined => {
  if (schema.properties !== undefined) return schema;
  if (Array.isArray(schema.anyOf)) return schema.anyOf.map(objectIn).find((found) => found !== undefined);
  return schema.type === 'array' ? objectIn(schema.items as JsonSchema) : undefined;
};

interface Logged {
  readonly states: readonly State[];
  readonly refusal: State | null;
}

/** What a call leaves in the log. */
export const logText = ({ states, refusal }: Logged): string => {
  if (states.length === 0) return 'A call leaves no row in the log.';
  const refused =
    refusal === null ? 'A refusal leaves no row.' : `A refusal that has no state of its own leaves ${refusal}.`;
  const rows = ascending(states).map((state) => [`[${state}](../states.md)`, STATES[state].words]);
  return `${table(['state', 'meaning'], rows)}\n\n${refused}`;
};

export const ascending = (states: readonly State[]): readonly State[] => states.toSorted((a, b) => a - b);

/** A request as a form and its answer. `first` goes before the parameters. */
export const exampleText = (path: string, first: string, request: object, answer: unknown): string => {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(request)) form.append(name, String(value));
  const body = [first, String(form)].filter((part) => part !== '').join('&');
  return [
    `\`\`\`http\nPOST ${path}\nContent-Type: application/x-www-form-urlencoded\n\n${body}\n\`\`\``,
    `\`\`\`json\n${JSON.stringify(answer, null, 2)}\n\`\`\``,
  ].join('\n\n');
};
