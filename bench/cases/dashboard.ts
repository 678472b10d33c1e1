import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { bringDemoHistory } from '../../src/cli/demo/history/bringDemoHistory.js';
import { withDatabase } from '../../src/cli/shell/session.js';
import { settle } from '../../src/cli/shell/settle.js';
import { secretIn } from '../../src/engine/administration/people.js';
import { createAccount } from '../../src/engine/identity/accounts.js';
import { createUser } from '../../test/harness/administer.js';
import { NO_BROWSER, startBrowser } from '../../test/harness/browser.js';
import { PASSWORD, sendJson } from '../../test/harness/people.js';
import type { BenchCase, Measured } from '../harness/benchCase.js';
import { grownLog } from '../harness/longLog.js';
import { againstBound } from '../harness/ratio.js';
import { type Rig, startRig } from '../harness/rig.js';

const BOUND_MS = 1_000;
/** What a window of the browser does for itself when it is new: it loads pages for its own address bar, on one of the cores. */
const SETTLING_MS = 1_500;

interface Opened {
  readonly rig: Rig;
  readonly accountId: number;
}

/** Milliseconds from asking for a page until it is there, each time in a browser that has nothing of it yet. */
const openings = async (
  rounds: number,
  browser: Browser,
  { rig, accountId }: Opened,
  path: string,
  isThere: (page: Page) => Promise<void>,
): Promise<readonly number[]> => {
  const email = `bench${Date.now()}@example.com`;
  const { link } = await createUser(rig.engine, accountId, { email, name: 'Bench', role: 'owner' });
  await sendJson(`${rig.url}/session/password`, 'POST', { link: secretIn(link), password: PASSWORD });
  const times: number[] = [];
  // The first one warms the server and the browser's own process up.
  for (let round = 0; round <= rounds; round++) {
    const context = await browser.newContext({ viewport: { width: 1_440, height: 900 } });
    await context.request.post(`${rig.url}/session`, { data: { email, password: PASSWORD } });
    const page = await context.newPage();
    await sleep(SETTLING_MS);
    const began = performance.now();
    await page.goto(`${rig.url}${path}`, { waitUntil: 'commit' });
    await isThere(page);
    if (round > 0) times.push(performance.now() - began);
    await context.close();
  }
  return times;
};

/** All numbers and charts are there, and no place is held for any. */
const overviewIsThere = async (page: Page): Promise<void> => {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.locator('main canvas').first().waitFor();
  for (const held of await page.getByRole('status', { name: 'Loading' }).all())
    await held.waitFor({ state: 'detached' });
};

const firstRowsAreThere = (page: Page): Promise<void> => page.locator('[data-index="10"] a').first().waitFor();

/** The demo’s sixty days in a server of their own. */
const demoRig = async (): Promise<Opened> => {
  const rig = await startRig();
  const accountId = await createAccount(rig.writers, 'Demo');
  await withDatabase({ databaseUrl: undefined, dataDir: rig.dataDir }, async (session) => {
    await bringDemoHistory(session, accountId, rig.dataDir);
    await settle(session, accountId);
  });
  return { rig, accountId };
};

export const dashboardPages: BenchCase = {
  name: 'dashboard',
  title: 'opening a page of the dashboard in a browser that runs and has nothing of it yet',
  against: '1 s',
  target: { most: 1 },
  fast: false,
  measure: async ({ rounds }) => {
    if (NO_BROWSER !== false) throw new Error(NO_BROWSER);
    const browser = await startBrowser();
    const measured: Measured[] = [];
    const measure = async (part: string, times: Promise<readonly number[]>): Promise<void> => {
      measured.push({ part, unit: 'ms', ratio: againstBound(await times, BOUND_MS) });
    };
    try {
      const demo = await demoRig();
      try {
        await measure('overview of the demo account, whole', openings(rounds, browser, demo, '/', overviewIsThere));
      } finally {
        await demo.rig.stop();
      }
      const long = await grownLog(5_000_000);
      const opened = openings(rounds, browser, { rig: long, accountId: 1 }, '/log?range=all', firstRowsAreThere);
      await measure('first rows of the log explorer at 5 M rows', opened);
    } finally {
      await browser.close();
    }
    return measured;
  },
};
