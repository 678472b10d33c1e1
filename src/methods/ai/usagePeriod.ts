import type { Period } from '../../domain/time/period.js';
import { unixSecond } from '../timeFilter.js';

/** A period as pages that show one ask for it: Unix seconds, unlike the days of the vendor's methods. */

/** Days up to `End` where no `Start` is given. */
const DEFAULT_DAYS = 30;

export const usagePeriod = {
  Start: unixSecond().meta({ description: `Unix seconds. Not given: ${DEFAULT_DAYS} days before \`End\`.` }),
  End: unixSecond().meta({ description: 'Unix seconds, exclusive. Not given: now.' }),
} as const;

/** null: it ends before it begins. */
export const periodOf = (
  { Start, End }: { readonly Start?: number | undefined; readonly End?: number | undefined },
  now: number,
): Period | null => {
  const end = End === undefined ? (Math.floor(now / 1000) + 1) * 1000 : End * 1000;
  const start = Start === undefined ? end - DEFAULT_DAYS * 86_400_000 : Start * 1000;
  return start < end ? { start, end } : null;
};
