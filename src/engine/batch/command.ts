import type { AccountState } from '../../domain/batch/accountState.js';
import type { DecideContext } from '../../domain/batch/decideContext.js';
import type { Need } from '../../domain/batch/need.js';
import type { Outcome } from '../../domain/batch/outcome.js';
import type { Caller } from '../../domain/entities/caller.js';
import type { State } from '../../domain/log/states.js';

/** A request on its way into a batch: what to load, the rule, and what the log row says of its origin. */
export interface Command {
  /** The number of the method, for the log. */
  readonly method: number;
  readonly caller: Caller;
  /** The caller's address, "" for none. */
  readonly ip: string;
  readonly needs: readonly Need[];
  readonly decide: (state: AccountState, context: DecideContext) => Outcome<object, string, State>;
}

/** How a command ended, once that is durable. `now` is the batch's time in milliseconds. */
export interface Decided {
  readonly outcome: Outcome<object, string, State>;
  readonly now: number;
}
