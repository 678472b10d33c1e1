import { LIMITS } from '../../limits.js';
import {
  addressValues,
  type DeviceValues,
  deviceValues,
  type SubjectValues,
  subjectValues,
} from '../../sql/log/sideValues.js';
import type { AccountReads } from '../reads.js';

/** What numbers of log rows stand for, remembered for that long: some 10 MB. */
const REMEMBERED_LOG_VALUES = 50_000;

/** What the numbers of an account's log rows stand for, as far as they have been looked up. */
interface Known {
  readonly subjects: Map<number, SubjectValues>;
  readonly devices: Map<number, DeviceValues>;
  readonly addresses: Map<number, string>;
}

/** Reads rows of an account's log, with what their numbers stand for. */
export interface LogReader extends AccountReads {
  readonly logValues: LogValues;
}

/** The numbers that rows name, in any order; 0 stands for nothing. */
interface Named {
  readonly subjects: Iterable<number>;
  readonly devices: Iterable<number>;
  readonly addresses: Iterable<number>;
}

/**
 * Remembers what the numbers of log rows stand for, all of it for at most a second: the pages of a reader who goes through
 * the log name the same few thousand again and again. That an address was blanked, and that a server that took over gives
 * out its predecessor's last numbers again, is seen within that second.
 */
export class LogValues {
  readonly #known = new Map<number, Known>();
  #count = 0;
  #begun = 0;

  /** What these numbers stand for, and maybe others: what is not known yet is looked up, each number once. */
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
    // Who holds the old one still completes it: what was forgotten here stays whole there.
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
