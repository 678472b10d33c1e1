import type { AccountState } from '../domain/batch/accountState.js';
import type { Need } from '../domain/batch/need.js';
import type { NewEvent } from '../domain/batch/newEvent.js';
import type { RetentionPeriods } from '../domain/log/retentionPeriods.js';
import type { Milliseconds } from '../domain/time/units.js';
import type { Signer } from './licensing/signer.js';
import type { FollowsLog } from './log/logFollowers.js';
import type { LogReader } from './log/logValues.js';
import type { AccountReads } from './reads.js';

/** Loads objects for a pure rule, without a lock: for reads only, not for deciding a change. */
export interface LoadsObjects {
  load(needs: readonly Need[]): Promise<AccountState>;
}

/** Access to the signer of the account's key. */
export interface Signs {
  signer(): Promise<Signer>;
}

export interface RegistersEvents {
  /** Durable once resolved. */
  registerEvents(events: readonly NewEvent[]): Promise<void>;
}

/** What a method that only reads may use of its account. A function that it calls takes only the part it needs. */
export interface AccountAccess extends AccountReads, LogReader, FollowsLog, LoadsObjects, Signs, RegistersEvents {
  /** When the request came in, in milliseconds, by this machine's clock. */
  readonly now: Milliseconds;
  /** How long things are kept here. */
  readonly retention: RetentionPeriods;
}
