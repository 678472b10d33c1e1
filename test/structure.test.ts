import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

/** Which way data flows in the tree, checked over the import statements. */

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

interface Import {
  /** A file from the root (`src/…`), or the name of a package. */
  readonly of: string;
  readonly typesOnly: boolean;
}

const importsOf = (file: string, text: string): readonly Import[] =>
  [...text.matchAll(/^(?:import|export)\s([^;]*?)\bfrom\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gms)].map(
    ([, clause = '', from, dynamic]) => {
      const name = from ?? dynamic ?? '';
      const named = /^\{(.*)\}\s*$/s.exec(clause.trim())?.[1];
      const typesOnly =
        /^type\b/.test(clause) ||
        (named?.split(',').every((part) => part.trim() === '' || /^\s*type\s/.test(part)) ?? false);
      return {
        of: name.startsWith('.') ? normalize(join(dirname(file), name)).replace(/\.js$/, '.ts') : name,
        typesOnly,
      };
    },
  );

const sources = new Map(
  readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join('src', name))
    .sort()
    .map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]),
);

const imports = new Map([...sources].map(([file, text]) => [file, importsOf(file, text)]));

/** Imports of files under `from` that break a rule, as `file → import`. */
const breaking = (from: string, isAllowed: (imported: Import) => boolean): readonly string[] =>
  [...imports]
    .filter(([file]) => file.startsWith(from))
    .flatMap(([file, all]) => all.filter((one) => !isAllowed(one)).map(({ of }) => `${file} → ${of}`));

const isUnder = (...directories: string[]) => {
  return ({ of }: Import): boolean => directories.some((directory) => of.startsWith(directory));
};

test('there is something to check', () => {
  assert(sources.size > 50);
  assert(imports.get(join('src', 'main.ts'))?.some(({ of }) => of === join('src', 'http', 'server.ts')));
});

test('domain imports nothing outside itself', () => {
  assert.deepEqual(breaking('src/domain/', isUnder('src/domain/', 'node:crypto')), []);
});

test('sql imports domain and itself only', () => {
  assert.deepEqual(breaking('src/sql/', isUnder('src/sql/', 'src/domain/')), []);
});

test('db knows nothing of what it is used for', () => {
  const above = isUnder('src/engine/', 'src/methods/', 'src/http/', 'src/engine/analytics/projections/');
  assert.deepEqual(
    breaking('src/db/', (imported) => !above(imported)),
    [],
  );
});

test('engine knows nothing of methods and HTTP', () => {
  const above = isUnder('src/methods/', 'src/http/');
  assert.deepEqual(
    breaking('src/engine/', (imported) => !above(imported)),
    [],
  );
});

test('methods know nothing of HTTP, and of the database only how to tell its errors apart', () => {
  const wrong = isUnder('src/http/', 'src/db/', 'pg', 'fastify');
  assert.deepEqual(
    breaking('src/methods/', (imported) => !wrong(imported) || imported.of === 'src/db/sqlState.ts'),
    [],
  );
});

test('only db uses the driver', () => {
  assert.deepEqual(
    breaking('src/', ({ of, typesOnly }) => typesOnly || !/^pg(-|$)/.test(of)).filter(
      (found) => !found.startsWith('src/db/'),
    ),
    [],
  );
});

test('only HTTP uses the web framework', () => {
  assert.deepEqual(
    breaking('src/', ({ of }) => !/^(@fastify\/|fastify)/.test(of)).filter((found) => !found.startsWith('src/http/')),
    [],
  );
});

test('SQL stands in src/sql, migrations and the schema’s own keeping in src/db', () => {
  const statement = /[`'"]\s*(?:select\s+[\w*(]|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s)/i;
  const found = [...sources]
    .filter(([file]) => !file.startsWith('src/sql/') && !file.startsWith('src/db/'))
    .filter(([, text]) => statement.test(text))
    .map(([file]) => file);
  assert.deepEqual(found, []);
});

test('the server knows the dashboard by its files', () => {
  assert.deepEqual(
    breaking('src/', ({ of }) => !of.startsWith('web/')),
    [],
  );
});

test('no import goes round in a circle', () => {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
      return;
    }
    if (done.has(file)) return;
    for (const { of, typesOnly } of imports.get(file) ?? []) if (!typesOnly) visit(of, [...path, file]);
    done.add(file);
  };
  for (const file of sources.keys()) visit(file, []);
  assert.deepEqual(circles, []);
});

test('no file is longer than 400 lines', () => {
  const long = [...sources].map(([file, text]) => ({ file, lines: text.split('\n').length }));
  assert.deepEqual(
    long.filter(({ lines }) => lines > 400),
    [],
  );
});
