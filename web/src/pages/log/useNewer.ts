import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { Parameters } from '../../api/call.js';
import { logRows } from '../../api/logRows.js';
import { PAGE_ROWS } from './logWindow.js';
import type { LogRows } from './useLogRows.js';

interface NewerOptions {
  readonly parameters: Parameters<'ai/GetWebAPILog'>;
  readonly rows: LogRows;
  readonly scrollRef: RefObject<HTMLElement | null>;
  /** Pixels. */
  readonly rowHeight: number;
  /** The list began with the newest row. */
  readonly isNewest: boolean;
}

/** Newer rows on top of a list that begins in the midst of the log, a page at a time; what is seen keeps its place. */
export const useNewer = ({ parameters, rows, scrollRef, rowHeight, isNewest }: NewerOptions) => {
  const [isReached, setReached] = useState(false);
  const cursor = useRef<number>(undefined);
  const moved = useRef(0);
  const isAsking = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rows have been drawn.
  useLayoutEffect(() => {
    scrollRef.current?.scrollBy(0, moved.current * rowHeight);
    moved.current = 0;
  }, [rows.added]);
  const showNewer = async (): Promise<void> => {
    const newest = rows.rowAt(0);
    // Two clicks would bring the same rows twice.
    if (newest === undefined || isAsking.current) return;
    isAsking.current = true;
    const from = cursor.current ?? newest.id;
    const found = await logRows(parameters, 'StartingAfter', from, PAGE_ROWS).catch(() => null);
    isAsking.current = false;
    if (found === null) return;
    cursor.current = found.next ?? undefined;
    moved.current = found.rows.length;
    rows.add(found.rows, true);
    setReached(found.next === null);
  };
  return { showNewer, isNewest: isNewest || isReached };
};
