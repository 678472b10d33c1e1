import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Link, useNavigate } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { Parameters } from '../../api/call.js';
import { useProducts } from '../../api/products.js';
import { Empty } from '../../parts/Empty.js';
import { numberText } from '../../parts/numberText.js';
import { ProblemNote } from '../../parts/ProblemNote.js';
import { useTimeRange } from '../../time/TimeRangeProvider.js';
import { LogLine } from './LogLine.js';
import classes from './LogList.module.css';
import { MOST_ROWS, useLogRows } from './useLogRows.js';
import { useRowKeys } from './useRowKeys.js';

interface LogListProps {
  /** The same for the life of the list. */
  readonly parameters: Parameters<'ai/GetWebAPILog'>;
  /** The row that is open beside the list. */
  readonly openId: string | undefined;
  /** Told of the newest row's id, 0 when there is none: what comes later is new. */
  readonly onNewest: (id: number) => void;
}

const ROW = 34;
const CARD = 64;

/** The rows, newest first, drawn where they are seen, fetched as they are reached. */
export const LogList = ({ parameters, openId, onNewest }: LogListProps) => {
  const isPhone = useMediaQuery('(max-width: 47.99em)', undefined, { getInitialValueInEffect: false }) ?? false;
  const scrollRef = useRef<HTMLElement>(null);
  const [seen, setSeen] = useState<readonly [number, number]>([0, 0]);
  const rows = useLogRows(parameters, seen);
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
  const newest = rows.isPending ? undefined : (rows.rowAt(0)?.id ?? (rows.count === 0 ? 0 : undefined));
  const names = new Map(useProducts().map(({ id, name }) => [id, name]));
  const at = useRowKeys({ count: rows.count, rowAt: rows.rowAt, openId, scrollRef, virtual });

  useEffect(() => setSeen([from, to]), [from, to]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another height measures anew what is otherwise the same.
  useEffect(() => virtual.measure(), [rowHeight, virtual]);
  useEffect(() => {
    if (newest !== undefined) onNewest(newest);
  }, [newest, onNewest]);

  if (rows.isWhole && rows.count === 0) return <NoRows parameters={parameters} />;
  const above = drawn[0]?.start ?? 0;
  const below = virtual.getTotalSize() - (drawn.at(-1)?.end ?? 0);
  return (
    <>
      {rows.error !== null && <ProblemNote error={rows.error} retry={rows.retry} />}
      <section ref={scrollRef} className={classes.frame} aria-label="Rows of the log" tabIndex={-1}>
        <table className={classes.table} aria-label="Log" aria-rowcount={rows.isWhole ? rows.count + 1 : -1}>
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
          <tbody>
            {above > 0 && <tr aria-hidden style={{ height: above }} />}
            {drawn.map(({ index }) => {
              const row = rows.rowAt(index);
              return (
                <LogLine
                  key={index}
                  index={index}
                  row={row}
                  productName={row === undefined ? '' : (names.get(row.productId) ?? '')}
                  isOpen={row !== undefined && String(row.id) === openId}
                  isAt={index === at}
                />
              );
            })}
            {below > 0 && <tr aria-hidden style={{ height: below }} />}
          </tbody>
        </table>
        {rows.isWhole && rows.count >= MOST_ROWS && <GoOn before={rows.rowAt(rows.count - 1)?.time} />}
      </section>
    </>
  );
};

const NoRows = ({
  parameters: { Time: _time, ...filters },
}: {
  readonly parameters: Parameters<'ai/GetWebAPILog'>;
}) => {
  const { choose, range } = useTimeRange();
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  return (
    <Empty title={isFiltered ? 'No row fits the filters in this period' : 'No row in this period'}>
      {range.preset === 'all' ? (
        <>
          {isFiltered ? 'Take a filter away. ' : 'The first request of an application will be here at once. '}
          <Link to="/start">How to point an application at this server</Link>
        </>
      ) : (
        <Button size="compact-sm" variant="default" onClick={() => choose('all')}>
          Look at all time
        </Button>
      )}
    </Empty>
  );
};

/** A list is only so long; the rest is one more list. */
const GoOn = ({ before }: { readonly before: number | undefined }) => {
  const { range } = useTimeRange();
  const navigate = useNavigate();
  return (
    <div className={classes.more}>
      <Button
        size="compact-sm"
        variant="default"
        disabled={before === undefined}
        onClick={() => {
          if (before === undefined) return;
          const span = { from: range.start ?? 0, to: before + 1, range: undefined };
          void navigate({ to: '/log', search: (search) => ({ ...search, ...span }) });
        }}
      >
        {numberText(MOST_ROWS)} rows are listed: go on from here
      </Button>
    </div>
  );
};
