import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { NO_BROWSER } from '../harness/browser.js';
import { type Dashboard, startDashboard, WIDTHS } from '../harness/dashboard.js';
import { idsShown, waitForRows } from '../harness/logRows.js';
import { accessibilityViolations, checkSchemes } from '../harness/pageChecks.js';

let dashboard: Dashboard;
before(async () => {
  if (NO_BROWSER === false) dashboard = await startDashboard({ full: true });
});
after(() => dashboard?.stop());

const widths = Object.keys(WIDTHS) as (keyof typeof WIDTHS)[];

for (const width of widths) {
  test(`the log and one of its rows, ${width}, light and dark`, { skip: NO_BROWSER }, async () => {
    const opened = await dashboard.openAs('analyst', '/log?range=7d', { width });
    await waitForRows(opened.page);
    await checkSchemes(opened);
    await opened.page.locator('[data-index] a[href^="/log/"]').nth(2).click();
    await opened.page.getByRole('complementary').getByText('UTC', { exact: true }).waitFor();
    await checkSchemes(opened);
    await opened.close();
  });
}

test('by keyboard alone: to a row, into it, on to the next, back; search; nothing else', {
  skip: NO_BROWSER,
}, async () => {
  const { page, errors, close } = await dashboard.openAs('support', '/log?range=7d');
  await waitForRows(page);
  const [first, second, third] = await idsShown(page);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: `Row ${second}` }).waitFor();
  await page.keyboard.press('j');
  await page.getByRole('heading', { name: `Row ${third}` }).waitFor();
  await page.keyboard.press('k');
  await page.keyboard.press('k');
  await page.getByRole('heading', { name: `Row ${first}` }).waitFor();
  assert.equal(new URL(page.url()).search, '?range=7d', 'the filter stays');
  await page.keyboard.press('Escape');
  await page.getByRole('complementary').waitFor({ state: 'detached' });
  const focused = await page.evaluate<string>('document.activeElement.getAttribute("href")');
  assert.match(focused, new RegExp(`^/log/${first}\\b`), 'the row that was open has the focus');
  await page.keyboard.press('/');
  await page.getByRole('dialog').getByRole('combobox').waitFor();
  await page.keyboard.type('render-0');
  await page.getByRole('dialog').getByRole('option').first().waitFor();
  assert.deepEqual(await accessibilityViolations(page), []);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/machines\//);
  await page.getByRole('heading', { level: 1, name: /^render-0/ }).waitFor();
  assert.deepEqual(errors, []);
  await close();
});

test('a row that is closed leaves no step behind it: Back leads out of the log', { skip: NO_BROWSER }, async () => {
  const { page, close } = await dashboard.openAs('analyst', '/products');
  await page.getByRole('link', { name: 'Log', exact: true }).click();
  await waitForRows(page);
  for (const shut of ['Escape', 'button'] as const) {
    await page.locator('[data-index="3"] td').first().getByRole('link').click();
    await page.getByRole('complementary').waitFor();
    // Another row takes the place of the one that is open.
    await page.keyboard.press('j');
    await page.locator('[data-index="1"] td').first().getByRole('link').click();
    if (shut === 'Escape') await page.keyboard.press('Escape');
    else await page.getByRole('button', { name: 'Close the row' }).click();
    await page.getByRole('complementary').waitFor({ state: 'detached' });
    assert.equal(new URL(page.url()).pathname, '/log');
  }
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: 'Products' }).waitFor();

  // Where a link led to the row, closing it stays in the log.
  await page.goto(`${dashboard.url}/log/5?range=all`);
  await page.getByRole('complementary').waitFor();
  await page.keyboard.press('Escape');
  await page.waitForURL((url) => url.pathname === '/log');
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: 'Products' }).waitFor();
  await close();
});

