// Runs the compiled tests: `npm test` all of them, `npm test -- log` those whose path contains "log".
// Files that need another toolchain end in `.sdk.test.ts` and run under `--sdk` only.
// One throw-away PostgreSQL serves all files, started for the first that asks for it; DATABASE_URL_TEST names another
// server to use instead. With CITUS_URL those that show the record, its methods and what is derived from it run on that
// Citus cluster as well.
import { spawnSync } from 'node:child_process';
import { once, setMaxListeners } from 'node:events';
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { run } from 'node:test';
import { spec, tap } from 'node:test/reporters';

/** What must hold on Citus too. */
const ON_CITUS = [
  /^(citus|methods|engine\/analytics\/(projections|seats))\//,
  /^engine\/(batch\/(batch|crash|cursor)|transfer\/(importHistory\w*|importLicenses)|log\/retention)\.test\.ts$/,
  /^(states|vectors)\.test\.ts$/,
];

/** Plans as PostgreSQL shows them. */
const NOT_ON_CITUS = ['engine/analytics/projections/plans.test.ts'];

/** Rules and what is as pure: no server, hence no dashboard that it could send. */
const PURE = /^domain\//;

/** Browsers and commands take longest: what begins last would be left to run alone. */
const LONG = /^(cli|web)\//;

/** Files wait for databases, processes and clocks more than half of their time. */
const FILES_AT_ONCE = 2 * availableParallelism();

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const sdk = process.argv.includes('--sdk');
const files = readdirSync('test', { recursive: true })
  .filter((name) => name.endsWith('.test.ts') && name.endsWith('.sdk.test.ts') === sdk)
  .filter((name) => wanted.length === 0 || wanted.some((word) => `test/${name}`.includes(word)))
  .sort((a, b) => Number(LONG.test(b)) - Number(LONG.test(a)) || a.localeCompare(b));
if (files.length === 0) {
  console.error('no test file matches');
  process.exit(1);
}

const stopping = new AbortController();
setMaxListeners(0, stopping.signal);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stopping.abort());

const runTests = async (names, concurrency) => {
  const events = run({
    files: names.map((name) => join('dist/test', name.replace(/\.ts$/, '.js'))),
    concurrency,
    signal: stopping.signal,
  });
  events.on('test:fail', () => {
    process.exitCode = 1;
  });
  events.compose(process.stdout.isTTY ? new spec() : tap).pipe(process.stdout, { end: false });
  await finished(events);
};

/** Serves the URL of a PostgreSQL, started on the first request, at a socket that test files know. */
const offerCluster = async () => {
  const directory = await mkdtemp(join(tmpdir(), 'keyledger-tests-'));
  let starting;
  const start = async () => (await import('../dist/test/harness/cluster.js')).startTestCluster();
  const server = createServer((socket) => {
    starting ??= start();
    starting.then(
      ({ url }) => socket.end(url),
      (error) => {
        console.error(error);
        socket.end();
      },
    );
  });
  const path = join(directory, 'cluster');
  await once(server.listen(path), 'listening');
  process.env.KEYLEDGER_TEST_CLUSTER = path;
  return async () => {
    server.close();
    await (await starting?.catch(() => undefined))?.stop();
    await rm(directory, { recursive: true });
  };
};

// Lines of the sources, not of what is compiled, where something fails.
process.execArgv.push('--enable-source-maps');
if (!files.every((name) => PURE.test(name))) {
  const { status } = spawnSync('node_modules/.bin/vite', ['build', 'web', '--logLevel', 'error'], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

const stopCluster = process.env.DATABASE_URL_TEST === undefined ? await offerCluster() : undefined;
try {
  await runTests(files, FILES_AT_ONCE);
} finally {
  await stopCluster?.();
}

const onCitus = files.filter((name) => ON_CITUS.some((pattern) => pattern.test(name)) && !NOT_ON_CITUS.includes(name));
if (process.env.CITUS_URL === undefined) {
  if (onCitus.length > 0) console.log(`# skipped: ${onCitus.length} files on Citus (CITUS_URL names no coordinator)`);
} else if (onCitus.length > 0 && process.exitCode === undefined) {
  console.log(`# the same on Citus: ${onCitus.length} files`);
  process.env.KEYLEDGER_TEST_CITUS = process.env.CITUS_URL;
  // One after the other: some tests break all connections.
  await runTests(onCitus, 1);
}
