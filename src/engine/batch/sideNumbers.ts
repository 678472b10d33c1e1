import { LRUCache } from 'lru-cache';
import type { LogCounters } from '../../sql/batch/logHead.js';
import * as sql from '../../sql/batch/sideTables.js';
import type { Run, Statement } from '../../sql/statement.js';
import { countryOf } from './countries.js';

/** The side rows that one log row names. */
export interface SideValues extends sql.LogSubject, sql.LogAddress {
  /** null: no device. */
  readonly machineCode: string | null;
  readonly friendlyName: string;
}

export interface SideNumbers {
  readonly subjectNo: number;
  readonly deviceNo: number;
  readonly addressNo: number;
}

/** The resolved side rows of a batch: the numbers of its rows, the side rows to insert, and what to cache after the commit. */
export interface Resolved {
  readonly numbers: readonly SideNumbers[];
  readonly inserts: readonly Statement<object>[];
  readonly lastSubjectNo: number;
  readonly lastDeviceNo: number;
  readonly lastAddressNo: number;
  /** Call after the commit, never before: a number that was rolled back must not be cached. */
  readonly remember: () => void;
}

const subjectName = (value: sql.LogSubject): string =>
  `${value.licenseId} ${value.productId} ${value.customerId} ${value.seatLimit} ${value.tokenId} ${value.floatingInterval}`;
const deviceName = (machineCode: string, friendlyName: string): string =>
  `${machineCode.length} ${machineCode}${friendlyName}`;
const addressName = ({ month, address }: sql.LogAddress): string => `${month} ${address}`;

/** Cache keys of a row's side rows; null: it has none. */
const namesOf = (row: SideValues) => ({
  subject: subjectName(row),
  device: row.machineCode === null ? null : deviceName(row.machineCode, row.friendlyName),
  address: row.address === '' ? null : addressName(row),
});

/**
 * Resolves the numbers of rows of the log's side tables. A number never changes its meaning, so known ones are
 * cached; unknown ones are looked up, and new ones allocated, under the log head's lock. A new connection clears the
 * cache: a promoted standby may have lost the last numbers, and then allocates them again.
 */
export class SideTables {
  readonly #known = new LRUCache<string, number>({ max: 200_000 });
  readonly #connectionsMade: () => number;
  #learntWith = 0;

  /** `connectionsMade`: counts the connections that batches have run on. */
  constructor(connectionsMade: () => number) {
    this.#connectionsMade = connectionsMade;
  }

