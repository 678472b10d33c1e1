import type { Machine } from '../entities/licensing.js';
import { foldSeats, isHeld, type SeatRow, type SeatStretch, seatPool } from './seats.js';

type Seat = Pick<Machine, 'licenseId' | 'floating' | 'machineCode'>;

const seatName = ({ licenseId, floating, machineCode }: Seat): string =>
  `${licenseId} ${floating ? 'f' : 'n'} ${machineCode}`;

const nameOf = ({ licenseId, kind, machineCode }: SeatStretch): string =>
  seatName({ licenseId, floating: seatPool(kind) === 'floating', machineCode });

/** Which of some machines hold a seat according to the log: keeps the last stretch of each while rows are folded. */
export class HeldSeats {
  /** The machines' names by license. */
  readonly #wanted = new Map<number, Set<string>>();
  readonly #last = new Map<string, SeatStretch>();

  constructor(machines: Iterable<Seat>) {
    for (const machine of machines) {
      const names = this.#wanted.get(machine.licenseId) ?? new Set<string>();
      this.#wanted.set(machine.licenseId, names.add(seatName(machine)));
    }
  }

  /** Folds the next rows, in order of id. */
  fold(rows: readonly SeatRow[]): void {
    const wanted = rows.filter((row) => this.#isWanted(row));
    const known = new Map<string, SeatStretch>();
    for (const { licenseId, machineCode, byDeleteKey } of wanted) {
      const names = byDeleteKey
        ? (this.#wanted.get(licenseId) ?? [])
        : [true, false].map((floating) => seatName({ licenseId, floating, machineCode }));
      for (const name of names) {
        const stretch = this.#last.get(name);
        if (stretch !== undefined) known.set(name, stretch);
      }
    }
    for (const stretch of foldSeats(known.values(), wanted)) {
      if (stretch.last) this.#last.set(nameOf(stretch), stretch);
    }
  }

  /** Whether the machine holds its seat at a time (milliseconds), which must not be before any folded row. */
  holds(machine: Seat, time: number): boolean {
    const last = this.#last.get(seatName(machine));
    return last !== undefined && isHeld(last.kind) && (last.until === null || last.until > time);
  }

  #isWanted({ licenseId, machineCode, byDeleteKey }: SeatRow): boolean {
    const names = this.#wanted.get(licenseId);
    if (names === undefined) return false;
    return byDeleteKey || [true, false].some((floating) => names.has(seatName({ licenseId, floating, machineCode })));
  }
}
