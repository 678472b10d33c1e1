import { useEffect, useRef, useState } from 'react';
import type { LogRow } from '../../api/logRows.js';
import { asForm, type LogFilters } from './logQuery.js';

export type TailState = 'off' | 'connecting' | 'live' | 'broken';

/** A closed stream (a restart, too many readers) is opened again after this. */
const REOPEN_MS = 5_000;

const rowsIn = (data: unknown): readonly LogRow[] => {
  if (typeof data !== 'string') return [];
  return (JSON.parse(data) as { readonly logs?: readonly LogRow[] }).logs ?? [];
};

/**
 * Follows the log after the row `after` (undefined: not yet known) by server-sent events, and reports its rows in order.
 * The browser reconnects with the last id it received, so no row is missed and none comes twice.
 */
export const useTail = (
  isOn: boolean,
  filters: LogFilters,
  after: number | undefined,
  onRows: (rows: readonly LogRow[]) => void,
): TailState => {
  const [state, setState] = useState<TailState>('off');
  const onRowsRef = useRef(onRows);
  onRowsRef.current = onRows;
  const query = asForm({ ...filters }).toString();

  useEffect(() => {
    if (!isOn || after === undefined) {
      setState('off');
      return;
    }
    let last = after;
    let stream: EventSource;
    let timer: number | undefined;
    const open = (): void => {
      setState('connecting');
      stream = new EventSource(`/api/ai/TailWebAPILog?${query}&StartingAfter=${last}`);
      stream.addEventListener('open', () => setState('live'));
      stream.addEventListener('rows', (event) => {
        const fresh = rowsIn(event.data).filter(({ id }) => id > last);
        last = fresh.at(-1)?.id ?? last;
        onRowsRef.current(fresh);
      });
      stream.addEventListener('error', () => {
        setState('broken');
        if (stream.readyState === EventSource.CLOSED) timer = window.setTimeout(open, REOPEN_MS);
      });
    };
    open();
    return () => {
      window.clearTimeout(timer);
      stream.close();
    };
  }, [isOn, query, after]);

  return state;
};
