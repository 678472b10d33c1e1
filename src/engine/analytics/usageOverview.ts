import type { ProductId } from '../../domain/entities/ids.js';
import { DENIALS, NEW_MACHINES } from '../../domain/log/stateLists.js';
import type { Period } from '../../domain/time/period.js';
import { DAY_MS } from '../../domain/time/time.js';
import { LIMITS } from '../../limits.js';
import {
  type ActiveCounts,
  countActiveInLog,
  countActiveOnDays,
  mostActiveOnADay,
} from '../../sql/analytics/countActive.js';
import { projectionStatus } from '../../sql/analytics/projections.js';
import type { LogFilter } from '../../sql/log/readLog.js';

import { countLog, type StepCount } from '../log/countLog.js';
import { idsAt } from '../log/logHistogram.js';
import { resolveFilters } from '../log/resolveLogQuery.js';
import type { AccountReads } from '../reads.js';

export interface PeriodUsage extends ActiveCounts {
  /** Rows by state, scaled up where only a sample was read. */
  readonly states: ReadonlyMap<number, number>;
  readonly exact: boolean;
}

/** States that are rare but shown: a sample would contain too few of them. */
const RARE = [...NEW_MACHINES, ...DENIALS];

/** Bounds: log rows that are counted, and entries of daily activity that are read. */
const MOST: { readonly counted: number; readonly seen: number } = {
  counted: LIMITS.countedRows,
  seen: LIMITS.seenRows,
};

/** What happened in a period, from a bounded number of rows. `productId` undefined: in all products. */
export const periodUsage = async (
  reads: AccountReads,
  productId: ProductId | undefined,
  { start, end }: Period,
  most: typeof MOST = MOST,
): Promise<PeriodUsage> => {
  const [filter, bounds] = await Promise.all([
    resolveFilters(reads, { productLock: productId }),
    idsAt(reads, [start, end]),
  ]);
  const [first = 1, after = 1] = bounds;
  if (filter === null || first >= after) {
    return { states: new Map(), exact: true, keys: 0, machines: 0, customers: 0 };
  }
  const { exact, states } = await countStates(reads, bounds, filter, most.counted);
  const active =
    after - first <= most.counted
      ? await inLog(reads, first, after - 1, productId)
      : await onDays(reads, { start, end }, productId, most.seen);
  return { ...active, states, exact: exact && active.exact };
};

const countStates = async (
  reads: AccountReads,
  bounds: readonly number[],
  filter: LogFilter,
  most: number,
): Promise<Pick<PeriodUsage, 'states' | 'exact'>> => {
  const { steps, exact } = await countLog(reads, bounds, filter, most);
  const states = scaled(steps[0]);
  if (exact) return { exact, states };
  const rare = await countLog(reads, bounds, { ...filter, state: `{${RARE.join()}}` }, most);
  for (const state of RARE) states.delete(state);
  for (const [state, rows] of scaled(rare.steps[0])) states.set(state, rows);
  return { exact, states };
};

const scaled = (step: StepCount | undefined): Map<number, number> => {
  const scale = step === undefined || step.taken === 0 ? 0 : step.ids / step.taken;
  return new Map([...(step?.states ?? [])].map(([state, rows]) => [state, Math.round(rows * scale)]));
};

type Active = ActiveCounts & { readonly exact: boolean };

const NONE: ActiveCounts = { keys: 0, machines: 0, customers: 0 };

const inLog = async (
  { run, accountId }: AccountReads,
  first: number,
  last: number,
  productId: ProductId | undefined,
): Promise<Active> => {
  const [counts = NONE] = await run(countActiveInLog(accountId, { first, last }, productId ?? 0));
  return { ...counts, exact: true };
};

/** Active counts of the days that the period touches, from the entries of each; if those are too many, the maximum of one day. */
const onDays = async (
  { run, accountId }: AccountReads,
  { start, end }: Period,
  productId: ProductId | undefined,
  most: number,
): Promise<Active> => {
  const days = {
    firstDay: Math.floor(start / DAY_MS),
    lastDay: Math.floor((end - 1) / DAY_MS),
    productId: productId ?? 0,
    limit: most,
  };
  const [seen] = await run(countActiveOnDays(accountId, days));
  if (seen !== undefined && seen.read < most) {
    const { keys, machines, customers } = seen;
    return { keys, machines, customers, exact: start % DAY_MS === 0 && end % DAY_MS === 0 };
  }
  const [counts = NONE] = await run(mostActiveOnADay(accountId, days));
  return { ...counts, exact: false };
};

/** How far usage analytics are behind the log: rows, and seconds since the first missing row. */
export const analyticsLag = async ({ run, accountId }: AccountReads) => {
  const rows = (await run(projectionStatus(accountId))).filter(({ active }) => active);
  return {
    rows: Math.max(0, ...rows.map((one) => one.rows)),
    seconds: Math.max(0, ...rows.map((one) => one.milliseconds)) / 1000,
  };
};
