import { createRootRoute, createRoute, lazyRouteComponent, redirect, retainSearchParams } from '@tanstack/react-router';
import { queryClient } from './api/queryClient.js';
import { sessionQuery } from './api/session.js';
import { readChangesSearch } from './pages/changes/changesSearch.js';
import { readFindSearch } from './pages/customers/findSearch.js';
import { readEventsSearch } from './pages/events/eventsSearch.js';
import { readLicenseSearch } from './pages/license/licenseSearch.js';
import { readLicensesSearch } from './pages/licenses/licensesSearch.js';
import { readLogSearch } from './pages/log/logSearch.js';
import { SignInPage } from './pages/signIn/SignInPage.js';
import { readSignInSearch } from './pages/signIn/signInSearch.js';
import { PAGES } from './pages.js';
import { NotFound } from './shell/NotFound.js';
import { Shell } from './shell/Shell.js';
import { readTimeSearch } from './time/timeRange.js';

/**
 * The tree of pages, whose code PAGES tells. Filters of a page are in the URL, read by a function beside it. The time range
 * belongs to all of them and stays while the reader goes from page to page.
 */

const root = createRootRoute({
  validateSearch: readTimeSearch,
  search: { middlewares: [retainSearchParams(['range', 'from', 'to'])] },
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: 'sign-in',
  validateSearch: readSignInSearch,
  component: SignInPage,
});

const welcome = createRoute({
  getParentRoute: () => root,
  path: 'welcome',
  component: lazyRouteComponent(() => import('./pages/welcome/WelcomePage.js'), 'WelcomePage'),
});

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  beforeLoad: async ({ location }) => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    if (!session.signedIn) throw redirect({ to: '/sign-in', search: { next: location.href } });
  },
});

const overview = createRoute({
  getParentRoute: () => shell,
  path: '/',
  component: lazyRouteComponent(PAGES['/'].load, 'OverviewPage'),
});

const log = createRoute({
  getParentRoute: () => shell,
  path: 'log',
  validateSearch: readLogSearch,
  component: lazyRouteComponent(PAGES['/log'].load, 'LogPage'),
});

const logRow = createRoute({
  getParentRoute: () => log,
  path: '$id',
  component: lazyRouteComponent(PAGES['/log/$id'].load, 'LogRowPanel'),
});

const licenses = createRoute({
  getParentRoute: () => shell,
  path: 'licenses',
  validateSearch: readLicensesSearch,
  component: lazyRouteComponent(PAGES['/licenses'].load, 'LicensesPage'),
});

const license = createRoute({
  getParentRoute: () => shell,
  path: 'licenses/$productId/$key',
  validateSearch: readLicenseSearch,
  component: lazyRouteComponent(PAGES['/licenses/$productId/$key'].load, 'LicensePage'),
});

const machine = createRoute({
  getParentRoute: () => shell,
  path: 'machines/$machineCode',
  component: lazyRouteComponent(PAGES['/machines/$machineCode'].load, 'MachinePage'),
});

const customers = createRoute({
  getParentRoute: () => shell,
  path: 'customers',
  validateSearch: readFindSearch,
  component: lazyRouteComponent(PAGES['/customers'].load, 'CustomersPage'),
});

const customer = createRoute({
  getParentRoute: () => shell,
  path: 'customers/$id',
  component: lazyRouteComponent(PAGES['/customers/$id'].load, 'CustomerPage'),
});

const products = createRoute({
  getParentRoute: () => shell,
  path: 'products',
  component: lazyRouteComponent(PAGES['/products'].load, 'ProductsPage'),
});

const product = createRoute({
  getParentRoute: () => shell,
  path: 'products/$id',
  validateSearch: readLicensesSearch,
  component: lazyRouteComponent(PAGES['/products/$id'].load, 'ProductPage'),
});

const address = createRoute({
  getParentRoute: () => shell,
  path: 'addresses/$address',
  component: lazyRouteComponent(PAGES['/addresses/$address'].load, 'AddressPage'),
});

const events = createRoute({
  getParentRoute: () => shell,
  path: 'events',
  validateSearch: readEventsSearch,
  component: lazyRouteComponent(PAGES['/events'].load, 'EventsPage'),
});

const changes = createRoute({
  getParentRoute: () => shell,
  path: 'changes',
  validateSearch: readChangesSearch,
  component: lazyRouteComponent(PAGES['/changes'].load, 'ChangesPage'),
});

const guessing = createRoute({
  getParentRoute: () => shell,
  path: 'guessing',
  component: lazyRouteComponent(PAGES['/guessing'].load, 'GuessingPage'),
});

const access = createRoute({
  getParentRoute: () => shell,
  path: 'access',
  component: lazyRouteComponent(PAGES['/access'].load, 'AccessPage'),
});

const settings = createRoute({
  getParentRoute: () => shell,
  path: 'settings',
  component: lazyRouteComponent(PAGES['/settings'].load, 'SettingsPage'),
});

const start = createRoute({
  getParentRoute: () => shell,
  path: 'start',
  component: lazyRouteComponent(PAGES['/start'].load, 'StartPage'),
});

// Beside all others, so that whoever is signed in keeps the rail.
const unknown = createRoute({ getParentRoute: () => shell, path: '$', component: NotFound });

export const routeTree = root.addChildren([
  signIn,
  welcome,
  shell.addChildren([
    overview,
    log.addChildren([logRow]),
    licenses,
    license,
    machine,
    customers,
    customer,
    products,
    product,
    address,
    events,
    changes,
    guessing,
    access,
    settings,
    start,
    unknown,
  ]),
]);
