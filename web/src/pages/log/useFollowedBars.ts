import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { type Answer, ask, methodQuery } from '../../api/call.js';
import type { TimeRange } from '../../time/timeRange.js';
import type { LogFilters } from './logQuery.js';

type Histogram = Answer<'ai/GetLogHistogram'>;

/** Rows that were written since the page was opened. */
export interface Arrived {
  readonly rows: number;
  /** When the first and the last of them were written; Unix seconds. */
  readonly first: number;
  readonly last: number;
}

const STEPS = 96;

/** At most so many bars are reloaded while rows are followed; then the period is divided again. */
const MOST_FRESH = STEPS / 2;

/** Milliseconds between two looks at the bars that rows have come into. */
const LOOK_MS = 3_000;

/** The value as it was at most so many milliseconds ago. */
const useLagging = <Value>(value: Value, milliseconds: number): Value => {
  const [lagging, setLagging] = useState({ value, since: 0 });
  useEffect(() => {
    if (lagging.value === value) return;
    const wait = Math.max(0, lagging.since + milliseconds - Date.now());
    const timer = window.setTimeout(() => setLagging({ value, since: Date.now() }), wait);
    return () => window.clearTimeout(timer);
  }, [lagging, value, milliseconds]);
  return lagging.value;
};

/**
 * The bars of a period, and while rows arrive the last ones are reloaded, every few seconds at most: from the one that the first of
 * them came into to the one that the last did, further ones at the end. Bars before them stay as they are. `isHeld`: nothing
 * may move now.
 */
export const useFollowedBars = (filters: LogFilters, range: TimeRange, arrived: Arrived, isHeld: boolean) => {
  // By how many seconds the end of which period has moved on.
  const [move, setMove] = useState({ of: range.end, seconds: 0 });
  const moved = move.of === range.end ? move.seconds : 0;
  const end = range.end + moved;
  const base = useQuery({
    ...methodQuery('ai/GetLogHistogram', {
      ...filters,
      Start: range.start,
      End: end,
      Steps: STEPS,
    }),
    placeholderData: keepPreviousData,
  });
  const seen = useLagging(arrived, LOOK_MS);
  // This machine's clock may be ahead of that which rows go by; a period whose end has moved ends by theirs.
  const first = moved === 0 ? seen.first : Math.max(seen.first, end - 1);
  const span = base.data === undefined || seen.rows === 0 ? null : freshSpan(base.data, first, seen.last);
  const isOutgrown = span !== null && span.Steps > MOST_FRESH;
  const fresh = useQuery({
    queryKey: ['log bars', filters, span, seen.rows] as const,
    queryFn: ({ signal }) => ask('ai/GetLogHistogram', { ...filters, ...span }, signal),
    enabled: span !== null && !isOutgrown,
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  const isMoving = isOutgrown && !base.isPlaceholderData && seen.last >= end;
  useEffect(() => {
    if (isMoving) setMove({ of: range.end, seconds: seen.last + 1 - range.end });
  }, [isMoving, range.end, seen.last]);
  const isFresh = span !== null && fresh.data?.start === span.Start;
  const followed = useMemo(
    () => (base.data !== undefined && isFresh && fresh.data !== undefined ? joined(base.data, fresh.data) : base.data),
    [base.data, fresh.data, isFresh],
  );
  const shown = useRef(followed);
  if (!isHeld) shown.current = followed;
  return { ...base, data: shown.current ?? followed };
};

/** The bars that rows of a time have come into, at the steps of those that are there. null: none. */
const freshSpan = ({ start, step, bars }: Histogram, first: number, last: number) => {
  if (last < start) return null;
  const from = Math.max(0, Math.min(Math.floor((first - start) / step), bars.length - 1));
  const steps = Math.max(bars.length, Math.floor((last - start) / step) + 1) - from;
  const begin = start + from * step;
  return { Start: begin, End: begin + steps * step, Steps: steps };
};

const joined = (base: Histogram, fresh: Histogram): Histogram => ({
  ...base,
  bars: [...base.bars.filter(({ start }) => start < fresh.start), ...fresh.bars],
  end: fresh.end,
  exact: base.exact && fresh.exact,
});
