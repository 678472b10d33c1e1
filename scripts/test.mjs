// Runs the compiled tests: `npm test` all of them, `npm test -- log` those whose path contains "log".
// Files that need another toolchain end in `.sdk.test.js` and run under `--sdk` only.
// One throw-away PostgreSQL serves all files; DATABASE_URL_TEST names another server to use instead.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';

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
if (process.env.DATABASE_URL_TEST === undefined) {
  const { startTestCluster } = await import('../dist/test/harness/cluster.js');
  cluster = await startTestCluster();
}
try {
  run = spawn(process.execPath, ['--test', '--test-concurrency=2', '--enable-source-maps', ...files], {
    stdio: 'inherit',
    env: { ...process.env, ...(cluster === undefined ? {} : { KEYLEDGER_TEST_CLUSTER: cluster.url }) },
  });
  const [code] = await once(run, 'exit');
  process.exitCode = code ?? 1;
} finally {
  await cluster?.stop();
}
