import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Ask, askAs } from '../harness/ask.js';
import { NO_BROWSER } from '../harness/browser.js';
import { type Dashboard, startDashboard, WIDTHS } from '../harness/dashboard.js';
import { checkPaths, waitForContent } from '../harness/pageChecks.js';
import { seedDays } from '../harness/seedDays.js';

/** The pages that tell of sixty days: how they look, and where their numbers lead. */
let dashboard: Dashboard;
before(async () => {
  if (NO_BROWSER === false) dashboard = await startDashboard({ full: true });
});
after(() => dashboard?.stop());

const widths = Object.keys(WIDTHS) as (keyof typeof WIDTHS)[];

/** As it is shown: the last part is left out. */
const guesser = (): string => String(dashboard.history?.landmarks.guessing.addresses[0]).replace(/\.\d+$/, '.0');

for (const width of widths) {
  test(
    `overview, guessing, an address, access, settings and start, ${width}, light and dark`,
    {
      skip: NO_BROWSER,
    },
    () =>
      checkPaths(
        ['/', '/?range=24h', '/guessing', `/addresses/${guesser()}`, '/access', '/settings', '/start'],
        (path) => dashboard.openAs('owner', path, { width }),
      ),
  );
}

test('each number of the overview opens the rows that explain it', { skip: NO_BROWSER }, async () => {
  const { page, errors, close } = await dashboard.openAs('analyst', '/?range=all');
  await waitForContent(page);
  const search = async (name: RegExp): Promise<Record<string, string>> => {
    const href = (await page.getByRole('link', { name }).first().getAttribute('href')) ?? '';
    return Object.fromEntries(new URL(href, dashboard.url).searchParams);
  };
  assert.deepEqual(await search(/^Open in the log/), { range: 'all' });
  assert.match((await search(/^Log of refused requests/)).states ?? '', /^1020,2020,2022,2024,/);
  assert.deepEqual(await search(/^known machine/), { states: '2011', range: 'all' });
  const { productId, key } = dashboard.history?.landmarks.fullKey ?? {};
  const row = page.getByRole('row').filter({ hasText: String(key) });
  const denials = row.getByRole('link', { name: /refusals for lack of a seat/ });
  const explained = new URL((await denials.getAttribute('href')) ?? '', dashboard.url).searchParams;
  assert.deepEqual(Object.fromEntries(explained), {
    ...{ product: String(productId), key: String(key), states: '2022,2024', range: 'all' },
  });
  assert.match(await row.innerText(), /13 seats/, 'the limit that would have been enough');
  assert.match(await page.getByRole('region', { name: 'Requests', exact: true }).innerText(), /[\d,]{5,}/);
  assert.equal(await page.getByRole('link', { name: 'Access' }).count(), 0, 'tokens are not for analysts');
  assert.deepEqual(errors, []);
  await close();
});

test('where the oldest row cannot be had, all time has no numbers but says why, and tries again', {
  skip: NO_BROWSER,
}, async () => {
  const { page, close } = await dashboard.openAs('analyst', '/products');
  const method = '**/api/ai/GetWebAPILog';
  // The server is asked for fewer rows than none, and refuses.
  await page.route(method, (route) => {
    const isOldest = route.request().postData() === '{"Limit":1}';
    return isOldest ? route.continue({ postData: '{"Limit":-1}' }) : route.continue();
  });
  await page.goto(`${dashboard.url}/?range=all`);
  const again = page.getByRole('alert').getByRole('button', { name: 'Try again' });
  await again.waitFor();
  const requests = page.getByRole('region', { name: 'Requests', exact: true });
  assert.equal(await requests.count(), 0);
  await page.unroute(method);
  await again.click();
  await requests.getByText(/\d{3} granted$/).waitFor();
  assert.equal(await again.count(), 0);
  await close();
});

