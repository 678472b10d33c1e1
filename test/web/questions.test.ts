import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { NO_BROWSER } from '../harness/browser.js';
import { type Dashboard, startDashboard } from '../harness/dashboard.js';
import { waitForContent } from '../harness/pageChecks.js';

/** What a page asks the server for as it opens, and when. */
let dashboard: Dashboard;
before(async () => {
  if (NO_BROWSER === false) dashboard = await startDashboard({ full: true });
});
after(() => dashboard?.stop());

/** The questions of a page as it opens: the method with its parameters. */
const questionsOf = async (page: Page, open: () => Promise<unknown>): Promise<readonly string[]> => {
  const asked: string[] = [];
  const note = (request: { url(): string; postData(): string | null }): void => {
    const { pathname } = new URL(request.url());
    if (/^\/(?:api|session)\b/.test(pathname)) asked.push(`${pathname} ${request.postData() ?? ''}`);
  };
  page.on('request', note);
  await open();
  page.off('request', note);
  return asked;
};

/** As often as each was called. */
const methodsOf = (questions: readonly string[]): readonly string[] =>
  questions.map((question) => question.split(' ')[0] ?? '');

/** The rows below those that are seen, or all of a filtered list; and the histogram. */
const LATER = ['/api/ai/GetWebAPILog', '/api/ai/GetLogHistogram'];

for (const [path, later] of [
  ['/', []],
  ['/?range=all', []],
  ['/log', LATER],
  ['/log?range=7d&states=5010', LATER],
] as const) {
  test(`what ${path} shows is asked for before the libraries are there, and once`, { skip: NO_BROWSER }, async () => {
    const { page, close } = await dashboard.openAs('owner', '/settings');
    await waitForContent(page);
    const whole = await questionsOf(page, async () => {
      await page.goto(`${dashboard.url}${path}`);
      await waitForContent(page);
    });
    assert.deepEqual(whole, [...new Set(whole)], 'nothing is asked twice');
    await page.route(/\/assets\/libraries-.*\.js$/, (route) => route.abort());
    const early = await questionsOf(page, () => page.goto(`${dashboard.url}${path}`, { waitUntil: 'networkidle' }));
    assert.equal(await page.getByRole('heading').count(), 0, 'nothing can be drawn');
    assert.deepEqual([...methodsOf(early), ...later].sort(), [...methodsOf(whole)].sort());
    await close();
  });
}
