import type { Caller } from '../entities/caller.js';

/** Counters of the account from which a rule may draw. Refused commands may leave holes in these (never in the log's). */
export type IdKind = 'product' | 'license' | 'customer' | 'dataObject' | 'token';

/** Time, randomness and the caller: what a pure rule cannot make up for itself. */
export interface DecideContext {
  /** The batch's time in milliseconds; never runs backwards within an account. */
  readonly now: number;
  readonly caller: Caller;
  /** The caller's address in full, "" when there is none (the shell). */
  readonly ip: string;
  nextId(kind: IdKind): number;
  /** Takes an id that the caller chose; later ids lie beyond it. */
  claimId(kind: IdKind, id: number): void;
  /** Cryptographically random bytes. */
  randomBytes(length: number): Uint8Array;
}
