// Generates docs/api, docs/spec-coverage.md, db/schema.sql and the dashboard's API types from the code. With `--check`
// it writes nothing and fails, naming the files that are out of date.
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openApiDocument } from '../src/http/openapi/openapi.js';
import { EXT_METHODS, METHODS } from '../src/methods/registry.js';
import { programVersion } from '../src/programVersion.js';
import { extPage } from './generate/extPages.js';
import { methodIndex, methodPage, statesPage } from './generate/pages.js';
import { schemaText } from './generate/schemaText.js';
import { specCoverage } from './generate/specCoverage.js';
import { webTypes } from './generate/webTypes.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Everything below is generated: files that are no longer generated are removed. */
const DOCS = 'docs/api';

/** Paths below a directory of the tree; none when there is no such directory. */
const filesBelow = async (directory: string): Promise<readonly string[]> => {
  const entries = await readdir(join(ROOT, directory), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length));
};

/** All tests by their paths, in order. */
const testSources = async (): Promise<ReadonlyMap<string, string>> => {
  const files = (await filesBelow('test')).filter((file) => file.endsWith('.test.ts')).sort();
  const sources = await Promise.all(files.map((file) => readFile(join(ROOT, file), 'utf8')));
  return new Map(files.map((file, index) => [file, sources[index] ?? '']));
};

const generate = async (): Promise<ReadonlyMap<string, string>> => {
  const document = openApiDocument(METHODS, EXT_METHODS, programVersion());
  const files = new Map([
    [`${DOCS}/README.md`, methodIndex(METHODS, EXT_METHODS)],
    [`${DOCS}/states.md`, statesPage(METHODS, EXT_METHODS)],
    [`${DOCS}/openapi.json`, `${JSON.stringify(document, null, 1)}\n`],
    ['db/schema.sql', await schemaText()],
    ['web/src/api/generated.ts', webTypes(METHODS)],
    ['docs/spec-coverage.md', specCoverage(await testSources())],
  ]);
  for (const method of METHODS) files.set(`${DOCS}/${method.category}/${method.name}.md`, methodPage(method));
  for (const method of EXT_METHODS) files.set(`${DOCS}/ext/${method.name}.md`, extPage(method));
  return files;
};

const wanted = await generate();
const superfluous = (await filesBelow(DOCS)).filter((file) => !wanted.has(file));
const stale: string[] = [];
for (const [file, text] of wanted) {
  const present = await readFile(join(ROOT, file), 'utf8').catch(() => null);
  if (present !== text) stale.push(file);
}
const differing = [...stale, ...superfluous].sort();
if (process.argv.includes('--check')) {
  if (differing.length > 0) {
    console.error(`not as generated (run "npm run generate"):\n  ${differing.join('\n  ')}`);
    process.exitCode = 1;
  }
} else {
  for (const file of stale) {
    await mkdir(dirname(join(ROOT, file)), { recursive: true });
    await writeFile(join(ROOT, file), wanted.get(file) ?? '');
  }
  for (const file of superfluous) await rm(join(ROOT, file));
  console.log(differing.length === 0 ? 'nothing changed' : `changed:\n  ${differing.join('\n  ')}`);
}
