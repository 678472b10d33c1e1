import type { Period } from '../../domain/time/period.js';
import type { Milliseconds } from '../../domain/time/units.js';
import { unixSecond } from '../timeFilter.js';

/** A period in Unix seconds, as dashboard pages send it; the vendor's methods take days. */

/** Days up to `End` if `Start` is not given. */
const DEFAULT_DAYS = 30;

export const usagePeriod = {
  Start: unixSecond().meta({ description: `Unix seconds. Default: ${DEFAULT_DAYS} days before \`End\`.` }),
  End: unixSecond().meta({ description: 'Unix seconds, exclusive. Default: now.' }),
} as const;

/** null: the period ends before it begins. */
export const periodOf = (
  { Start, End }: { readonly Start?: number | undefined; readonly End?: number | undefined },
  now: Milliseconds,
): Period | null => {
  const end = End === undefined ? (Math.floor(now / 1000) + 1) * 1000 : End * 1000;
  const start = Start === undefined ? end - DEFAULT_DAYS * 86_400_000 : Start * 1000;
  return start < end ? { start, end } : null;
};
