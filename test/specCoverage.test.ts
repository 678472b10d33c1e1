import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

const ROOT = new URL('../../', import.meta.url);

test('every test that the coverage table names exists', async () => {
  const table = await readFile(new URL('docs/spec-coverage.md', ROOT), 'utf8');
  const rows = [...table.matchAll(/^\|[^|]+\| (test\/\S+) \| (.+) \|$/gm)];
  assert(rows.length > 50);
  for (const [, file = '', name = ''] of rows) {
    const source = await readFile(new URL(file, ROOT), 'utf8');
    // A name may be made from a template, as for several methods in a loop.
    const written = [name, name.replace(/^ai\/\w+/, '$' + '{method}')];
    const found = written.some((text) => source.includes(`test('${text}'`) || source.includes(`test(\`${text}\``));
    assert(found, `${file} has no test "${name}"`);
  }
});
