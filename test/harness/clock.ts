import { mock } from 'node:test';
import { LIMITS } from '../../src/limits.js';

const now = performance.now.bind(performance);
let aheadMs = 0;

/** Lets everything that this process remembers for a second be forgotten: its monotonic clock jumps, dates and timers do not. */
export const expireCaches = (): void => {
  if (aheadMs === 0) mock.method(performance, 'now', () => now() + aheadMs);
  aheadMs += LIMITS.cacheMilliseconds + 100;
};