test('a link to a row shows it in the list, with the rows around it and the way to newer ones', {
  skip: NO_BROWSER,
}, async () => {
  const { page, errors, close } = await dashboard.openAs('analyst', '/log/1500?range=all');
  const row = page.locator('[data-open] a[href^="/log/1500?"]').first();
  await row.waitFor();
  const frame = await page.getByRole('region', { name: 'Rows of the log' }).boundingBox();
  const place = await row.boundingBox();
  assert(frame !== null && place !== null);
  assert(place.y > frame.y && place.y < frame.y + frame.height, 'it is in view');
  const around = await idsShown(page);
  const at = around.indexOf(1500);
  assert.deepEqual(around.slice(at - 3, at + 4), [1503, 1502, 1501, 1500, 1499, 1498, 1497]);
  await page.keyboard.press('k');
  await page.getByRole('heading', { name: 'Row 1501' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('complementary').waitFor({ state: 'detached' });

  const rows = page.getByRole('region', { name: 'Rows of the log' });
  await rows.evaluate((element) => element.scrollTo(0, 0));
  await page.locator('[data-index="0"] a[href^="/log/1600?"]').waitFor();
  await page.getByRole('button', { name: 'Newer rows' }).click();
  await page.locator('[data-index="200"] a[href^="/log/1600?"]').waitFor();
  const kept = await page.locator('[data-index="200"]').boundingBox();
  assert(kept !== null && Math.abs(kept.y - frame.y) < 40, 'what was seen is where it was');
  await rows.evaluate((element) => element.scrollTo(0, 0));
  await page.locator('[data-index="0"] a[href^="/log/1800?"]').waitFor();

  // A row that the filters leave out is shown beside the list, which begins with the newest.
  await page.goto(`${dashboard.url}/log/1500?range=1h&states=9999`);
  await page.getByRole('heading', { name: 'Row 1500' }).waitFor();
  await page.getByText('No matching rows in this period').waitFor();
  assert.deepEqual(errors, []);
  await close();
});

test('scrolled far and back, every row is where it was, and few are drawn', { skip: NO_BROWSER }, async () => {
  const { page, close } = await dashboard.openAs('analyst', '/log?range=all');
  await waitForRows(page);
  const top = await idsShown(page);
  const newest = top[0] ?? 0;
  const frame = page.getByRole('region', { name: 'Rows of the log' });
  const scrollTo = async (row: number): Promise<readonly number[]> => {
    await frame.evaluate((element, place) => element.scrollTo(0, place), row * 34);
    await page.locator(`[data-index="${row}"] a`).first().waitFor();
    return idsShown(page);
  };
  // Ids have no gap, so in a list of everything a row's place tells its id.
  const assertAt = async (row: number): Promise<void> => {
    const link = await page.locator(`[data-index="${row}"] a`).first().getAttribute('href');
    assert.match(link ?? '', new RegExp(`^/log/${newest - row}\\b`), `row ${row}`);
  };
  for (let row = 150; row <= 3000; row += 150) {
    const shown = await scrollTo(row);
    await assertAt(row);
    assert.deepEqual(
      shown,
      [...shown].sort((a, b) => b - a),
    );
    assert.equal(new Set(shown).size, shown.length);
    assert(shown.length < 80, `${shown.length} rows are drawn`);
  }
  // Pages in between have been let go or not: they come again.
  for (const row of [1700, 40, 2900, 0]) {
    await scrollTo(row);
    await assertAt(row);
  }
  await close();
});

test('a page that is far from what is seen is let go of after a while, the first one too', {
  skip: NO_BROWSER,
}, async () => {
  const { page, errors, close } = await dashboard.openAs('analyst', '/products');
  await page.clock.install();
  await page.goto(`${dashboard.url}/log?range=all`);
  await waitForRows(page);
  const newest = (await idsShown(page))[0] ?? 0;
  const frame = page.getByRole('region', { name: 'Rows of the log' });
  const scrollTo = async (row: number): Promise<void> => {
    await frame.evaluate((element, place) => element.scrollTo(0, place), row * 34);
    await page.locator(`[data-index="${row}"] a`).first().waitFor();
  };
  for (const row of [150, 350, 550, 750]) await scrollTo(row);
  await page.clock.fastForward('01:00');
  const first = page.waitForRequest((request) => request.postDataJSON()?.EndingBefore === newest + 1);
  await scrollTo(0);
  await first;
  assert.deepEqual(errors, []);
  await close();
});

test('filters are in the URL, and a link is a view', { skip: NO_BROWSER }, async () => {
  const key = dashboard.history?.landmarks.fullKey;
  assert(key !== undefined);
  const { page, errors, close } = await dashboard.openAs('support', '/log?range=90d');
  await waitForRows(page);
  await page.getByLabel('Key', { exact: true }).fill(key.key);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.searchParams.get('product') === String(key.productId));
  await page.getByRole('button', { name: 'States: All states' }).click();
  await page.getByRole('button', { name: 'No seat left' }).click();
  await page.waitForURL((url) => url.searchParams.get('states') === '2022,2024');
  await page.keyboard.press('Escape');
  await page.getByText('floating seat left').first().waitFor();
  const before = await idsShown(page);
  const states = await page.locator('[data-index] td:nth-child(2)').allInnerTexts();
  assert(states.length > 5 && states.every((text) => /20(22|24)/.test(text)), states.join());
  await page.reload();
  await waitForRows(page);
  assert.deepEqual(await idsShown(page), before);
  await page.getByRole('link', { name: key.key }).first().waitFor();
  await page.locator('[data-index] a[href^="/log/"]').first().click();
  await page.getByText(/Activation by .* refused: all \d+ floating seats of .* were taken by /).waitFor();

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('button', { name: 'Download' })
      .click()
      .then(() => page.getByRole('menuitem', { name: 'CSV' }).click()),
  ]);
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
  assert(lines.length > 5 && lines.slice(1).every((line) => line.includes(key.key) && /,20(22|24),/.test(line)));
  assert.deepEqual(errors, []);
  await close();
});

