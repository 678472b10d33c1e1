import { STATE_GROUPS, STATES, type State } from '../../src/domain/states.js';
import type { Method } from '../../src/methods/define.js';
import { answerSchemaOf, type JsonSchema, type ParameterFacts, parametersOf } from '../../src/methods/jsonSchema.js';
import { SCOPES } from '../../src/methods/scopes.js';

/** The Markdown pages about methods. */

const NOTICE = '<!-- Made from the declarations by `npm run generate`: change those, not this file. -->';

/** A page of paragraphs; empty ones are left out. */
const page = (...paragraphs: readonly string[]): string =>
  `${[NOTICE, ...paragraphs.filter((paragraph) => paragraph !== '')].join('\n\n')}\n`;

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [heads, heads.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

const list = (items: readonly string[]): string => items.map((item) => `* ${item}`).join('\n');

const code = (value: unknown): string => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;

/** The page of one method. */
export const methodPage = (method: Method): string => {
  const parameters = parametersOf(method);
  return page(
    `# ${method.name}`,
    `\`GET\` or \`POST ${method.path}\` (log number ${method.number})`,
    `${method.title} ${method.description}`,
    '## Parameters',
    'And `token`, as everywhere.',
    parameters.length === 0
      ? ''
      : table(['name', 'type', 'limits', 'default', 'meaning'], parameters.map(parameterRow)),
    '## Access',
    list([
      `Permission: ${method.permission === null ? 'none; any valid token' : code(method.permission)}.`,
      SCOPES[method.scope].locks,
      method.featureLock === undefined ? 'A feature lock has no effect.' : `Feature lock: ${method.featureLock}`,
    ]),
    '## Answer',
    members(answerSchemaOf(method)),
    '## Errors',
    'With `result` 1 and one of these as `message`:',
    list(method.errors.map(code)),
    '## Log',
    logOf(method),
    '## Example',
    exampleOf(method, parameters),
  );
};

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
const members = (schema: JsonSchema, indent = ''): string => {
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

const logOf = (method: Method): string => {
  if (method.states.length === 0) return 'A call leaves no row in the log.';
  const refusal =
    method.refusal === null
      ? 'A refusal leaves no row.'
      : `A refusal that has no state of its own leaves ${method.refusal}.`;
  return `${table(
    ['state', 'meaning'],
    [...method.states].sort((a, b) => a - b).map((state) => [stateLink(state, '..'), STATES[state]]),
  )}\n\n${refusal}`;
};

const stateLink = (state: State, root: string): string => `[${state}](${root}/states.md)`;

const exampleOf = ({ example, path }: Method, parameters: readonly ParameterFacts[]): string => {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(example.request)) form.append(name, String(value));
  const known = parameters.length === 0 ? 'token=…' : `token=…&${form}`;
  return [
    `\`\`\`http\nPOST ${path}\nContent-Type: application/x-www-form-urlencoded\n\n${known}\n\`\`\``,
    `\`\`\`json\n${JSON.stringify(example.answer, null, 2)}\n\`\`\``,
  ].join('\n\n');
};

/** The list of methods, which is the permission matrix too. */
export const methodIndex = (methods: readonly Method[]): string => {
  const categories = [...new Set(methods.map((method) => method.category))].sort();
  return page(
    '# Methods',
    'Every method takes `GET` with a query and `POST` with a form or a JSON object, and answers the same. Names of methods and parameters count in any case; a double or a trailing slash does no harm. An empty value, `None` and `null` mean that a parameter is not given. The access token goes along as parameter `token` or as header `token`.',
    'Every answer has `result` (0 or 1) and `message`. A refusal is answered with status 200, `result` 1 and a sentence; a token that is missing, unknown, expired or revoked with status 401 and `Unable to authenticate.`. Requests that cannot be read are answered with 400, 404, 405, 413, 415 or 431, a server that cannot work right now with 503, all in the same form.',
    '[openapi.json](openapi.json) says the same to programs, [states.md](states.md) lists the states of the log. A running server shows all this under `/docs`.',
    ...categories.flatMap((category) => [
      `## ${category}`,
      table(
        ['method', 'permission', 'product lock', 'key lock', 'feature lock', 'states'],
        methods.filter((method) => method.category === category).map(indexRow),
      ),
    ]),
    '## Locks',
    'A token’s permissions say which methods it may call, its locks on what. *must match*: the call must be about the product or license of the lock. *refused*: a token with such a lock cannot call the method. *narrows*: what is read is filtered by the lock. A key lock below 0 lets a token ask about any key that it can name.',
  );
};

const indexRow = (method: Method): readonly string[] => [
  `[${method.name}](${method.category}/${method.name}.md): ${method.title}`,
  method.permission === null ? 'any' : code(method.permission),
  SCOPES[method.scope].productLock,
  SCOPES[method.scope].keyLock,
  method.featureLock ?? '',
  [...method.states].sort((a, b) => a - b).join(' '),
];

/** Every state and who writes it. */
export const statesPage = (methods: readonly Method[]): string => {
  const writers = (state: State): string =>
    methods
      .filter((method) => method.states.includes(state))
      .map((method) => `[${method.name}](${method.category}/${method.name}.md)`)
      .join(', ');
  const states = Object.keys(STATES).map(Number) as State[];
  return page(
    '# States of the log',
    'Four digits. The first two name the group of the request, the third says how it ended (1 granted, 2 refused; 4020 and 4021 are what the specification says they are), the last tells more.',
    table(
      ['digits', 'group'],
      Object.entries(STATE_GROUPS).map(([digits, meaning]) => [`${digits}xx`, meaning]),
    ),
    table(
      ['state', 'meaning', 'written by'],
      states.map((state) => [String(state), STATES[state], writers(state)]),
    ),
  );
};
