// Runs the compiled tests: `npm test` all of them, `npm test -- log` those whose path contains "log".
// Files that need another toolchain end in `.sdk.test.js` and run under `--sdk` only.
import { spawnSync } from 'node:child_process';
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
const run = spawnSync(process.execPath, ['--test', '--test-concurrency=2', '--enable-source-maps', ...files], {
  stdio: 'inherit',
});
process.exit(run.status ?? 1);