  async resolve(
    run: Run,
    accountId: number,
    head: Pick<LogCounters, 'last_subject_no' | 'last_device_no' | 'last_address_no'>,
    rows: readonly SideValues[],
  ): Promise<Resolved> {
    const made = this.#connectionsMade();
    if (made !== this.#learntWith) this.#known.clear();
    this.#learntWith = made;
    const subjects = new NumberAllocator<sql.LogSubject>(this.#known, `${accountId} s `, head.last_subject_no);
    const devices = new NumberAllocator<sql.LogDevice>(this.#known, `${accountId} d `, head.last_device_no);
    const addresses = new NumberAllocator<sql.LogAddress>(this.#known, `${accountId} a `, head.last_address_no);
    const named = rows.map(namesOf);
    for (const [index, row] of rows.entries()) {
      const { subject, device, address } = named[index] ?? namesOf(row);
      subjects.want(subject, row);
      if (device !== null) devices.want(device, { machineCode: row.machineCode ?? '', friendlyName: row.friendlyName });
      if (address !== null) addresses.want(address, row);
    }
    await Promise.all([
      findSubjects(run, accountId, subjects),
      findDevices(run, accountId, devices),
      findAddresses(run, accountId, addresses),
    ]);
    const inserts = [
      ...addSubjects(accountId, subjects),
      ...addDevices(accountId, devices),
      ...addAddresses(accountId, addresses),
    ];
    return {
      numbers: named.map(({ subject, device, address }) => ({
        subjectNo: subjects.numberOf(subject),
        deviceNo: device === null ? 0 : devices.numberOf(device),
        addressNo: address === null ? 0 : addresses.numberOf(address),
      })),
      inserts,
      lastSubjectNo: subjects.last,
      lastDeviceNo: devices.last,
      lastAddressNo: addresses.last,
      remember: () => {
        if (made !== this.#connectionsMade()) return;
        subjects.remember();
        devices.remember();
        addresses.remember();
      },
    };
  }
}

/** The numbers of one side table within a batch: known, found, or allocated from the head's counter. */
class NumberAllocator<Value> {
  readonly #known: LRUCache<string, number>;
  readonly #prefix: string;
  readonly #numbers = new Map<string, number>();
  readonly #missing = new Map<string, Value>();
  readonly #learnt: string[] = [];
  last: number;

  constructor(known: LRUCache<string, number>, prefix: string, last: number) {
    this.#known = known;
    this.#prefix = prefix;
    this.last = last;
  }

  want(name: string, value: Value): void {
    if (this.#numbers.has(name) || this.#missing.has(name)) return;
    const known = this.#known.get(this.#prefix + name);
    if (known === undefined) this.#missing.set(name, value);
    else this.#numbers.set(name, known);
  }

  get missing(): readonly Value[] {
    return [...this.#missing.values()];
  }

  found(name: string, number: number): void {
    this.#missing.delete(name);
    this.#learn(name, number);
  }

  /** Allocates numbers for what is still missing. */
  allocate(): { readonly numbers: readonly number[]; readonly values: readonly Value[] } {
    const values = this.missing;
    const numbers: number[] = [];
    for (const name of this.#missing.keys()) {
      this.last += 1;
      numbers.push(this.last);
      this.#learn(name, this.last);
    }
    this.#missing.clear();
    return { numbers, values };
  }

  numberOf(name: string): number {
    const number = this.#numbers.get(name);
    if (number === undefined) throw new Error('a side row was not resolved');
    return number;
  }

  remember(): void {
    for (const name of this.#learnt) this.#known.set(this.#prefix + name, this.numberOf(name));
  }

  #learn(name: string, number: number): void {
    this.#numbers.set(name, number);
    this.#learnt.push(name);
  }
}

const findSubjects = async (run: Run, accountId: number, subjects: NumberAllocator<sql.LogSubject>): Promise<void> => {
  const missing = subjects.missing;
  if (missing.length === 0) return;
  for (const row of await run(sql.findSubjects(accountId, missing))) {
    subjects.found(
      `${row.license_id} ${row.product_id} ${row.customer_id} ${row.seat_limit} ${row.token_id} ${row.floating_interval}`,
      row.subject_no,
    );
  }
};

const findDevices = async (run: Run, accountId: number, devices: NumberAllocator<sql.LogDevice>): Promise<void> => {
  const missing = devices.missing;
  if (missing.length === 0) return;
  for (const row of await run(sql.findDevices(accountId, missing))) {
    devices.found(deviceName(row.machine_code, row.friendly_name), row.device_no);
  }
};

const findAddresses = async (
  run: Run,
  accountId: number,
  addresses: NumberAllocator<sql.LogAddress>,
): Promise<void> => {
  const missing = addresses.missing;
  if (missing.length === 0) return;
  for (const row of await run(sql.findAddresses(accountId, missing))) {
    addresses.found(addressName(row), row.address_no);
  }
};

const addSubjects = (accountId: number, subjects: NumberAllocator<sql.LogSubject>): Statement<object>[] => {
  const { numbers, values } = subjects.allocate();
  return numbers.length === 0 ? [] : [sql.addSubjects(accountId, numbers, values)];
};

const addDevices = (accountId: number, devices: NumberAllocator<sql.LogDevice>): Statement<object>[] => {
  const { numbers, values } = devices.allocate();
  return numbers.length === 0 ? [] : [sql.addDevices(accountId, numbers, values)];
};

const addAddresses = (accountId: number, addresses: NumberAllocator<sql.LogAddress>): Statement<object>[] => {
  const { numbers, values } = addresses.allocate();
  if (numbers.length === 0) return [];
  const located = values.map(({ month, address }) => ({ month, address, country: countryOf(address) }));
  return [sql.addAddresses(accountId, numbers, located)];
};
