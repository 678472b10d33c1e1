// Runs the compiled tests: `npm test` all of them, `npm test -- log` those whose path contains "log".
// Files that need another toolchain end in `.sdk.test.js` and run under `--sdk` only.
// One throw-away PostgreSQL serves all files; DATABASE_URL_TEST names another server to use instead.
// With CITUS_URL those that show the record, its methods and what is derived from it run on that Citus cluster as well.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';

/** What must hold on Citus too. */
const ON_CITUS = [
  /^dist\/test\/(citus|methods|engine\/analytics\/(projections|seats))\//,
  /^dist\/test\/engine\/(batch\/(batch|crash|cursor)|transfer\/(importHistory\w*|importLicenses)|log\/retention)\.test\.js$/,
  /^dist\/test\/(states|vectors)\.test\.js$/,
];

/** Plans as PostgreSQL shows them. */
const NOT_ON_CITUS = ['dist/test/engine/analytics/projections/plans.test.js'];

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const sdk = process.argv.includes('--sdk');
const files = readdirSync('dist/test', { recursive: true })
  .map((name) => `dist/test/${name}`)
  .filter((name) => name.endsWith('.test.js') && name.endsWith('.sdk.test.js') === sdk)
  .filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word)))
  .sort();
if (files.length === 0) {
  console.error('no test file matches');
  process.exit(1);
}

// The terminal's Ctrl-C reaches the test run itself; here it only must not keep us from stopping the cluster.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => run?.kill(signal));

let run;
let cluster;

const runTests = async (names, concurrency, env) => {
  run = spawn(process.execPath, ['--test', `--test-concurrency=${concurrency}`, '--enable-source-maps', ...names], {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  const [code] = await once(run, 'exit');
  return code ?? 1;
};

if (process.env.DATABASE_URL_TEST === undefined) {
  const { startTestCluster } = await import('../dist/test/harness/cluster.js');
  cluster = await startTestCluster();
}
try {
  process.exitCode = await runTests(files, 2, cluster === undefined ? {} : { KEYLEDGER_TEST_CLUSTER: cluster.url });
} finally {
  await cluster?.stop();
}

const onCitus = files.filter((name) => ON_CITUS.some((pattern) => pattern.test(name)) && !NOT_ON_CITUS.includes(name));
const citusUrl = process.env.CITUS_URL;
if (citusUrl === undefined) {
  if (onCitus.length > 0) console.log(`# skipped: ${onCitus.length} files on Citus (CITUS_URL names no coordinator)`);
} else if (onCitus.length > 0 && process.exitCode === 0) {
  console.log(`# the same on Citus: ${onCitus.length} files`);
  // One after the other: some break connections of whoever is connected.
  process.exitCode = await runTests(onCitus, 1, { KEYLEDGER_TEST_CITUS: citusUrl });
}
