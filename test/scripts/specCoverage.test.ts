import assert from 'node:assert/strict';
import { test } from 'node:test';
import { specCoverage } from '../../scripts/generate/specCoverage.js';

const pageOf = (source: string): string => specCoverage(new Map([['test/a.test.ts', source]]));

test('a comment is a row with the name of the next test, in the section that it names', () => {
  const page = pageOf(`
    // spec(GetEvents): Limit: default 10
    // spec(GetObjectLog): the end | of the data
    test('it\\'s 10', () => {});
    // spec(GetEvents): at most 100
    it(
      \`\${most} at most\`, () => {});`);
  const [, events = '', objects = ''] = /^## GetEvents$(.*?)^## (?:.*)^## GetObjectLog$(.*)/ms.exec(page) ?? [];
  assert.match(
    events,
    /\| Limit: default 10 \| test\/a\.test\.ts \| it's 10 \|\n\| at most 100 \| test\/a\.test\.ts \| \$\{most\} at most \|/,
  );
  assert.match(objects, /\| the end \\\| of the data \| test\/a\.test\.ts \| it's 10 \|/);
});

test('a comment without a test below it, or with a section that is not there, is an error', () => {
  assert.throws(() => pageOf('// spec(GetEvents): Limit'), /test\/a\.test\.ts: no test below "Limit"/);
  assert.throws(() => pageOf("// spec(Nothing): Limit\ntest('a', () => {});"), /has no section "Nothing"/);
});
