import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { ask, type Parameters } from '../../api/call.js';
import { type FoundRows, logRows } from '../../api/logRows.js';
import { PAGE_ROWS } from './logWindow.js';

/** How long a page is kept that is not looked at any more: scrolling far holds a few pages, not all of them. */
const KEPT_MS = 20_000;

/** Rows above a row that a link leads to. */
const ROWS_ABOVE = 100;

type LogQuery = Parameters<'ai/GetWebAPILog'>;

/** Where a list begins. */
export interface ListStart {
  /** The list has the rows with a smaller id, and those that are newer come on top. */
  readonly beginning: number;
  /** The place of the row that was asked for, which is in the list; null: it is not, or none was. */
  readonly place: number | null;
  /** Nothing newer is left out. */
  readonly isNewest: boolean;
}

/** A list of all rows up to the newest one, whose first page therefore tells where it begins. */
const isOfNewest = ({ Time, ...filters }: LogQuery): boolean =>
  Time?.lt === undefined && Object.values(filters).every((filter) => filter === undefined);

/**
 * Where a list of the rows that fit begins: with the log's newest row, so that what is written from now on is known to
 * come after it; or some rows above `around`, if that row is among those that fit. Its first page is asked for with it.
 * `isLive`: a list that is followed begins by itself, and so does the one after it.
 */
export const listStartQuery = (parameters: LogQuery, end: number, around: number | undefined, isLive: boolean) =>
  queryOptions({
    queryKey: ['log start', parameters, end, around, isLive] as const,
    queryFn: async ({ client, signal }): Promise<ListStart> => {
      if (around === undefined && isOfNewest(parameters)) {
        const page = await logRows(parameters, 'EndingBefore', Number.MAX_SAFE_INTEGER, PAGE_ROWS, signal);
        const [newest] = page.rows;
        if (newest !== undefined) {
          const beginning = newest.id + 1;
          keepPage(client, parameters, beginning, page);
          return { beginning, place: null, isNewest: true };
        }
      }
      const [newest, from] = await Promise.all([
        ask('ai/GetWebAPILog', { Limit: 1, OrderBy: 'Id descending' }, signal),
        around === undefined ? null : rowsFrom(parameters, around, signal),
      ]);
      if (from === null) return { beginning: (newest.logs[0]?.id ?? 0) + 1, place: null, isNewest: true };
      const last = from.rows.at(-1)?.id ?? 0;
      return { beginning: last + 1, place: from.rows.length - 1, isNewest: from.next === null };
    },
    staleTime: Number.POSITIVE_INFINITY,
    // Until the list that it was asked for is there.
    gcTime: KEPT_MS,
  });

/** A row and those that come after it, if it fits; else null. */
const rowsFrom = async (parameters: LogQuery, id: number, signal: AbortSignal): Promise<FoundRows | null> => {
  const found = await logRows(parameters, 'StartingAfter', id - 1, ROWS_ABOVE + 1, signal);
  return found.rows[0]?.id === id ? found : null;
};

/** The newest rows with an id below `beginning`: they never change. */
export const pageQuery = (parameters: LogQuery, beginning: number) =>
  queryOptions({
    queryKey: ['log page', parameters, beginning] as const,
    queryFn: ({ signal }): Promise<FoundRows> => logRows(parameters, 'EndingBefore', beginning, PAGE_ROWS, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: KEPT_MS,
  });

/** Puts a page where it is looked for, to be kept as long as one that was asked for. */
export const keepPage = (client: QueryClient, parameters: LogQuery, beginning: number, page: FoundRows): void => {
  // `setQueryData` takes no options: what it makes is kept for the library's own five minutes.
  const query = client.defaultQueryOptions(pageQuery(parameters, beginning));
  client.getQueryCache().build(client, query).setData(page);
};
