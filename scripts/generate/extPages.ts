import type { ExtMethod } from '../../src/methods/ext/define.js';
import { extAnswerSchemasOf, type JsonSchema, parametersOf } from '../../src/methods/jsonSchema.js';
import { ascending, code, exampleText, list, logText, members, page, parameterTable, table } from './markdown.js';

/** The Markdown pages about methods of Web API 2. */

export const extPage = (method: ExtMethod): string =>
  page(
    `# Ext/${method.name}`,
    `\`GET\` or \`POST ${method.path}\` (Web API 2; log number ${method.number})`,
    `${method.title} ${method.description}`,
    '## Parameters',
    parameterTable(parametersOf(method)),
    '## Access',
    accessOf(method),
    '## Answer',
    ...extAnswerSchemasOf(method).flatMap(answerOf),
    '## Errors',
    'As `{"error": "…"}`, with status 200:',
    list(method.errors.map(code)),
    '## Log',
    logText(method),
    '## Example',
    exampleText(method.path, '', method.example.request, method.example.answer),
  );

const accessOf = ({ owner, identity, stranger }: ExtMethod): string =>
  owner
    ? `The account’s private key is required. If it is wrong or there is no such account, the answer is ${code(stranger)}; a request that names no account leaves no row in the log.`
    : `No secret is required. ${Object.values(identity).map(code).join(', ')} and the product’s \`hsum\` identify the licence, and the product must be public. If there is no such account the answer is ${code(stranger)}, and no row is left in the log.`;

/** One form that an answer may have. */
const answerOf = (schema: JsonSchema): readonly string[] => {
  if (schema.type === 'string') return ['Plain text.'];
  const when = typeof schema.description === 'string' ? `${schema.description} ` : '';
  if (schema.type === 'array') return [`${when}A JSON array of:`, members(schema.items as JsonSchema)];
  return [`${when}A JSON object:`, members(schema)];
};

/** The section about Web API 2 in the list of methods. */
export const extIndex = (methods: readonly ExtMethod[]): readonly string[] => [
  'Web API 2, for old programs, takes requests in the same ways but has no tokens. A request names the account and, where the table says so, sends the account’s private key. An answer has no envelope: an object whose values are all text, an array, or `{"error": "…"}` for a refusal (status 200) and for a request that cannot be read or served (the statuses above).',
  table(['method', 'private key', 'states'], methods.map(indexRow)),
];

const indexRow = ({ name, title, owner, states }: ExtMethod): readonly string[] => [
  `[${name}](ext/${name}.md): ${title}`,
  owner ? 'required' : '',
  ascending(states).join(' '),
];
