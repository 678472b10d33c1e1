import { Skeleton } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { methodQuery } from '../../api/call.js';
import { utcDay } from '../../time/isoTime.js';
import { useTimeRange } from '../../time/TimeRangeProvider.js';
import { Chart } from '../../ui/charts/Chart.js';
import { countText, numberText } from '../../ui/numberText.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { Section } from '../../ui/Section.js';
import { seatSeries, stepFor } from './seatSteps.js';

interface SeatChartProps {
  readonly productId: number;
  readonly keyText: string;
  /** Unix seconds: there was nothing before. */
  readonly created: number;
}

const HEIGHT = 180;

/** Seats held through the period against the limit, with a mark where one was refused. */
export const SeatChart = ({ productId, keyText, created }: SeatChartProps) => {
  const { range } = useTimeRange();
  const start = Math.max(range.start ?? created, 0);
  const { data, error, refetch } = useQuery({
    ...methodQuery('ai/GetSeatUsage', {
      ProductId: productId,
      Key: keyText,
      Start: utcDay(start),
      End: utcDay(range.end),
      Step: stepFor(range.end - start),
    }),
    placeholderData: keepPreviousData,
  });
  const steps = data?.steps;
  const times = useMemo(() => steps?.map((step) => step.start) ?? [], [steps]);
  const series = useMemo(() => seatSeries(steps ?? []), [steps]);
  const span = useMemo(() => [start, range.end] as const, [start, range.end]);
  if (error !== null) {
    return (
      <Section title="Seats over time">
        <ProblemNote error={error} retry={() => void refetch()} />
      </Section>
    );
  }
  if (data === undefined) {
    return (
      <Section title="Seats over time">
        <Skeleton height={HEIGHT + 20} />
      </Section>
    );
  }
  const { nodeLocked, floating, seatsToAvoidDenials } = data.total;
  const denials = nodeLocked.denials + floating.denials;
  const peak = Math.max(nodeLocked.peak, floating.peak);
  return (
    <Section
      title="Seats over time"
      aside={
        denials > 0 && seatsToAvoidDenials !== null
          ? `${countText(denials, 'refusal')} on these UTC days · ${numberText(seatsToAvoidDenials)} seats would have been enough for all`
          : `at most ${countText(peak, 'seat')} at once on these UTC days · none was refused`
      }
    >
      <Chart
        label={`Seats held over time: at most ${numberText(peak)} at once, ${countText(denials, 'refusal')} for lack of a seat`}
        times={times}
        series={series}
        span={span}
        height={HEIGHT}
        sync="license"
      />
    </Section>
  );
};
