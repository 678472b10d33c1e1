import type { LogRow } from '../../api/logRows.js';

/** Rows fetched at a time. */
export const PAGE_ROWS = 200;

/** Rows that one list reaches: browsers draw no element taller than some 33 million pixels. */
export const MOST_ROWS = 480_000;

/** A page of the list: the newest rows with an id below `beginning`, PAGE_ROWS of them or all that were found. */
interface ListPage {
  readonly beginning: number;
  readonly rows: readonly LogRow[];
}

/**
 * What a list of the log is made of, newest first: rows that have arrived and fill no page yet, and pages below, of which
 * only the beginnings are kept. However many rows arrive, this holds fewer than PAGE_ROWS of them and a number a page.
 */
export interface LogWindow {
  /** The newest rows, newest first; fewer than PAGE_ROWS. */
  readonly head: readonly LogRow[];
  /** `EndingBefore` of each page below, newest first; all but the last are full. */
  readonly beginnings: readonly number[];
  /** Rows of the pages; null: there are more beyond the last one. */
  readonly paged: number | null;
  /** Rows that have come on top since the list was made. */
  readonly arrived: number;
  /** Those of them, the newest, that are not shown. */
  readonly hidden: number;
}

/** A list of the rows with an id below `beginning`, of which nothing is known yet. */
export const windowBelow = (beginning: number): LogWindow => ({
  head: [],
  beginnings: [beginning],
  paged: null,
  arrived: 0,
  hidden: 0,
});

/** Rows that there is room for: those that are known, and a page of those on their way. */
export const roomOf = ({ head, beginnings, paged, hidden }: LogWindow): number =>
  Math.max(0, head.length + (paged ?? beginnings.length * PAGE_ROWS) - hidden);

/**
 * Newer rows, oldest first, on top. `pages` are those that they filled and that have a row which is shown: what is not
 * seen need not be held.
 */
export const withNewer = (
  { head, beginnings, paged, arrived, hidden }: LogWindow,
  newer: readonly LogRow[],
  isShown: boolean,
): { readonly window: LogWindow; readonly pages: readonly ListPage[] } => {
  const rows = [...newer.toReversed(), ...head];
  const rest = rows.length % PAGE_ROWS;
  const pages: ListPage[] = [];
  for (let at = rest; at < rows.length; at += PAGE_ROWS) {
    const page = rows.slice(at, at + PAGE_ROWS);
    pages.push({ beginning: (page[0]?.id ?? 0) + 1, rows: page });
  }
  const hiddenNow = isShown ? 0 : hidden + newer.length;
  const window = {
    head: rows.slice(0, rest),
    beginnings: [...pages.map(({ beginning }) => beginning), ...beginnings],
    paged: paged === null ? null : paged + pages.length * PAGE_ROWS,
    arrived: arrived + newer.length,
    hidden: hiddenNow,
  };
  return {
    window: cutToMost(window),
    pages: pages.filter((_, index) => rest + (index + 1) * PAGE_ROWS > hiddenNow),
  };
};

/** What came last gives way to what is new. */
const cutToMost = (window: LogWindow): LogWindow => {
  const most = MOST_ROWS / PAGE_ROWS;
  if (window.beginnings.length <= most) return window;
  return { ...window, beginnings: window.beginnings.slice(0, most), paged: MOST_ROWS };
};

/** The last page has been read, or more of it: a full one has another behind it. */
export const withLastPage = (window: LogWindow, { beginning, rows }: ListPage): LogWindow => {
  const { beginnings } = window;
  // Of a page that is not the last one any more, everything is known.
  if (beginnings.at(-1) !== beginning) return window;
  const lastId = rows.at(-1)?.id;
  if (rows.length === PAGE_ROWS && lastId !== undefined && beginnings.length * PAGE_ROWS < MOST_ROWS) {
    return { ...window, beginnings: [...beginnings, lastId], paged: null };
  }
  return { ...window, paged: (beginnings.length - 1) * PAGE_ROWS + rows.length };
};
