import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Parameters } from '../../api/call.js';
import { type FoundRows, type LogRow, logRows } from '../../api/logRows.js';
import { keepPage, pageQuery } from './logPages.js';
import { type LogWindow, PAGE_ROWS, roomOf, windowBelow, withLastPage, withNewer } from './logWindow.js';

export interface LogRows {
  /** Rows that the list has room for: those that are known, and a page of those on their way. */
  readonly count: number;
  /** Nothing comes after them, or it is not known what. */
  readonly isWhole: boolean;
  /** What has a smaller id was not looked at; null: nothing was left out. */
  readonly cutAt: number | null;
  /** Looks at more of it. */
  lookOn(): Promise<void>;
  /** Rows that have arrived and wait to be shown. */
  readonly hidden: number;
  /** Rows that have come on top and are shown: by so many, what was there has moved. */
  readonly added: number;
  /** undefined: on its way. */
  rowAt(index: number): LogRow | undefined;
  /** Rows newer than all others, oldest first. Shown at once with all that wait, or kept waiting. */
  add(rows: readonly LogRow[], isShown: boolean): void;
  /** Shows what waits. */
  show(): void;
  readonly error: Error | null;
  retry(): void;
}

const NOTHING: LogWindow = { head: [], beginnings: [], paged: null, arrived: 0, hidden: 0 };

/**
 * The log's rows, newest first, by keyset pages: a page begins before the last row of the one before it, so where it
 * begins is known once that one has been there, and any page that was there can be had again by itself. Only pages in
 * view (first and last index) and their neighbours are asked for. `beginning`: see ListStart; undefined while it is not
 * known. What `parameters` ask for must stay the same.
 */
export const useLogRows = (
  parameters: Parameters<'ai/GetWebAPILog'>,
  beginning: number | undefined,
  [firstSeen, lastSeen]: readonly [number, number],
): LogRows => {
  const queryClient = useQueryClient();
  const [list, setList] = useState(() => (beginning === undefined ? NOTHING : windowBelow(beginning)));
  // Rows may arrive faster than React renders.
  const latest = useRef(list);
  const change = (next: LogWindow): void => {
    latest.current = next;
    setList(next);
  };
  const { head, beginnings, paged, arrived, hidden } = list;
  const lastPage = beginnings.length - 1;
  const pageAt = (index: number): number =>
    Math.max(0, Math.min(Math.floor((index + hidden - head.length) / PAGE_ROWS), lastPage));
  const [first, last] = [Math.max(pageAt(firstSeen) - 1, 0), Math.min(pageAt(lastSeen) + 1, lastPage)];
  const wanted = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  // How far the last page was read is known only here.
  if (paged !== null && lastPage > last) wanted.push(lastPage);
  const pages = useQueries({ queries: wanted.map((page) => pageQuery(parameters, beginnings[page] ?? 0)) });
  const rowsOf = (page: number): readonly LogRow[] | undefined => pages[wanted.indexOf(page)]?.data?.rows;
  const end = pages[wanted.indexOf(lastPage)]?.data;
  const cutAt = end === undefined || end.rows.length === PAGE_ROWS ? null : end.next;

  // biome-ignore lint/correctness/useExhaustiveDependencies: begins once.
  useEffect(() => {
    if (beginning !== undefined && latest.current === NOTHING) change(windowBelow(beginning));
  }, [beginning]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what has been read of the last page is what matters.
  useEffect(() => {
    const from = beginnings.at(-1);
    if (end !== undefined && from !== undefined)
      change(withLastPage(latest.current, { beginning: from, rows: end.rows }));
  }, [end, beginnings]);

  const keep = (pageBeginning: number, page: FoundRows): void => keepPage(queryClient, parameters, pageBeginning, page);

  return {
    cutAt,
    lookOn: async () => {
      const from = beginnings.at(-1);
      if (end === undefined || cutAt === null || from === undefined) return;
      keep(from, await logRows(parameters, 'EndingBefore', cutAt, PAGE_ROWS, undefined, end.rows));
    },
    count: list === NOTHING ? PAGE_ROWS : roomOf(list),
    isWhole: paged !== null,
    hidden,
    added: arrived - hidden,
    rowAt: (index) => {
      const below = index + hidden - head.length;
      return below < 0 ? head[index + hidden] : rowsOf(Math.floor(below / PAGE_ROWS))?.[below % PAGE_ROWS];
    },
    add: (rows, isShown) => {
      if (rows.length === 0) return;
      const { window, pages: filled } = withNewer(latest.current, rows, isShown);
      for (const page of filled) {
        keep(page.beginning, { rows: page.rows, next: page.rows.at(-1)?.id ?? null });
      }
      change(window);
    },
    show: () => change({ ...latest.current, hidden: 0 }),
    error: pages.find(({ error }) => error !== null)?.error ?? null,
    retry: () => {
      for (const page of pages) if (page.isError) void page.refetch();
    },
  };
};
