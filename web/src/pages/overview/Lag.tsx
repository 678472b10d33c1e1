import { useQuery } from '@tanstack/react-query';
import { durationText } from '../../time/timeText.js';
import { countText, numberText } from '../../ui/numberText.js';
import classes from './Overview.module.css';
import { usageQuery } from './overviewQuestions.js';
import type { Period } from './period.js';

/** Beyond this people wonder where their rows are. Seconds. */
const NOTEWORTHY = 10;

/** How far what is derived from the log is behind it. */
export const Lag = ({ period }: { readonly period: Period }) => {
  const { data } = useQuery(usageQuery(period));
  if (data === undefined) return <p className={classes.lag}> </p>;
  const { rows, seconds } = data.lag;
  return (
    <p className={classes.lag} data-late={seconds > NOTEWORTHY || undefined}>
      {rows === 0
        ? 'Usage analytics are up to date with the log.'
        : `Usage analytics are ${countText(rows, 'row')} and ${durationText(Math.ceil(seconds))} behind the log.`}
      {!data.exact &&
        ` The period has so many rows that some numbers are estimates, from ${numberText(100_000)} of them.`}
    </p>
  );
};
