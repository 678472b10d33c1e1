import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Page, Request } from 'playwright-core';
import type { OpenPage } from './dashboard.js';

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** The minified build: every page parses it. */
const AXE = readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** Which of axe's rules run: all, or those about colours. */
type AxeRules = 'all' | 'colours';

/** Of what passed, which is most of a page, axe prepares no report. */
const runAxe = (rules: AxeRules): string => {
  const options = {
    resultTypes: ['violations'],
    selectors: false,
    iframes: false,
    ...(rules === 'colours' && { runOnly: ['color-contrast', 'link-in-text-block'] }),
  };
  return `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) => violations)`;
};

/** What axe finds on the page as it is, one line each. */
export const accessibilityViolations = async (page: Page, rules: AxeRules = 'all'): Promise<readonly string[]> => {
  if (!(await page.evaluate<boolean>('"axe" in globalThis'))) await page.evaluate(AXE);
  const found = await page.evaluate<readonly Violation[]>(runAxe(rules));
  return found.flatMap(({ id, help, nodes }) =>
    nodes.slice(0, 3).map(({ html, failureSummary }) => `${id} (${help}): ${html.slice(0, 200)} — ${failureSummary}`),
  );
};

/** Elements that reach beyond the window, where nothing around them scrolls; none is right. */
export const overflowing = (page: Page): Promise<readonly string[]> =>
  page.evaluate(`(() => {
    const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= wide) return [];
    return [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > wide + 1)
      .slice(0, 5)
      .map((element) => element.outerHTML.slice(0, 160));
  })()`);

/** What holds for every page: nothing overflows, axe finds nothing, nothing went wrong. */
export const checkPage = async ({ page, errors }: OpenPage, rules: AxeRules = 'all'): Promise<void> => {
  assert.deepEqual(await overflowing(page), [], 'overflows');
  assert.deepEqual(await accessibilityViolations(page, rules), []);
  assert.deepEqual(errors, []);
};

/** The requests that a page waits for. */
const waiting = new WeakMap<Page, Set<Request>>();

/** Counts the page's requests from now on, for waitForContent. */
export const watchRequests = (page: Page): void => {
  const open = new Set<Request>();
  page.on('request', (request) => open.add(request));
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
  waiting.set(page, open);
};

/** Two frames and what they left to do, in the page: an answer has been drawn, and what is asked next is asked. */
const QUIET = `new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(() => done(), { timeout: 1000 }))),
)`;

/** Times in a row that a page must be found idle. */
const QUIET_ROUNDS = 3;

const IDLE_TIMEOUT_MS = 30_000;

const idle = async (page: Page, open: ReadonlySet<Request>): Promise<void> => {
  const deadline = Date.now() + IDLE_TIMEOUT_MS;
  for (let quiet = 0; quiet < QUIET_ROUNDS; ) {
    await page.evaluate(QUIET);
    quiet = open.size === 0 ? quiet + 1 : 0;
    assert(Date.now() < deadline, `still waits for ${[...open].map((request) => request.url()).join(' ')}`);
  }
};

/** Waits until the page has all that it asked for, and has drawn it. */
export const waitForContent = async (page: Page): Promise<void> => {
  await page.getByRole('heading', { level: 1 }).waitFor();
  const open = waiting.get(page);
  if (open === undefined) await page.waitForLoadState('networkidle');
  else await idle(page, open);
  for (const skeleton of await page.getByRole('status', { name: 'Loading' }).all()) {
    await skeleton.waitFor({ state: 'detached' });
  }
};

/** What changes its colours does so over a tenth of a second or two, in which they are those of neither scheme. */
const TRANSITIONS_END = `Promise.allSettled(
  document.getAnimations()
    .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
    .map(({ finished }) => finished),
).then(() => undefined)`;

/**
 * `checkPage` in the scheme that the page is in, then in the other, in which it stays. The elements are the same ones then:
 * of axe's rules, only those about colours can find something else. In the other width the schemes have changed places.
 */
export const checkSchemes = async (opened: OpenPage, where = ''): Promise<void> => {
  const { page } = opened;
  const root = page.locator('html');
  const isDark = (await root.getAttribute('data-mantine-color-scheme')) === 'dark';
  const [now, other] = isDark ? (['dark', 'light'] as const) : (['light', 'dark'] as const);
  for (const scheme of [now, other]) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.locator(`html[data-mantine-color-scheme="${scheme}"]`).waitFor({ state: 'attached' });
    await page.evaluate(TRANSITIONS_END);
    await checkPage(opened, scheme === now ? 'all' : 'colours').catch((error: unknown) => {
      throw new Error(`${where}, ${scheme}: ${String(error)}`);
    });
  }
};

/** Goes through all paths in one window, with `checkSchemes` in each: every other page is loaded in the other scheme. */
export const checkPaths = async (
  paths: readonly string[],
  open: (path: string) => Promise<OpenPage>,
): Promise<void> => {
  const [first = '/', ...others] = paths;
  const opened = await open(first);
  await waitForContent(opened.page);
  await checkSchemes(opened, first);
  for (const path of others) {
    await opened.page.goto(new URL(path, opened.page.url()).href);
    await waitForContent(opened.page);
    await checkSchemes(opened, path);
  }
  await opened.close();
};
