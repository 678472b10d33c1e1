import { grantedIn, poolOf, stateFacts, statesWhere, takesSeat } from '../log/stateLists.js';
import type { SeatPool } from '../log/states.js';

/** Why requests of a license are refused: what a person on the telephone asks for. */

/** What ends a run of refusals of a state, and of whom. */
export interface RunEnd {
  readonly states: readonly number[];
  /** Only a request of a machine that was refused; a lease that another one renews tells nothing of who waits. */
  readonly ofRefusedMachines: boolean;
}

// Machines that have a seat go on: only a new one shows that there was room.
const ROOM_WAS_LEFT: Readonly<Record<SeatPool, RunEnd>> = {
  nodeLocked: {
    states: statesWhere(
      ({ family, outcome, effect }) =>
        family.name === 'activation' && outcome.granted && effect?.does !== 'confirm' && poolOf(effect) !== 'floating',
    ),
    ofRefusedMachines: false,
  },
  floating: { states: takesSeat('floating', 'overdraft'), ofRefusedMachines: true },
};

/** A run of refusals lasts until a request of its kind is granted. */
export const runEnd = (state: number): RunEnd => {
  const facts = stateFacts(state);
  if (facts?.effect?.does === 'deny') return ROOM_WAS_LEFT[facts.effect.pool];
  return { states: facts === undefined ? [] : grantedIn(facts.family.name), ofRefusedMachines: false };
};

export const REFUSAL_CAUSES = ['seats', 'blocked', 'deleted', 'other'] as const;

/** `seats`: all were taken. `other`: the row's state is all that is known, mostly a token that may not do what it asked. */
export type RefusalCause = (typeof REFUSAL_CAUSES)[number];

/** Why a request was refused, as far as it can be told once `isBlocked` and `isDeleted` are known of that moment. */
export const refusalCause = (state: number, isBlocked: boolean, isDeleted: boolean): RefusalCause => {
  const facts = stateFacts(state);
  if (facts?.effect?.does === 'deny') return 'seats';
  if (isDeleted) return 'deleted';
  const canBeBlock = facts?.outcome.granted === false && facts.outcome.canBeBlock;
  return isBlocked && canBeBlock ? 'blocked' : 'other';
};
