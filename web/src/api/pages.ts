import { infiniteQueryOptions } from '@tanstack/react-query';
import { ProblemError } from '../problem.js';
import { type Answer, ask, call, type Parameters } from './call.js';

/** Lists that are read page by page, the newest first. */

/** Before the first page: the id that no row has yet. 0 is "not given" to the API, and order would turn around. */
const NEWEST = Number.MAX_SAFE_INTEGER;

const LOG_PAGE = 60;
const EVENT_PAGE = 100;
const CHANGE_PAGE = 50;
const CUSTOMER_PAGE = 200;

export const logPages = (filter: Parameters<'ai/GetWebAPILog'>) =>
  infiniteQueryOptions({
    queryKey: ['ai/GetWebAPILog', 'pages', filter] as const,
    initialPageParam: NEWEST,
    queryFn: async ({ pageParam, signal }): Promise<Answer<'ai/GetWebAPILog'>['logs']> => {
      const parameters = { ...filter, EndingBefore: pageParam, Limit: LOG_PAGE };
      const result = await call('ai/GetWebAPILog', parameters, signal);
      if ('problem' in result) throw new ProblemError(result.problem);
      return result.answer.logs;
    },
    getNextPageParam: (last) => (last.length < LOG_PAGE ? undefined : last.at(-1)?.id),
  });

interface EventsFound {
  readonly events: Answer<'ai/GetEvents'>['events'];
  /** The cursor of the next page; undefined: there are no more. A filter by name ends a page before it is full. */
  readonly next: number | undefined;
}

export const eventPages = (filter: Parameters<'ai/GetEvents'>) =>
  infiniteQueryOptions({
    queryKey: ['ai/GetEvents', 'pages', filter] as const,
    initialPageParam: NEWEST,
    queryFn: async ({ pageParam, signal }): Promise<EventsFound> => {
      const cursor = { EndingBefore: pageParam, Limit: EVENT_PAGE };
      const { events, next } = await ask('ai/GetEvents', { ...filter, ...cursor }, signal);
      const last = events.length < EVENT_PAGE ? undefined : events.at(-1)?.id;
      return { events, next: next === undefined ? last : (next ?? undefined) };
    },
    getNextPageParam: ({ next }) => next,
  });

export const changePages = (filter: Parameters<'ai/GetChanges'>) =>
  infiniteQueryOptions({
    queryKey: ['ai/GetChanges', 'pages', filter] as const,
    initialPageParam: NEWEST,
    queryFn: async ({ pageParam, signal }): Promise<Answer<'ai/GetChanges'>> => {
      const result = await call('ai/GetChanges', { ...filter, EndingBefore: pageParam, Limit: CHANGE_PAGE }, signal);
      if ('problem' in result) throw new ProblemError(result.problem);
      return result.answer;
    },
    getNextPageParam: ({ next }) => next,
  });

export const customerPages = (Search: string) =>
  infiniteQueryOptions({
    queryKey: ['customer/GetCustomers', 'pages', Search] as const,
    initialPageParam: NEWEST,
    queryFn: async ({ pageParam, signal }): Promise<Answer<'customer/GetCustomers'>['customers']> => {
      const parameters = { Search, EndingBefore: pageParam, Limit: CUSTOMER_PAGE };
      const result = await call('customer/GetCustomers', parameters, signal);
      if ('problem' in result) throw new ProblemError(result.problem);
      return result.answer.customers;
    },
    getNextPageParam: (last) => (last.length < CUSTOMER_PAGE ? undefined : last.at(-1)?.id),
  });
