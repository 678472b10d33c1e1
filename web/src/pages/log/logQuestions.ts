import { productsQuery } from '../../api/products.js';
import { prefetch } from '../../api/queryClient.js';
import { pageMoment } from '../../time/pageMoment.js';
import { readTimeSearch, timeRangeOf } from '../../time/timeRange.js';
import { listStartQuery } from './logPages.js';
import { logFilters, timeFilter } from './logQuery.js';
import { readLogSearch } from './logSearch.js';

/**
 * Asks what the log explorer shows first, by the query of the page's URL: its newest rows, and what products are called. Of a
 * log that is long, the histogram is the most work; it is asked when the page is drawn.
 */
export const askLog = (search: Readonly<Record<string, unknown>>): void => {
  const range = timeRangeOf(readTimeSearch(search), pageMoment());
  const found = readLogSearch(search);
  const parameters = { ...logFilters(found), Time: timeFilter(range) };
  prefetch(listStartQuery(parameters, range.end, undefined, found.live === true && range.preset !== 'custom'));
  prefetch(productsQuery);
};
