import assert from 'node:assert/strict';
import { after, before, mock, test } from 'node:test';
import cryptolens from 'cryptolens';
import type { Page } from 'playwright-core';
import { askAs } from '../harness/ask.js';
import { NO_BROWSER } from '../harness/browser.js';
import { type Dashboard, startDashboard, WIDTHS } from '../harness/dashboard.js';
import { checkPage, checkPaths, checkSchemes } from '../harness/pageChecks.js';

let dashboard: Dashboard;
before(async () => {
  if (NO_BROWSER === false) dashboard = await startDashboard({ full: false });
  // The SDK prints what it gets.
  mock.method(console, 'log', () => {});
  mock.method(console, 'warn', () => {});
});
after(() => dashboard?.stop());

const widths = Object.keys(WIDTHS) as (keyof typeof WIDTHS)[];

for (const width of widths) {
  test(`an empty account, ${width}, light and dark`, { skip: NO_BROWSER }, async () => {
    await checkPaths(['/', '/guessing', '/addresses/203.0.113.0', '/access', '/settings', '/start'], (path) =>
      dashboard.openAs('owner', path, { width }),
    );
    const opened = await dashboard.openAs('analyst', '/', { width });
    await opened.page.getByText('An owner sets this up').waitFor();
    await checkSchemes(opened);
    await opened.close();
  });
}

/** The arguments of Key.Activate in the Node snippet, as a program has them. */
const argumentsIn = (snippet: string) => {
  const [, token = '', publicKey = '', productId = '', key = '', machineCode = ''] =
    /Activate\(\s*'([^']+)',\s*'([^']+)',\s*(\d+),\s*'([^']+)',\s*'([^']+)',/.exec(snippet) ?? [];
  const [, server = ''] = /const server = '([^']+)'/.exec(snippet) ?? [];
  return { token, publicKey, productId: Number(productId), key, machineCode, server };
};

const snippetOn = (page: Page): Promise<string> => page.getByRole('region', { name: 'Snippet for Node' }).innerText();

test('from an empty account to the first activation, by the snippet as it stands there', {
  skip: NO_BROWSER,
}, async () => {
  const opened = await dashboard.openAs('owner', '/');
  const { page, errors, close } = opened;
  await page.getByLabel('What is your program called?').fill('Plumbline');
  await page.getByRole('button', { name: 'Create the product' }).click();
  await page.getByRole('button', { name: 'Create the key' }).click();
  await page.getByRole('button', { name: 'Create the token' }).click();
  const token = await page.getByRole('status', { name: 'The new token' }).innerText();
  const waiting = page.getByRole('status').filter({ hasText: 'Waiting for the first activation' });
  await waiting.waitFor();
  await checkPage(opened);
  for (const sdk of ['Python', 'Java', '.NET', 'C++']) {
    await page.getByRole('tab', { name: sdk }).click();
    assert((await page.getByRole('region', { name: `Snippet for ${sdk}` }).innerText()).includes(token), sdk);
  }
  await page.getByRole('tab', { name: 'Node' }).click();
  const given = argumentsIn(await snippetOn(page));
  assert.equal(given.token, token);
  const { publicKey, productId, key, machineCode, server } = given;
  const license = await cryptolens.Key.Activate(
    ...([token, publicKey, productId, key, machineCode, 0, false, 0, 0] as const),
    server,
  );
  assert.equal(license.Key, key);
  await page.getByRole('status').filter({ hasText: 'it works' }).waitFor();
  await checkPage(opened);
  await page.goto(`${dashboard.url}/`);
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  assert.deepEqual(errors, []);
  await close();
});

test('what was made is there after a reload, but for the token’s text', { skip: NO_BROWSER }, async () => {
  const { page, errors, close } = await dashboard.openAs('owner', '/settings');
  await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
  const ask = await askAs(page, dashboard.url);
  const { productId } = await ask<{ productId: number }>('product/CreateProduct', { Name: 'Reloaded' });
  const old = await ask<{ key: string }>('key/CreateKey', { ProductId: productId, Period: 30 });
  // Before the way is begun: what comes in after that, is an activation that works.
  await ask('key/Activate', { ProductId: productId, Key: old.key, MachineCode: 'before' });
  await page.goto(`${dashboard.url}/start`);
  await page.getByRole('combobox', { name: 'Product' }).click();
  await page.getByRole('option', { name: /^Reloaded/ }).click();
  const waiting = page.getByRole('status').filter({ hasText: 'Waiting for the first activation' });
  await waiting.filter({ hasText: old.key }).waitFor();
  await page.getByRole('button', { name: 'Create another to try with' }).click();
  await page.getByRole('button', { name: 'Create the key' }).click();
  await waiting.filter({ hasNotText: old.key }).waitFor();
  await page.getByRole('button', { name: 'Create the token' }).click();
  await page.getByRole('status', { name: 'The new token' }).waitFor();
  const { key } = argumentsIn(await snippetOn(page));
  assert.notEqual(key, old.key);
  await ask('key/CreateKey', { ProductId: productId, Period: 30 });
  await page.reload();
  await page.getByText('There is one for this product already, “application”').waitFor();
  assert((await snippetOn(page)).includes(key), 'the key that was made here, not the newest');
  await ask('key/Activate', { ProductId: productId, Key: key, MachineCode: 'after' });
  await page.getByRole('status').filter({ hasText: 'it works' }).waitFor();
  assert.deepEqual(errors, []);
  await close();
});
