import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { NO_BROWSER } from '../harness/browser.js';
import { type Dashboard, startDashboard, WIDTHS } from '../harness/dashboard.js';
import { checkSchemes, waitForContent } from '../harness/pageChecks.js';
import { request } from '../harness/send.js';

let dashboard: Dashboard;
before(async () => {
  if (NO_BROWSER === false) dashboard = await startDashboard({ full: false });
});
after(() => dashboard?.stop());

const widths = Object.keys(WIDTHS) as (keyof typeof WIDTHS)[];

for (const width of widths) {
  test(`the forms for a token and for a person, ${width}, light and dark`, { skip: NO_BROWSER }, async () => {
    const opened = await dashboard.openAs('owner', '/access', { width });
    await opened.page.getByRole('button', { name: 'Create a token' }).click();
    await opened.page.getByRole('dialog').getByLabel('Name').waitFor();
    await checkSchemes(opened);
    await opened.page.goto(`${dashboard.url}/settings`);
    await opened.page.getByRole('button', { name: 'Invite a person' }).click();
    await opened.page.getByRole('dialog').getByLabel('E-mail').waitFor();
    await checkSchemes(opened);
    await opened.close();
  });
}

/** 0: the token is good for it. */
const listProducts = async (token: string): Promise<unknown> => {
  const { body } = await request(`${dashboard.url}/api/product/GetProducts?token=${encodeURIComponent(token)}`);
  return (body as { readonly result?: unknown }).result;
};

test('a token: chosen, shown once, listed, good for what it was given, revoked', {
  skip: NO_BROWSER,
  timeout: 60_000,
}, async () => {
  const { page, errors, close } = await dashboard.openAs('owner', '/access');
  await page.getByRole('button', { name: 'Create a token' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('reporting');
  await dialog.getByText('Reader', { exact: true }).click();
  await dialog.getByRole('checkbox', { name: 'GetKeys' }).uncheck();
  await dialog.getByText('Chosen one by one.').waitFor();
  await dialog.getByRole('button', { name: 'Create the token' }).click();
  const token = await dialog.getByRole('status', { name: 'The new token' }).innerText();
  assert.equal(await listProducts(token), 0);
  await dialog.getByRole('button', { name: 'Done' }).click();
  const row = page.getByRole('row').filter({ hasText: 'reporting' });
  await row.waitFor();
  assert.match(await row.innerText(), /GetProducts, GetKey, GetCustomers and 6 more/);
  assert(!(await page.content()).includes(token), 'it does not come again');
  await row.getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('The token “reporting” is revoked.').waitFor();
  await row.waitFor({ state: 'detached' });
  // In force within a second; a token that is never refused runs into the test's own end.
  while ((await listProducts(token)) === 0) await sleep(50);
  await page.getByRole('switch', { name: /^Show 1 ended one/ }).check();
  await page.getByRole('row').filter({ hasText: 'reporting' }).getByText('revoked').first().waitFor();
  assert.deepEqual(errors, []);
  await close();
});

/** Opens a one-time link as the person whom it is for. */
const setPassword = async (link: string, password: string): Promise<{ page: Page; close: () => Promise<void> }> => {
  const { pathname, hash } = new URL(link);
  const { page, close } = await dashboard.open(`${pathname}${hash}`);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Set the password and sign in' }).click();
  await waitForContent(page);
  return { page, close };
};

test('a person: invited by a link, another role, undone, removed', { skip: NO_BROWSER }, async () => {
  const { page, errors, close } = await dashboard.openAs('owner', '/settings');
  await page.getByRole('button', { name: 'Invite a person' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('E-mail').fill('vera@example.com');
  await dialog.getByLabel('Name').fill('Vera');
  await dialog.getByRole('radio', { name: 'Analyst' }).check();
  await dialog.getByRole('button', { name: 'Create the link' }).click();
  const link = await dialog.getByRole('status', { name: 'One-time link' }).innerText();
  assert(link.startsWith(`${dashboard.url}/welcome#`));
  await dialog.getByRole('button', { name: 'Done' }).click();
  const vera = await setPassword(link, 'a password of Vera’s own');
  assert.equal(await vera.page.getByRole('link', { name: 'Access' }).count(), 0);

  const row = page.getByRole('row').filter({ hasText: 'Vera' });
  const edit = async (email: string): Promise<void> => {
    await row.getByRole('button', { name: 'Edit' }).click();
    await dialog.getByLabel('E-mail').fill(email);
    await dialog.getByRole('button', { name: 'Edit Vera' }).click();
  };
  await edit(dashboard.email.support);
  await dialog.getByText('There is a user with this e-mail address already.').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await edit('vera@new.example');
  await page.getByText('Vera is changed.').waitFor();
  await row.getByText('vera@new.example').waitFor();
  await page.getByRole('button', { name: 'Dismiss' }).click();

  const role = page.getByLabel('Role of Vera');
  await role.selectOption('owner');
  await page.getByText('Vera is owner now.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Undone.').waitFor();
  assert.equal(await role.inputValue(), 'analyst');

  await page.getByRole('row').filter({ hasText: 'Vera' }).getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText('Vera is removed.').waitFor();
  await vera.page.goto(`${dashboard.url}/`);
  await vera.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await vera.close();
  assert.deepEqual(errors, []);
  await close();
});

test('the account: its name, its keys, Web API 2, and out of every browser', { skip: NO_BROWSER }, async () => {
  const other = await dashboard.openAs('owner', '/settings');
  const { page, errors, close } = await dashboard.openAs('owner', '/settings');
  await page.getByLabel('Name of the account').fill('Plumbline Software');
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByText('The account is called “Plumbline Software”.').waitFor();
  assert.equal(await page.getByRole('status', { name: 'Private key' }).count(), 0);
  await page.getByRole('button', { name: 'Show the private key' }).click();
  assert((await page.getByRole('status', { name: 'Private key' }).innerText()).length > 20);
  await page.getByRole('switch', { name: 'Web API 2 may read the log: Off' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Let Web API 2 read the log' }).click();
  await page.getByRole('switch', { name: 'Web API 2 may read the log: On' }).waitFor();
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await other.page.reload();
  await other.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  assert.deepEqual(errors, []);
  await other.close();
  await close();
});
