// Builds after `npm ci` in a checkout. Without the development dependencies there is no compiler: an earlier build
// stays; without one the installation says what is missing instead of failing.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const isThere = (path) => existsSync(new URL(`../${path}`, import.meta.url));

if (isThere('node_modules/typescript') && isThere('node_modules/vite')) {
  process.exit(spawnSync('npm', ['run', 'build'], { stdio: 'inherit' }).status ?? 1);
}
if (!isThere('dist/src/cli.js')) {
  console.error(
    'keyledger: not built, as development dependencies are left out; `npm ci && npm prune --omit=dev` builds first',
  );
}
