import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { NO_BROWSER } from '../harness/browser.js';
import { type Dashboard, SCHEMES, startDashboard, WIDTHS } from '../harness/dashboard.js';
import { checkPage } from '../harness/pageChecks.js';

const widths = Object.keys(WIDTHS) as (keyof typeof WIDTHS)[];

const LISTS = ['/licenses', '/products', '/customers', '/events', '/changes'] as const;

/** Every path in every width and scheme, each with what holds for every page. */
const checkPages = (paths: () => readonly string[], dashboard: () => Dashboard): void => {
  for (const width of widths) {
    for (const scheme of SCHEMES) {
      test(`${width}, ${scheme}`, { skip: NO_BROWSER }, async () => {
        for (const path of paths()) {
          const opened = await dashboard().openAs('owner', path, { width, scheme });
          await opened.page.getByRole('heading', { level: 1 }).waitFor();
          await opened.page.waitForLoadState('networkidle');
          await checkPage(opened).catch((error: unknown) => {
            throw new Error(`${path}: ${String(error)}`);
          });
          await opened.close();
        }
      });
    }
  }
};

describe('pages of records in an empty account', () => {
  let dashboard: Dashboard;
  before(async () => {
    if (NO_BROWSER === false) dashboard = await startDashboard({ full: false });
  });
  after(() => dashboard?.stop());

  checkPages(
    () => [...LISTS, '/machines/NOWHERE', '/customers/1', '/products/1'],
    () => dashboard,
  );
});

describe('pages of records in a full account', () => {
  let dashboard: Dashboard;
  before(async () => {
    if (NO_BROWSER === false) dashboard = await startDashboard({ full: true });
  });
  after(() => dashboard?.stop());

  const key = (name: 'deskKey' | 'fullKey') => {
    const found = dashboard.history?.landmarks[name];
    assert(found !== undefined);
    return { ...found, path: `/licenses/${found.productId}/${found.key}` };
  };

  /** Does what a button offers and says yes. */
  const confirm = async (page: Page, label: string): Promise<void> => {
    await page.getByRole('button', { name: label, exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: label, exact: true }).click();
  };

  const undo = async (page: Page): Promise<void> => {
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Undone.').waitFor();
  };

  checkPages(
    () => [
      ...LISTS,
      ...['', '?tab=events', '?tab=changes', '?tab=data', '?range=24h'].map(
        (search) => `${key('deskKey').path}${search}`,
      ),
      ...[key('fullKey').path, '/customers/1', '/products/1', '/licenses?state=blocked&find=a'],
    ],
    () => dashboard,
  );

  test('a licence is blocked, and the block is taken back', { skip: NO_BROWSER }, async () => {
    const { page, close } = await dashboard.openAs('support', key('deskKey').path);
    await confirm(page, 'Block');
    await page.getByText('The licence is blocked.').waitFor();
    await page.getByRole('button', { name: 'Unblock', exact: true }).waitFor();
    await undo(page);
    await page.getByRole('button', { name: 'Block', exact: true }).waitFor();
    await page.getByRole('tab', { name: 'Changes' }).click();
    const newest = page.getByRole('list', { name: 'Changes' }).getByRole('listitem').first();
    await newest.getByText('The support').waitFor();
    assert.match(await newest.innerText(), /Blocked\s+yes → no/);
    await close();
  });

  test('a machine is released; its row shows, though the reader’s clock is ten minutes behind', {
    skip: NO_BROWSER,
  }, async () => {
    const { page, close } = await dashboard.openAs('support', key('deskKey').path, { clockBehind: 600 });
    const machines = page.getByRole('table', { name: 'Machines' });
    await machines.waitFor();
    const before = await machines.getByRole('row').count();
    const release = machines.getByRole('button', { name: /^Release / }).first();
    const name = (await release.getAttribute('aria-label')) ?? '';
    await release.click();
    await page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
    await page.getByText('holds no seat any more').waitFor();
    await machines.getByRole('button', { name, exact: true }).waitFor({ state: 'detached' });
    assert.equal(await machines.getByRole('row').count(), before - 1);
    await page.getByRole('table', { name: 'Log of this licence' }).getByText('deactivated').first().waitFor();
    await close();
  });

  test('a licence is extended, for another customer, with more seats', { skip: NO_BROWSER }, async () => {
    const { page, close } = await dashboard.openAs('owner', key('fullKey').path);
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'Extend', exact: true }).click();
    await dialog.getByLabel('Days').fill('10');
    await dialog.getByRole('button', { name: 'Extend', exact: true }).click();
    await page.getByText(/^The licence now expires on/).waitFor();
    await undo(page);
    await page.getByRole('button', { name: 'Seats', exact: true }).click();
    await dialog.getByRole('textbox', { name: 'Seats' }).fill('40');
    await dialog.getByRole('button', { name: 'Seats', exact: true }).click();
    await page.getByText('The licence now is for 40 seats.').waitFor();
    await page.getByText(/of 40 seats held/).waitFor();
    await page.getByRole('button', { name: 'Customer', exact: true }).click();
    await dialog.getByRole('combobox', { name: 'Customer' }).fill('Lumenfjord');
    await page.getByRole('option', { name: /Lumenfjord/ }).click();
    await dialog.getByRole('button', { name: 'Customer', exact: true }).click();
    await page.getByText('The licence has changed hands.').waitFor();
    await page.getByRole('link', { name: /Lumenfjord/ }).waitFor();
    await close();
  });

  test('an analyst is offered nothing that changes', { skip: NO_BROWSER }, async () => {
    const { page, close } = await dashboard.openAs('analyst', key('deskKey').path);
    await page.getByRole('table', { name: 'Machines' }).waitFor();
    for (const name of ['Block', 'Extend', 'Seats', 'Features', 'Customer', 'Notes', 'Test key', /^Release/]) {
      assert.equal(await page.getByRole('button', { name, exact: true }).count(), 0, String(name));
    }
    await close();
  });

  test('a licence is found by the search on top of any page', { skip: NO_BROWSER }, async () => {
    const { key: text } = key('deskKey');
    const { page, close } = await dashboard.openAs('support', '/changes');
    await page.getByRole('heading', { name: 'Changes' }).waitFor();
    await page.keyboard.press('/');
    await page.getByRole('combobox', { name: /Find/ }).fill(text.slice(0, 9).toLowerCase());
    await page.getByRole('option', { name: text }).click();
    await page.getByRole('heading', { name: text }).waitFor();
    await close();
  });

  test('a key is made on the product’s page and found in the list', { skip: NO_BROWSER }, async () => {
    const { page, close } = await dashboard.openAs('owner', '/products/1');
    await page.getByRole('button', { name: 'Create a key' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Notes').fill('made by a test');
    await dialog.getByRole('button', { name: 'Create the key' }).click();
    const made = await dialog.getByRole('link').innerText();
    await dialog.getByRole('link').click();
    await page.getByRole('heading', { name: made }).waitFor();
    await page.goto(`${dashboard.url}/licenses?product=1`);
    await page.getByLabel('Key, notes or customer contain').fill('made by a');
    await page.getByText('1 licence', { exact: true }).waitFor();
    assert.equal(new URL(page.url()).searchParams.get('find'), 'made by a');
    await page.getByRole('table', { name: 'Licences' }).getByRole('link', { name: made }).waitFor();
    await close();
  });
});
