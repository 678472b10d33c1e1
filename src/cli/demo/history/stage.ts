import type { ProductId } from '../../../domain/entities/ids.js';
import type { CommandMethod } from '../../../methods/define.js';
import { Agenda } from './agenda.js';
import type { Place } from './places.js';
import { SeededRandom } from './seededRandom.js';
import { type Given, type Reply, SimulatedServer } from './simulatedServer.js';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** How long the story is. */
const DAYS = 60;

export interface Product {
  readonly productId: ProductId;
  readonly name: string;
  readonly description: string;
}

/** What the vendor sells: by machine, by floating seat, and to anyone with the key. */
export const PRODUCTS = {
  draft: { productId: 1, name: 'Plumbline Draft', description: 'Drawing on the desk; locked to machines.' },
  render: { productId: 2, name: 'Plumbline Render', description: 'Rendering; floating seats and prepaid credits.' },
  viewer: { productId: 3, name: 'Plumbline Viewer', description: 'Looking at drawings; a key for a whole site.' },
} as const satisfies Readonly<Record<string, Product>>;

/** A moment of the day in a team's local time. */
export interface LocalDay {
  /** Milliseconds. */
  readonly midnight: number;
  /** Activity compared with an ordinary working day: 1, and almost 0 at weekends. */
  readonly busyness: number;
}

/** The stage of the story: a server, a clock, random numbers, and the events that affect all teams. */
export class Stage {
  readonly random: SeededRandom;
  readonly agenda = new Agenda();
  readonly server: SimulatedServer;
  /** Milliseconds, as all times here. */
  readonly start: number;
  readonly end: number;
  /** When the release that counts exports comes out. */
  readonly release: number;
  /** The early afternoon of a working day on which the server is down. */
  readonly outage: { readonly from: number; readonly until: number };

  constructor({ seed, end }: { readonly seed: number; readonly end: number }) {
    this.random = new SeededRandom(seed);
    this.end = Math.floor(end / 1000) * 1000;
    this.start = this.end - DAYS * DAY_MS;
    this.release = this.#weekday(this.start + 29 * DAY_MS, 2) + 9 * HOUR_MS;
    const outage = this.#weekday(this.start + 36 * DAY_MS, 3) + 12.5 * HOUR_MS;
    this.outage = { from: outage, until: outage + HOUR_MS };
    this.server = new SimulatedServer(Object.values(PRODUCTS), {
      random: this.random,
      clock: () => this.agenda.now,
      logsFrom: this.start,
    });
  }

  /** Calls a method now; null while the server is down. */
  call(method: CommandMethod, address: string, given: Given): Reply | null {
    return this.#isAway(this.agenda.now) ? null : this.server.call(method, address, given);
  }

  /** For the vendor's own calls, which wait until the server is up. */
  atDesk(time: number, act: () => void): void {
    this.agenda.at(this.#isAway(time) ? this.outage.until + 10 * MINUTE_MS : time, act);
  }

  #isAway(time: number): boolean {
    return time >= this.outage.from && time < this.outage.until;
  }

  /** Every local midnight from the day of `from` on, until the story ends. */
  everyDay({ offsetHours }: Place, from: number, act: (day: LocalDay) => void): void {
    const offset = offsetHours * HOUR_MS;
    const day = Math.floor((from + offset) / DAY_MS);
    const happens = (count: number): void => {
      const midnight = count * DAY_MS - offset;
      if (midnight > this.end) return;
      this.agenda.at(midnight, () => {
        act({ midnight, busyness: BUSYNESS[weekdayOf(count)] ?? 0 });
        happens(count + 1);
      });
    };
    happens(day);
  }

  /** A subscriber's address as the log shows it: the last octet is masked. */
  address(place: Place): string {
    return `${this.random.pick(place.networks)}.${this.random.integer(1, 254)}.0`;
  }

  /** Midnight (UTC) of the first given weekday on or after a time; 0 is Sunday. */
  #weekday(from: number, weekday: number): number {
    const day = Math.ceil(from / DAY_MS);
    return (day + ((weekday - weekdayOf(day) + 7) % 7)) * DAY_MS;
  }
}

/** From Sunday to Saturday. */
const BUSYNESS: readonly number[] = [0.03, 0.95, 1, 1, 1, 0.85, 0.06];

/** 1 January 1970 was a Thursday. */
const weekdayOf = (day: number): number => (day + 4) % 7;
