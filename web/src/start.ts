import { queryClient } from './api/queryClient.js';
import { sessionQuery } from './api/session.js';
import { pageAt } from './pages.js';
import { parseSearch } from './searchText.js';

/**
 * The first script of the page, which runs no library but that of queries: who is signed in, and then what the page will show,
 * is asked while the other scripts are on their way.
 */

/** Once the libraries run, an answer would wait for them: the session's is waited for as long as this. */
const SOON_MS = 50;

const { pathname, search } = window.location;
const page = pageAt(pathname);

const ask = async (): Promise<void> => {
  if (page === undefined || page.isPublic === true) return;
  // What went wrong is told by the router: it waits for this same answer, and asks anew only if this has failed before it looks.
  const session = await queryClient.ensureQueryData(sessionQuery).catch(() => undefined);
  if (session?.signedIn === true) void page.ask?.(parseSearch(search));
};

await Promise.race([ask(), new Promise((resolve) => setTimeout(resolve, SOON_MS))]);
page?.load().catch(() => undefined);
void import('./main.js');
