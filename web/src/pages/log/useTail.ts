import { useEffect, useRef, useState } from 'react';
import { asForm, type LogFilters, type LogRow } from './logQuery.js';

export interface Tail {
  /** Rows that came since the list was made. */
  readonly arrived: number;
  readonly state: 'off' | 'connecting' | 'live' | 'broken';
}

/** A closed stream (a restart, too many readers) is opened again after this. */
const REOPEN_MS = 5_000;

const idsIn = (data: unknown): readonly number[] => {
  if (typeof data !== 'string') return [];
  const { logs = [] } = JSON.parse(data) as { readonly logs?: readonly LogRow[] };
  return logs.map(({ id }) => id);
};

/**
 * Follows the log after `after` (undefined: not yet known) by server-sent events. The browser comes back after a break
 * with the id it had last, so nothing is missed or counted twice.
 */
export const useTail = (isOn: boolean, filters: LogFilters, after: number | undefined): Tail => {
  const [arrived, setArrived] = useState(0);
  const [state, setState] = useState<Tail['state']>('off');
  const last = useRef(0);
  const query = asForm({ ...filters }).toString();

  useEffect(() => {
    setArrived(0);
    if (!isOn || after === undefined) {
      setState('off');
      return;
    }
    last.current = after;
    let stream: EventSource;
    let timer: number | undefined;
    const open = (): void => {
      setState('connecting');
      stream = new EventSource(`/api/ai/TailWebAPILog?${query}&StartingAfter=${last.current}`);
      stream.addEventListener('open', () => setState('live'));
      stream.addEventListener('rows', (event) => {
        const fresh = idsIn(event.data).filter((id) => id > last.current);
        last.current = Math.max(last.current, ...fresh);
        setArrived((count) => count + fresh.length);
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

  return { arrived, state };
};
