import { Skeleton } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Answer } from '../../api/call.js';
import { useTimeRange } from '../../time/TimeRangeProvider.js';
import { Chart, type Series } from '../../ui/charts/Chart.js';
import { numberText } from '../../ui/numberText.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import classes from './LogHistogram.module.css';
import type { LogFilters } from './logQuery.js';
import { type Arrived, useFollowedBars } from './useFollowedBars.js';

const HEIGHT = 104;

const chartOf = ({ bars, start, end, step }: Answer<'ai/GetLogHistogram'>) => ({
  times: bars.map((bar) => bar.start),
  series: [
    { name: 'granted', kind: 'bars', color: '--kl-granted-bar', values: bars.map(({ success }) => success) },
    { name: 'refused', kind: 'bars', color: '--kl-refused-bar', values: bars.map(({ failure }) => failure) },
  ] as const satisfies readonly Series[],
  span: [start, end] as const,
  step,
});

interface LogHistogramProps {
  readonly filters: LogFilters;
  readonly arrived: Arrived;
}

/**
 * How many rows there are in each step of the period, granted and refused. Dragging over it zooms in; while the pointer is
 * on it, rows that arrive do not move it.
 */
export const LogHistogram = ({ filters, arrived }: LogHistogramProps) => {
  const { range } = useTimeRange();
  const [isPointed, setPointed] = useState(false);
  const { data, error, refetch } = useFollowedBars(filters, range, arrived, isPointed);
  const chart = useMemo(() => (data === undefined ? undefined : chartOf(data)), [data]);
  if (error !== null) return <ProblemNote error={error} retry={() => void refetch()} />;
  if (data === undefined || chart === undefined) return <Skeleton height={HEIGHT + 20} />;
  const granted = data.bars.reduce((sum, { success }) => sum + success, 0);
  const refused = data.bars.reduce((sum, { failure }) => sum + failure, 0);
  const about = data.exact ? '' : 'about ';
  const words = `${about}${numberText(granted)} granted, ${about}${numberText(refused)} refused`;
  return (
    <div className={classes.histogram} onPointerEnter={() => setPointed(true)} onPointerLeave={() => setPointed(false)}>
      <Chart
        label={`Rows over the period: ${words}. Drag over it to see less time.`}
        {...chart}
        height={HEIGHT}
        idle={
          data.exact
            ? words
            : `${words} (estimated from ${(data.sampledShare * 100).toPrecision(2)} % of the period’s rows)`
        }
      />
    </div>
  );
};
