const MINUTE = 60;
const HOUR = 3600;
const DAY = 24 * HOUR;

/** Lengths that people think in, in seconds. */
const LENGTHS = [MINUTE, 5 * MINUTE, 30 * MINUTE, HOUR, 6 * HOUR, DAY, 7 * DAY, 28 * DAY, 364 * DAY] as const;

/** More bars than this are too thin to point at. */
const MOST_BARS = 100;

export interface ChartSteps {
  /** Unix seconds: where the first bar begins, at or before the period’s start. */
  readonly start: number;
  /** Unix seconds: where the last bar ends, at or after the period’s end. */
  readonly end: number;
  /** Seconds. */
  readonly step: number;
  readonly count: number;
}

const localMidnight = (time: number): number => new Date(time * 1000).setHours(0, 0, 0, 0) / 1000;

/**
 * How a period is cut for its chart: half hours for a day, days for a month. Steps of six hours and more begin at the
 * reader’s midnight; where the clock is put forward or back on the way, those beyond are an hour off.
 */
export const chartSteps = (start: number, end: number): ChartSteps => {
  const step = LENGTHS.find((length) => (end - start) / length <= MOST_BARS) ?? Math.ceil((end - start) / MOST_BARS);
  const first = step > HOUR ? localMidnight(start) : start - (start % step);
  const count = Math.max(1, Math.ceil((end - first) / step));
  return { start: first, end: first + count * step, step, count };
};

/** "per half hour". */
export const stepWords = (step: number): string => {
  const words: Readonly<Record<number, string>> = {
    [MINUTE]: 'per minute',
    [5 * MINUTE]: 'per 5 minutes',
    [30 * MINUTE]: 'per half hour',
    [HOUR]: 'per hour',
    [6 * HOUR]: 'per 6 hours',
    [DAY]: 'per day',
    [7 * DAY]: 'per week',
    [28 * DAY]: 'per 4 weeks',
    [364 * DAY]: 'per 52 weeks',
  };
  return words[step] ?? `per ${Math.round(step / DAY)} days`;
};
