import type { Milliseconds } from './units.js';
/** When a month begins, in milliseconds. */
export const startOfMonth = (month: number): number => Date.UTC(Math.floor(month / 12), month % 12);

/** Months since year 0, UTC: the unit in which addresses are retained. */
export const monthOf = (ms: Milliseconds): number => {
  const date = new Date(ms);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
};
