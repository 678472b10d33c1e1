import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { type Ask, askAs } from '../harness/ask.js';
import { NO_BROWSER } from '../harness/browser.js';
import { type Dashboard, type OpenPage, startDashboard, WIDTHS } from '../harness/dashboard.js';
import { checkSchemes, waitForContent } from '../harness/pageChecks.js';

/** "Customer X says that activation fails since Tuesday": three clicks from the overview, each of them counted here. */
let dashboard: Dashboard;
before(async () => {
  if (NO_BROWSER === false) dashboard = await startDashboard({ full: true });
});
after(() => dashboard?.stop());

const MOST_CLICKS = 3;

/** A visit that begins on the overview and counts what is clicked. */
interface Visit extends OpenPage {
  readonly ask: Ask;
  click(target: Locator): Promise<void>;
  /** Nothing went wrong, and it took no more clicks than it may. */
  end(): Promise<void>;
}

const visit = async (role: 'owner' | 'support' = 'support'): Promise<Visit> => {
  const opened = await dashboard.openAs(role, '/');
  await waitForContent(opened.page);
  let clicks = 0;
  return {
    ...opened,
    ask: await askAs(opened.page, dashboard.url),
    click: async (target) => {
      clicks += 1;
      await target.click();
    },
    end: async () => {
      assert(clicks <= MOST_CLICKS, `${clicks} clicks`);
      assert.deepEqual(opened.errors, []);
      await opened.close();
    },
  };
};

interface Row {
  readonly id: number;
  readonly time: number;
  readonly state: number;
  readonly machineCode: string | null;
}

/** The last thirty days of a key, oldest first, as the API has them. */
const rowsOf = async (ask: Ask, ProductId: number, Key: string): Promise<readonly Row[]> => {
  const Time = { gte: Math.floor(Date.now() / 1000) - 30 * 86_400 };
  const rows: Row[] = [];
  for (;;) {
    const page = { ProductId, Key, Time, Limit: 1000, StartingAfter: rows.at(-1)?.id ?? 0 };
    const { logs } = await ask<{ readonly logs: readonly Row[] }>('ai/GetWebAPILog', page);
    if (logs.length === 0) return rows;
    rows.push(...logs);
  }
};

/** The refusals of a state with none of `granted` among them up to the newest, and how many there are in all. */
const runOf = (rows: readonly Row[], state: number, granted: readonly number[]) => {
  const all = rows.filter((row) => row.state === state);
  const last = all.at(-1);
  assert(last !== undefined, `no row ${state}`);
  const before = rows.findLast((row) => row.id < last.id && granted.includes(row.state));
  const first = all.find(({ id }) => id > (before?.id ?? 0));
  assert(first !== undefined);
  return { count: all.length, last, first };
};

const isoTime = ({ time }: Row): string => new Date(time * 1000).toISOString();

/** The moments that a sentence names, as the page knows them. */
const momentsIn = async (sentence: Locator): Promise<readonly (string | null)[]> =>
  Promise.all((await sentence.locator('time').all()).map((one) => one.getAttribute('datetime')));

const findByName = async ({ page, click }: Visit, name: string): Promise<void> => {
  await click(page.getByRole('button', { name: 'Find a key, machine, customer or address' }).first());
  await page.keyboard.type(name);
  await click(page.getByRole('option', { name: /customer/ }).first());
  await page.waitForURL(/\/customers\/\d+/);
  await waitForContent(page);
};

const troubleWith = (page: Page, key: string): Locator =>
  page.getByRole('list', { name: 'Licences with trouble' }).getByRole('listitem').filter({ hasText: key }).first();

test('seats are full: the list of refusals, the customer, the licence, the row', { skip: NO_BROWSER }, async () => {
  const { productId, key, company } = dashboard.history?.landmarks.deskKey ?? {};
  assert(productId !== undefined && key !== undefined && company !== undefined);
  const opened = await visit();
  const { page, ask, click, end } = opened;
  for (const name of ['one', 'two', 'three', 'four']) {
    await ask('key/Activate', { ProductId: productId, Key: key, MachineCode: `NEW-${name}`, FriendlyName: name });
  }
  const row = page.getByRole('table', { name: 'Licences at their limit' }).getByRole('row').filter({ hasText: key });
  await click(row.getByRole('link', { name: company }));
  await page.getByRole('heading', { level: 1, name: company }).waitFor();
  const run = runOf(await rowsOf(ask, productId, key), 2022, [2010, 2012, 2013]);
  const { licenseKey } = await ask<{ licenseKey: { maxNoOfMachines: number; activatedMachines: readonly object[] } }>(
    'key/GetKey',
    { ProductId: productId, Key: key, ModelVersion: 3 },
  );
  assert.equal(licenseKey.activatedMachines.length, licenseKey.maxNoOfMachines, 'it is full indeed');
  const words = new RegExp(
    `^Activations of new machines are refused since .*: all ${licenseKey.maxNoOfMachines} seats are taken\\. ${run.count} refusals in this period; the last now, of “four”\\.$`,
  );
  const told = troubleWith(page, key).getByRole('listitem').first();
  assert.match(await told.innerText(), words);
  assert.deepEqual(await momentsIn(told), [isoTime(run.first), isoTime(run.last)]);
  await click(troubleWith(page, key).getByRole('link', { name: key }));
  await page.getByRole('heading', { level: 1, name: key }).waitFor();
  const sentence = page.getByRole('region', { name: 'Does it work?' }).getByRole('listitem').first();
  await sentence.waitFor();
  assert.match(await sentence.innerText(), words);
  assert.deepEqual(await momentsIn(sentence), [isoTime(run.first), isoTime(run.last)]);
  await click(sentence.getByRole('link').last());
  await page.waitForURL(new RegExp(`/log/${run.last.id}\\b`));
  const story = page.getByRole('complementary', { name: `Row ${run.last.id}` });
  await story.getByText(new RegExp(`refused: all ${licenseKey.maxNoOfMachines} seats`)).waitFor();
  await end();
});

