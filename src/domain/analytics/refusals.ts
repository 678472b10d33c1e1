import { isRefusal, STATES } from '../log/states.js';

/** Why requests of a license are refused: what a person on the telephone asks for. */

const CODES = Object.keys(STATES).map(Number);

const NO_REQUEST = 5010;

/** States of requests that were refused. */
export const REFUSED_STATES: readonly number[] = CODES.filter(isRefusal);

/** Whether a row is somebody's request; a machine that an import brought is nobody's. */
export const isRequest = (state: number): boolean => state !== NO_REQUEST;

const familyOf = (state: number): number => Math.floor(state / 100);

/** What ends a run of refusals of a state, and of whom. */
export interface RunEnd {
  readonly states: readonly number[];
  /** Only a request of a machine that was refused; a lease that another one renews tells nothing of who waits. */
  readonly ofRefusedMachines: boolean;
}

/** A run of refusals lasts until a request of its kind is granted. */
export const runEnd = (state: number): RunEnd => {
  // Machines that have a seat go on: only a new one shows that there was room.
  if (state === 2022) return { states: [2010, 2012, 2013], ofRefusedMachines: false };
  if (state === 2024) return { states: [2014, 2015], ofRefusedMachines: true };
  const granted = CODES.filter((code) => familyOf(code) === familyOf(state) && !isRefusal(code));
  return { states: granted, ofRefusedMachines: false };
};

export const REFUSAL_CAUSES = ['seats', 'blocked', 'deleted', 'other'] as const;

/** `seats`: all were taken. `other`: the row's state is all that is known, mostly a token that may not do what it asked. */
export type RefusalCause = (typeof REFUSAL_CAUSES)[number];

/** Refusals that a block can be the reason of: of an activation, and of a deactivation. */
const CAN_BE_BLOCKED: readonly number[] = [2020, 6020];

/** Why a request was refused, as far as it can be told once `isBlocked` and `isDeleted` are known of that moment. */
export const refusalCause = (state: number, isBlocked: boolean, isDeleted: boolean): RefusalCause => {
  if (state === 2022 || state === 2024) return 'seats';
  if (isDeleted) return 'deleted';
  return isBlocked && CAN_BE_BLOCKED.includes(state) ? 'blocked' : 'other';
};

/** States of the rows that blocks and their ends leave. */
export const BLOCK_STATES = { blocked: 7013, unblocked: 7014 } as const;
