import { parseArgs } from 'node:util';
import type { BenchCase } from './benchCase.js';

/** What a run of the benchmarks is asked to do. */
interface BenchOptions {
  /** In the order of all cases, each once. */
  readonly chosen: readonly BenchCase[];
  readonly rounds: number;
  /** Keep the results in bench/results.md. */
  readonly record: boolean;
  /** The file for the results as JSON. */
  readonly json: string | undefined;
  /** The directory for profiles, which are taken instead of figures. */
  readonly profile: string | undefined;
}

type Read = { readonly help: string } | { readonly wrong: string } | { readonly options: BenchOptions };

const USAGE = `npm run bench -- [NAME …] [options]

Without a name: all cases, an hour of them.

  --fast         those of the first three minutes
  --rounds N     how often each side is measured (default 5)
  --record       keep the results in bench/results.md
  --json FILE    write the results to a file
  --profile DIR  instead of figures, which it would spoil, what the servers' main threads were busy with; their
                 profiles stay in DIR, for the developer tools of a browser to show as a flame chart
  --help         this

Names go without --fast, --profile without --json.

Cases (* those of --fast):
`;

const helpOn = (cases: readonly BenchCase[]): string => {
  const width = Math.max(...cases.map(({ name }) => name.length));
  const lines = cases.map(({ name, title, fast }) => `${fast ? '*' : ' '} ${name.padEnd(width)}  ${title}`);
  return `${USAGE}${lines.join('\n')}`;
};

/** What is asked for, or the help that is, or a sentence on what is wrong with it. */
export const readBenchOptions = (args: readonly string[], cases: readonly BenchCase[]): Read => {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    if (!isWrongUse(error)) throw error;
    return { wrong: error.message };
  }
  const { values, positionals: names } = parsed;
  const { fast = false, record = false, json, profile } = values;
  if (values.help === true) return { help: helpOn(cases) };
  const unknown = names.find((name) => !cases.some((bench) => bench.name === name));
  if (unknown !== undefined) {
    return { wrong: `There is no case ${unknown}. There are: ${cases.map(({ name }) => name).join(', ')}.` };
  }
  if (fast && names.length > 0) return { wrong: '--fast and names of cases exclude each other.' };
  if (profile !== undefined && json !== undefined) {
    return { wrong: '--profile and --json exclude each other: figures are not taken along with profiles.' };
  }
  if (!/^[1-9]\d{0,3}$/.test(values.rounds)) return { wrong: '--rounds must be an integer from 1 to 9999.' };
  const chosen = cases.filter((bench) => (names.length > 0 ? names.includes(bench.name) : !fast || bench.fast));
  return { options: { chosen, rounds: Number(values.rounds), record, json, profile } };
};

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      fast: { type: 'boolean' },
      record: { type: 'boolean' },
      json: { type: 'string' },
      rounds: { type: 'string', default: '5' },
      profile: { type: 'string' },
      help: { type: 'boolean' },
    },
  });

const isWrongUse = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
