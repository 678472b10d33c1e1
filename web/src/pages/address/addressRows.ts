import { infiniteQueryOptions } from '@tanstack/react-query';
import type { Parameters } from '../../api/call.js';
import { type FoundRows, logRows } from '../../api/logRows.js';

/** At most so many rows are loaded at once. */
const LOOK_ROWS = 1000;

/** Everything that came from an address in a time, newest first, a look at a time. */
export const addressRowsQuery = (address: string, time: Parameters<'ai/GetWebAPILog'>['Time']) =>
  infiniteQueryOptions({
    queryKey: ['addressRows', address, time],
    initialPageParam: Number.MAX_SAFE_INTEGER,
    queryFn: ({ pageParam, signal }): Promise<FoundRows> =>
      logRows({ Address: address, Time: time }, 'EndingBefore', pageParam, LOOK_ROWS, signal),
    getNextPageParam: ({ next }) => next,
  });
