import type { Page } from 'playwright-core';

/** Rows that are drawn, by what stands in their links: ids from the top down. */
export const idsShown = async (page: Page): Promise<readonly number[]> =>
  (
    await page.evaluate<readonly string[]>(`[...document.querySelectorAll('[data-index] a[href^="/log/"]')]
    .map((link) => link.getAttribute('href').split('/')[2].split('?')[0])`)
  ).map(Number);

export const waitForRows = async (page: Page): Promise<void> => {
  await page.locator('[data-index] a[href^="/log/"]').first().waitFor();
};
