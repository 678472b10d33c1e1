import { readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import type { BenchCase, Measured } from './benchCase.js';

/** One line of the table as it is kept. */
export interface Result {
  readonly name: string;
  readonly title: string;
  readonly against: string;
  readonly target: BenchCase['target'];
  readonly measured: Measured;
  /** When, `yyyy-MM-dd`. */
  readonly date: string;
  readonly machine: string;
}

const BEGIN = '<!-- Made by `npm run bench -- --record`: what is between these lines is written anew. -->';
const END = '<!-- end -->';

const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`;

export const resultOf = (
  { name, title, against, target }: BenchCase,
  measured: Measured,
  date = new Date().toISOString().slice(0, 10),
): Result => ({ name, title, against, target, measured, date, machine: machine() });

export const isReached = ({ target, measured: { ratio } }: Result): boolean =>
  'least' in target ? ratio.median >= target.least : ratio.median <= target.most;

export const targetText = ({ target }: Result): string =>
  'least' in target ? `at least ${target.least}` : `at most ${target.most}`;

/** Three digits that say something, or all of a whole number. */
export const figure = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);

const cell = (text: string): string => text.replaceAll('|', '\\|');

const line = (result: Result): string => {
  const { title, against, date, measured } = result;
  const { part, unit, ratio } = measured;
  const what = `${title}${part === '' ? '' : `; ${part}`}`;
  const sides = `${figure(ratio.numerator)} and ${figure(ratio.denominator)} ${unit}`;
  const spread = `${ratio.median.toFixed(2)} (${ratio.least.toFixed(2)} to ${ratio.most.toFixed(2)})`;
  const verdict = `${targetText(result)}: ${isReached(result) ? 'reached' : '**missed**'}`;
  return `| ${[`\`${result.name}\``, what, against, spread, verdict, sides, date].map(cell).join(' | ')} |`;
};

const tableOf = (results: readonly Result[]): string => {
  const machines = [...new Set(results.map((result) => result.machine))];
  return [
    BEGIN,
    '',
    `On ${machines.join('; ')}.`,
    '',
    '| case | what | against | ratio: median (least to most) | target | both sides, medians | taken |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...results.map(line),
    '',
    END,
  ].join('\n');
};

/**
 * Keeps results: those of cases that were run now replace what stood for these cases. The table in `<file>.md` is made
 * anew from `<file>.json`; the words around it stay.
 */
export const recordResults = async (
  file: string,
  order: readonly string[],
  results: readonly Result[],
): Promise<void> => {
  const [json, page] = [`${file}.json`, `${file}.md`];
  const kept = JSON.parse(await readFile(json, 'utf8').catch(() => '[]')) as readonly Result[];
  const fresh = new Set(results.map(({ name }) => name));
  const all = [...kept.filter(({ name }) => !fresh.has(name)), ...results].toSorted(
    (a, b) => order.indexOf(a.name) - order.indexOf(b.name),
  );
  const text = await readFile(page, 'utf8').catch(() => `# Results of the benchmarks\n\n${BEGIN}\n${END}\n`);
  const [before, after] = [text.split(BEGIN)[0] ?? '', text.split(END)[1] ?? ''];
  await writeFile(json, `${JSON.stringify(all, null, 2)}\n`);
  await writeFile(page, `${before}${tableOf(all)}${after}`);
};
