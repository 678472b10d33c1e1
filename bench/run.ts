// The benchmarks. `npm run bench` runs all, `npm run bench -- --fast` those of the first three minutes,
// `npm run bench -- NAME …` some; `--rounds N` (default 5), `--json FILE`.
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { repeatedActivate, signedActivate } from './cases/activate.js';
import { bucketPages } from './cases/bucketPages.js';
import { exportLog } from './cases/export.js';
import { logFilters, logFiltersLong, logGrowth, logOrders, logPage } from './cases/logPages.js';
import { projectorCases } from './cases/projector.js';
import { registerEvents } from './cases/registerEvents.js';
import { logSize, logSizeLong } from './cases/size.js';
import { startUp } from './cases/start.js';
import { unsignedCalls } from './cases/unsigned.js';
import { workers } from './cases/workers.js';
import type { BenchCase, Measured } from './harness/benchCase.js';

const CASES: readonly BenchCase[] = [
  signedActivate,
  repeatedActivate,
  unsignedCalls,
  registerEvents,
  workers,
  logPage,
  logFilters,
  logFiltersLong,
  logOrders,
  logGrowth,
  exportLog,
  bucketPages,
  ...projectorCases,
  logSize,
  logSizeLong,
  startUp,
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { fast: { type: 'boolean' }, rounds: { type: 'string', default: '5' }, json: { type: 'string' } },
});

const chosen = CASES.filter(({ name, fast }) =>
  positionals.length > 0 ? positionals.includes(name) : values.fast !== true || fast,
);

const figure = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);

const reached = ({ target }: BenchCase, { ratio }: Measured): boolean =>
  'least' in target ? ratio.median >= target.least : ratio.median <= target.most;

// Servers that were started end with this process, however it ends.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const results: { readonly bench: BenchCase; readonly measured: Measured }[] = [];
const print = (text: string): void => void process.stdout.write(`${text}\n`);

for (const bench of chosen) {
  print(`\n${bench.name}: ${bench.title}\n  against ${bench.against}`);
  for (const measured of await bench.measure({ rounds: Number(values.rounds) })) {
    results.push({ bench, measured });
    const { part, unit, ratio } = measured;
    const target = 'least' in bench.target ? `at least ${bench.target.least}` : `at most ${bench.target.most}`;
    print(
      `  ${ratio.median.toFixed(2)} (${ratio.least.toFixed(2)} to ${ratio.most.toFixed(2)}), ${target}: ${
        reached(bench, measured) ? 'reached' : 'missed'
      }; ${figure(ratio.numerator)} and ${figure(ratio.denominator)} ${unit}${part === '' ? '' : `, ${part}`}`,
    );
  }
}

if (values.json !== undefined) {
  await writeFile(
    values.json,
    `${JSON.stringify(
      results.map(({ bench: { name, title, against, target }, measured }) => ({
        ...{ name, title, against, target },
        ...measured,
      })),
      null,
      2,
    )}\n`,
  );
}
