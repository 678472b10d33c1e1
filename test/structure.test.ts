import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

/**
 * Which way imports go in src, types included. The order of floors and subjects is the picture in ARCHITECTURE.md: this
 * test reads it from there, so that the two cannot differ. The dashboard's rules are in test/web/structure.test.ts.
 */

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const FILE_LINES = 300;
const MEDIAN_LINES = 65;

interface Import {
  readonly file: string;
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
      const of = name.startsWith('.') ? normalize(join(dirname(file), name)).replace(/\.js$/, '.ts') : name;
      return { file, of, typesOnly };
    },
  );

const sources = new Map(
  readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => join('src', name))
    .sort()
    .map((file) => [file, readFileSync(join(ROOT, file), 'utf8')]),
);

const imports: readonly Import[] = [...sources].flatMap(([file, text]) => importsOf(file, text));

const shown = ({ file, of }: Import): string => `${file} → ${of}`;

/** Imports that break a rule, as `file → import`. */
const breaking = (isAllowed: (one: Import) => boolean): readonly string[] =>
  imports.filter((one) => !isAllowed(one)).map(shown);

const isIn =
  (...folders: string[]) =>
  (file: string): boolean =>
    folders.some((folder) => file.startsWith(folder));

interface Floor {
  /** Files and folders, each ending in `.ts` or `/`. */
  readonly places: readonly string[];
  /** Subjects of the floor's folder and files beside them, the uppermost first; empty where the floor is not divided. */
  readonly subjects: readonly string[];
}

/** The lines of the picture between ```text floors and ```: places, then `:` and the subjects, `→` between them. */
const readFloors = (): readonly Floor[] => {
  const page = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8');
  const picture = /```text floors\n(.*?)```/s.exec(page)?.[1] ?? '';
  return picture
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [places = '', subjects = ''] = line.split(':');
      return {
        places: places.trim().split(/\s+/),
        subjects: subjects.split('→').flatMap((group) => (group.trim() === '' ? [] : [group.trim()])),
      };
    });
};

const FLOORS = readFloors();

const floorOf = (file: string): number => FLOORS.findIndex(({ places }) => places.some(isPlaceOf(file)));

const isPlaceOf =
  (file: string) =>
  (place: string): boolean =>
    place.endsWith('/') ? file.startsWith(`src/${place}`) : file === `src/${place}`;

/** 0 is the uppermost; -1: the floor's picture does not show it. Floors without subjects have one for all. */
const subjectOf = (file: string): number => {
  const { subjects = [] } = FLOORS[floorOf(file)] ?? {};
  return subjects.length === 0 ? 0 : subjects.indexOf(file.split('/')[2] ?? '');
};

test('there is something to check', () => {
  assert(sources.size > 50);
  assert(FLOORS.length > 5);
  assert(imports.some(({ file, of }) => file === 'src/main.ts' && of === 'src/http/server.ts'));
});

test('every file stands on a floor of the picture, and its folder is a subject of it', () => {
  const homeless = [...sources.keys()].filter((file) => floorOf(file) < 0 || subjectOf(file) < 0);
  assert.deepEqual(homeless, []);
  const missing = FLOORS.flatMap(({ places, subjects }) => [
    ...places.filter((place) => ![...sources.keys()].some((file) => isPlaceOf(file)(place))),
    ...subjects.filter(
      (subject) =>
        ![...sources.keys()].some((file) => file.split('/')[2] === subject && isPlaceOf(file)(places[0] ?? '')),
    ),
  ]);
  assert.deepEqual(missing, [], 'the picture shows what is there');
});

test('no import goes up, from floor to floor', () => {
  assert.deepEqual(
    breaking(({ file, of }) => !of.startsWith('src/') || floorOf(file) <= floorOf(of)),
    [],
  );
});

test('no import goes up within a floor, from subject to subject', () => {
  assert.deepEqual(
    breaking(({ file, of }) => floorOf(file) !== floorOf(of) || subjectOf(file) <= subjectOf(of)),
    [],
  );
});

test('no import goes round in a circle, types included', () => {
  const of = new Map([...sources.keys()].map((file) => [file, [] as string[]]));
  for (const one of imports) of.get(one.file)?.push(one.of);
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
      return;
    }
    if (done.has(file)) return;
    for (const next of of.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of sources.keys()) visit(file, []);
  assert.deepEqual(circles, []);
});

test('domain imports nothing outside itself but pure parsers', () => {
  // ipaddr.js: the groups of an IPv6 address. Text in, numbers out; it depends on nothing.
  const allowed = isIn('src/domain/', 'node:crypto', 'ipaddr.js');
  assert.deepEqual(
    breaking(({ file, of }) => !isIn('src/domain/')(file) || allowed(of)),
    [],
  );
});

test('sql imports domain and itself only', () => {
  assert.deepEqual(
    breaking(({ file, of }) => !isIn('src/sql/')(file) || isIn('src/sql/', 'src/domain/')(of)),
    [],
  );
});

test('methods know of the database only how to tell its errors apart', () => {
  const wrong = isIn('src/db/', 'pg', 'fastify');
  assert.deepEqual(
    breaking(({ file, of }) => !isIn('src/methods/')(file) || !wrong(of) || of === 'src/db/sqlState.ts'),
    [],
  );
});

test('only db uses the driver, and only HTTP the web framework', () => {
  assert.deepEqual(
    breaking(({ file, of, typesOnly }) => typesOnly || isIn('src/db/')(file) || !/^pg(-|$)/.test(of)),
    [],
  );
  assert.deepEqual(
    breaking(({ file, of }) => isIn('src/http/')(file) || !/^(@fastify\/|fastify)/.test(of)),
    [],
  );
});

test('SQL stands in src/sql, migrations and the schema’s own keeping in src/db', () => {
  const statement = /[`'"]\s*(?:select\s+[\w*(]|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s)/i;
  const found = [...sources]
    .filter(([file]) => !isIn('src/sql/', 'src/db/')(file))
    .filter(([, text]) => statement.test(text))
    .map(([file]) => file);
  assert.deepEqual(found, []);
});

test('the server knows the dashboard by its files', () => {
  assert.deepEqual(
    breaking(({ of }) => !of.startsWith('web/')),
    [],
  );
});

test('files are short: half of them under 65 lines, none over 300', () => {
  const lengths = [...sources].map(([file, text]) => ({ file, lines: text.split('\n').length - 1 }));
  const sorted = lengths.map(({ lines }) => lines).sort((a, b) => a - b);
  assert((sorted[Math.floor(sorted.length / 2)] ?? 0) < MEDIAN_LINES, `the median is ${sorted[sorted.length >> 1]}`);
  assert.deepEqual(
    lengths.filter(({ lines }) => lines > FILE_LINES),
    [],
  );
});
