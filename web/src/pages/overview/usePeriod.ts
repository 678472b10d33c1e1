import { useQuery } from '@tanstack/react-query';
import { methodQuery } from '../../api/call.js';
import { useTimeRange } from '../../time/TimeRangeProvider.js';

/** The page’s period with both ends. */
export interface Period {
  /** Unix seconds. */
  readonly start: number;
  /** Unix seconds, exclusive. */
  readonly end: number;
  /** All that there is: there is no period before it. */
  readonly isAll: boolean;
}

/** undefined: the oldest row, with which "all time" begins, is on its way. */
export const usePeriod = (): Period | undefined => {
  const { range } = useTimeRange();
  const oldest = useQuery({ ...methodQuery('ai/GetWebAPILog', { Limit: 1 }), enabled: range.start === undefined });
  if (range.start !== undefined) return { start: range.start, end: range.end, isAll: false };
  if (oldest.isPending) return undefined;
  const first = oldest.data?.logs[0]?.time ?? range.end - 1;
  return { start: Math.max(1, Math.min(first, range.end - 1)), end: range.end, isAll: true };
};
