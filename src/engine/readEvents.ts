import {
  type EventFilter,
  type EventRow,
  eventBounds,
  firstEventSince,
  readEvents,
  readProductEvents,
} from '../sql/readEvents.js';
import type { Run } from './load.js';

/** Ids that are walked before a product's events are looked for license by license. */
const WALKED = 10_000;

/**
 * One page of events in order of id. No event was registered before the time it carries, so a lower bound of time bounds
 * the ids too.
 */
export const readEventPage = async (
  run: Run,
  accountId: number,
  wanted: EventFilter,
  descending: boolean,
  limit: number,
): Promise<readonly EventRow[]> => {
  const { firstTime } = wanted;
  const [since] = firstTime === undefined ? [] : await run(firstEventSince(accountId, firstTime * 1000));
  const filter = { ...wanted, firstId: Math.max(wanted.firstId ?? 1, since?.id ?? 1) };
  const productId = filter.productId ?? filter.productLock;
  if (productId === undefined || filter.key !== undefined || filter.licenseLock !== undefined) {
    return run(readEvents(accountId, filter, descending, limit));
  }
  const [bounds] = await run(eventBounds(accountId));
  const first = Math.max(filter.firstId, bounds?.first_id ?? 0);
  const last = Math.min(filter.lastId ?? Infinity, bounds?.last_id ?? 0);
  const [near, far] = descending
    ? [
        { firstId: Math.max(first, last - WALKED + 1), lastId: last },
        { firstId: first, lastId: last - WALKED },
      ]
    : [
        { firstId: first, lastId: Math.min(last, first + WALKED - 1) },
        { firstId: first + WALKED, lastId: last },
      ];
  const walked = await run(readEvents(accountId, { ...filter, ...near }, descending, limit));
  if (walked.length === limit || far.firstId > far.lastId) return walked;
  const others = await run(
    readProductEvents(accountId, productId, { ...filter, ...far }, descending, limit - walked.length),
  );
  return [...walked, ...others];
};
