import { grantedIn, poolOf, stateFacts, statesWhere, takesSeat } from '../log/stateLists.js';
import type { SeatPool } from '../log/states.js';

/** Why requests of a license are refused, for support staff who answer a customer. */

/** Which rows end a run of refusals, and of which machines. */
export interface RunEnd {
  readonly states: readonly number[];
  /** Only a request of a machine that was refused ends the run: a lease that another one renews shows no free seat. */
  readonly ofRefusedMachines: boolean;
}

// Machines with a seat keep getting granted: only a new machine shows that a seat was free.
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

/** `seats`: all were taken. `other`: only the row's state is known, mostly a token without the permission. */
export type RefusalCause = (typeof REFUSAL_CAUSES)[number];

/** The likely cause of a refusal. `isBlocked` and `isDeleted` are the license's at that time. */
export const refusalCause = (state: number, isBlocked: boolean, isDeleted: boolean): RefusalCause => {
  const facts = stateFacts(state);
  if (facts?.effect?.does === 'deny') return 'seats';
  if (isDeleted) return 'deleted';
  const canBeBlock = facts?.outcome.granted === false && facts.outcome.canBeBlock;
  return isBlocked && canBeBlock ? 'blocked' : 'other';
};
