import { Skeleton } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { Chart, type Series } from '../../ui/charts/Chart.js';
import { numberText } from '../../ui/numberText.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { Section } from '../../ui/Section.js';
import { chartSteps, stepWords } from './chartSteps.js';
import { barsQuery } from './overviewQuestions.js';
import type { Period } from './period.js';

const HEIGHT = 200;
/** The line above the chart that says what is under the pointer. */
const READOUT = 20;

export const useBars = (period: Period) => useQuery({ ...barsQuery(period), placeholderData: keepPreviousData });

/** Requests by outcome over time. Dragging over it sets the period of all pages. */
export const RequestsChart = ({ period }: { readonly period: Period }) => {
  const { data, error, refetch } = useBars(period);
  const { step, start } = chartSteps(period.start, period.end);
  const times = useMemo(() => data?.bars.map(({ start }) => start) ?? [], [data]);
  const series = useMemo<readonly Series[]>(
    () => [
      {
        name: 'granted',
        kind: 'bars',
        color: '--kl-granted-bar',
        values: data?.bars.map(({ success }) => success) ?? [],
      },
      {
        name: 'refused',
        kind: 'bars',
        color: '--kl-refused-bar',
        values: data?.bars.map(({ failure }) => failure) ?? [],
      },
    ],
    [data],
  );
  const note = [
    ...(start < period.start ? ['The first bar begins before the period, so that each is whole.'] : []),
    ...(data?.exact === false
      ? [
          `The parts that were granted and refused are estimated from ${Math.round(data.sampledShare * 100)} % of the rows.`,
        ]
      : []),
  ].join(' ');
  const sum = (values: readonly (number | null)[]): string =>
    numberText(values.reduce<number>((total, value) => total + (value ?? 0), 0));
  return (
    <Section
      title={`Requests ${stepWords(step)}`}
      aside={<Link to="/log">Open in the log</Link>}
      {...(note !== '' && { note })}
    >
      {error !== null ? (
        <ProblemNote error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton height={HEIGHT + READOUT} />
      ) : (
        <Chart
          label={`Requests ${stepWords(step)}: ${series.map(({ name, values }) => `${sum(values)} ${name}`).join(', ')}`}
          times={times}
          series={series}
          step={data.step}
          span={[data.start, data.end]}
          height={HEIGHT}
          sync="overview"
        />
      )}
    </Section>
  );
};
