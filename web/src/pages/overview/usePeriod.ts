import { useQuery } from '@tanstack/react-query';
import { useTimeRange } from '../../time/TimeRangeProvider.js';
import { oldestQuery } from './overviewQuestions.js';
import { type Period, periodOf } from './period.js';

/** The page’s period with both ends; undefined: the oldest row, with which "all time" begins, is on its way. */
export const usePeriod = (): Period | undefined => {
  const { range } = useTimeRange();
  const oldest = useQuery({ ...oldestQuery, enabled: range.start === undefined });
  if (range.start === undefined && oldest.isPending) return undefined;
  return periodOf(range, oldest.data?.logs[0]?.time);
};
