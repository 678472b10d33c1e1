import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import type { OpenPage } from './dashboard.js';

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

/** What axe finds on the page as it is, one line each. */
export const accessibilityViolations = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(axe.source);
  const found = await page.evaluate<readonly Violation[]>('axe.run().then(({ violations }) => violations)');
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
export const checkPage = async ({ page, errors }: OpenPage): Promise<void> => {
  assert.deepEqual(await overflowing(page), [], 'overflows');
  assert.deepEqual(await accessibilityViolations(page), []);
  assert.deepEqual(errors, []);
};

/** Waits until the page has all that it asked for. */
export const waitForContent = async (page: Page): Promise<void> => {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForLoadState('networkidle');
  for (const skeleton of await page.getByRole('status', { name: 'Loading' }).all()) {
    await skeleton.waitFor({ state: 'detached' });
  }
};
