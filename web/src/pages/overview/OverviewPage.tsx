import { Page } from '../../parts/Page.js';
import { Skeletons } from '../../parts/Skeletons.js';
import { GettingStarted } from '../start/GettingStarted.js';
import { Countries } from './Countries.js';
import { Lag } from './Lag.js';
import { Numbers } from './Numbers.js';
import classes from './Overview.module.css';
import { RequestsChart, useHistogram } from './RequestsChart.js';
import { SeatPressure } from './SeatPressure.js';
import { StateMix } from './StateMix.js';
import { Suspects } from './Suspects.js';
import { useIsUntouched } from './useIsUntouched.js';
import { type Period, usePeriod } from './usePeriod.js';

/** What is happening: each number opens what explains it. */
export const OverviewPage = () => {
  const period = usePeriod();
  const isUntouched = useIsUntouched();
  if (isUntouched === true) {
    return (
      <Page title="Getting started">
        <GettingStarted />
      </Page>
    );
  }
  return (
    <Page title="Overview">
      {period === undefined || isUntouched === undefined ? <Skeletons rows={20} /> : <Story period={period} />}
    </Page>
  );
};

const Story = ({ period }: { readonly period: Period }) => {
  const { data } = useHistogram(period);
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
