import { ALL_STATES } from '../../src/domain/log/stateLists.js';
import { STATE_FAMILIES, STATES, type State } from '../../src/domain/log/states.js';
import type { Method } from '../../src/methods/define.js';
import type { ExtMethod } from '../../src/methods/ext/define.js';
import { answerSchemaOf, parametersOf, resultSchemaOf } from '../../src/methods/jsonSchema.js';
import { SCOPES } from '../../src/methods/scopes.js';
import { extIndex } from './extPages.js';
import { ascending, code, exampleText, list, logText, members, page, parameterTable, table } from './markdown.js';

/** The Markdown pages about methods. */

/** The page of one method. */
export const methodPage = (method: Method): string => {
  const parameters = parametersOf(method);
  return page(
    `# ${method.name}`,
    `\`GET\` or \`POST ${method.path}\` (log number ${method.number})`,
    `${method.title} ${method.description}`,
    '## Parameters',
    'Besides `token`.',
    parameterTable(parameters),
    '## Access',
    list([
      `Permission: ${method.permission === null ? 'none; any valid token' : code(method.permission)}.`,
      SCOPES[method.scope].locks,
      method.featureLock === undefined ? 'A feature lock has no effect.' : `Feature lock: ${method.featureLock}`,
    ]),
    '## Answer',
    ...answerText(method),
    '## Errors',
    'With `result` 1 and one of these as `message`:',
    list(method.errors.map(code)),
    '## Log',
    logText(method),
    '## Example',
    exampleText(
      method.path,
      'token=…',
      method.example.request,
      method.kind === 'stream' ? (Object.values(method.contents)[0]?.example ?? '') : method.example.answer,
    ),
  );
};

/** The members of an answer; of a stream what is sent, and the members of one event or line. */
const answerText = (method: Method): readonly string[] =>
  method.kind === 'stream'
    ? [
        list(Object.entries(method.contents).map(([type, { description }]) => `${code(type)}: ${description}`)),
        'A refusal is JSON as for all methods. Each object:',
        members(resultSchemaOf(method)),
      ]
    : [members(answerSchemaOf(method))];

/** The list of methods, which is the permission matrix too. */
export const methodIndex = (methods: readonly Method[], extMethods: readonly ExtMethod[]): string => {
  const categories = [...new Set(methods.map((method) => method.category))].sort();
  return page(
    '# Methods',
    'Every method takes `GET` with a query and `POST` with a form or a JSON object, and answers the same. Names of methods and parameters are case-insensitive; a double or trailing slash is ignored. An empty value, `None` and `null` mean that a parameter is not given. The access token is the parameter `token` or the header `token`.',
    'Every answer has `result` (0 or 1) and `message`. A refusal is answered with status 200, `result` 1 and a sentence; a token that is missing, unknown, expired or revoked with status 401 and `Unable to authenticate.`. Requests that cannot be read are answered with 400, 404, 405, 413, 415 or 431, a server that cannot work right now with 503, all in the same form.',
    '[openapi.json](openapi.json) says the same to programs, [states.md](states.md) lists the states of the log. A running server shows all this under `/docs`.',
    ...categories.flatMap((category) => [
      `## ${category}`,
      table(
        ['method', 'permission', 'product lock', 'key lock', 'feature lock', 'states'],
        methods.filter((method) => method.category === category).map(indexRow),
      ),
    ]),
    '## Ext',
    ...extIndex(extMethods),
    '## Locks',
    'A token’s permissions say which methods it may call, its locks which objects they may be about. *must match*: the call must be about the product or licence of the lock. *refused*: a token with such a lock cannot call the method. *narrows*: what is read is filtered by the lock. A key lock below 0 lets a token ask about any key that it can name.',
  );
};

const indexRow = (method: Method): readonly string[] => [
  `[${method.name}](${method.category}/${method.name}.md): ${method.title}`,
  method.permission === null ? 'any' : code(method.permission),
  SCOPES[method.scope].productLock,
  SCOPES[method.scope].keyLock,
  method.featureLock ?? '',
  ascending(method.states).join(' '),
];

/** Every state and who writes it. */
export const statesPage = (methods: readonly Method[], extMethods: readonly ExtMethod[]): string => {
  const pages = [
    ...methods.map(({ name, category, states }) => ({ states, link: `[${name}](${category}/${name}.md)` })),
    ...extMethods.map(({ name, states }) => ({ states, link: `[Ext/${name}](ext/${name}.md)` })),
  ];
  const writers = (state: State): string => {
    const links = pages.filter((one) => one.states.includes(state)).map(({ link }) => link);
    return links.length === 0 ? 'the import' : links.join(', ');
  };
  return page(
    '# States of the log',
    'Four digits. The first two name the group of the request, the third says how it ended (1 granted, 2 refused; 4020 and 4021 are what the specification says they are), the last is the detail.',
    table(
      ['digits', 'group'],
      Object.entries(STATE_FAMILIES).map(([digits, { meaning }]) => [`${digits}xx`, meaning]),
    ),
    table(
      ['state', 'meaning', 'written by'],
      ALL_STATES.map((state) => [String(state), STATES[state].words, writers(state)]),
    ),
  );
};
