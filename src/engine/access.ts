import type { AccountState } from '../domain/batch/accountState.js';
import type { Need } from '../domain/batch/need.js';
import type { NewEvent } from '../domain/batch/newEvent.js';
import type { RetentionPeriods } from '../domain/log/retentionPeriods.js';
import type { Run } from '../sql/statement.js';
import type { Signer } from './licensing/signer.js';
import type { LogFollowers } from './log/logFollowers.js';
import type { LogValues } from './log/logValues.js';

/** What a method that only reads may use of its account. Every statement it runs names the account. */
export interface AccountAccess {
  readonly accountId: number;
  /** When the request came in, in milliseconds, by this machine's clock. */
  readonly now: number;
  /** Reads under the time limit for reads, without a lock. */
  readonly run: Run;
  /** Loads for a pure rule, without a lock: good for reading, not for deciding a change. */
  load(needs: readonly Need[]): Promise<AccountState>;
  /** What numbers of log rows stand for. */
  readonly logValues: LogValues;
  /** Waits for log rows. */
  readonly followers: LogFollowers;
  signer(): Promise<Signer>;
  /** How long things are kept here. */
  readonly retention: RetentionPeriods;
  /** Durable once resolved. */
  registerEvents(events: readonly NewEvent[]): Promise<void>;
}
