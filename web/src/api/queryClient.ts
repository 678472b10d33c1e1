import { type FetchQueryOptions, MutationCache, QueryCache, QueryClient, type QueryKey } from '@tanstack/react-query';
import { problemOf } from '../problem.js';
import { sessionQuery } from './session.js';

/** The session ended while the page was open: asking for it again sends the reader to the sign-in page. */
const onError = (error: unknown): void => {
  if (problemOf(error).kind === 'signedOut') queryClient.setQueryData(sessionQuery.queryKey, { signedIn: false });
};

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // What is refused stays refused; a server that restarts is back within a few seconds.
      retry: (failures, error) => ['unreachable', 'failed'].includes(problemOf(error).kind) && failures < 2,
      refetchOnWindowFocus: false,
    },
    mutations: { retry: false },
  },
});

/**
 * Asks what a page will ask for, before it does: it finds the answer, or that it is on its way. What was refused is told
 * where the page asks for it.
 */
export const prefetch = <Answer, Key extends QueryKey>(query: FetchQueryOptions<Answer, Error, Answer, Key>): void => {
  void queryClient.prefetchQuery(query);
};
