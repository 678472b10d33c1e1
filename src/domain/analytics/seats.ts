import type { LicenseId, MachineNo, ProductId } from '../entities/ids.js';
import { stateFacts } from '../log/stateLists.js';
import type { SeatPool } from '../log/states.js';

/**
 * The seats of licenses over time, derived from log rows alone. Node-locked and floating seats are two pools: the seat limit
 * applies to each separately.
 */

/** Kinds of stretches. Stored as the index in this list: never reorder. */
export const SEAT_KINDS = ['nodeLocked', 'floating', 'overdraft', 'nodeLockedDenied', 'floatingDenied'] as const;

export type SeatKind = (typeof SEAT_KINDS)[number];

export const seatPool = (kind: SeatKind): SeatPool =>
  kind === 'nodeLocked' || kind === 'nodeLockedDenied' ? 'nodeLocked' : 'floating';

/** A seat that was held, not one that was denied. */
export const isHeld = (kind: SeatKind): boolean => kind !== 'nodeLockedDenied' && kind !== 'floatingDenied';

/** The fields of a log row that matter to seats. */
export interface SeatRow {
  readonly id: number;
  /** Milliseconds. */
  readonly time: number;
  readonly licenseId: LicenseId;
  readonly productId: ProductId;
  readonly state: number;
  /** The row's method deletes the license; by its state alone it could be another manipulation. */
  readonly byDeleteKey: boolean;
  readonly deviceNo: number;
  readonly machineNo: MachineNo;
  /** As it was sent: activation compares codes letter by letter. */
  readonly machineCode: string;
  /** Seconds; 0: no lease. */
  readonly floatingInterval: number;
}

/**
 * A time in which one machine held a seat of one kind. For a denied machine: the time in which it would have held the
 * requested seat, had one been free.
 */
export interface SeatStretch {
  /** The log id of the row that began it. */
  readonly id: number;
  readonly licenseId: LicenseId;
  readonly productId: ProductId;
  readonly deviceNo: number;
  readonly machineNo: MachineNo;
  readonly machineCode: string;
  readonly kind: SeatKind;
  /** Milliseconds. Earlier than `since` where a lease entered or left overdraft and so continues in another stretch. */
  readonly heldSince: number;
  readonly since: number;
  /** Exclusive. null: it lasts. For a lease that was neither renewed nor released, when it lapses. */
  readonly until: number | null;
  /** The log id of the row that ended it; null: it lapses or lasts. */
  readonly endedBy: number | null;
  /** The machine has no later one in this license and pool. */
  readonly last: boolean;
}

type Effect =
  | { readonly do: 'begin'; readonly kind: SeatKind }
  | { readonly do: 'release'; readonly pool: SeatPool }
  | { readonly do: 'delete' };

const DENIED: Readonly<Record<SeatPool, SeatKind>> = { nodeLocked: 'nodeLockedDenied', floating: 'floatingDenied' };

/** null: the row has no effect on seats. */
const effectOf = ({ state, byDeleteKey, floatingInterval }: SeatRow): Effect | null => {
  const effect = stateFacts(state)?.effect ?? null;
  switch (effect?.does) {
    case 'take':
      if (effect.seat !== 'byLease') return { do: 'begin', kind: effect.seat };
      return { do: 'begin', kind: floatingInterval > 0 ? 'floating' : 'nodeLocked' };
    case 'deny':
      return { do: 'begin', kind: DENIED[effect.pool] };
    case 'release':
      return { do: 'release', pool: effect.pool };
    case 'delete':
      return byDeleteKey ? { do: 'delete' } : null;
    case 'confirm':
    case 'block':
    case 'unblock':
    case undefined:
      return null;
    default:
      return effect satisfies never;
  }
};

/** A machine in one pool of one license. */
const slotOf = (pool: SeatPool, machineCode: string): string => `${pool} ${machineCode}`;

const isLive = ({ until }: SeatStretch, time: number): boolean => until === null || until > time;

/**
 * Folds log rows, in order of id, into stretches. `known` must hold the last stretch of every machine that the rows
 * name, and those that are live on a license that the rows delete. Returns the stretches that are new or changed, in order
 * of id. The result does not depend on how the rows are split, as long as each call gets the stretches of the one before.
 */
export const foldSeats = (known: Iterable<SeatStretch>, rows: Iterable<SeatRow>): readonly SeatStretch[] => {
  const slots = new Slots(known);
  for (const row of rows) {
    const effect = effectOf(row);
    if (effect === null) continue;
    switch (effect.do) {
      case 'begin':
        begin(slots, row, effect.kind);
        break;
      case 'release':
        end(slots, slots.last(row.licenseId, slotOf(effect.pool, row.machineCode)), row);
        break;
      case 'delete':
        for (const stretch of slots.lastOf(row.licenseId)) end(slots, stretch, row);
        break;
      default:
        effect satisfies never;
    }
  }
  return slots.changed();
};

const begin = (slots: Slots, row: SeatRow, kind: SeatKind): void => {
  const { id, time, licenseId, productId, deviceNo, machineNo, machineCode } = row;
  const pool = seatPool(kind);
  const until = pool === 'floating' ? time + row.floatingInterval * 1000 : null;
  const before = slots.last(licenseId, slotOf(pool, machineCode));
  const goesOn = before !== undefined && isLive(before, time);
  // Denials are counted, so each has a stretch of its own.
  if (goesOn && before.kind === kind && isHeld(kind)) {
    slots.put({ ...before, until });
    return;
  }
  if (before !== undefined) slots.put({ ...(goesOn ? endedBy(before, row) : before), last: false });
  const heldSince = goesOn && isHeld(kind) && isHeld(before.kind) ? before.heldSince : time;
  slots.put({
    id,
    licenseId,
    productId,
    deviceNo,
    machineNo,
    machineCode,
    kind,
    heldSince,
    since: time,
    until,
    endedBy: null,
    last: true,
  });
};

const endedBy = (stretch: SeatStretch, { id, time }: SeatRow): SeatStretch => ({
  ...stretch,
  until: time,
  endedBy: id,
});

const end = (slots: Slots, stretch: SeatStretch | undefined, row: SeatRow): void => {
  if (stretch !== undefined && isLive(stretch, row.time)) slots.put(endedBy(stretch, row));
};

/** The last stretch of each slot by license, and which stretches have changed. */
class Slots {
  readonly #licenses = new Map<number, Map<string, SeatStretch>>();
  readonly #changed = new Map<number, SeatStretch>();

  constructor(known: Iterable<SeatStretch>) {
    for (const stretch of known) this.#remember(stretch);
  }

  last(licenseId: LicenseId, slot: string): SeatStretch | undefined {
    return this.#licenses.get(licenseId)?.get(slot);
  }

  lastOf(licenseId: LicenseId): readonly SeatStretch[] {
    return [...(this.#licenses.get(licenseId)?.values() ?? [])];
  }

  put(stretch: SeatStretch): void {
    this.#changed.set(stretch.id, stretch);
    if (stretch.last) this.#remember(stretch);
  }

  changed(): readonly SeatStretch[] {
    return [...this.#changed.values()].sort((a, b) => a.id - b.id);
  }

  #remember(stretch: SeatStretch): void {
    const { licenseId, kind, machineCode } = stretch;
    const slots = this.#licenses.get(licenseId) ?? new Map<string, SeatStretch>();
    this.#licenses.set(licenseId, slots.set(slotOf(seatPool(kind), machineCode), stretch));
  }
}
