import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const ROOT = new URL('../../', import.meta.url);

const read = (file: string): string => readFileSync(new URL(file, ROOT), 'utf8');

/** The names of a file's tests as patterns: a `${…}` in a name stands for any text. */
const testNames = (file: string): readonly RegExp[] =>
  [...read(file).matchAll(/^\s*(?:test|it)\(\s*(?:'((?:\\.|[^'])*)'|"((?:\\.|[^"])*)"|`((?:\\.|[^`])*)`)/gm)].map(
    ([, single, double, template]) => {
      const name = (single ?? double ?? template ?? '').replaceAll(/\\(.)/g, '$1');
      const parts = template === undefined ? [name] : name.split(/\$\{[^}]*\}/);
      return new RegExp(`^${parts.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+')}$`);
    },
  );

const page = read('docs/spec-coverage.md');

test('every test that the coverage page names exists', () => {
  const known = new Map<string, readonly RegExp[]>();
  const missing = [...page.matchAll(/^\| [^|]+ \| (test\/\S+) \| (.+) \|$/gm)].filter(([, file = '', name = '']) => {
    const names = known.get(file) ?? testNames(file);
    known.set(file, names);
    return !names.some((pattern) => pattern.test(name));
  });
  assert.deepEqual(
    missing.map(([row]) => row),
    [],
  );
});

test('every row of the coverage page is read', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('|') && !/^\|(?:---| statement )/.test(line));
  assert(rows.length > 150);
  assert.deepEqual(
    rows.filter((row) => !/^\| [^|]+ \| test\/\S+\.test\.ts \| [^|]+ \|$/.test(row)),
    [],
  );
});
