import { LIMITS } from '../../limits.js';
import {
  addressValues,
  type DeviceValues,
  deviceValues,
  type SubjectValues,
  subjectValues,
} from '../../sql/log/sideValues.js';
import type { AccountReads } from '../reads.js';

/** Most cached side values of log rows: some 10 MB. */
const REMEMBERED_LOG_VALUES = 50_000;

/** The side values of an account's log rows that are known so far, by number. */
interface Known {
  readonly subjects: Map<number, SubjectValues>;
  readonly devices: Map<number, DeviceValues>;
  readonly addresses: Map<number, string>;
}

/** Reads rows of an account's log with their side values. */
export interface LogReader extends AccountReads {
  readonly logValues: LogValues;
}

/** The numbers in rows, in any order; 0: none. */
interface Named {
  readonly subjects: Iterable<number>;
  readonly devices: Iterable<number>;
  readonly addresses: Iterable<number>;
}

/**
 * Caches the side values of log rows, all of them for at most a second: successive pages of the log contain the same few
 * thousand values. A blanked address, or numbers that a promoted standby allocates again, become visible within that
 * second.
 */
export class LogValues {
  readonly #known = new Map<number, Known>();
  #count = 0;
  #begun = 0;

  /** The values of these numbers, and maybe others: unknown ones are looked up, each number once. */
  async of({ run, accountId }: AccountReads, named: Named): Promise<Known> {
    const known = this.#knownOf(accountId);
    const subjects = unknown(named.subjects, known.subjects);
    const devices = unknown(named.devices, known.devices);
    const addresses = unknown(named.addresses, known.addresses);
    await Promise.all([
      lookUp(subjects, async (numbers) => {
        for (const found of await run(subjectValues(accountId, numbers))) known.subjects.set(found.subject_no, found);
      }),
      lookUp(devices, async (numbers) => {
        for (const found of await run(deviceValues(accountId, numbers))) known.devices.set(found.device_no, found);
      }),
      lookUp(addresses, async (numbers) => {
        for (const found of await run(addressValues(accountId, numbers))) {
          known.addresses.set(found.address_no, found.address);
        }
      }),
    ]);
    this.#count += subjects.length + devices.length + addresses.length;
    return known;
  }

  #knownOf(accountId: number): Known {
    const now = performance.now();
    if (now - this.#begun >= LIMITS.cacheMilliseconds || this.#count >= REMEMBERED_LOG_VALUES) {
      this.#known.clear();
      this.#count = 0;
      this.#begun = now;
    }
    const known = this.#known.get(accountId);
    if (known !== undefined) return known;
    // A caller that still uses the old object also completes it, so it stays consistent after being evicted.
    const created: Known = { subjects: new Map(), devices: new Map(), addresses: new Map() };
    this.#known.set(accountId, created);
    return created;
  }
}

const unknown = (numbers: Iterable<number>, known: ReadonlyMap<number, unknown>): readonly number[] => {
  const sought = new Set<number>();
  for (const number of numbers) if (number !== 0 && !known.has(number)) sought.add(number);
  return [...sought];
};

const lookUp = (numbers: readonly number[], find: (numbers: readonly number[]) => Promise<void>): Promise<void> =>
  numbers.length === 0 ? Promise.resolve() : find(numbers);
