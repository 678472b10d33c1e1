import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { askAs } from '../harness/ask.js';
import { NO_BROWSER } from '../harness/browser.js';
import { type Dashboard, startDashboard, WIDTHS } from '../harness/dashboard.js';
import { checkPaths } from '../harness/pageChecks.js';

const widths = Object.keys(WIDTHS) as (keyof typeof WIDTHS)[];

const LISTS = ['/licenses', '/products', '/customers', '/events', '/changes'] as const;

/** Every path in every width and scheme, each with what holds for every page. */
const checkPages = (paths: () => readonly string[], dashboard: () => Dashboard): void => {
  for (const width of widths) {
    test(`${width}, light and dark`, { skip: NO_BROWSER }, () =>
      checkPaths(paths(), (path) => dashboard().openAs('owner', path, { width })),
    );
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

  test('licences of all products at once, and of one', { skip: NO_BROWSER }, async () => {
    const { page, errors, close } = await dashboard.openAs('support', '/licenses?find=brackwater');
    const [desk, full] = [key('deskKey'), key('fullKey')];
    assert.notEqual(desk.productId, full.productId);
    const table = page.getByRole('table', { name: 'Licences' });
    await table.getByRole('link', { name: desk.key }).waitFor();
    await table.getByRole('link', { name: full.key }).waitFor();
    const product = page.getByRole('combobox', { name: 'Product' });
    assert.equal(await product.inputValue(), 'All products');
    await product.click();
    await page.getByRole('option', { name: 'Plumbline Draft' }).click();
    await table.getByRole('link', { name: full.key }).waitFor({ state: 'detached' });
    await table.getByRole('link', { name: desk.key }).waitFor();
    await product.click();
    await page.getByRole('option', { name: 'All products' }).click();
    await table.getByRole('link', { name: full.key }).waitFor();
    assert.equal(new URL(page.url()).searchParams.get('product'), null);
    assert.deepEqual(errors, []);
    await close();
  });

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
    const log = page.getByRole('table', { name: 'Log of this licence' });
    await log.getByText('deactivated').first().waitFor();
    const released = log.getByRole('row').filter({ hasText: 'deactivated' }).first();
    assert.equal(await released.getByRole('link').nth(1).innerText(), name.replace('Release ', ''), 'not its code');
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
    await page.getByText('The customer of the licence is changed.').waitFor();
    await page.getByRole('link', { name: /Lumenfjord/ }).waitFor();
    await close();
  });

  test('a licence is not extended by what is no number of days', { skip: NO_BROWSER }, async () => {
    const { page, close } = await dashboard.openAs('owner', key('deskKey').path);
    const expires = page.getByText(/^expires in/).first();
    const before = await expires.innerText();
    await page.getByRole('button', { name: 'Extend', exact: true }).click();
    const dialog = page.getByRole('dialog');
    for (const days of ['-5', '0', '99999999']) {
      await dialog.getByLabel('Days').fill(days);
      await dialog.getByText('A licence can only be extended. To end it sooner, block it.').waitFor();
      await dialog.getByRole('button', { name: 'Extend', exact: true }).click();
      await dialog.getByRole('alert').getByText('A whole number of days, from 1 to 36,500.').waitFor();
    }
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await page.reload();
    assert.equal(await expires.innerText(), before);
    await close();
  });

  test('customers beyond the first page are a click away', { skip: NO_BROWSER }, async () => {
    const { page, errors, close } = await dashboard.openAs('support', '/');
    const ask = await askAs(page, dashboard.url);
    for (let made = 0; made < 205; made += 1) await ask('customer/AddCustomer', { Name: `Pages of ${made}` });
    await page.goto(`${dashboard.url}/customers?find=pages+of`);
    const table = page.getByRole('table', { name: 'Customers' });
    await table.waitFor();
    assert.equal(await table.getAttribute('aria-rowcount'), '201');
    await page.getByRole('button', { name: 'Older customers' }).click();
    await page.getByRole('button', { name: 'Older customers' }).waitFor({ state: 'detached' });
    assert.equal(await table.getAttribute('aria-rowcount'), '206');
    assert.deepEqual(errors, []);
    await close();
  });

  test('an address is found with its country’s name', { skip: NO_BROWSER }, async () => {
    const { page, close } = await dashboard.openAs('support', '/changes');
    const address = String(dashboard.history?.landmarks.guessing.addresses[0]).replace(/\d+$/, '');
    const { addresses } = await (await askAs(page, dashboard.url))<{
      addresses: readonly { readonly country: string }[];
    }>('ai/Search', { Query: address });
    const country = new Intl.DisplayNames('en', { type: 'region' }).of(addresses[0]?.country ?? '');
    await page.getByRole('heading', { name: 'Changes' }).waitFor();
    await page.keyboard.press('/');
    await page.getByRole('combobox', { name: /Find/ }).fill(address);
    await page
      .getByRole('option', { name: new RegExp(`${address.replaceAll('.', '\\.')}.*${country}`) })
      .first()
      .waitFor();
    await page.getByRole('link', { name: 'IP Geolocation by DB-IP' }).waitFor();
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
