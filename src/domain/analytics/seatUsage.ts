import type { Period } from '../time/period.js';
import { isHeld, type SeatKind, type SeatStretch, seatPool } from './seats.js';

/** Seat usage of a period, computed from stretches: seats held, peaks, denials, and the limit that avoids all denials. */

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
  /** The greatest number of overdraft seats held at once. */
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

/** `stretches`: all that were held at the start or began in the period, of one license or of several counted together. */
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
  /** Log id of the row that caused the change (plus a half: just after it); 0: a lapsed lease, before all rows of that millisecond. */
  readonly id: number;
  readonly delta: 1 | -1;
}

/** Starts and ends of stretches in order. A row that ends one stretch and starts another ends the old one first. */
const changesOf = (stretches: readonly UsedStretch[]): readonly Change[] => {
  const changes: Change[] = [];
  for (const { id, kind, since, until, endedBy } of stretches) {
    changes.push({ time: since, id, delta: 1 });
    if (until === null) continue;
    // The interval of a denied lease is unknown in an imported row: it ends before the next row, not before its own.
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
  /** Applies all changes before a time; `seen` is called at each increase. */
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
 * The smallest seat limit that would have avoided every denial, had it applied for the whole period; 0 when no seat was
 * requested in it. The period is replayed, row by row, from the seats that were held at its start: each request gets its
 * seat, and a denied machine holds one from then on, as its stretch says, until its next request, its release, or the end
 * of the lease that it requested. A limit avoids all denials if it is at least the number of seats held, the machine's own
 * included, after each request of a machine that held none.
 *
 * Every request is given a seat within the limit: the log does not show which ones AllowedMachines or MaxOverdraft would
 * have allowed beyond it. An imported seat counts as requested. `stretches` are of one license.
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
  // Machines denied before the period do not hold a seat in the replay.
  const inReplay = stretches.filter(({ kind, since }) => isHeld(kind) || since >= start);
  const kindEndedBy = new Map(inReplay.map(({ endedBy, kind }) => [endedBy, kind]));
  const requests = new Set(
    inReplay
      .filter(({ id, kind }) => {
        const before = kindEndedBy.get(id);
        // A machine that held a seat and is denied had lost it: this is a new request.
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

/** A seat limit found in log rows, and the time (milliseconds) of the first row that has it. */
export interface LimitChange {
  readonly since: number;
  readonly seatLimit: number;
}

/** The limit at the end of each step, from the latest row before it; null: no row yet. `changes` are in order of time. */
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
