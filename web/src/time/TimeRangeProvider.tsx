import { useNavigate, useSearch } from '@tanstack/react-router';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { newMoment, pageMoment } from './pageMoment.js';
import { type Preset, type TimeRange, timeRangeOf } from './timeRange.js';

interface TimeRangeContext {
  readonly range: TimeRange;
  /** Puts another period into the URL. */
  choose(chosen: Preset | { readonly from: number; readonly to: number }): void;
  /** Lets a preset end now again. */
  refresh(): void;
}

const Context = createContext<TimeRangeContext | null>(null);

/**
 * Reads the period from the URL. What "now" is stays the same until the reader asks for another period or refreshes:
 * numbers of one page speak of one moment, and nothing is fetched again by itself.
 */
export const TimeRangeProvider = ({ children }: { readonly children: ReactNode }) => {
  const { range, from, to } = useSearch({ from: '__root__' });
  const navigate = useNavigate();
  const [now, setNow] = useState(pageMoment);
  const refresh = useCallback(() => setNow(newMoment()), []);
  const value = useMemo<TimeRangeContext>(
    () => ({
      range: timeRangeOf({ range, from, to }, now),
      choose: (chosen) => {
        setNow(newMoment());
        const time = typeof chosen === 'string' ? { range: chosen } : chosen;
        void navigate({
          to: '.',
          search: (search) => ({ ...search, range: undefined, from: undefined, to: undefined, ...time }),
        });
      },
      refresh,
    }),
    [range, from, to, now, navigate, refresh],
  );
  return <Context value={value}>{children}</Context>;
};

export const useTimeRange = (): TimeRangeContext => {
  const value = useContext(Context);
  if (value === null) throw new Error('there is no TimeRangeProvider around this');
  return value;
};

/** Lets a preset end now as the page opens: for pages that say what is the case now beside what the period has. */
export const useFreshRange = (): void => {
  const { refresh } = useTimeRange();
  useEffect(refresh, [refresh]);
};
