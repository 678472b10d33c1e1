import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { NO_BROWSER } from '../harness/browser.js';
import { type Dashboard, startDashboard, WIDTHS } from '../harness/dashboard.js';
import { checkPage, checkSchemes, waitForContent } from '../harness/pageChecks.js';
import { PASSWORD } from '../harness/people.js';
import { request } from '../harness/send.js';

let dashboard: Dashboard;
before(async () => {
  if (NO_BROWSER === false) dashboard = await startDashboard({ full: false });
});
after(() => dashboard?.stop());

const widths = Object.keys(WIDTHS) as (keyof typeof WIDTHS)[];

for (const width of widths) {
  test(`sign-in and welcome, ${width}, light and dark`, { skip: NO_BROWSER }, async () => {
    for (const path of ['/sign-in', '/welcome#not-a-link', '/welcome']) {
      const opened = await dashboard.open(path, { width });
      await waitForContent(opened.page);
      const { page, close } = opened;
      await checkSchemes(
        {
          page,
          close,
          // Those of a change of scheme too.
          get errors() {
            return opened.errors.filter((error) => !error.includes('410'));
          },
        },
        path,
      );
      await opened.close();
    }
  });
}

test('who is not signed in is asked to, and arrives where they wanted to go', { skip: NO_BROWSER }, async () => {
  const { page, close } = await dashboard.open('/customers?range=7d');
  await page.getByLabel('E-mail').fill(dashboard.email.analyst);
  await page.getByLabel('Password', { exact: true }).fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  assert.match(await page.getByRole('alert').innerText(), /wrong/);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Customers' }).waitFor();
  assert.equal(new URL(page.url()).search, '?range=7d');
  await page.getByRole('button', { name: 'Your account' }).click();
  await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await close();
});

test('a page that nobody may frame, that loads nothing from elsewhere, small enough', {
  skip: NO_BROWSER,
}, async () => {
  const { headers, body, status } = await request(`${dashboard.url}/licenses/3349/ABC?range=7d`);
  assert.equal(status, 200);
  const policy = headers.get('content-security-policy') ?? '';
  const [, nonce = ''] = /'nonce-([^']+)'/.exec(policy) ?? [];
  assert.equal(
    policy,
    `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
  );
  assert(String(body).includes(`nonce="${nonce}"`));
  const again = await request(`${dashboard.url}/`);
  assert(!again.headers.get('content-security-policy')?.includes(nonce), 'each answer has a nonce of its own');

  const { page, close } = await dashboard.open('/sign-in');
  await page.waitForLoadState('networkidle');
  let bytes = 0;
  page.on('response', async (response) => {
    if (!response.url().endsWith('.js')) return;
    assert.equal(response.headers()['cache-control'], 'public, max-age=31536000, immutable');
    const encoding = response.headers()['content-encoding'];
    const file = new URL(
      `../../web${new URL(response.url()).pathname}${encoding === 'br' ? '.br' : ''}`,
      import.meta.url,
    );
    bytes += readFileSync(file).length;
  });
  await page.reload({ waitUntil: 'networkidle' });
  await close();
  assert(bytes > 10_000 && bytes < 300_000, `${bytes} bytes of script`);
});

test('a page has the browser begin with the question of who is signed in, which is asked once', {
  skip: NO_BROWSER,
}, async () => {
  for (const path of ['/', '/log?range=7d', '/licenses/3349/ABC']) {
    const { headers } = await request(`${dashboard.url}${path}`);
    const link = headers.get('link') ?? '';
    assert.match(link, /; *rel=preload\b/, path);
    const answer = await request(new URL(/^<([^>]+)>/.exec(link)?.[1] ?? '', dashboard.url).href);
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.body, { signedIn: false });
  }
  for (const path of ['/sign-in', '/sign-in?next=%2Flog', '/welcome']) {
    const { headers } = await request(`${dashboard.url}${path}`);
    assert.equal(headers.get('link'), null, path);
  }
  const { page, close } = await dashboard.openAs('analyst', '/products');
  await page.getByRole('heading', { level: 1, name: 'Products' }).waitFor();
  const asked = await page.evaluate<readonly string[]>(
    `performance.getEntriesByName(location.origin + '/session').map(({ initiatorType }) => initiatorType)`,
  );
  assert.deepEqual(asked, ['link'], 'the page takes the answer that the header asked for');
  await close();
});

interface ListedPage {
  readonly path: string;
  readonly isPublic: boolean;
}

test('every page of the dashboard’s list is answered when it is reloaded, and drawn', {
  skip: NO_BROWSER,
}, async () => {
  const file = new URL('../../web/paths.json', import.meta.url);
  const listed: readonly ListedPage[] = JSON.parse(readFileSync(file, 'utf8'));
  assert(listed.length > 15);
  const visits = {
    isPublic: await dashboard.open('/sign-in'),
    inShell: await dashboard.openAs('owner', '/'),
  };
  for (const { path, isPublic } of listed) {
    const { page } = visits[isPublic ? 'isPublic' : 'inShell'];
    const example = path.replaceAll(/\$\w+/g, '1');
    const answer = await page.goto(`${dashboard.url}${example}`);
    assert.equal(answer?.status(), 200, example);
    assert.notEqual(await page.getByRole('heading', { level: 1 }).innerText(), 'There is no such page', example);
    assert.equal(new URL(page.url()).pathname, example);
    assert.equal(await page.getByRole('navigation', { name: 'Sections' }).count(), isPublic ? 0 : 1, example);
  }
  const rail = visits.inShell.page.getByRole('navigation', { name: 'Sections' }).getByRole('link');
  const links = await rail.evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  assert.equal(links.length, 10);
  assert.deepEqual(
    links.filter((link) => !listed.some(({ path }) => path === link)),
    [],
  );
  await visits.isPublic.close();
  await visits.inShell.close();
});

test('paths that are no page are no page', { skip: NO_BROWSER }, async () => {
  for (const path of ['/nowhere', '/assets/nothing.js', '/index.html', '/logs']) {
    const { status } = await request(`${dashboard.url}${path}`);
    assert.equal(status, 404, path);
  }
});

test('who types an address that is no page is told so by a page, programs as they read it', {
  skip: NO_BROWSER,
}, async () => {
  const opened = await dashboard.openAs('analyst', '/nowhere/at/all?range=7d');
  const { page } = opened;
  await page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor();
  // The browser notes the status of the page itself.
  const errors = opened.errors.filter((error) => !error.includes('404'));
  await checkPage({ ...opened, errors });
  await page.getByRole('link', { name: 'Back to the overview' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/nowhere'));
  await opened.close();
  const html = { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } };
  const found = await request(`${dashboard.url}/nowhere`, html);
  assert.equal(found.status, 404);
  assert.match(found.headers.get('content-type') ?? '', /^text\/html/);
  assert.match(found.headers.get('content-security-policy') ?? '', /^default-src 'none'/);
  for (const path of ['/api/key/Nothing', '/API//nothing', '/%65xt/Nothing', '/docs/nothing', '/session/nothing']) {
    const { status, headers } = await request(`${dashboard.url}${path}`, html);
    assert.equal(status, 404, path);
    assert.match(headers.get('content-type') ?? '', /^application\/json/, path);
  }
  const posted = await request(`${dashboard.url}/nowhere`, { method: 'POST', ...html });
  assert.match(posted.headers.get('content-type') ?? '', /^application\/json/);
});
