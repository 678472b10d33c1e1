import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, normalize, posix } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

/** Which way data flows in the dashboard, checked over its import statements, those of types included. */

const ROOT = fileURLToPath(new URL('../../../web/src/', import.meta.url));

/** The files of web/src that are neither generated nor styles, with their text. */
const sources = new Map(
  readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .map((name) => normalize(name).replaceAll('\\', '/'))
    .filter((name) => /\.tsx?$/.test(name))
    .sort()
    .map((name) => [name, readFileSync(join(ROOT, name), 'utf8')]),
);

const SPECIFIER = /^(?:import|export)\s[^;]*?\bfrom\s+'([^']+)'|^import\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gms;

/** The file that an import names; a package keeps its name. */
const fileOf = (from: string, specifier: string): string => {
  if (!specifier.startsWith('.')) return specifier;
  const path = posix.join(posix.dirname(from), specifier);
  return [path.replace(/\.js$/, '.ts'), path.replace(/\.js$/, '.tsx')].find((name) => sources.has(name)) ?? path;
};

const imports = new Map(
  [...sources].map(([file, text]) => [
    file,
    [...text.matchAll(SPECIFIER)].map(([, from, plain, dynamic]) => fileOf(file, from ?? plain ?? dynamic ?? '')),
  ]),
);

/** The floors of the dashboard, the highest first. A file imports from its own floor and from those below it. */
const FLOORS: readonly (readonly string[])[] = [
  ['start.ts', 'main.tsx'],
  ['router.ts', 'routes.ts'],
  ['shell/'],
  ['pages.ts'],
  ['pages/'],
  [
    'addresses/',
    'changes/',
    'customers/',
    'events/',
    'gettingStarted/',
    'licenses/',
    'log/',
    'machines/',
    'products/',
    'tokens/',
  ],
  ['ui/', 'api/', 'theme/'],
  ['time/', 'problem.ts', 'searchText.ts'],
];

const isIn = (place: string, file: string): boolean => (place.endsWith('/') ? file.startsWith(place) : file === place);

/** 0 is the highest; -1: on no floor. */
const floorOf = (file: string): number => FLOORS.findIndex((places) => places.some((place) => isIn(place, file)));

/** Imports that break a rule, as `file → import`. */
const breaking = (isWrong: (file: string, imported: string) => boolean): readonly string[] =>
  [...imports].flatMap(([file, all]) => all.filter((one) => isWrong(file, one)).map((one) => `${file} → ${one}`));

test('there is something to check', () => {
  assert(sources.size > 150);
  assert(imports.get('main.tsx')?.includes('router.ts'));
  assert(imports.get('main.tsx')?.includes('theme/global.css'));
  assert(imports.get('pages.ts')?.includes('pages/log/LogPage.tsx'));
});

test('every file stands on a floor, and every place of a floor is there', () => {
  assert.deepEqual(
    [...sources.keys()].filter((file) => floorOf(file) === -1),
    [],
  );
  const places = FLOORS.flat();
  assert.deepEqual(
    places.filter((place) => ![...sources.keys()].some((file) => isIn(place, file))),
    [],
  );
});

test('no import goes up a floor', () => {
  assert.deepEqual(
    breaking((file, imported) => floorOf(imported) !== -1 && floorOf(imported) < floorOf(file)),
    [],
  );
});

test('building blocks know no API, and the API nothing of what is drawn', () => {
  assert.deepEqual(
    breaking((file, imported) => file.startsWith('ui/') && imported.startsWith('api/')),
    [],
  );
  assert.deepEqual(
    breaking((file, imported) => file.startsWith('api/') && /^(ui|theme)\/|^(@mantine|lucide-react)/.test(imported)),
    [],
  );
});

test('no page imports the folder of another page', () => {
  const folderOf = (file: string): string | undefined => /^pages\/[^/]+\//.exec(file)?.[0];
  assert.deepEqual(
    breaking((file, imported) => {
      const [own, other] = [folderOf(file), folderOf(imported)];
      return own !== undefined && other !== undefined && own !== other;
    }),
    [],
  );
});

test('web knows the server by its API alone', () => {
  assert.deepEqual(
    breaking((_file, imported) => /^\.\.|^node:/.test(imported)),
    [],
  );
});

test('no import goes round in a circle, types included', () => {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
      return;
    }
    if (done.has(file)) return;
    for (const imported of imports.get(file) ?? []) visit(imported, [...path, file]);
    done.add(file);
  };
  for (const file of sources.keys()) visit(file, []);
  assert.deepEqual(circles, []);
});

test('files are short: half of them below 65 lines, none over 300', () => {
  const lengths = [...sources]
    .filter(([file]) => file !== 'api/generated.ts')
    .map(([file, text]) => ({ file, lines: text.split('\n').length - 1 }))
    .sort((a, b) => a.lines - b.lines);
  assert.deepEqual(
    lengths.filter(({ lines }) => lines > 300),
    [],
  );
  const middle = lengths[Math.floor(lengths.length / 2)];
  assert(middle !== undefined && middle.lines < 65, `the median is ${middle?.lines} lines`);
});
