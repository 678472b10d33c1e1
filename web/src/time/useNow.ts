import { useSyncExternalStore } from 'react';
import { serverNow } from './serverClock.js';

/** One clock for all relative times of a page. */
const listeners = new Set<() => void>();
let now = serverNow();
let timer: number | undefined;

const TICK_MS = 15_000;

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  if (timer === undefined) {
    now = serverNow();
    timer = window.setInterval(() => {
      now = serverNow();
      for (const each of listeners) each();
    }, TICK_MS);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.clearInterval(timer);
    timer = undefined;
  };
};

/** Unix seconds, as of the last quarter of a minute. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now);
