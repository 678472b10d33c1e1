import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ALL_STATES } from '../src/domain/log/stateLists.js';

/** What stands in one table stands nowhere else, checked over the sources. */

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const withoutComments = (text: string): string => text.replace(/\/\*.*?\*\//gs, '').replace(/(^|\s)\/\/.*$/gm, '');

const sources: ReadonlyMap<string, string> = new Map(
  ['src', 'web/src', 'scripts'].flatMap((directory) =>
    readdirSync(join(ROOT, directory), { recursive: true, encoding: 'utf8' })
      .filter((name) => /(?<!\.d)\.tsx?$/.test(name))
      .map((name) => join(directory, name))
      .map((file) => [file, withoutComments(readFileSync(join(ROOT, file), 'utf8'))] as const),
  ),
);

/** Where each of some files has a pattern, as `file: text`. */
const found = (pattern: RegExp, texts: ReadonlyMap<string, string>): readonly string[] =>
  [...texts].flatMap(([file, text]) => [...text.matchAll(pattern)].map(([match]) => `${file}: ${match.trim()}`));

const CODE = `(?:${ALL_STATES.join('|')})`;
const MENTION = new RegExp(`^.*(?<![\\d.-])${CODE}(?![\\d-]).*$`, 'gm');

/** How the methods and rules that earn a code name it. */
const EARNED = [
  // A declaration.
  new RegExp(`\\bstates: \\[(?:\\.\\.\\.\\w+, )?${CODE}(?:, ${CODE})*\\]`, 'g'),
  new RegExp(`\\brefusal: ${CODE}`, 'g'),
  // The row that a rule writes.
  new RegExp(
    `\\b(?:entry|licenseEntry|productEntry|ownerEntry|changeLicense)\\((?:[^,;]*\\? ${CODE} : )?${CODE},`,
    'g',
  ),
  new RegExp(`\\bdecideStep\\(found, ${CODE},`, 'g'),
  // Its type.
  new RegExp(`(?:\\btype \\w+ = |\\bextends )${CODE}(?: \\| ${CODE})*(?=[>;])`, 'g'),
  new RegExp(`, (?:S \\| )?${CODE}(?: \\| ${CODE})*(?=>)`, 'g'),
];

/** Rows in the examples of declarations. */
const EXAMPLES = new RegExp(`\\b(?:[sS]tate|lastEventState|States): '?\\[?${CODE}(?:,${CODE})*\\]?'?`, 'g');

const isDeclaration = (file: string): boolean => file.startsWith('src/methods/');
const isRule = (file: string): boolean =>
  isDeclaration(file) || file.startsWith('src/domain/licensing/') || file === 'src/domain/transfer/importing.ts';

/** Files that name codes otherwise, how many lines of them do, and why. */
const OTHERS: Readonly<Record<string, readonly [lines: number, reason: string]>> = {
  'scripts/generate/pages.ts': [1, 'quotes the specification, whose digits of 4020 and 4021 differ from the others'],
  'src/cli/demo/history/describeHistory.ts': [1, 'a question to ask of the demonstration'],
  'src/domain/licensing/activation.ts': [2, 'declared here for the methods of both APIs that earn them'],
  'src/domain/licensing/dataObjects.ts': [1, 'one rule earns two codes, and does what the one asked for says'],
  'src/methods/ext/OptionalField.ts': [1, 'its description names the code that it earns'],
  'src/methods/key/GetExcludedFromAnalytics.ts': [1, 'its description names the code that it earns'],
  'src/methods/key/GetKey.ts': [1, 'its description names the code that it earns'],
  'web/src/pages/log/rowSentence.ts': [11, 'sentences of some codes; the others have the words of the table'],
};

const TABLES = ['src/domain/log/states.ts', 'web/src/api/generated.ts'];

test('state codes are known to the table and to what earns them', () => {
  const rest = [...sources]
    .filter(([file]) => !TABLES.includes(file))
    .map(([file, text]) => {
      const patterns = [...(isRule(file) ? EARNED : []), ...(isDeclaration(file) ? [EXAMPLES] : [])];
      return [file, patterns.reduce((left, pattern) => left.replaceAll(pattern, ''), text)] as const;
    });
  const mentions = found(MENTION, new Map(rest));
  const isOther = (mention: string): boolean => Object.keys(OTHERS).some((file) => mention.startsWith(`${file}: `));
  assert.deepEqual(
    mentions.filter((mention) => !isOther(mention)),
    [],
  );
  assert.deepEqual(
    Object.fromEntries(
      Object.keys(OTHERS).map((file) => [file, mentions.filter((mention) => mention.startsWith(`${file}: `)).length]),
    ),
    Object.fromEntries(Object.entries(OTHERS).map(([file, [lines]]) => [file, lines])),
  );
});

test('methods have no number outside of the table of numbers', () => {
  const methods = new Map([...sources].filter(([file]) => file.startsWith('src/methods/')));
  assert.deepEqual(found(/^.*\bnumber: \d.*$/gm, methods), []);
  assert.deepEqual(found(/^.*\bmethod\s*=+\s*\d.*$/gm, sources), []);
});

test('kinds of data-object owners have no number outside of their table', () => {
  const others = new Map([...sources].filter(([file]) => file !== 'src/domain/entities/objectOwners.ts'));
  // ReferencerType in capitals is a parameter, and stands in an example.
  assert.deepEqual(found(/^.*\breferencer(?:Type|_type)\b\s*(?::|=+|in)\s*\(?\d.*$/gm, others), []);
});
