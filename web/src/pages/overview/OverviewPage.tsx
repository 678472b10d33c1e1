import { lazy, Suspense } from 'react';
import { Page } from '../../ui/Page.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { Skeletons } from '../../ui/Skeletons.js';
import { Countries } from './Countries.js';
import { Lag } from './Lag.js';
import { Numbers } from './Numbers.js';
import classes from './Overview.module.css';
import type { Period } from './period.js';
import { RequestsChart, useBars } from './RequestsChart.js';
import { SeatPressure } from './SeatPressure.js';
import { StateMix } from './StateMix.js';
import { Suspects } from './Suspects.js';
import { useIsUntouched } from './useIsUntouched.js';
import { usePeriod } from './usePeriod.js';

/** Only an account that is new needs it. */
const GettingStarted = lazy(async () => ({
  default: (await import('../../gettingStarted/GettingStarted.js')).GettingStarted,
}));

/** What is happening: each number opens what explains it. */
export const OverviewPage = () => {
  const { period, error, retry } = usePeriod();
  if (useIsUntouched()) {
    return (
      <Page title="Getting started">
        <Suspense fallback={<Skeletons rows={20} />}>
          <GettingStarted />
        </Suspense>
      </Page>
    );
  }
  return (
    <Page title="Overview">
      {error !== null ? (
        <ProblemNote error={error} retry={retry} />
      ) : period === undefined ? (
        <Skeletons rows={20} />
      ) : (
        <Story period={period} />
      )}
    </Page>
  );
};

const Story = ({ period }: { readonly period: Period }) => {
  const { data } = useBars(period);
  return (
    <>
      <Numbers period={period} bars={data?.bars} />
      <RequestsChart period={period} />
      <SeatPressure period={period} />
      <div className={classes.halves}>
        <StateMix period={period} />
        <Countries period={period} />
      </div>
      <Suspects period={period} />
      <Lag period={period} />
    </>
  );
};
