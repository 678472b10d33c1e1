import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { NO_BROWSER } from '../harness/browser.js';
import { type Dashboard, startDashboard } from '../harness/dashboard.js';
import { idsShown, waitForRows } from '../harness/logRows.js';
import { multiplyLog } from '../harness/seedLog.js';

/** Rows that come while somebody looks at the log. */
let dashboard: Dashboard;
before(async () => {
  if (NO_BROWSER === false) dashboard = await startDashboard({ full: true });
});
after(() => dashboard?.stop());

/** Calls a method as the page's person does. */
const callAs = async (page: Page, method: string, data: object): Promise<void> => {
  const session: unknown = await (await page.request.get(`${dashboard.url}/session`)).json();
  assert(typeof session === 'object' && session !== null && 'csrf' in session);
  const headers = { 'x-csrf-token': String(session.csrf) };
  const answer = await page.request.post(`${dashboard.url}/api/${method}`, { data, headers });
  assert.equal(answer.status(), 200);
};

/** Calls Activate on the test key as the page's person. */
const activator = (page: Page) => {
  const key = dashboard.history?.landmarks.testKey;
  assert(key !== undefined);
  return (machine: string) =>
    callAs(page, 'key/Activate', { ProductId: key.productId, Key: key.key, MachineCode: machine });
};

/** Where the pointer is on no row. */
const leaveRows = (page: Page): Promise<void> => page.getByRole('heading', { level: 1 }).hover();

/** Moves the pointer as a hand does: over all that lies between. */
const moveSlowly = async (page: Page, target: Locator): Promise<void> => {
  const box = await target.boundingBox();
  assert(box !== null);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 20 });
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
};

const newRows = (page: Page, count: number): Locator =>
  page.getByRole('button', { name: `${count.toLocaleString('en')} new row${count === 1 ? '' : 's'}`, exact: true });

test('live rows are announced, none is missed while the connection is away', { skip: NO_BROWSER }, async () => {
  const { page, close } = await dashboard.openAs('owner', '/log?range=24h');
  await page.getByLabel('Live').check();
  await page.getByText('Following').waitFor();
  const activate = activator(page);
  await waitForRows(page);
  await page.locator('[data-index="1"]').hover();
  const top = (await idsShown(page))[0] ?? 0;
  await activate('live-1');
  await newRows(page, 1).waitFor();
  assert.equal((await idsShown(page))[0], top, 'nothing moves by itself');
  await dashboard.restart();
  await activate('live-2');
  await activate('live-3');
  await newRows(page, 3).waitFor();
  await moveSlowly(page, newRows(page, 3));
  assert.equal((await idsShown(page))[0], top, 'on the way to the button the rows stay, and so does the button');
  await newRows(page, 3).click();
  await page.getByRole('link', { name: 'live-3' }).waitFor();
  assert.deepEqual((await idsShown(page)).slice(0, 3), [top + 3, top + 2, top + 1]);
  await close();
});

test('who stops following keeps the rows that came', { skip: NO_BROWSER }, async () => {
  const { page, close } = await dashboard.openAs('owner', '/log?range=24h&live=true');
  await page.getByText('Following').waitFor();
  await waitForRows(page);
  await leaveRows(page);
  await activator(page)('kept-1');
  await page.getByRole('link', { name: 'kept-1' }).waitFor();
  const [top] = await idsShown(page);
  await page.getByLabel('Live').uncheck();
  await page.getByText('Following').waitFor({ state: 'detached' });
  await waitForRows(page);
  await page.getByRole('link', { name: 'kept-1' }).waitFor();
  assert.equal((await idsShown(page))[0], top);
  await page.getByLabel('Live').check();
  await page.getByText('Following').waitFor();
  await waitForRows(page);
  assert.equal((await idsShown(page))[0], top, 'and has it when following again');
  await close();
});