test('a block: the customer by name, what went wrong in words, the row', { skip: NO_BROWSER }, async () => {
  const opened = await visit('owner');
  const { page, ask, click, end } = opened;
  const { customerId } = await ask<{ customerId: number }>('customer/AddCustomer', { CompanyName: 'Halted Holdings' });
  const made = { ProductId: 1, CustomerId: customerId, MaxNoOfMachines: 5, Period: 30 };
  const { key } = await ask<{ key: string }>('key/CreateKey', made);
  const activate = (MachineCode: string) => ask('key/Activate', { ProductId: 1, Key: key, MachineCode });
  await activate('before');
  await ask('key/BlockKey', { ProductId: 1, Key: key });
  for (const code of ['before', 'another', 'last']) await activate(code);
  const run = runOf(await rowsOf(ask, 1, key), 2020, [2010, 2011, 2012, 2013, 2014, 2015]);
  assert.equal(run.count, 3);
  await findByName(opened, 'halted');
  const told = troubleWith(page, key).getByRole('listitem').first();
  const blocked =
    /^Activations are refused since .*: the licence is blocked\. 3 refusals in this period; the last now, of last\.$/;
  assert.match(await told.innerText(), blocked);
  assert.deepEqual(await momentsIn(told), [isoTime(run.first), isoTime(run.last)]);
  await click(told.getByRole('link').last());
  const story = page.getByRole('complementary', { name: `Row ${run.last.id}` });
  await story.getByText(/refused: the key was blocked/).waitFor();
  // What was true then is said of then.
  await ask('key/UnblockKey', { ProductId: 1, Key: key });
  await page.goto(`${dashboard.url}/licenses/1/${key}`);
  const sentence = page.getByRole('region', { name: 'Does it work?' }).getByRole('listitem').first();
  await sentence.waitFor();
  assert.match(await sentence.innerText(), /were refused .*: the licence was blocked\. It is not blocked any more/);
  await activate('last');
  await page.reload();
  await page.getByText(/Granted again since/).waitFor();
  await end();
});

test('expired: the customer by name, and what the licence’s page says', { skip: NO_BROWSER }, async () => {
  const opened = await visit();
  const { page, ask, click, end } = opened;
  interface Expired {
    readonly key: string;
    readonly expires: string;
    readonly customer: { readonly companyName: string | null } | null;
  }
  const { licenseKeys } = await ask<{ licenseKeys: readonly Expired[] }>('product/GetKeys', {
    ...{
      ProductId: 1,
      ModelVersion: 3,
      SearchQuery: 'block=false and expires<today and customer.companyname.contains("a")',
    },
  });
  const expired = licenseKeys.find(({ customer }) => customer !== null);
  assert(expired !== undefined, 'somebody’s licence has expired');
  await findByName(opened, String(expired.customer?.companyName));
  const days = Math.trunc((Date.now() - Date.parse(`${expired.expires}Z`)) / 86_400_000);
  const day = new Date(`${expired.expires}Z`).toLocaleDateString('en-GB', {
    ...({ year: 'numeric', month: 'short', day: 'numeric', timeZone: 'Europe/Stockholm' } as const),
  });
  const ago = days === 0 ? 'hr. ago' : days < 30 ? `${days} day` : 'mo. ago';
  const said = (text: string): void => {
    assert(text.includes('Expired ') && text.includes(ago) && text.includes(`on ${day}. The server goes on`), text);
  };
  said(await troubleWith(page, expired.key).innerText());
  await click(troubleWith(page, expired.key).getByRole('link', { name: expired.key }));
  const standing = page.getByRole('region', { name: 'Does it work?' });
  await standing.getByText(/Expired/).waitFor();
  said(await standing.innerText());
  const rows = (await rowsOf(ask, 1, expired.key)).filter(({ state }) => state !== 5010);
  const refused = rows.filter(({ state }) => Math.floor(state / 10) % 10 === 2).length;
  const granted = rows.length - refused;
  const requests = `${granted} request${granted === 1 ? '' : 's'}`;
  const totals =
    rows.length === 0
      ? /Nothing was asked of this licence in this period/
      : refused === 0
        ? new RegExp(`${requests} in this period, and none was refused`)
        : new RegExp(`${requests} granted and ${refused} refused in this period`);
  assert.match(await standing.innerText(), totals);
  await end();
});

test('from the overview to why a customer was refused: two clicks', { skip: NO_BROWSER }, async () => {
  const { page, errors, close } = await dashboard.openAs('support', '/');
  await waitForContent(page);
  const { key } = dashboard.history?.landmarks.deskKey ?? {};
  const license = page.getByRole('row').filter({ hasText: String(key) });
  await license.getByRole('link', { name: /refusals for lack of a seat/ }).click();
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

test('the page of a customer with trouble, in each width and scheme', { skip: NO_BROWSER }, async () => {
  for (const width of Object.keys(WIDTHS) as (keyof typeof WIDTHS)[]) {
    const opened = await dashboard.openAs('support', '/customers?find=Brackwater', { width });
    await opened.page
      .getByRole('link', { name: /Brackwater/ })
      .first()
      .click();
    await opened.page.getByRole('list', { name: 'Licences with trouble' }).waitFor();
    await waitForContent(opened.page);
    await checkSchemes(opened);
    await opened.close();
  }
});
