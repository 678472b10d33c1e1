import type { ComponentType } from 'react';
import type { MethodName } from './api/call.js';
import { readChangesSearch } from './pages/changes/changesSearch.js';
import { readFindSearch } from './pages/customers/findSearch.js';
import { readEventsSearch } from './pages/events/eventsSearch.js';
import { readLicenseSearch } from './pages/license/licenseSearch.js';
import { readLicensesSearch } from './pages/licenses/licensesSearch.js';
import { askLog } from './pages/log/logQuestions.js';
import { readLogSearch } from './pages/log/logSearch.js';
import { askOverview } from './pages/overview/overviewQuestions.js';
import { readSignInSearch } from './pages/signIn/signInSearch.js';

/**
 * Every page of the dashboard. Routes, the rail, what is asked for before a page's code is there, and the paths that the
 * server answers when a page is reloaded (paths.json of the build) are made from this list. The first script imports it:
 * it runs no library but that of queries.
 */

/** A page of the dashboard. */
export interface DashboardPage {
  /** Its code: a chunk of its own. */
  readonly load: () => Promise<ComponentType>;
  /** Its entry in the rail, where entries stand in the order of this list. */
  readonly rail?: RailEntry;
  /** Reads its filters from the URL's query. */
  readonly search?: (search: Readonly<Record<string, unknown>>) => object;
  /**
   * Asks what the page will ask for, by the query of its URL, before its code and the libraries are there; the page finds
   * the answers, or that they are on their way.
   */
  readonly ask?: (search: Readonly<Record<string, unknown>>) => void | Promise<void>;
  /** The path of the page in whose outlet it is drawn; none: it is a page by itself. */
  readonly within?: string;
  /** Whether it is for readers who are not signed in, without the shell. */
  readonly isPublic?: true;
}

interface RailEntry {
  readonly label: string;
  /** A name in shell/sections.ts. */
  readonly icon: string;
  /** Shown to readers who may call it; undefined: to all. */
  readonly needs?: MethodName;
}

/** The pages by their paths. */
export const PAGES = {
  '/': {
    load: () => import('./pages/overview/OverviewPage.js').then(({ OverviewPage }) => OverviewPage),
    rail: { label: 'Overview', icon: 'LayoutDashboard' },
    ask: askOverview,
  },
  '/log': {
    load: () => import('./pages/log/LogPage.js').then(({ LogPage }) => LogPage),
    rail: { label: 'Log', icon: 'Rows3', needs: 'ai/GetWebAPILog' },
    search: readLogSearch,
    ask: askLog,
  },
  '/log/$id': {
    load: () => import('./pages/log/LogRowPanel.js').then(({ LogRowPanel }) => LogRowPanel),
    within: '/log',
  },
  '/licenses': {
    load: () => import('./pages/licenses/LicensesPage.js').then(({ LicensesPage }) => LicensesPage),
    rail: { label: 'Licences', icon: 'KeyRound', needs: 'product/GetKeys' },
    search: readLicensesSearch,
  },
  '/licenses/$productId/$key': {
    load: () => import('./pages/license/LicensePage.js').then(({ LicensePage }) => LicensePage),
    search: readLicenseSearch,
  },
  '/machines/$machineCode': {
    load: () => import('./pages/machine/MachinePage.js').then(({ MachinePage }) => MachinePage),
  },
  '/customers': {
    load: () => import('./pages/customers/CustomersPage.js').then(({ CustomersPage }) => CustomersPage),
    rail: { label: 'Customers', icon: 'Users', needs: 'customer/GetCustomers' },
    search: readFindSearch,
  },
  '/customers/$id': {
    load: () => import('./pages/customer/CustomerPage.js').then(({ CustomerPage }) => CustomerPage),
  },
  '/products': {
    load: () => import('./pages/products/ProductsPage.js').then(({ ProductsPage }) => ProductsPage),
    rail: { label: 'Products', icon: 'Boxes', needs: 'product/GetProducts' },
  },
  '/products/$id': {
    load: () => import('./pages/product/ProductPage.js').then(({ ProductPage }) => ProductPage),
    search: readLicensesSearch,
  },
  '/addresses/$address': {
    load: () => import('./pages/address/AddressPage.js').then(({ AddressPage }) => AddressPage),
  },
  '/events': {
    load: () => import('./pages/events/EventsPage.js').then(({ EventsPage }) => EventsPage),
    rail: { label: 'Events', icon: 'Activity', needs: 'ai/GetEvents' },
    search: readEventsSearch,
  },
  '/changes': {
    load: () => import('./pages/changes/ChangesPage.js').then(({ ChangesPage }) => ChangesPage),
    rail: { label: 'Changes', icon: 'FileClock', needs: 'ai/GetObjectLog' },
    search: readChangesSearch,
  },
  '/guessing': {
    load: () => import('./pages/guessing/GuessingPage.js').then(({ GuessingPage }) => GuessingPage),
    rail: { label: 'Guessing', icon: 'ShieldAlert', needs: 'ai/GetWebAPILog' },
  },
  '/access': {
    load: () => import('./pages/access/AccessPage.js').then(({ AccessPage }) => AccessPage),
    rail: { label: 'Access', icon: 'UserKey', needs: 'auth/GetTokens' },
  },
  '/settings': {
    load: () => import('./pages/settings/SettingsPage.js').then(({ SettingsPage }) => SettingsPage),
    rail: { label: 'Settings', icon: 'Settings' },
  },
  '/start': {
    load: () => import('./pages/start/StartPage.js').then(({ StartPage }) => StartPage),
  },
  '/sign-in': {
    load: () => import('./pages/signIn/SignInPage.js').then(({ SignInPage }) => SignInPage),
    search: readSignInSearch,
    isPublic: true,
  },
  '/welcome': {
    load: () => import('./pages/welcome/WelcomePage.js').then(({ WelcomePage }) => WelcomePage),
    isPublic: true,
  },
} as const satisfies Readonly<Record<string, DashboardPage>>;

export type PagePath = keyof typeof PAGES;

/** The list as pairs, in its order. */
export const PAGE_LIST: readonly (readonly [PagePath, DashboardPage])[] = Object.entries<DashboardPage>(PAGES).map(
  ([path, page]) => [path as PagePath, page],
);

const fits = (pattern: string, path: string): boolean => {
  const [parts, given] = [pattern.split('/'), path.replace(/(?<=.)\/$/, '').split('/')];
  return parts.length === given.length && parts.every((part, index) => part.startsWith('$') || part === given[index]);
};

/** The page at a path; undefined: there is none. */
export const pageAt = (path: string): DashboardPage | undefined =>
  PAGE_LIST.find(([pattern]) => fits(pattern, path))?.[1];