test('who looks at the top sees live rows come by themselves, and the histogram with them', {
  skip: NO_BROWSER,
}, async () => {
  const { page, errors, close } = await dashboard.openAs('owner', '/log?range=24h&live=true');
  await page.getByText('Following').waitFor();
  const activate = activator(page);
  await waitForRows(page);
  await leaveRows(page);
  const chart = page.getByRole('img', { name: /^Rows over the period/ });
  const granted = async (): Promise<number> =>
    Number(/([\d,]+) granted/.exec((await chart.getAttribute('aria-label')) ?? '')?.[1]?.replaceAll(',', ''));
  const before = await granted();
  const top = (await idsShown(page))[0] ?? 0;
  const line = await page.getByText('Following').boundingBox();
  await activate('by-itself-1');
  await page.getByRole('link', { name: 'by-itself-1' }).waitFor();
  await activate('by-itself-2');
  await page.getByRole('link', { name: 'by-itself-2' }).waitFor();
  assert.deepEqual((await idsShown(page)).slice(0, 3), [top + 2, top + 1, top]);
  // Each is counted once.
  const counted = `${(before + 2).toLocaleString('en')} granted`;
  await page.getByRole('img', { name: `Rows over the period: ${counted}` }).waitFor();

  // On a row, by pointer or by keyboard, nothing moves; what came meanwhile comes when it is left.
  await page.locator('[data-index="0"]').hover();
  await activate('under-pointer');
  await newRows(page, 1).waitFor();
  assert.equal((await idsShown(page))[0], top + 2);
  await leaveRows(page);
  await page.getByRole('link', { name: 'under-pointer' }).waitFor();
  await page.keyboard.press('j');
  await activate('at-keyboard');
  await newRows(page, 1).waitFor();
  const focused = () => page.evaluate<string>('document.activeElement.getAttribute("href").split("?")[0]');
  assert.equal(await focused(), `/log/${top + 3}`);
  const frame = await page.getByRole('region', { name: 'Rows of the log' }).boundingBox();
  const button = await newRows(page, 1).boundingBox();
  assert(frame !== null && button !== null && line !== null);
  assert(button.y + button.height <= frame.y, 'it covers nothing');
  assert.equal((await page.getByText('Following').boundingBox())?.y, line.y, 'and moves nothing');
  await page.keyboard.press('n');
  await page.getByRole('link', { name: 'at-keyboard' }).waitFor();
  assert.equal(await focused(), `/log/${top + 3}`, 'the keyboard is where it was');
  await page.keyboard.press('k');
  await page.waitForFunction(`document.activeElement.getAttribute("href").startsWith("/log/${top + 4}")`);

  // So it is with a row that is open, and far down the list.
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: `Row ${top + 4}` }).waitFor();
  await leaveRows(page);
  await activate('beside-open');
  await newRows(page, 1).waitFor();
  await page.getByRole('button', { name: 'Close the row' }).click();
  await page.getByRole('complementary').waitFor({ state: 'detached' });
  await page.evaluate('document.activeElement.blur()');
  await page.getByRole('link', { name: 'beside-open' }).waitFor();
  const rows = page.getByRole('region', { name: 'Rows of the log' });
  await rows.evaluate((element) => element.scrollTo(0, 1700));
  await page.locator('[data-index="50"] a').first().waitFor();
  const shown = await idsShown(page);
  await activate('far-above');
  await newRows(page, 1).waitFor();
  assert.deepEqual(await idsShown(page), shown);
  await rows.evaluate((element) => element.scrollTo(0, 0));
  await page.getByRole('link', { name: 'far-above' }).waitFor();
  assert.deepEqual(errors, []);
  await close();
});

test('rows written between the list’s answer and the stream’s opening appear, each once', {
  skip: NO_BROWSER,
}, async () => {
  const { page, close } = await dashboard.openAs('owner', '/log?range=24h');
  const activate = activator(page);
  const key = dashboard.history?.landmarks.testKey;
  // A list with rows, and one without any: there the next row is its first.
  for (const [name, filter] of [
    ['gap', ''],
    ['gap in nothing', `&product=${key?.productId}&key=${key?.key}&machine=gap in nothing`],
  ] as const) {
    let opened = 0;
    await page.route('**/api/ai/TailWebAPILog*', async (route) => {
      opened += 1;
      if (opened === 1) {
        const list = page.getByRole('region', { name: 'Rows of the log' }).getByRole('link');
        await list.or(page.getByText('No matching rows')).first().waitFor();
        await activate(name);
        await activate(name);
      }
      await route.continue();
    });
    await page.goto(`${dashboard.url}/log?range=24h&live=true${filter}`);
    await page.getByText('Following').waitFor();
    await leaveRows(page);
    await activate(name);
    await page.getByRole('link', { name, exact: true }).nth(2).waitFor();
    assert.equal(await page.getByRole('link', { name, exact: true }).count(), 3);
    const ids = await idsShown(page);
    assert.equal(new Set(ids).size, ids.length);
    assert.equal(opened, 1);
    await page.unroute('**/api/ai/TailWebAPILog*');
  }
  await close();
});

test('ten thousand new rows are announced, held in bounded memory, and shown where they belong', {
  skip: NO_BROWSER,
}, async () => {
  const { page, errors, close } = await dashboard.openAs('analyst', '/log?range=all&live=true');
  await page.getByText('Following').waitFor();
  await waitForRows(page);
  const newest = (await idsShown(page))[0] ?? 0;
  const frame = page.getByRole('region', { name: 'Rows of the log' });
  await frame.evaluate((element) => element.scrollTo(0, 3400));
  await page.locator('[data-index="100"] a').first().waitFor();
  const shown = await idsShown(page);
  await multiplyLog(dashboard, newest + 10_000);
  await newRows(page, 10_000).waitFor();
  assert.deepEqual(await idsShown(page), shown);
  await page.keyboard.press('j');
  await page.waitForFunction('document.activeElement.matches("[data-index] a")');
  await newRows(page, 10_000).click();
  for (const place of [0, 199, 200, 4321, 9999, 10_000]) {
    await frame.evaluate((element, top) => element.scrollTo(0, top), place * 34);
    await page.locator(`[data-index="${place}"] a[href^="/log/${newest + 10_000 - place}?"]`).waitFor();
    assert((await idsShown(page)).length < 80, 'few are drawn');
  }
  assert.deepEqual(errors, []);
  await close();
});
