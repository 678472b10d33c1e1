import type { Answer } from '../../api/call.js';

type EventRow = Answer<'ai/GetEvents'>['events'][number];

/** Events of one feature and name. */
export interface EventGroup {
  readonly featureName: string;
  readonly eventName: string;
  readonly count: number;
  /** One sum for each currency; "" for numbers that are no money. */
  readonly sums: ReadonlyMap<string, number>;
  readonly keys: number;
  /** Unix seconds. */
  readonly last: number;
}

/** How often each event came, with the sums of its values: most first. */
export const eventGroups = (events: readonly EventRow[]): readonly EventGroup[] => {
  const groups = new Map<string, EventRow[]>();
  for (const event of events) {
    const identity = `${event.featureName}\n${event.eventName}`;
    const group = groups.get(identity);
    if (group === undefined) groups.set(identity, [event]);
    else group.push(event);
  }
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const sums = new Map<string, number>();
      for (const { currency, value } of group) sums.set(currency, (sums.get(currency) ?? 0) + value);
      return [
        {
          featureName: first.featureName,
          eventName: first.eventName,
          count: group.length,
          sums,
          keys: new Set(group.map(({ productId, key }) => `${productId} ${key}`)).size,
          last: Math.max(...group.map(({ time }) => time)),
        },
      ];
    })
    .sort((a, b) => b.count - a.count);
};
