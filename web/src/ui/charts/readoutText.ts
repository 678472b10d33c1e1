import { shortMoment } from '../../time/timeText.js';
import { numberText } from '../numberText.js';
import type { ChartData } from './chartOptions.js';

/** What stands under the pointer, in words; "" where nothing does. */
export const readoutText = ({ times, series, step }: ChartData, pointed: number | null): string => {
  const time = pointed === null ? undefined : times[pointed];
  if (time === undefined || pointed === null) return '';
  const until = step > 0 ? ` – ${shortMoment(time + step)}` : '';
  const values = series.flatMap(({ name, values: column, told = column }) => {
    const value = told[pointed];
    return value === null || value === undefined ? [] : [`${numberText(value)} ${name}`];
  });
  return `${shortMoment(time)}${until}: ${values.join(', ')}`;
};
