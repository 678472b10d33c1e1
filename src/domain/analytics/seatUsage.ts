import type { Period } from '../time/period.js';
import { isHeld, type SeatKind, type SeatStretch, seatPool } from './seats.js';

/** What stretches come to over a period: seats held, peaks, denials, and the limit that would have denied nobody. */

export type UsedStretch = Pick<SeatStretch, 'id' | 'kind' | 'since' | 'until' | 'endedBy'>;

/** `step` in milliseconds; the last step may be a shorter one. */
export interface SeatPeriod extends Period {
  readonly step: number;
}

interface Level {
  /** Seats held as the step begins: after all rows of that millisecond, without the leases that lapse in it. */
  readonly held: number;
  /** The greatest number held at once in the step: as it begins, or after a row that takes a seat. */
  readonly peak: number;
  /** When it was reached first, in milliseconds. */
  readonly peakTime: number;
}

interface PoolStep extends Level {
  readonly denials: number;
  /** The greatest number held at once of those that lay in overdraft. */
  readonly overdraft: number;
}

export interface PoolUsage {
  readonly steps: readonly PoolStep[];
  /** Of the whole period; the time is the period's start where nothing was held. */
  readonly peak: number;
  readonly peakTime: number;
  readonly denials: number;
  readonly overdraft: number;
}

const NODE_LOCKED: readonly SeatKind[] = ['nodeLocked', 'nodeLockedDenied'];
const FLOATING: readonly SeatKind[] = ['floating', 'overdraft', 'floatingDenied'];

/** `stretches`: all that were held at the start or began in the period; of one license, or of many counted together. */
export const seatUsage = (
  stretches: readonly UsedStretch[],
  period: SeatPeriod,
): { readonly nodeLocked: PoolUsage; readonly floating: PoolUsage } => ({
  nodeLocked: poolUsage(
    stretches.filter(({ kind }) => NODE_LOCKED.includes(kind)),
    period,
  ),
  floating: poolUsage(
    stretches.filter(({ kind }) => FLOATING.includes(kind)),
    period,
  ),
});

const poolUsage = (stretches: readonly UsedStretch[], period: SeatPeriod): PoolUsage => {
  const held = stretches.filter(({ kind }) => isHeld(kind));
  const inOverdraft = held.filter(({ kind }) => kind === 'overdraft');
  const overdraft = levels(inOverdraft, period);
  const denials = denialsByStep(stretches, period);
  const steps = levels(held, period).map((level, index) => ({
    ...level,
    denials: denials[index] ?? 0,
    overdraft: overdraft[index]?.peak ?? 0,
  }));
  const highest = steps.reduce((top, step) => (step.peak > top.peak ? step : top), {
    peak: 0,
    peakTime: period.start,
  });
  return {
    steps,
    peak: highest.peak,
    peakTime: highest.peakTime,
    denials: steps.reduce((sum, step) => sum + step.denials, 0),
    overdraft: steps.reduce((most, step) => Math.max(most, step.overdraft), 0),
  };
};

/** How many steps a period has. */
const stepCount = ({ start, end, step }: SeatPeriod): number => Math.max(0, Math.ceil((end - start) / step));

const denialsByStep = (stretches: readonly UsedStretch[], period: SeatPeriod): readonly number[] => {
  const denials = new Array<number>(stepCount(period)).fill(0);
  for (const { kind, since } of stretches) {
    if (isHeld(kind) || since < period.start || since >= period.end) continue;
    const index = Math.floor((since - period.start) / period.step);
    denials[index] = (denials[index] ?? 0) + 1;
  }
  return denials;
};

interface Change {
  readonly time: number;
  /** The row that made the change (a half more: just after it); 0: a lease lapsed, which comes before all rows of that millisecond. */
  readonly id: number;
  readonly delta: 1 | -1;
}