test('dragging over the histogram sets the period', { skip: NO_BROWSER }, async () => {
  const { page, close } = await dashboard.openAs('analyst', '/log');
  await waitForRows(page);
  const box = await page.locator('.u-over').boundingBox();
  assert(box !== null);
  await page.mouse.move(box.x + box.width * 0.4, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + 40, { steps: 4 });
  await page.mouse.up();
  await page.waitForURL((url) => url.searchParams.has('from'));
  const { searchParams } = new URL(page.url());
  const days = (Number(searchParams.get('to')) - Number(searchParams.get('from'))) / 86_400;
  assert(Math.abs(days - 6) < 0.5, `${days} days`);
  await waitForRows(page);
  await close();
});

test('everything from one address: from a row, from its page, by hand, and back without', {
  skip: NO_BROWSER,
}, async () => {
  const { page, errors, close } = await dashboard.openAs('support', '/log?range=90d&states=2012');
  await waitForRows(page);
  await page.locator('[data-index="2"] td').first().getByRole('link').click();
  const panel = page.getByRole('complementary');
  await panel.getByText('Country', { exact: true }).waitFor();
  await panel.getByRole('link', { name: 'IP Geolocation by DB-IP' }).waitFor();
  const address = await panel.locator('a[href^="/addresses/"]').innerText();
  await panel.getByRole('link', { name: 'Everything from it' }).click();
  await page.waitForURL((url) => url.searchParams.get('address') === address);
  await waitForRows(page);
  const shown = async () => new Set(await page.locator('[data-index] td:last-child').allInnerTexts());
  assert.deepEqual([...(await shown())], [address]);
  assert.equal(await page.getByLabel('Address', { exact: true }).inputValue(), address);
  await page.getByRole('link', { name: address }).first().click();
  await page.getByRole('heading', { level: 1, name: address }).waitFor();
  await page
    .getByText(/^(These are all rows of this period\.|Rows before [\d,]+ have not been looked at\.)$/)
    .waitFor();
  await page.getByRole('table', { name: 'Requests from this address' }).getByRole('link').first().waitFor();
  await page.getByRole('link', { name: 'Everything from this address in the log' }).click();
  await waitForRows(page);
  await page.getByLabel('Country (two letters)').fill('xy');
  await page.keyboard.press('Enter');
  await page.getByText('No matching rows in this period').waitFor();
  assert.equal(new URL(page.url()).searchParams.get('country'), 'XY');
  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await waitForRows(page);
  assert.equal(new URL(page.url()).searchParams.has('address'), false);
  assert.deepEqual(errors, []);
  await close();
});

test('the end of a list leads to the next one, by keyboard alone', { skip: NO_BROWSER }, async () => {
  const { page, errors, close } = await dashboard.openAs('analyst', '/products');
  // A list of 480,000 rows is as long as a browser can draw; here 400 are.
  let changed = 0;
  await page.route('**/assets/*.js', async (route) => {
    const response = await route.fetch();
    const text = await response.text();
    const body = text.replace(/\b(?:48e4|480000)\b/g, () => {
      changed += 1;
      return '400';
    });
    await route.fulfill({ response, body, headers: { ...response.headers(), 'content-encoding': 'identity' } });
  });
  await page.goto(`${dashboard.url}/log?range=all`);
  await waitForRows(page);
  assert(changed > 0, 'the bound was found');
  const newest = (await idsShown(page))[0] ?? 0;
  const button = page.getByRole('button', { name: '400 rows are listed: continue from here' });
  while (!(await button.isVisible())) await page.keyboard.press('j');
  const isAtEnd = () => page.evaluate<boolean>('document.activeElement.matches("[data-after-last]")');
  while (!(await isAtEnd())) await page.keyboard.press('j');
  assert.equal((await idsShown(page)).at(-1), newest - 399);
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.searchParams.has('to'));
  await page
    .locator(`[data-index] a[href^="/log/${newest - 400}?"]`)
    .first()
    .waitFor();
  await page.keyboard.press('j');
  await page.waitForFunction('document.activeElement.matches("[data-index=\\"0\\"] a")');
  assert.deepEqual(errors, []);
  await close();
});
