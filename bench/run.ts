// The benchmarks. `npm run bench` runs all, `npm run bench -- --help` says what else it takes.
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repeatedActivate, signedActivate } from './cases/activate.js';
import { bucketPages } from './cases/bucketPages.js';
import { dashboardPages } from './cases/dashboard.js';
import { exportLog } from './cases/export.js';
import { projectorLag } from './cases/lag.js';
import {
  logFilters,
  logFiltersLong,
  logGrowthTo5,
  logGrowthTo20,
  logGrowthTo50,
  logOrders,
  logPage,
} from './cases/logPages.js';
import { projectorCases } from './cases/projector.js';
import { registerEvents } from './cases/registerEvents.js';
import { logSize, logSizeLong } from './cases/size.js';
import { startUp } from './cases/start.js';
import { unsignedCalls } from './cases/unsigned.js';
import { workers } from './cases/workers.js';
import type { BenchCase } from './harness/benchCase.js';
import { stopGrownLog } from './harness/longLog.js';
import { readBenchOptions } from './harness/options.js';
import { keepProfiles, sharesIn } from './harness/profile.js';
import {
  figure,
  isReached,
  percent,
  type Result,
  recordProfile,
  recordResults,
  resultOf,
  targetText,
} from './harness/results.js';

/** In the order in which they share a log that grows. */
const CASES: readonly BenchCase[] = [
  signedActivate,
  repeatedActivate,
  unsignedCalls,
  registerEvents,
  workers,
  startUp,
  logPage,
  logFilters,
  logOrders,
  logSize,
  exportLog,
  logGrowthTo5,
  dashboardPages,
  logGrowthTo20,
  logFiltersLong,
  logSizeLong,
  logGrowthTo50,
  bucketPages,
  ...projectorCases,
  projectorLag,
];

const print = (text: string): void => void process.stdout.write(`${text}\n`);

const read = readBenchOptions(process.argv.slice(2), CASES);
if ('help' in read) {
  print(read.help);
  process.exit(0);
}
if ('wrong' in read) {
  process.stderr.write(`${read.wrong}\n`);
  process.exit(2);
}
const { options } = read;

// Servers that were started end with this process, however it ends.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const results: Result[] = [];

/** The sources' folder, not that of the compiled program. */
const RESULTS = fileURLToPath(new URL('../../bench', import.meta.url));
const ORDER = CASES.map(({ name }) => name);

const measure = async (bench: BenchCase): Promise<void> => {
  print(`\n${bench.name}: ${bench.title}\n  against ${bench.against}`);
  const found = (await bench.measure({ rounds: options.rounds })).map((measured) => resultOf(bench, measured));
  results.push(...found);
  for (const result of found) {
    const { part, unit, ratio } = result.measured;
    print(
      `  ${ratio.median.toFixed(2)} (${ratio.least.toFixed(2)} to ${ratio.most.toFixed(2)}), ${targetText(result)}: ${
        isReached(result) ? 'reached' : 'missed'
      }; ${figure(ratio.numerator)} and ${figure(ratio.denominator)} ${unit}${part === '' ? '' : `, ${part}`}`,
    );
  }
  // After each case: a later one may fail, or be given up.
  if (options.record) await recordResults(RESULTS, ORDER, found);
};

const profile = async (bench: BenchCase, folder: string): Promise<void> => {
  print(`\n${bench.name}: ${bench.title}`);
  // A folder of its own: what an earlier run left there is of an earlier program.
  await keepProfiles(folder);
  await bench.measure({ rounds: options.rounds });
  await stopGrownLog();
  const shares = await sharesIn(folder);
  for (const { what, share } of shares) print(`  ${percent(share)} ${what}`);
  if (options.record) await recordProfile(RESULTS, ORDER, bench.name, shares);
};

for (const bench of options.chosen) {
  if (options.profile === undefined) await measure(bench);
  else await profile(bench, resolve(options.profile, `${bench.name} ${new Date().toISOString().slice(0, 19)}`));
}

await stopGrownLog();
if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify(results, null, 2)}\n`);