/** Beginnings and ends in the order in which they happened. A row that ends one stretch and begins another does it in that order. */
const changesOf = (stretches: readonly UsedStretch[]): readonly Change[] => {
  const changes: Change[] = [];
  for (const { id, kind, since, until, endedBy } of stretches) {
    changes.push({ time: since, id, delta: 1 });
    if (until === null) continue;
    // How long a denied lease was to last is not known of an imported row: it ends before the next row, not before its own.
    const isMoment = !isHeld(kind) && until === since;
    changes.push({ time: until, id: endedBy ?? (isMoment ? id + 0.5 : 0), delta: -1 });
  }
  return changes.sort((a, b) => a.time - b.time || a.id - b.id || a.delta - b.delta);
};

const levels = (stretches: readonly UsedStretch[], period: SeatPeriod): readonly Level[] => {
  const changes = changesOf(stretches);
  const found: Level[] = [];
  let next = 0;
  let count = 0;
  /** Goes on over all changes before a time; `seen` is told of each rise. */
  const advance = (before: number, seen: (time: number) => void): void => {
    for (let change = changes[next]; change !== undefined && change.time < before; change = changes[++next]) {
      count += change.delta;
      if (change.delta > 0) seen(change.time);
    }
  };
  const steps = stepCount(period);
  advance(period.start, () => {});
  for (let index = 0; index < steps; index += 1) {
    const start = period.start + index * period.step;
    let peak = -1;
    let peakTime = start;
    const rise = (time: number): void => {
      if (count <= peak) return;
      peak = count;
      peakTime = time;
    };
    advance(start + 1, rise);
    const held = count;
    rise(start);
    advance(Math.min(start + period.step, period.end), rise);
    found.push({ held, peak, peakTime });
  }
  return found;
};

/**
 * The smallest seat limit that would have denied nobody, had it held for the whole period; 0 when nobody asked for a seat
 * in it. The period is replayed, row by row, from the seats that were held as it began: each request gets its seat, and
 * who was denied holds one from then on, as its stretch tells, until the machine is heard of again, releases it, or the
 * lease that it asked for would have lapsed. A limit denies nobody if it is at least the number of seats held, the
 * machine's own included, after each request of a machine that held none.
 *
 * Every request is given a seat within the limit: the log does not tell which ones AllowedMachines or MaxOverdraft would
 * have let go beyond it. An imported seat counts as asked for. `stretches` are of one license.
 */
export const seatsToAvoidDenials = (stretches: readonly UsedStretch[], period: SeatPeriod): number =>
  Math.max(
    poolDemand(
      stretches.filter(({ kind }) => seatPool(kind) === 'nodeLocked'),
      period,
    ),
    poolDemand(
      stretches.filter(({ kind }) => seatPool(kind) === 'floating'),
      period,
    ),
  );

const poolDemand = (stretches: readonly UsedStretch[], { start, end }: SeatPeriod): number => {
  // Who was denied earlier is not taken to hold a seat.
  const inReplay = stretches.filter(({ kind, since }) => isHeld(kind) || since >= start);
  const kindEndedBy = new Map(inReplay.map(({ endedBy, kind }) => [endedBy, kind]));
  const requests = new Set(
    inReplay
      .filter(({ id, kind }) => {
        const before = kindEndedBy.get(id);
        // A machine that held a seat and is denied had lost it: it asks anew.
        return before === undefined || (isHeld(before) && !isHeld(kind));
      })
      .map(({ id }) => id),
  );
  let demand = 0;
  let count = 0;
  for (const { time, id, delta } of changesOf(inReplay)) {
    if (time >= end) break;
    count += delta;
    if (delta > 0 && time >= start && requests.has(id)) demand = Math.max(demand, count);
  }
  return demand;
};

/** A limit that log rows show, from the first of them on (milliseconds). */
export interface LimitChange {
  readonly since: number;
  readonly seatLimit: number;
}

/** The limit that the latest row before each step's end shows; null: there was no row. `changes` are in order of time. */
export const limitsByStep = (changes: readonly LimitChange[], period: SeatPeriod): readonly (number | null)[] => {
  const limits: (number | null)[] = [];
  let next = 0;
  let limit: number | null = null;
  for (let index = 0; index < stepCount(period); index += 1) {
    const end = Math.min(period.start + (index + 1) * period.step, period.end);
    for (let change = changes[next]; change !== undefined && change.since < end; change = changes[++next]) {
      limit = change.seatLimit;
    }
    limits.push(limit);
  }
  return limits;
};
