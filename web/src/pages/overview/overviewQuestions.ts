import { methodQuery } from '../../api/call.js';
import { productsQuery } from '../../api/products.js';
import { prefetch, queryClient } from '../../api/queryClient.js';
import { STATE_FAMILIES } from '../../api/states.js';
import { pageMoment } from '../../time/pageMoment.js';
import { readTimeSearch, timeRangeOf } from '../../time/timeRange.js';
import { chartSteps } from './chartSteps.js';
import { countryTotalsQuery, dayTotalsQuery } from './dailyTotals.js';
import { type Period, periodOf } from './period.js';

/** Everything that the overview asks for. */

/** Lines that are asked for. */
export const SHOWN = { pressure: 10, suspects: 5 } as const;

export const usageQuery = ({ start, end }: Period) => methodQuery('ai/GetUsageOverview', { Start: start, End: end });

export const barsQuery = ({ start, end }: Period) => {
  const steps = chartSteps(start, end);
  return methodQuery('ai/GetLogHistogram', { Start: Math.max(1, steps.start), End: steps.end, Steps: steps.count });
};

export const pressureQuery = ({ start, end }: Period) =>
  methodQuery('ai/GetSeatPressure', { Start: start, End: end, Limit: SHOWN.pressure });

export const suspectsQuery = ({ start, end }: Period) =>
  methodQuery('ai/GetSuspects', { Start: start, End: end, Limit: SHOWN.suspects });

export const daysQuery = ({ start, end }: Period) => dayTotalsQuery(start, end);

export const countriesQuery = ({ start, end }: Period) => countryTotalsQuery(start, end);

/** The oldest row, with which "all time" begins. */
export const oldestQuery = methodQuery('ai/GetWebAPILog', { Limit: 1 });

/** What a customer's application does, and what an import stores instead. */
const USED = STATE_FAMILIES.filter(({ name }) =>
  ['activation request', 'validation request', 'no request associated'].includes(name),
).flatMap(({ states }) => states.map(({ code }) => code));

/** Whether an application has asked for anything yet. It is asked once a visit. */
export const usedQuery = {
  ...methodQuery('ai/GetWebAPILog', { States: USED, Limit: 1 }),
  // The first activation is noticed by the page that waits for it, and does not take that page away.
  staleTime: Number.POSITIVE_INFINITY,
};

/** Asks all of it, by the query of the page's URL: what takes longest first. */
export const askOverview = async (search: Readonly<Record<string, unknown>>): Promise<void> => {
  prefetch(usedQuery);
  const range = timeRangeOf(readTimeSearch(search), pageMoment());
  if (range.start === undefined) {
    await queryClient.prefetchQuery(oldestQuery);
    // The page shows the error: it waits for the same answer, or retries if it has failed by then.
    if (queryClient.getQueryData(oldestQuery.queryKey) === undefined) return;
  }
  const period = periodOf(range, queryClient.getQueryData(oldestQuery.queryKey)?.logs[0]?.time);
  prefetch(usageQuery(period));
  prefetch(barsQuery(period));
  prefetch(pressureQuery(period));
  prefetch(suspectsQuery(period));
  prefetch(countriesQuery(period));
  prefetch(daysQuery(period));
  prefetch(productsQuery);
};
