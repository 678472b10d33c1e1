import { STATES } from './generated.js';

type StateCode = (typeof STATES)[number]['code'];

/** How a request ended, as colours and filters tell it. */
type StateOutcome = 'granted' | 'refused';

export interface StateFacts {
  readonly code: number;
  /** As few words as fit a table's cell. */
  readonly short: string;
  /** The specification's words. */
  readonly words: string;
  readonly family: string;
  readonly outcome: StateOutcome;
}

/** What stands in tables; the specification's words are for hovering and lists. */
const SHORT: Readonly<Record<StateCode, string>> = {
  1010: 'validated',
  1020: 'validation refused',
  2010: 'activated, not locked',
  2011: 'known machine',
  2012: 'new machine',
  2013: 'trial activation',
  2014: 'floating seat',
  2015: 'overdraft seat',
  2020: 'activation refused',
  2022: 'no seat left',
  2024: 'no floating seat left',
  3010: 'key created',
  3011: 'trial key made',
  3012: 'trial key again',
  3020: 'key refused',
  3021: 'trial key failed',
  4010: 'optional field',
  4020: 'optional field refused',
  4021: 'optional field at its least',
  5010: 'imported machine',
  6010: 'deactivated',
  6011: 'seat released',
  6020: 'deactivation refused',
  7010: 'licence changed',
  7011: 'feature added',
  7012: 'feature removed',
  7013: 'blocked',
  7014: 'unblocked',
  7015: 'extended',
  7016: 'seat limit set',
  7017: 'notes changed',
  7018: 'trial setting',
  7019: 'customer changed',
  7020: 'change refused',
  8011: 'data object added',
  8012: 'data object removed',
  8013: 'data objects listed',
  8014: 'value increased',
  8015: 'value decreased',
  8016: 'number set',
  8017: 'text set',
  8020: 'data object refused',
};

const FACTS: ReadonlyMap<number, StateFacts> = new Map(
  STATES.map(({ code, words, family, granted }) => [
    code,
    { code, short: SHORT[code], words, family, outcome: granted ? 'granted' : 'refused' },
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

export interface StateFamily {
  readonly name: string;
  readonly states: readonly StateFacts[];
}

/** All states by family, in the order of their codes. */
export const STATE_FAMILIES: readonly StateFamily[] = [...new Set(STATES.map(({ family }) => family))].map((name) => ({
  name,
  states: [...FACTS.values()].filter(({ family }) => family === name),
}));
