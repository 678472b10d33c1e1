import type { AccountState } from '../../domain/batch/accountState.js';
import type { DecideContext } from '../../domain/batch/decideContext.js';
import type { Need } from '../../domain/batch/need.js';
import type { Outcome } from '../../domain/batch/outcome.js';
import type { Caller } from '../../domain/entities/caller.js';
import type { State } from '../../domain/log/states.js';
import type { Milliseconds } from '../../domain/time/units.js';

/** A request for a batch: its requirements, the rule, and the origin for the log row. */
export interface Command {
  /** The number of the method, for the log. */
  readonly method: number;
  readonly caller: Caller;
  /** The caller's address, "" for none. */
  readonly ip: string;
  readonly needs: readonly Need[];
  readonly decide: (state: AccountState, context: DecideContext) => Outcome<object, string, State>;
}

/** The durable result of a command. `now` is the batch's time in milliseconds. */
export interface Decided {
  readonly outcome: Outcome<object, string, State>;
  readonly now: Milliseconds;
}
