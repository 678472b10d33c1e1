import { createRouter } from '@tanstack/react-router';
import { routeTree } from './routes.js';
import { parseSearch, stringifySearch } from './searchText.js';
import { NotFound } from './shell/NotFound.js';
import { PagePending } from './shell/PagePending.js';
import { PageProblem } from './shell/PageProblem.js';

export const router = createRouter({
  routeTree,
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultPendingComponent: PagePending,
  defaultPendingMs: 150,
  defaultPendingMinMs: 0,
  defaultErrorComponent: PageProblem,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
