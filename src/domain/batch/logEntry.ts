import type { License } from '../entities/licensing.js';
import type { State } from '../log/states.js';

/** What a log row says besides who, when and from where, which the engine adds. */
export interface LogEntry<S extends State = State> {
  readonly state: S;
  /** 0 when the request named none. */
  readonly productId: number;
  /** 0 when there is no such key. */
  readonly licenseId: number;
  /** The key string asked for where there is no such key, otherwise "". */
  readonly attemptedKey: string;
  /** 0 when the license has none. */
  readonly customerId: number;
  /** MaxNoOfMachines as it was. */
  readonly seatLimit: number;
  /** null when the method names no device; "" is a device like any other. */
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

/** A log row about a product only, or about a key that is not there (then with the string asked for). */
export const productEntry = <S extends State>(state: S, productId: number, details: EntryDetails = {}): LogEntry<S> =>
  entry(state, details, { productId, licenseId: 0, customerId: 0, seatLimit: 0 });

// Each field by itself: several spreads in one literal made this forty times as slow, and every request comes here.
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
