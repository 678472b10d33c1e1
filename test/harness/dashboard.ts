import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { BroughtHistory } from '../../src/cli/demo/history/bringDemoHistory.js';
import { readConfig } from '../../src/config.js';
import type { Role } from '../../src/domain/entities/roles.js';
import { startServer } from '../../src/main.js';
import { createLog } from '../../src/telemetry/log.js';
import { startBrowser } from './browser.js';
import { createDashboardData, emailOf } from './dashboardData.js';
import { watchRequests } from './pageChecks.js';
import { PASSWORD } from './people.js';

export const WIDTHS = { phone: { width: 390, height: 844 }, desk: { width: 1440, height: 900 } } as const;

/**
 * In which scheme a window of that width begins. Pages that are checked in both widths are so loaded, and checked with
 * all rules, in both schemes too (see checkSchemes).
 */
const FIRST_SCHEME = { phone: 'dark', desk: 'light' } as const;

/** How a page is looked at. */
export interface View {
  readonly width?: keyof typeof WIDTHS;
  /** By default FIRST_SCHEME of the width. */
  readonly scheme?: 'light' | 'dark';
  /** Seconds that the reader’s clock is behind. */
  readonly clockBehind?: number;
}

/** A page of the dashboard in a browser context of its own: its cookies, and what went wrong in it. */
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

/** `full`: the demo’s sixty days, folded into usage analytics. */
export const startDashboard = async ({ full }: { readonly full: boolean }): Promise<Dashboard> => {
  const data = await createDashboardData({ full });
  const directory = await mkdtemp(join(tmpdir(), 'keyledger-dashboard-'));
  const config = { ...readConfig({ host: '127.0.0.1', port: '0', data: directory }, {}), databaseUrl: data.url };
  const log = createLog('error');
  let server = await startServer(config, log);
  const { url } = server;
  const browser = await startBrowser();
  const cookies = new Map<Role, Cookies>();
  return {
    url,
    databaseUrl: data.url,
    email: { owner: emailOf('owner'), support: emailOf('support'), analyst: emailOf('analyst') },
    history: data.history,
    restart: async () => {
      await server.stop();
      server = await startServer({ ...config, port: Number(new URL(url).port) }, log);
    },
    open: (path, view) => openPage(browser, url, path, view),
    openAs: async (role, path, view) =>
      openPage(browser, url, path, view, async (context) => {
        cookies.set(role, await signIn(context, url, role, cookies.get(role)));
      }),
    stop: async () => {
      await browser.close();
      await server.stop();
      await data.drop();
      await rm(directory, { recursive: true, force: true });
    },
  };
};

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;

/**
 * Signs the browser in without its sign-in page: into the session that an earlier page of that role had, if it has not
 * ended, as a password takes a fifth of a second to check. Returns the session's cookies.
 */
const signIn = async (
  context: BrowserContext,
  url: string,
  role: Role,
  earlier: Cookies | undefined,
): Promise<Cookies> => {
  if (earlier !== undefined) {
    await context.addCookies(earlier);
    const session: unknown = await (await context.request.get(`${url}/session`)).json();
    if (typeof session === 'object' && session !== null && 'signedIn' in session && session.signedIn === true) {
      return earlier;
    }
  }
  const answer = await context.request.post(`${url}/session`, { data: { email: emailOf(role), password: PASSWORD } });
  assert.equal(answer.status(), 200);
  return await context.cookies(url);
};

const openPage = async (
  browser: Browser,
  url: string,
  path: string,
  { width = 'desk', scheme = FIRST_SCHEME[width], clockBehind = 0 }: View = {},
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
  watchRequests(page);
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
