import type { Caller } from '../entities/caller.js';
import type { Milliseconds } from '../time/units.js';

/** Counters of the account from which a rule may allocate ids. Refused commands may leave gaps (never in the log's ids). */
export type IdKind = 'product' | 'license' | 'customer' | 'dataObject' | 'token';

/** Time, randomness, ids and the caller: the inputs that a pure rule must be given. */
export interface DecideContext {
  /** The batch's time in milliseconds; never decreases within an account. */
  readonly now: Milliseconds;
  readonly caller: Caller;
  /** The caller's address in full, "" when there is none (the shell). */
  readonly ip: string;
  nextId(kind: IdKind): number;
  /** Reserves an id that the caller chose; later allocated ids are greater. */
  claimId(kind: IdKind, id: number): void;
  /** Cryptographically random bytes. */
  randomBytes(length: number): Uint8Array;
}
