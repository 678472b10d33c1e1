import { Skeleton } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { methodQuery } from '../../api/call.js';
import { Chart } from '../../charts/Chart.js';
import { numberText } from '../../parts/numberText.js';
import { ProblemNote } from '../../parts/ProblemNote.js';
import { useTimeRange } from '../../time/TimeRangeProvider.js';
import classes from './LogHistogram.module.css';
import type { LogFilters } from './logQuery.js';

const HEIGHT = 104;
const STEPS = 96;

/** How many rows there are in each step of the period, granted and refused. Dragging over it zooms in. */
export const LogHistogram = ({ filters }: { readonly filters: LogFilters }) => {
  const { range } = useTimeRange();
  const { data, error, refetch } = useQuery({
    ...methodQuery('ai/GetLogHistogram', { ...filters, Start: range.start, End: range.end, Steps: STEPS }),
    placeholderData: keepPreviousData,
  });
  if (error !== null) return <ProblemNote error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Skeleton height={HEIGHT + 20} />;
  const granted = data.bars.reduce((sum, { success }) => sum + success, 0);
  const refused = data.bars.reduce((sum, { failure }) => sum + failure, 0);
  const about = data.exact ? '' : 'about ';
  const words = `${about}${numberText(granted)} granted, ${about}${numberText(refused)} refused`;
  return (
    <div className={classes.histogram}>
      <Chart
        label={`Rows over the period: ${words}. Drag over it to see less time.`}
        times={data.bars.map(({ start }) => start)}
        series={[
          { name: 'granted', kind: 'bars', color: '--kl-granted-bar', values: data.bars.map(({ success }) => success) },
          { name: 'refused', kind: 'bars', color: '--kl-refused-bar', values: data.bars.map(({ failure }) => failure) },
        ]}
        height={HEIGHT}
        span={[data.start, data.end]}
        step={data.step}
        idle={
          data.exact
            ? words
            : `${words} (estimated from ${(data.sampledShare * 100).toPrecision(2)} % of the period’s rows)`
        }
      />
    </div>
  );
};
