import { keepPreviousData } from '@tanstack/react-query';
import { methodQuery, type Parameters } from '../../api/call.js';
import type { TimeRange } from '../../time/timeRange.js';

/** As many keys as one answer tells of. */
export const MOST_KEYS = 50;

/** What was asked of a key, or of a customer's keys, in the page's period, and why it was refused. */
export const refusalsQuery = (
  whose: Pick<Parameters<'ai/GetRefusals'>, 'CustomerId' | 'ProductId' | 'Key'>,
  { start, end }: TimeRange,
) => ({
  ...methodQuery('ai/GetRefusals', { ...whose, Start: Math.max(1, start ?? 1), End: end, Limit: MOST_KEYS }),
  placeholderData: keepPreviousData,
});
