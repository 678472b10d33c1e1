import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { BenchCase } from '../../bench/harness/benchCase.js';
import { readBenchOptions } from '../../bench/harness/options.js';

const RUN = fileURLToPath(new URL('../../bench/run.js', import.meta.url));

const caseNamed = (name: string, fast: boolean): BenchCase => ({
  name,
  fast,
  title: `how fast ${name} is`,
  against: 'nothing',
  target: { least: 1 },
  measure: async () => [],
});

const CASES = [caseNamed('activate', true), caseNamed('page', true), caseNamed('page-20m', false)];

const read = (...args: string[]) => readBenchOptions(args, CASES);

const chosenBy = (...args: string[]): readonly string[] => {
  const found = read(...args);
  assert('options' in found);
  return found.options.chosen.map(({ name }) => name);
};

test('names, --fast or nothing choose the cases', () => {
  assert.deepEqual(chosenBy(), ['activate', 'page', 'page-20m']);
  assert.deepEqual(chosenBy('--fast'), ['activate', 'page']);
  assert.deepEqual(chosenBy('page-20m', 'activate', 'activate'), ['activate', 'page-20m']);
});

test('options are read', () => {
  const { chosen: _chosen, ...plain } = ((found) => ('options' in found ? found.options : assert.fail()))(read());
  assert.deepEqual(plain, { rounds: 5, record: false, json: undefined, profile: undefined });
  const found = read('page', '--rounds', '3', '--record', '--json', 'figures.json');
  assert.deepEqual(found, {
    options: { chosen: [CASES[1]], rounds: 3, record: true, json: 'figures.json', profile: undefined },
  });
});

test('wrong use is told in a sentence', () => {
  const cases: readonly (readonly [args: readonly string[], sentence: RegExp])[] = [
    [['activte', 'page'], /^There is no case activte\. There are: activate, page, page-20m\.$/],
    [['--fats'], /^Unknown option '--fats'/],
    [['--json'], /^Option '--json <value>' argument missing/],
    [['--fast', 'page'], /^--fast and names of cases exclude each other\.$/],
    [['--profile', 'd', '--json', 'f'], /^--profile and --json exclude each other/],
    ...['0', '-1', '1.5', 'x', ''].map((rounds) => [[`--rounds=${rounds}`], /^--rounds must be an integer/] as const),
  ];
  for (const [args, sentence] of cases) {
    const found = read(...args);
    assert('wrong' in found, args.join(' '));
    assert.match(found.wrong, sentence);
  }
});

const run = (
  ...args: string[]
): Promise<{ readonly code: unknown; readonly stdout: string; readonly stderr: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [RUN, ...args], (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, stdout, stderr }),
    );
  });

test('the program ends before it measures anything: with 2 for wrong use, with 0 for help', async () => {
  const wrong = await run('--record', 'nothing-like-that');
  assert.deepEqual([wrong.code, wrong.stdout], [2, '']);
  assert.match(wrong.stderr, /^There is no case nothing-like-that\. There are: activate, .*\.\n$/);
  const help = await run('--help', 'activate');
  assert.deepEqual([help.code, help.stderr], [0, '']);
  assert.match(help.stdout, /^\* activate {2,}\S/m);
  assert.match(help.stdout, /^ {2}projector-5m {2,}\S/m);
});
