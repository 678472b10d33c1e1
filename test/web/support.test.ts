import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { NO_BROWSER } from '../harness/browser.js';
import { type Dashboard, startDashboard } from '../harness/dashboard.js';
import { waitForContent } from '../harness/pageChecks.js';

/** "Customer X says that activation fails since Tuesday": three clicks from the overview, each of them counted here. */
let dashboard: Dashboard;
before(async () => {
  if (NO_BROWSER === false) dashboard = await startDashboard({ full: true });
});
after(() => dashboard?.stop());

test('from the overview to why a customer was refused: two clicks', { skip: NO_BROWSER }, async () => {
  const { page, errors, close } = await dashboard.openAs('support', '/');
  await waitForContent(page);
  const { key } = dashboard.history?.landmarks.deskKey ?? {};
  const license = page.getByRole('row').filter({ hasText: String(key) });
  await license.getByRole('link', { name: /refusals for want of a seat/ }).click();
  const newest = page.locator('[data-index] a[href^="/log/"]').first();
  await newest.waitFor();
  assert.match(await page.locator('[data-index]').first().innerText(), /no seat left/);
  await newest.click();
  const story = page.getByRole('complementary');
  await story.getByText(/refused: all \d+ seats/).waitFor();
  assert.deepEqual(errors, []);
  await close();
});

test('the customer by name, from any page: their page in two clicks', { skip: NO_BROWSER }, async () => {
  const { page, errors, close } = await dashboard.openAs('support', '/');
  await waitForContent(page);
  await page.getByRole('button', { name: 'Find a key, machine, customer or address' }).first().click();
  await page.keyboard.type(String(dashboard.history?.landmarks.deskKey.company));
  await page
    .getByRole('option', { name: /customer/ })
    .first()
    .click();
  await page.waitForURL(/\/customers\/\d+/);
  assert.deepEqual(errors, []);
  await close();
});
