import type { CustomerId, LicenseId, ProductId } from '../entities/ids.js';
import type { License } from '../entities/licensing.js';
import type { State } from '../log/states.js';

/** The fields of a log row that the rule decides; the engine adds caller, time and address. */
export interface LogEntry<S extends State = State> {
  readonly state: S;
  /** 0 when the request named none. */
  readonly productId: ProductId;
  /** 0 when there is no such key. */
  readonly licenseId: LicenseId;
  /** The requested key string where there is no such key, otherwise "". */
  readonly attemptedKey: string;
  /** 0 when the license has none. */
  readonly customerId: CustomerId;
  /** MaxNoOfMachines when the request was decided. */
  readonly seatLimit: number;
  /** null when the method names no device; "" counts as a device. */
  readonly machineCode: string | null;
  readonly friendlyName: string;
  /** Seconds; 0 when this is no floating activation. */
  readonly floatingInterval: number;
  readonly dataObjectId: number;
  /** The value passed in, not the new total. */
  readonly dataObjectValue: number;
}

type EntryDetails = Partial<Omit<LogEntry, 'state' | 'productId' | 'licenseId' | 'customerId' | 'seatLimit'>>;

/** A log row about a license that exists. */
export const licenseEntry = <S extends State>(state: S, license: License, details: EntryDetails = {}): LogEntry<S> =>
  entry(state, details, {
    productId: license.productId,
    licenseId: license.licenseId,
    customerId: license.customerId ?? 0,
    seatLimit: license.maxNoOfMachines,
  });

/** A log row about a product only, or about a key that does not exist (then with the requested string). */
export const productEntry = <S extends State>(
  state: S,
  productId: ProductId,
  details: EntryDetails = {},
): LogEntry<S> => entry(state, details, { productId, licenseId: 0, customerId: 0, seatLimit: 0 });

// No spreads: several in one literal were measured forty times as slow, and every request builds an entry.
const entry = <S extends State>(
  state: S,
  details: EntryDetails,
  subject: Pick<LogEntry, 'productId' | 'licenseId' | 'customerId' | 'seatLimit'>,
): LogEntry<S> => ({
  state,
  productId: subject.productId,
  licenseId: subject.licenseId,
  attemptedKey: details.attemptedKey ?? '',
  customerId: subject.customerId,
  seatLimit: subject.seatLimit,
  machineCode: details.machineCode ?? null,
  friendlyName: details.friendlyName ?? '',
  floatingInterval: details.floatingInterval ?? 0,
  dataObjectId: details.dataObjectId ?? 0,
  dataObjectValue: details.dataObjectValue ?? 0,
});
