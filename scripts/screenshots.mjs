// Takes the screenshots in docs/screenshots: the demo's account, the real server, the Chromium of this machine.
// After `npm run build`: `node scripts/screenshots.mjs`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { startBrowser } from '../dist/test/harness/browser.js';
import { waitForContent } from '../dist/test/harness/pageChecks.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = `${root}docs/screenshots`;

const DESK = { width: 1200, height: 700 };
const PHONE = { width: 390, height: 844 };

/** One picture: its name, the page, and how it is looked at. */
const pictures = ({ landmarks: { fullKey, guessing } }) => [
  { name: 'overview', path: '/', viewport: DESK, scheme: 'light' },
  { name: 'log', path: '/log?range=7d&states=2022,2024', viewport: DESK, scheme: 'light', prepare: openARow },
  {
    name: 'licence',
    path: `/licenses/${fullKey.productId}/${fullKey.key}?range=7d`,
    viewport: DESK,
    scheme: 'dark',
  },
  {
    name: 'guessing',
    path: `/guessing?from=${guessing.from - 86_400}&to=${guessing.until + 86_400}`,
    viewport: DESK,
    scheme: 'dark',
  },
  { name: 'getting-started', path: '/start', viewport: DESK, scheme: 'light', prepare: createToken },
  { name: 'phone', path: '/', viewport: PHONE, scheme: 'dark' },
];

const createToken = async (page) => {
  await page.getByRole('button', { name: 'Create the token' }).click();
  await page.getByRole('status', { name: 'The new token' }).waitFor();
};

const openARow = async (page) => {
  await page.locator('[data-index] a[href^="/log/"]').nth(3).click();
  await page.getByRole('complementary').waitFor();
  await waitForContent(page);
};

const startDemo = async () => {
  const child = spawn(`${root}bin/keyledger`, ['demo', '--port', '0', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let answer = '';
  for await (const part of child.stdout) {
    answer += part;
    if (answer.endsWith('\n')) return { child, demo: JSON.parse(answer) };
  }
  throw new Error('the demo ended before it was ready');
};

const take = async (browser, { url, owner }, { name, path, viewport, scheme, prepare }) => {
  const context = await browser.newContext({ viewport, colorScheme: scheme, reducedMotion: 'reduce', locale: 'en-GB' });
  await context.request.post(`${url}/session`, { data: { email: owner.email, password: owner.password } });
  const page = await context.newPage();
  await page.goto(`${url}${path}`);
  await waitForContent(page);
  await prepare?.(page);
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: `${folder}/${name}.png` });
  await context.close();
};

await mkdir(folder, { recursive: true });
const { child, demo } = await startDemo();
try {
  const browser = await startBrowser();
  for (const picture of pictures(demo.history)) await take(browser, demo, picture);
  await browser.close();
} finally {
  child.kill('SIGINT');
  await once(child, 'exit');
}
