import { useQuery } from '@tanstack/react-query';
import { useTimeRange } from '../../time/TimeRangeProvider.js';
import { oldestQuery } from './overviewQuestions.js';
import { type Period, periodOf } from './period.js';

interface FoundPeriod {
  /** With both ends; undefined: the oldest row, with which "all time" begins, is on its way or could not be had. */
  readonly period: Period | undefined;
  /** Why there is no period. */
  readonly error: Error | null;
  retry(): void;
}

/** The period that the page looks at. */
export const usePeriod = (): FoundPeriod => {
  const { range } = useTimeRange();
  const { data, error, refetch } = useQuery({ ...oldestQuery, enabled: range.start === undefined });
  const isKnown = range.start !== undefined || data !== undefined;
  return {
    period: isKnown ? periodOf(range, data?.logs[0]?.time) : undefined,
    error: isKnown ? null : error,
    retry: () => void refetch(),
  };
};
