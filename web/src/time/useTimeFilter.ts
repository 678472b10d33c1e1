import { useMemo } from 'react';
import { useTimeRange } from './TimeRangeProvider.js';

/** The page's time range as the `Time` parameter of reading methods; `all` has no beginning. */
export const useTimeFilter = (): { readonly gte?: number; readonly lt: number } => {
  const { start, end } = useTimeRange().range;
  return useMemo(() => ({ ...(start !== undefined && { gte: start }), lt: end }), [start, end]);
};
