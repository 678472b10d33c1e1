import { useQueries } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { methodQuery, type Parameters } from '../../api/call.js';
import type { LogRow } from './logQuery.js';

/** Rows fetched at a time. */
const PAGE_ROWS = 200;

/** Rows that one list reaches: browsers draw no element taller than some 33 million pixels. */
export const MOST_ROWS = 480_000;

/** How long a page is kept that is not looked at any more: scrolling far holds a few pages, not all of them. */
const KEPT_MS = 20_000;

export interface LogRows {
  /** Rows that the list has room for: those that are known, and a page of those on their way. */
  readonly count: number;
  /** Nothing comes after them. */
  readonly isWhole: boolean;
  /** undefined: on its way. */
  rowAt(index: number): LogRow | undefined;
  readonly error: Error | null;
  retry(): void;
  /** Nothing has come yet. */
  readonly isPending: boolean;
}

/**
 * The log's rows, newest first, by keyset pages: a page begins before the last row of the one before it, so where it
 * begins is known once that one has been there, and any page that was there can be had again by itself. Only pages in
 * `seen` (first and last index) and their neighbours are asked for. What `parameters` ask for must stay the same.
 */
export const useLogRows = (
  parameters: Parameters<'ai/GetWebAPILog'>,
  [firstSeen, lastSeen]: readonly [number, number],
): LogRows => {
  // Each page's `EndingBefore`. The first page's is settled by what it brings: rows that come later do not move it.
  const [beginnings, setBeginnings] = useState<readonly (number | undefined)[]>([undefined]);
  const [whole, setWhole] = useState<number | null>(null);
  const last = Math.min(Math.floor(Math.max(lastSeen, 0) / PAGE_ROWS) + 1, beginnings.length - 1);
  const first = Math.min(Math.max(Math.floor(firstSeen / PAGE_ROWS) - 1, 0), last);
  const wanted = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const pages = useQueries({
    queries: wanted.map((page) => ({
      ...methodQuery('ai/GetWebAPILog', {
        ...parameters,
        Limit: PAGE_ROWS,
        OrderBy: 'Id descending',
        EndingBefore: beginnings[page],
      }),
      // Rows of the log never change.
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: KEPT_MS,
    })),
  });
  const rowsOf = (page: number): readonly LogRow[] | undefined => pages[page - first]?.data?.logs;
  const newestPage = beginnings.length - 1;
  const end = rowsOf(newestPage);

  useEffect(() => {
    if (end === undefined) return;
    const lastId = end.at(-1)?.id;
    if (end.length < PAGE_ROWS || lastId === undefined || beginnings.length * PAGE_ROWS >= MOST_ROWS) {
      setWhole((beginnings.length - 1) * PAGE_ROWS + end.length);
      return;
    }
    setBeginnings([...beginnings, lastId]);
  }, [end, beginnings]);

  return {
    count: whole ?? beginnings.length * PAGE_ROWS,
    isWhole: whole !== null,
    rowAt: (index) => rowsOf(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS],
    error: pages.find(({ error }) => error !== null)?.error ?? null,
    retry: () => {
      for (const page of pages) if (page.isError) void page.refetch();
    },
    isPending: end === undefined && newestPage === 0,
  };
};