test('who guessed, and everything from there, as the API tells it', { skip: NO_BROWSER }, async () => {
  const { page, errors, close } = await dashboard.openAs('support', '/');
  await waitForContent(page);
  const credit = page.getByRole('link', { name: 'IP Geolocation by DB-IP' });
  assert.equal(await credit.getAttribute('href'), 'https://db-ip.com');
  const ask = await askAs(page, dashboard.url);
  // The demo's sixty days end now, so its numbers differ from one hour to the next.
  const { addresses } = await ask<{ addresses: readonly Suspect[] }>('ai/GetSuspects', { Limit: 100 });
  const suspect = addresses.find(({ address }) => address === guesser());
  assert(suspect !== undefined && suspect.attempts > 100);
  await page.getByRole('link', { name: guesser(), exact: true }).click();
  await page.getByRole('heading', { level: 1, name: guesser() }).waitFor();
  const table = page.getByRole('table', { name: 'Requests from this address' });
  await table.waitFor();
  const { attempts, distinctKeys, succeededAfter } = suspect;
  const granted = succeededAfter ? 'something was granted afterwards' : 'nothing was granted afterwards';
  const words = await page.getByText(/^Asked \d+ times/).innerText();
  assert(words.startsWith(`Asked ${attempts} times for ${distinctKeys} keys that there are not, `), words);
  assert(words.includes(`; ${granted}.`), words);
  const newest = await newestFrom(ask, guesser());
  const row = await table.getByRole('row').nth(1).innerText();
  assert(row.includes('refused') && row.includes(`· ${newest.state}`) && row.includes(newest.key), row);
  await credit.waitFor();
  await page.goto(`${dashboard.url}/guessing`);
  await credit.waitFor();
  assert.deepEqual(errors, []);
  await close();
});

test('days of which there are more than are read: the latest are counted, without a hole, and it is said', {
  skip: NO_BROWSER,
}, async () => {
  const [first, days] = [Date.UTC(2040, 0, 1) / 86_400_000, 60];
  await seedDays(dashboard, { first, days, products: 200, countries: 400, earlier: 'US' });
  const { page, errors, close } = await dashboard.openAs('analyst', '/products');
  const open = async (from: number): Promise<string> => {
    await page.goto(`${dashboard.url}/?from=${(first + from) * 86_400}&to=${(first + days) * 86_400 - 1}`);
    await waitForContent(page);
    return page.getByRole('main').innerText();
  };
  const ofCountries = 'Only the latest days of this period: choose a shorter one to see all.';
  const ofLines = 'The lines of machines and customers are of the latest days of this period only';
  const whole = await open(0);
  assert(whole.includes(ofCountries) && whole.includes(ofLines), whole);
  // 10,000 rows are 25 days of 400 countries, and the last of them might have had more.
  const lines = page.getByRole('list', { name: 'Requests by country' }).getByRole('listitem');
  assert.match((await lines.first().getAttribute('title')) ?? '', /: 24 requests, 0 refused$/);
  assert(!whole.includes('United States'), 'days before those that are left out');
  const later = await open(30);
  assert(!later.includes(ofCountries) && !later.includes(ofLines), later);
  assert.match((await lines.first().getAttribute('title')) ?? '', /: 30 requests, 0 refused$/);
  assert.match(await open(29), /United States/);
  assert.deepEqual(errors, []);
  await close();
});

interface Suspect {
  readonly address: string;
  readonly attempts: number;
  readonly distinctKeys: number;
  readonly succeededAfter: boolean;
}

/** The newest log row from an address. */
const newestFrom = async (ask: Ask, address: string): Promise<{ readonly state: number; readonly key: string }> => {
  for (let EndingBefore = Number.MAX_SAFE_INTEGER; ; ) {
    const { logs } = await ask<{
      logs: readonly { readonly id: number; readonly ip: string; readonly state: number; readonly key: string }[];
    }>('ai/GetWebAPILog', { Limit: 1000, EndingBefore });
    const found = logs.find(({ ip }) => ip === address);
    if (found !== undefined) return found;
    const last = logs.at(-1);
    assert(last !== undefined, `no row came from ${address}`);
    EndingBefore = last.id;
  }
};
