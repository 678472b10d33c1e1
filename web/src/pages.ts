import { askLog } from './pages/log/logQuestions.js';
import { askOverview } from './pages/overview/overviewQuestions.js';

/** A page that somebody who is signed in may open. */
export interface PageOfShell {
  /** Its code. */
  readonly load: () => Promise<unknown>;
  /**
   * Asks what the page will ask for, by the query of its URL, before its code and the libraries are there; the page finds
   * the answers, or that they are on their way.
   */
  readonly ask?: (search: Readonly<Record<string, unknown>>) => void | Promise<void>;
}

/** The pages by their paths. Each is a chunk of its own. */
export const PAGES = {
  '/': { load: () => import('./pages/overview/OverviewPage.js'), ask: askOverview },
  '/log': { load: () => import('./pages/log/LogPage.js'), ask: askLog },
  '/log/$id': { load: () => import('./pages/log/LogRowPanel.js') },
  '/licenses': { load: () => import('./pages/licenses/LicensesPage.js') },
  '/licenses/$productId/$key': { load: () => import('./pages/license/LicensePage.js') },
  '/machines/$machineCode': { load: () => import('./pages/machine/MachinePage.js') },
  '/customers': { load: () => import('./pages/customers/CustomersPage.js') },
  '/customers/$id': { load: () => import('./pages/customer/CustomerPage.js') },
  '/products': { load: () => import('./pages/products/ProductsPage.js') },
  '/products/$id': { load: () => import('./pages/product/ProductPage.js') },
  '/addresses/$address': { load: () => import('./pages/address/AddressPage.js') },
  '/events': { load: () => import('./pages/events/EventsPage.js') },
  '/changes': { load: () => import('./pages/changes/ChangesPage.js') },
  '/guessing': { load: () => import('./pages/guessing/GuessingPage.js') },
  '/access': { load: () => import('./pages/access/AccessPage.js') },
  '/settings': { load: () => import('./pages/settings/SettingsPage.js') },
  '/start': { load: () => import('./pages/start/StartPage.js') },
} as const satisfies Readonly<Record<string, PageOfShell>>;

const fits = (pattern: string, path: string): boolean => {
  const [parts, given] = [pattern.split('/'), path.replace(/(?<=.)\/$/, '').split('/')];
  return parts.length === given.length && parts.every((part, index) => part.startsWith('$') || part === given[index]);
};

/** The page at a path; undefined: there is none, or it is for who is not signed in. */
export const pageAt = (path: string): PageOfShell | undefined =>
  Object.entries<PageOfShell>(PAGES).find(([pattern]) => fits(pattern, path))?.[1];
