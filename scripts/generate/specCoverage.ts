import { table } from './markdown.js';

/**
 * docs/spec-coverage.md, from comments of the form `// spec(GetEvents): Limit: default 10, at most 100` above the test that
 * holds what the specification says.
 */

/** The page's sections in order; none other may be named. */
const SECTIONS = [
  'GetWebAPILog',
  'GetEvents',
  'WebAPILog',
  'WebAPILog, state codes',
  'WebAPILog, errors',
  'GetLicenseActivityBuckets',
  'other usage methods',
  'GetSeatUsage and GetSeatHolders',
  'derived from the log',
  'read by the dashboard',
  'writing the log',
  'RegisterEvent and RegisterEvents',
  'GetObjectLog',
] as const;

type Section = (typeof SECTIONS)[number];

const NOTES: Partial<Record<Section, string>> = {
  GetEvents: `The page's example answer has \`"message":""\`; its table says null, and so does the server.`,
  'writing the log': 'What earns which state, where the pages leave it open.',
};

const INTRODUCTION = `<!-- Made from the tests by \`npm run generate\`: change their \`// spec(…)\` comments, not this file. -->

# What the specification says and which test holds it

One row for each parameter, default, limit, remark and error sentence of the pages that this server implements to the letter,
and for what it makes of the places where they are silent. Names with \`\${…}\` are tests made in a loop.`;

/** A statement, or the beginning of a test with its name in quotes. */
const LINE = /^ *(?:\/\/ spec\((.+?)\): (.+)|(?:test|it)\(\s*('(?:\\.|[^'])*'|"(?:\\.|[^"])*"|`(?:\\.|[^`])*`))/gm;

interface Row {
  readonly section: Section;
  readonly statement: string;
  readonly file: string;
  readonly test: string;
}

const sectionNamed = (name: string, file: string): Section => {
  const section = SECTIONS.find((known) => known === name);
  if (section === undefined) throw new Error(`${file}: the specification has no section "${name}"`);
  return section;
};

/** What a file's tests hold. Throws when a comment names no section or has no test below it. */
const rowsOf = (file: string, source: string): readonly Row[] => {
  const rows: Row[] = [];
  let open: Omit<Row, 'test'>[] = [];
  for (const [, section, statement = '', quoted = ''] of source.matchAll(LINE)) {
    if (section !== undefined) {
      open.push({ section: sectionNamed(section, file), statement, file });
      continue;
    }
    const test = quoted.slice(1, -1).replaceAll(/\\(.)/g, '$1');
    rows.push(...open.map((row) => ({ ...row, test })));
    open = [];
  }
  if (open[0] !== undefined) throw new Error(`${file}: no test below "${open[0].statement}"`);
  return rows;
};

/** The page, from the sources of all tests by their paths. */
export const specCoverage = (sources: ReadonlyMap<string, string>): string => {
  const rows = [...sources].flatMap(([file, source]) => rowsOf(file, source));
  const sections = SECTIONS.flatMap((section) => [
    `## ${section.replace(/^[a-z]/, (first) => first.toUpperCase())}`,
    NOTES[section] ?? '',
    table(
      ['statement', 'test file', 'test'],
      rows.filter((row) => row.section === section).map(({ statement, file, test }) => [statement, file, test]),
    ),
  ]);
  return `${[INTRODUCTION, ...sections].filter((part) => part !== '').join('\n\n')}\n`;
};
