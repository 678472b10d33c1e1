import { LIMITS } from '../../limits.js';
import {
  type EventFilter,
  type EventRow,
  eventBounds,
  firstEventSince,
  readEvents,
  readProductEvents,
} from '../../sql/log/readEvents.js';
import type { AccountReads } from '../reads.js';

/** Ids that are walked before a product's events are read license by license. */
const WALKED = 10_000;

export interface EventPage {
  readonly events: readonly EventRow[];
  /** The last id that was checked, if the page is not full and there are more ids after it; else null. */
  readonly reached: number | null;
}

/**
 * One page of events in order of id. There is no index of features or names: a filter by one skips a bounded number of events,
 * unless those of one key are read. No event was registered before the time it carries, so a lower bound of time bounds the
 * ids too.
 */
export const readEventPage = async (
  { run, accountId }: AccountReads,
  wanted: EventFilter,
  descending: boolean,
  limit: number,
): Promise<EventPage> => {
  const { firstTime } = wanted;
  const [since] = firstTime === undefined ? [] : await run(firstEventSince(accountId, firstTime * 1000));
  const filter = { ...wanted, firstId: Math.max(wanted.firstId ?? 1, since?.id ?? 1) };
  const productId = filter.productId ?? filter.productLock;
  const isOfKey = filter.key !== undefined || filter.licenseLock !== undefined;
  const isNamed = filter.featureName !== undefined || filter.eventName !== undefined;
  if (isOfKey || (productId === undefined && !isNamed)) {
    return { events: await run(readEvents(accountId, filter, descending, limit)), reached: null };
  }
  const [bounds] = await run(eventBounds(accountId));
  const first = Math.max(filter.firstId, bounds?.first_id ?? 0);
  const last = Math.min(filter.lastId ?? Infinity, bounds?.last_id ?? 0);
  const most = isNamed ? LIMITS.skippedEvents : WALKED;
  const [near, far] = descending
    ? [
        { firstId: Math.max(first, last - most + 1), lastId: last },
        { firstId: first, lastId: last - most },
      ]
    : [
        { firstId: first, lastId: Math.min(last, first + most - 1) },
        { firstId: first + most, lastId: last },
      ];
  const walked = await run(readEvents(accountId, { ...filter, ...near }, descending, limit));
  if (walked.length === limit || far.firstId > far.lastId) return { events: walked, reached: null };
  if (isNamed || productId === undefined) {
    return { events: walked, reached: descending ? near.firstId : near.lastId };
  }
  const others = await run(
    readProductEvents(accountId, productId, { ...filter, ...far }, descending, limit - walked.length),
  );
  return { events: [...walked, ...others], reached: null };
};
