import { type Answer, ask, type Parameters } from './call.js';

export type LogRow = Answer<'ai/GetWebAPILog'>['logs'][number];

/** Calls that one look at the log makes: each looks at a bounded part of it where an address is asked for. */
const CALLS = 8;

/** Rows in the order of reading. */
export interface FoundRows {
  readonly rows: readonly LogRow[];
  /** The cursor to continue from; null: there are no more. */
  readonly next: number | null;
}

const ORDERS = { EndingBefore: 'Id descending', StartingAfter: 'Id ascending' } as const;

/**
 * Up to `most` rows from a cursor on, with those that were `found` before. Fewer, and a cursor to continue from, where a filter
 * by address or country leaves little of all that was looked at.
 */
export const logRows = async (
  parameters: Parameters<'ai/GetWebAPILog'>,
  cursor: keyof typeof ORDERS,
  from: number,
  most: number,
  signal?: AbortSignal,
  found: readonly LogRow[] = [],
): Promise<FoundRows> => {
  const rows = [...found];
  let at = from;
  for (let call = 0; call < CALLS; call += 1) {
    const page = { [cursor]: at, Limit: most - rows.length, OrderBy: ORDERS[cursor] };
    const { logs, next } = await ask('ai/GetWebAPILog', { ...parameters, ...page }, signal);
    rows.push(...logs);
    const isFull = rows.length >= most;
    const on = next === undefined && isFull ? (rows.at(-1)?.id ?? null) : (next ?? null);
    if (isFull || on === null) return { rows, next: on };
    at = on;
  }
  return { rows, next: at };
};
