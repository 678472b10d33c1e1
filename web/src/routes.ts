import { createRootRoute, createRoute, lazyRouteComponent, redirect, retainSearchParams } from '@tanstack/react-router';
import { queryClient } from './api/queryClient.js';
import { sessionQuery } from './api/session.js';
import { readChangesSearch } from './pages/changes/changesSearch.js';
import { readEventsSearch } from './pages/events/eventsSearch.js';
import { readLicenseSearch } from './pages/license/licenseSearch.js';
import { readLicensesSearch } from './pages/licenses/licensesSearch.js';
import { readLogSearch } from './pages/log/logSearch.js';
import { SignInPage } from './pages/signIn/SignInPage.js';
import { readSignInSearch } from './pages/signIn/signInSearch.js';
import { readFindSearch } from './parts/findSearch.js';
import { NotFound } from './shell/NotFound.js';
import { Shell } from './shell/Shell.js';
import { readTimeSearch } from './time/timeRange.js';

/**
 * The tree of pages. Each page is a chunk of its own; its filters are in the URL, read by a function beside it. The time
 * range belongs to all of them and stays while the reader goes from page to page.
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
  component: lazyRouteComponent(() => import('./pages/overview/OverviewPage.js'), 'OverviewPage'),
});

const log = createRoute({
  getParentRoute: () => shell,
  path: 'log',
  validateSearch: readLogSearch,
  component: lazyRouteComponent(() => import('./pages/log/LogPage.js'), 'LogPage'),
});

const logRow = createRoute({
  getParentRoute: () => log,
  path: '$id',
  component: lazyRouteComponent(() => import('./pages/log/LogRowPanel.js'), 'LogRowPanel'),
});

const licenses = createRoute({
  getParentRoute: () => shell,
  path: 'licenses',
  validateSearch: readLicensesSearch,
  component: lazyRouteComponent(() => import('./pages/licenses/LicensesPage.js'), 'LicensesPage'),
});

const license = createRoute({
  getParentRoute: () => shell,
  path: 'licenses/$productId/$key',
  validateSearch: readLicenseSearch,
  component: lazyRouteComponent(() => import('./pages/license/LicensePage.js'), 'LicensePage'),
});

const machine = createRoute({
  getParentRoute: () => shell,
  path: 'machines/$machineCode',
  component: lazyRouteComponent(() => import('./pages/machine/MachinePage.js'), 'MachinePage'),
});

const customers = createRoute({
  getParentRoute: () => shell,
  path: 'customers',
  validateSearch: readFindSearch,
  component: lazyRouteComponent(() => import('./pages/customers/CustomersPage.js'), 'CustomersPage'),
});

const customer = createRoute({
  getParentRoute: () => shell,
  path: 'customers/$id',
  component: lazyRouteComponent(() => import('./pages/customer/CustomerPage.js'), 'CustomerPage'),
});

const products = createRoute({
  getParentRoute: () => shell,
  path: 'products',
  component: lazyRouteComponent(() => import('./pages/products/ProductsPage.js'), 'ProductsPage'),
});

const product = createRoute({
  getParentRoute: () => shell,
  path: 'products/$id',
  validateSearch: readLicensesSearch,
  component: lazyRouteComponent(() => import('./pages/product/ProductPage.js'), 'ProductPage'),
});

const address = createRoute({
  getParentRoute: () => shell,
  path: 'addresses/$address',
  component: lazyRouteComponent(() => import('./pages/address/AddressPage.js'), 'AddressPage'),
});

const events = createRoute({
  getParentRoute: () => shell,
  path: 'events',
  validateSearch: readEventsSearch,
  component: lazyRouteComponent(() => import('./pages/events/EventsPage.js'), 'EventsPage'),
});

const changes = createRoute({
  getParentRoute: () => shell,
  path: 'changes',
  validateSearch: readChangesSearch,
  component: lazyRouteComponent(() => import('./pages/changes/ChangesPage.js'), 'ChangesPage'),
});

const guessing = createRoute({
  getParentRoute: () => shell,
  path: 'guessing',
  component: lazyRouteComponent(() => import('./pages/guessing/GuessingPage.js'), 'GuessingPage'),
});

const access = createRoute({
  getParentRoute: () => shell,
  path: 'access',
  component: lazyRouteComponent(() => import('./pages/access/AccessPage.js'), 'AccessPage'),
});

const settings = createRoute({
  getParentRoute: () => shell,
  path: 'settings',
  component: lazyRouteComponent(() => import('./pages/settings/SettingsPage.js'), 'SettingsPage'),
});

const start = createRoute({
  getParentRoute: () => shell,
  path: 'start',
  component: lazyRouteComponent(() => import('./pages/start/StartPage.js'), 'StartPage'),
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
