import {
  type FamilyDigits,
  type SeatPool,
  STATE_FAMILIES,
  STATES,
  type State,
  type StateCounter,
  type StateEffect,
  type StateFacts,
  type StateFamily,
} from './states.js';

/** Lists of codes, derived from the table of states. All are in ascending order. */

export interface ListedState extends StateFacts {
  readonly code: State;
  readonly family: (typeof STATE_FAMILIES)[FamilyDigits];
}

/** The first two digits. */
const familyOf = (code: State): ListedState['family'] => STATE_FAMILIES[Math.floor(code / 100) as FamilyDigits];

export const LISTED_STATES: readonly ListedState[] = Object.entries(STATES).map(([text, facts]) => {
  const code = Number(text) as State;
  return { ...facts, code, family: familyOf(code) };
});

const byCode: ReadonlyMap<number, ListedState> = new Map(LISTED_STATES.map((state) => [state.code, state]));

/** undefined: there is no such code. */
export const stateFacts = (code: number): ListedState | undefined => byCode.get(code);

export const statesWhere = (fits: (state: ListedState) => boolean): readonly State[] =>
  LISTED_STATES.filter(fits).map(({ code }) => code);

const isIn = (codes: readonly number[]): ((code: number) => boolean) => {
  const set = new Set(codes);
  return (code) => set.has(code);
};

export const ALL_STATES = statesWhere(() => true);
export const REFUSALS = statesWhere(({ outcome }) => !outcome.granted);
/** Refusals that can be caused by a key string that does not exist. */
export const GUESSES = statesWhere(({ outcome }) => !outcome.granted && outcome.canBeGuess);

/** Rows without a request, such as imported machines. */
export const UNREQUESTED = statesWhere(({ family }) => !family.isRequest);
const isUnrequested = isIn(UNREQUESTED);
export const isRequest = (code: number): boolean => !isUnrequested(code);

/** Granted requests of a family. */
export const grantedIn = (name: StateFamily): readonly State[] =>
  statesWhere(({ family, outcome }) => family.name === name && outcome.granted);

/** The first two digits of a family's codes. */
export const familyDigits = (name: StateFamily): number =>
  Number(Object.entries(STATE_FAMILIES).find(([, family]) => family.name === name)?.[0]);

/** Rows that count as activity in the half hours. */
export const REFRESHES = statesWhere(({ family, outcome }) => family.activity === 'refresh' && outcome.granted);
export const DEACTIVATIONS = statesWhere(
  ({ family, outcome }) => family.activity === 'deactivation' && outcome.granted,
);

type SeatTaken = Extract<StateEffect, { does: 'take' }>['seat'];

export const takesSeat = (...seats: readonly SeatTaken[]): readonly State[] =>
  statesWhere(({ effect }) => effect?.does === 'take' && seats.includes(effect.seat));
export const deniesSeat = (pool: SeatPool): readonly State[] =>
  statesWhere(({ effect }) => effect?.does === 'deny' && effect.pool === pool);
export const releasesSeat = (pool: SeatPool): readonly State[] =>
  statesWhere(({ effect }) => effect?.does === 'release' && effect.pool === pool);

/** Activations refused because no seat was free. */
export const DENIALS = statesWhere(({ effect }) => effect?.does === 'deny');
export const isDenial = isIn(DENIALS);

/** Rows that take or renew a floating seat; those of `byLease` only where they have a lease. */
export const LEASES = takesSeat('floating', 'overdraft', 'byLease');

/** Rows that always concern a floating seat: `byLease` is not among them. */
export const FLOATING_STATES = statesWhere(({ effect }) => poolOf(effect) === 'floating');

/** The pool that an effect concerns; null: none, or it depends on the row's lease. */
export function poolOf(effect: StateEffect | null): SeatPool | null {
  switch (effect?.does) {
    case 'take':
      if (effect.seat === 'byLease') return null;
      return effect.seat === 'nodeLocked' ? 'nodeLocked' : 'floating';
    case 'confirm':
    case 'deny':
    case 'release':
      return effect.pool;
    case 'delete':
    case 'block':
    case 'unblock':
    case undefined:
      return null;
    default:
      return effect satisfies never;
  }
}

/** Rows that can be the deletion of a license: those of DeleteKey are. */
export const DELETIONS = statesWhere(({ effect }) => effect?.does === 'delete');

/** Rows that change who holds a seat, deletions aside. */
export const SEAT_CHANGES = statesWhere(({ effect }) => ['take', 'deny', 'release'].includes(effect?.does ?? ''));

/** Activations of machines that had no seat before. */
export const NEW_MACHINES = statesWhere(
  ({ family, effect }) => family.name === 'activation' && effect?.does === 'take' && effect.seat === 'nodeLocked',
);

export const BLOCKS = statesWhere(({ effect }) => effect?.does === 'block');
export const UNBLOCKS = statesWhere(({ effect }) => effect?.does === 'unblock');

/** The codes that a counter counts. */
export const statesCounted = (by: StateCounter): readonly State[] => statesWhere(({ counter }) => counter === by);
