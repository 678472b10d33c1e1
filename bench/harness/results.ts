import { readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import type { BenchCase, Measured } from './benchCase.js';
import type { Share } from './profile.js';

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

/** What the main threads of a case's servers were busy with, as it is kept. */
interface Profile {
  readonly name: string;
  readonly shares: readonly Share[];
  /** When, `yyyy-MM-dd`. */
  readonly date: string;
}

/** A part of the page that is made, between two lines of its own. */
interface Block {
  readonly begin: string;
  readonly end: string;
}

const RESULTS: Block = {
  begin: '<!-- Made by `npm run bench -- --record`: what is between these lines is replaced by it. -->',
  end: '<!-- end -->',
};
const PROFILES: Block = {
  begin: '<!-- Made by `npm run bench -- --profile DIR --record`: what is between these lines is replaced by it. -->',
  end: '<!-- end of profiles -->',
};

const today = (): string => new Date().toISOString().slice(0, 10);

const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`;

export const resultOf = ({ name, title, against, target }: BenchCase, measured: Measured, date = today()): Result => ({
  name,
  title,
  against,
  target,
  measured,
  date,
  machine: machine(),
});

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
    `On ${machines.join('; ')}.`,
    '',
    '| case | what | against | ratio: median (least to most) | target | both sides, medians | taken |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...results.map(line),
  ].join('\n');
};

/** Shares below this are left out. */
const WORTH_TELLING = 0.015;

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

const profileTable = (profiles: readonly Profile[]): string =>
  [
    '| case | share of the busy main thread | taken |',
    '| --- | --- | --- |',
    ...profiles.map(({ name, shares, date }) => {
      const shown = shares.filter(({ share }) => share >= WORTH_TELLING);
      return `| \`${name}\` | ${shown.map(({ what, share }) => `${what} ${percent(share)}`).join(' · ')} | ${date} |`;
    }),
  ].join('\n');

/** Replaces a block of the page; the words around it stay. A page without the block gets it at its end. */
const writeBlock = async (page: string, { begin, end }: Block, text: string): Promise<void> => {
  const old = await readFile(page, 'utf8').catch(() => '# Results of the benchmarks\n');
  const [before, after] = old.includes(begin) ? [old.split(begin)[0], old.split(begin)[1]] : [`${old}\n`, `${end}\n`];
  await writeFile(page, `${before}${begin}\n\n${text}\n\n${end}${after?.split(end)[1] ?? ''}`);
};

/** Keeps `fresh` in a file with what stood there for other names, and returns all in order. */
const keep = async <Kept extends { readonly name: string }>(
  file: string,
  order: readonly string[],
  fresh: readonly Kept[],
): Promise<readonly Kept[]> => {
  const kept = JSON.parse(await readFile(file, 'utf8').catch(() => '[]')) as readonly Kept[];
  const names = new Set(fresh.map(({ name }) => name));
  const all = [...kept.filter(({ name }) => !names.has(name)), ...fresh].toSorted(
    (a, b) => order.indexOf(a.name) - order.indexOf(b.name),
  );
  await writeFile(file, `${JSON.stringify(all, null, 2)}\n`);
  return all;
};

/**
 * Keeps results: those of cases that were run now replace what stood for these cases. The table in `results.md` is written
 * again from `results.json`.
 */
export const recordResults = async (
  folder: string,
  order: readonly string[],
  results: readonly Result[],
): Promise<void> => {
  const all = await keep(join(folder, 'results.json'), order, results);
  await writeBlock(join(folder, 'results.md'), RESULTS, tableOf(all));
};

/** Keeps what a case's servers were busy with, in `profiles.json` and in a table of `results.md`. */
export const recordProfile = async (
  folder: string,
  order: readonly string[],
  name: string,
  shares: readonly Share[],
): Promise<void> => {
  const all = await keep<Profile>(join(folder, 'profiles.json'), order, [{ name, shares, date: today() }]);
  await writeBlock(join(folder, 'results.md'), PROFILES, profileTable(all));
};
