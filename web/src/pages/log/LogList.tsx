import { useDebouncedCallback, useHotkeys, useMediaQuery } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { Parameters } from '../../api/call.js';
import type { LogRow } from '../../api/logRows.js';
import { useProducts } from '../../api/products.js';
import { useTimeRange } from '../../time/TimeRangeProvider.js';
import { Empty } from '../../ui/Empty.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { GoOn, LookOn } from './GoOn.js';
import { LiveLine } from './LiveLine.js';
import { LogLine } from './LogLine.js';
import classes from './LogList.module.css';
import { listStartQuery } from './logPages.js';
import type { LogFilters } from './logQuery.js';
import { MOST_ROWS } from './logWindow.js';
import { NoRows } from './NoRows.js';
import { useLogRows } from './useLogRows.js';
import { useNewer } from './useNewer.js';
import { useRowKeys } from './useRowKeys.js';
import { useTail } from './useTail.js';

interface LogListProps {
  readonly filters: LogFilters;
  /** The filters and the period: the same for the life of the list. */
  readonly parameters: Parameters<'ai/GetWebAPILog'>;
  /** The row that is open beside the list. */
  readonly openId: string | undefined;
  readonly isLive: boolean;
  /** Called with rows that were written since the list was loaded. */
  readonly onArrived: (rows: readonly LogRow[]) => void;
}

const ROW = 34;
const CARD = 64;

/** New rows show this long after the pointer has left the list: it may have crossed an edge on its way to their button. */
const LEAVE_MS = 400;

