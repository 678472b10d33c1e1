import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { placeOf, TABLES_OVER_ACCOUNTS } from '../../src/db/distribute.js';
import { BUILT_STATEMENTS } from '../harness/builtStatements.js';
import { allDeclaredStatements, filesThatBuild, OVER_ACCOUNTS } from '../harness/statements.js';

/** What lets the data lie on many machines, account by account, as far as texts show it. test/citus/singleShard.test.ts asks Citus. */

interface Table {
  readonly name: string;
  readonly key: string | null;
}

const schema = readFileSync(fileURLToPath(new URL('../../../db/schema.sql', import.meta.url)), 'utf8');

const tables: readonly Table[] = [...schema.matchAll(/^create table (\w+) \((.*?)^\)/gms)].map(
  ([, name = '', columns = '']) => ({ name, key: /^ {2}primary key \((\w+)/m.exec(columns)?.[1] ?? null }),
);

const statements = async (): Promise<readonly { name: string; text: string }[]> => [
  ...[...(await allDeclaredStatements())].map(([name, text]) => ({ name, text })),
  ...Object.entries(BUILT_STATEMENTS).flatMap(([name, built]) => built.map(({ text }) => ({ name, text }))),
];

test('every table begins its primary key with the account, or it is said what becomes of it', () => {
  assert(tables.length > 25);
  assert.deepEqual(
    tables.filter((table) => placeOf(table) === undefined),
    [],
  );
  assert.deepEqual(
    tables.filter(({ name, key }) => key === 'account_id' && name in TABLES_OVER_ACCOUNTS),
    [],
    'a table of accounts is not over them',
  );
});

test('a table without a word of what becomes of it is told apart', () => {
  assert.equal(placeOf({ name: 'mine', key: 'name' }), undefined);
  assert.equal(placeOf({ name: 'schema_migration', key: null }), undefined);
  assert.equal(placeOf({ name: 'user_email', key: 'email' }), 'distributed');
});

test('every file that puts statements together has them in the tests', () => {
  assert.deepEqual(Object.keys(BUILT_STATEMENTS).sort(), filesThatBuild());
});

test('every statement names the account for each table it touches', async () => {
  const names = tables.filter(({ key }) => key === 'account_id').map(({ name }) => name);
  const touches = new RegExp(
    `(?:(?:\\bfrom|\\bjoin|\\bupdate)\\s+|, (?=\\w+ [a-z] ))(${names.join('|')})\\b(?!\\s*[.(])`,
    'g',
  );
  const insertsValues = /^insert into \w+ \(account_id\b[^)]*\)\s+values \(\$1\b/;
  const wrong = (await statements())
    .filter(({ name, text }) => !(name in OVER_ACCOUNTS) && !insertsValues.test(text))
    .filter(({ text }) => {
      // A part of the statement may have a table's name.
      const touched = [...text.matchAll(touches)].filter(([, name]) => !new RegExp(`\\b${name} as \\(`).test(text));
      const named = text.match(/\baccount_id = |\busing \(account_id/g)?.length ?? 0;
      return named < touched.length || !/\baccount_id = \$\d/.test(text);
    });
  assert.deepEqual(
    wrong.map(({ name }) => name),
    [],
  );
});
