import { queryClient } from './api/queryClient.js';
import { sessionQuery } from './api/session.js';
import { pageAt } from './pages.js';
import { parseSearch } from './searchText.js';

/**
 * The first script of the page, which needs no library but that of queries: who is signed in, and then what the page will show,
 * is asked while the other scripts are still on their way.
 */

const { pathname, search } = window.location;
const page = pageAt(pathname);
if (page !== undefined) {
  void queryClient.ensureQueryData(sessionQuery).then(
    (session) => {
      if (session.signedIn) page.ask?.(parseSearch(search));
    },
    // The router asks again, and has where to tell of it.
    () => undefined,
  );
  page.load().catch(() => undefined);
}
void import('./main.js');