/** The rows, newest first, drawn where they are seen, fetched as they are reached. */
export const LogList = ({ filters, parameters, openId, isLive, onArrived }: LogListProps) => {
  const { range } = useTimeRange();
  const isPhone = useMediaQuery('(max-width: 47.99em)', undefined, { getInitialValueInEffect: false }) ?? false;
  const scrollRef = useRef<HTMLElement>(null);
  const lineRef = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState<readonly [number, number]>([0, 0]);
  // A live list begins with the newest rows, whichever row is open.
  const [around] = useState(openId === undefined || isLive ? undefined : Number(openId));
  const startQuery = listStartQuery(parameters, range.end, around, isLive);
  const { data: start, error, refetch } = useQuery(startQuery);
  const queryClient = useQueryClient();
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs once, when the list goes away.
  useEffect(() => () => queryClient.removeQueries({ queryKey: startQuery.queryKey, exact: true }), []);
  const rows = useLogRows(parameters, start?.beginning, seen);
  const rowHeight = isPhone ? CARD : ROW;
  const virtual = useVirtualizer({
    count: rows.count,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  const drawn = virtual.getVirtualItems();
  const from = drawn[0]?.index ?? 0;
  const to = drawn.at(-1)?.index ?? 0;
  const names = new Map(useProducts().map(({ id, name }) => [id, name]));
  const at = useRowKeys({ ...rows, openId, scrollRef, virtual });

  // Where a panel closes under the pointer, the pointer comes to lie above the rows without having left one.
  const hasLeftRow = useRef(false);
  /** New rows wait, and the pointer is on its way from the rows to the button that shows them. */
  const isOnItsWay = (): boolean => {
    const isAbove =
      scrollRef.current?.querySelector('thead:hover') !== null || lineRef.current?.matches(':hover') === true;
    return rows.hidden > 0 && ((hasLeftRow.current && isAbove) || lineRef.current?.matches(':focus-within') === true);
  };
  /** The reader looks at no row that would move. */
  const mayMove = (): boolean => {
    const frame = scrollRef.current;
    if (frame === null) return true;
    const touched = frame.querySelector('tr[data-index]:hover, tr[data-index]:focus-within');
    return openId === undefined && frame.scrollTop <= 0 && touched === null && !isOnItsWay();
  };
  const after = start === undefined ? undefined : start.beginning - 1;
  const tail = useTail(isLive, filters, after, (fresh) => {
    rows.add(fresh, mayMove());
    onArrived(fresh);
  });
  const showWaiting = (): void => {
    rows.show();
    scrollRef.current?.scrollTo(0, 0);
  };
  const showIfUnseen = useDebouncedCallback(() => {
    if (rows.hidden > 0 && mayMove()) rows.show();
  }, LEAVE_MS);
  useHotkeys([['n', () => rows.hidden > 0 && showWaiting()]]);
  const { showNewer, isNewest } = useNewer({
    parameters,
    rows,
    scrollRef,
    rowHeight,
    isNewest: start?.isNewest ?? true,
  });

  useEffect(() => setSeen([from, to]), [from, to]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another row height needs another measurement.
  useEffect(() => virtual.measure(), [rowHeight, virtual]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list may move once the row is closed.
  useEffect(() => {
    hasLeftRow.current = false;
    showIfUnseen();
  }, [openId]);
  const place = start?.place ?? null;
  const isPlaceKnown = place !== null && rows.rowAt(place) !== undefined;
  useEffect(() => {
    if (isPlaceKnown && place !== null) virtual.scrollToIndex(place, { align: 'center' });
  }, [isPlaceKnown, place, virtual]);

  const line = (isLive || !isNewest) && (
    <LiveLine
      state={tail}
      waiting={rows.hidden}
      show={showWaiting}
      ref={lineRef}
      onLeave={showIfUnseen}
      showNewer={isNewest || isLive ? undefined : () => void showNewer()}
    />
  );
  const lookOn = rows.cutAt === null ? null : <LookOn cutAt={rows.cutAt} lookOn={rows.lookOn} />;
  const problem = error ?? rows.error;
  const note = problem !== null && (
    <ProblemNote error={problem} retry={() => (error === null ? rows.retry() : void refetch())} />
  );
  if (rows.isWhole && rows.count === 0) {
    return (
      <>
        {line}
        {note}
        {lookOn === null ? <NoRows parameters={parameters} /> : <Empty title="No matching rows so far">{lookOn}</Empty>}
      </>
    );
  }
  const above = drawn[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (drawn.at(-1)?.end ?? 0);
  return (
    <>
      {line}
      {note}
      <section
        ref={scrollRef}
        className={classes.frame}
        aria-label="Rows of the log"
        tabIndex={-1}
        // Where another list was scrolled to is no place in this one.
        data-scroll-restoration-id={encodeURIComponent(JSON.stringify(parameters))}
        onPointerOut={({ target }) => {
          if (target instanceof Element && target.closest('tr[data-index]') !== null) hasLeftRow.current = true;
          showIfUnseen();
        }}
        onBlur={showIfUnseen}
        onScroll={showIfUnseen}
      >
        <table className={classes.table} aria-label="Log" aria-rowcount={rows.isWhole ? rows.count + 1 : -1}>
          <Head />
          <tbody>
            {above > 0 && <tr aria-hidden style={{ height: above }} />}
            {drawn.map(({ index }) => {
              const row = rows.rowAt(index);
              return (
                <LogLine
                  key={row === undefined ? `at ${index}` : row.id}
                  index={index}
                  row={row}
                  productName={row === undefined ? '' : (names.get(row.productId) ?? '')}
                  isOpen={row !== undefined && String(row.id) === openId}
                  isAt={index === at}
                  isReplacing={openId !== undefined}
                />
              );
            })}
            {below > 0 && <tr aria-hidden style={{ height: below }} />}
          </tbody>
        </table>
        {lookOn}
        {rows.isWhole && rows.count >= MOST_ROWS && <GoOn before={rows.rowAt(rows.count - 1)?.time} />}
      </section>
    </>
  );
};

const Head = () => (
  <thead>
    <tr>
      <th scope="col" className={classes.time}>
        Time
      </th>
      <th scope="col" className={classes.state}>
        What happened
      </th>
      <th scope="col">Key</th>
      <th scope="col">Machine</th>
      <th scope="col" className={classes.product}>
        Product
      </th>
      <th scope="col" className={classes.address}>
        Address
      </th>
    </tr>
  </thead>
);
