import { queryClient } from './api/queryClient.js';
import { sessionQuery } from './api/session.js';
import { pageAt } from './pages.js';
import { parseSearch } from './searchText.js';

/**
 * The first script of the page, which runs no library but that of queries: who is signed in, and then what the page will show,
 * is asked while the other scripts are on their way.
 */

/** Once the libraries run, answers wait for the main thread: before that, the session's is awaited this long. */
const SOON_MS = 50;

const { pathname, search } = window.location;
const page = pageAt(pathname);

const ask = async (): Promise<void> => {
  if (page === undefined || page.isPublic === true) return;
  // The router shows the error: it waits for this same answer, and retries only if it has failed by then.
  const session = await queryClient.ensureQueryData(sessionQuery).catch(() => undefined);
  if (session?.signedIn === true) void page.ask?.(parseSearch(search));
};

await Promise.race([ask(), new Promise((resolve) => setTimeout(resolve, SOON_MS))]);
page?.load().catch(() => undefined);
void import('./main.js');
