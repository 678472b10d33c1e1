import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type BroughtHistory, bringDemoHistory } from '../../src/cli/demo/history/bringDemoHistory.js';
import { withDatabase } from '../../src/cli/shell/session.js';
import { settle } from '../../src/cli/shell/settle.js';
import { readConfig } from '../../src/config.js';
import type { Role } from '../../src/domain/identity/roles.js';
import { secretIn } from '../../src/engine/identity/people.js';
import { startServer } from '../../src/main.js';
import { createLog } from '../../src/telemetry/log.js';
import { createUser } from './administer.js';
import { startBrowser } from './browser.js';
import { createTestDatabase } from './database.js';
import { PASSWORD, sendJson } from './people.js';

export const WIDTHS = { phone: { width: 390, height: 844 }, desk: { width: 1440, height: 900 } } as const;

export const SCHEMES = ['light', 'dark'] as const;

/** How a page is looked at. */
export interface View {
  readonly width?: keyof typeof WIDTHS;
  readonly scheme?: (typeof SCHEMES)[number];
  /** Seconds that the reader’s clock is behind. */
  readonly clockBehind?: number;
}

/** A page of the dashboard in a browser of its own: nobody else's cookies, and what went wrong in it. */
export interface OpenPage {
  readonly page: Page;
  /** Errors of the console, of scripts and of the page's policy so far. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

/** The real server as `keyledger serve` starts it, on a database of its own, and a browser. */
export interface Dashboard {
  readonly url: string;
  /** For SQL as the database's owner. */
  readonly databaseUrl: string;
  readonly email: Readonly<Record<Role, string>>;
  /** undefined: the account is empty. */
  readonly history: BroughtHistory | undefined;
  /** Stops the server, which breaks every connection, and starts it again at the same address. */
  restart(): Promise<void>;
  /** Opens a path as one who is not signed in. */
  open(path: string, view?: View): Promise<OpenPage>;
  /** Opens a path as a person of that role. */
  openAs(role: Role, path: string, view?: View): Promise<OpenPage>;
  stop(): Promise<void>;
}

const people: readonly Role[] = ['owner', 'support', 'analyst'];

/** `full`: the demo’s sixty days, folded into usage analytics. */
export const startDashboard = async ({ full }: { readonly full: boolean }): Promise<Dashboard> => {
  const database = await createTestDatabase();
  await database.database.stop();
  const directory = await mkdtemp(join(tmpdir(), 'keyledger-dashboard-'));
  const config = { ...readConfig({ host: '127.0.0.1', port: '0', data: directory }, {}), databaseUrl: database.url };
  const log = createLog('error');
  let server = await startServer(config, log);
  const { url } = server;
  const email = Object.fromEntries(people.map((role) => [role, `${role}@example.com`])) as Record<Role, string>;
  const history = await withDatabase(config, async (session) => {
    for (const role of people) {
      const { link } = await createUser(session.engine, 1, { email: email[role], name: `The ${role}`, role });
      const body = { link: secretIn(link), password: PASSWORD };
      const { status } = await sendJson(`${url}/session/password`, 'POST', body);
      assert.equal(status, 200);
    }
    if (!full) return undefined;
    const brought = await bringDemoHistory(session, 1, directory);
    await settle(session, 1);
    return brought;
  });
  const browser = await startBrowser();
  return {
    url,
    databaseUrl: database.url,
    email,
    history,
    restart: async () => {
      await server.stop();
      server = await startServer({ ...config, port: Number(new URL(url).port) }, log);
    },
    open: (path, view) => openPage(browser, url, path, view),
    openAs: async (role, path, view) =>
      openPage(browser, url, path, view, (context) => signIn(context, url, email[role])),
    stop: async () => {
      await browser.close();
      await server.stop();
      await database.drop();
      await rm(directory, { recursive: true, force: true });
    },
  };
};

/** Signs the browser in without its sign-in page. */
const signIn = async (context: BrowserContext, url: string, email: string): Promise<void> => {
  const answer = await context.request.post(`${url}/session`, { data: { email, password: PASSWORD } });
  assert.equal(answer.status(), 200);
};

const openPage = async (
  browser: Browser,
  url: string,
  path: string,
  { width = 'desk', scheme = 'light', clockBehind = 0 }: View = {},
  prepare: (context: BrowserContext) => Promise<void> = async () => {},
): Promise<OpenPage> => {
  const context = await browser.newContext({
    viewport: WIDTHS[width],
    colorScheme: scheme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'Europe/Stockholm',
  });
  if (clockBehind > 0) await context.clock.setSystemTime(Date.now() - clockBehind * 1_000);
  await prepare(context);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:')) {
      errors.push(`asked another host: ${request.url()}`);
    }
  });
  await page.goto(`${url}${path}`);
  return { page, errors, close: () => context.close() };
};
