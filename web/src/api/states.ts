import { DENIALS, FLOATING_STATES, STATES } from './generated.js';

export type StateFamilyName = (typeof STATES)[number]['family'];

/** How a request ended, as colours and filters tell it. */
type StateOutcome = 'granted' | 'refused';

export interface StateFacts {
  readonly code: number;
  /** As few words as fit a table's cell. */
  readonly short: string;
  /** The specification's words. */
  readonly words: string;
  /** "" where the page does not know the state. */
  readonly family: StateFamilyName | '';
  readonly outcome: StateOutcome;
}

const FACTS: ReadonlyMap<number, StateFacts> = new Map(
  STATES.map(({ code, short, words, family, granted }) => [
    code,
    { code, short, words, family, outcome: granted ? 'granted' : 'refused' },
  ]),
);

/** A state that this page does not know is named by its number alone. */
export const stateFacts = (code: number): StateFacts =>
  FACTS.get(code) ?? {
    code,
    short: 'state',
    words: 'a state that this page does not know',
    family: '',
    outcome: Math.floor(code / 10) % 10 === 1 ? 'granted' : 'refused',
  };

/** Whether an activation was refused for want of a seat. */
export const isDenial = (code: number): boolean => DENIALS.includes(code);

/** Whether a row is about a floating seat. */
export const isFloating = (code: number): boolean => FLOATING_STATES.includes(code);

export interface StateFamily {
  readonly name: StateFamilyName;
  readonly states: readonly StateFacts[];
}

/** All states by family, in the order of their codes. */
export const STATE_FAMILIES: readonly StateFamily[] = [...new Set(STATES.map(({ family }) => family))].map((name) => ({
  name,
  states: [...FACTS.values()].filter(({ family }) => family === name),
}));
