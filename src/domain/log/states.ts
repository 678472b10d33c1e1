/**
 * The table of states: the meaning of each code of a log row. Lists of codes, in rules, SQL, dashboard and
 * documentation, are derived from it; each method names the codes that it writes.
 */

interface FamilyFacts {
  readonly name: string;
  /** The specification's term. */
  readonly meaning: string;
  /** false: written without a request. Such a row counts in seats only. */
  readonly isRequest: boolean;
  /** How a granted request counts in the half hours of activity; null: not at all. */
  readonly activity: 'refresh' | 'deactivation' | null;
}

/** By the first two digits of a code. */
export const STATE_FAMILIES = {
  10: { name: 'validation', meaning: 'validation request', isRequest: true, activity: null },
  20: { name: 'activation', meaning: 'activation request', isRequest: true, activity: 'refresh' },
  30: { name: 'keyGeneration', meaning: 'key generation request', isRequest: true, activity: null },
  40: { name: 'optionalField', meaning: 'optional field request', isRequest: true, activity: null },
  50: { name: 'import', meaning: 'no request associated', isRequest: false, activity: null },
  60: { name: 'deactivation', meaning: 'deactivation request', isRequest: true, activity: 'deactivation' },
  70: { name: 'licenseChange', meaning: 'other license manipulation requests', isRequest: true, activity: null },
  80: { name: 'dataObject', meaning: 'data object requests', isRequest: true, activity: null },
} as const satisfies Record<number, FamilyFacts>;

export type FamilyDigits = keyof typeof STATE_FAMILIES;
export type StateFamily = (typeof STATE_FAMILIES)[FamilyDigits]['name'];

interface Granted {
  readonly granted: true;
}

interface Refused {
  readonly granted: false;
  /** It can be caused by a key string that does not exist, as of a client that guesses keys. */
  readonly canBeGuess: boolean;
  /** It can be caused by a block of the license. */
  readonly canBeBlock: boolean;
}

/** Node-locked and floating seats are two pools: the seat limit applies to each separately. */
export type SeatPool = 'nodeLocked' | 'floating';

/** The effect of a row on a machine's seat, or on its license. */
export type StateEffect =
  /** Takes a seat, or renews a lease. `byLease`: a floating seat where the row has a lease, else a node-locked one. */
  | { readonly does: 'take'; readonly seat: 'nodeLocked' | 'floating' | 'overdraft' | 'byLease' }
  /** The machine already holds its seat. */
  | { readonly does: 'confirm'; readonly pool: SeatPool }
  | { readonly does: 'deny'; readonly pool: SeatPool }
  | { readonly does: 'release'; readonly pool: SeatPool }
  /** Releases all seats of the license where DeleteKey wrote it; no effect in rows of other methods. */
  | { readonly does: 'delete' }
  | { readonly does: 'block' }
  | { readonly does: 'unblock' };

/** Counters of GetKeyUsageSummaries that count single codes. */
export type StateCounter =
  | 'activationNewMachine'
  | 'activationTrial'
  | 'activationFloating'
  | 'activationDeviceLimit'
  | 'deactivationFloating'
  | 'trialKeyGenerated'
  | 'trialKeyReused'
  | 'trialKeyCreateError'
  | 'dataObjectIncrementInt'
  | 'dataObjectDecrementInt'
  | 'dataObjectSetInt'
  | 'dataObjectSetString';

export interface StateFacts<Outcome extends Granted | Refused = Granted | Refused> {
  /** The specification's words. */
  readonly words: string;
  /** Short enough for a cell of the dashboard's tables. */
  readonly short: string;
  readonly outcome: Outcome;
  readonly effect: StateEffect | null;
  /** null: only counters of its family and outcome count it. */
  readonly counter: StateCounter | null;
}

const GRANTED = { granted: true } as const;
const REFUSED = { granted: false, canBeGuess: false, canBeBlock: false } as const;
/** Refused also where there is no such key. */
const KEY_REFUSED = { granted: false, canBeGuess: true, canBeBlock: false } as const;
/** Refused also where there is no such key, or it is blocked. */
const USE_REFUSED = { granted: false, canBeGuess: true, canBeBlock: true } as const;

/** No effect on seats and blocks, and no counter of its own. */
const PLAIN = { effect: null, counter: null } as const;

const TAKES_NODE_LOCKED = { does: 'take', seat: 'nodeLocked' } as const;

type NumberIn<Text extends string> = Text extends `${infer Value extends number}` ? Value : never;
type CodeOf<ThirdDigit extends 1 | 2> =
  NumberIn<`${FamilyDigits}${ThirdDigit}${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`>;

/** A code begins with its family; its third digit is 1 when the request was granted, 2 when it was refused. */
type Table = Readonly<Partial<Record<CodeOf<1>, StateFacts<Granted>> & Record<CodeOf<2>, StateFacts<Refused>>>>;

export const STATES = {
  1010: { words: 'validation successful', short: 'validated', outcome: GRANTED, ...PLAIN },
  1020: { words: 'validation refused', short: 'validation refused', outcome: KEY_REFUSED, ...PLAIN },
  2010: { words: 'activated, machines are not locked', short: 'activated, not locked', outcome: GRANTED, ...PLAIN },
  2011: {
    words: 'the key was already activated on this machine',
    short: 'known machine',
    outcome: GRANTED,
    effect: { does: 'confirm', pool: 'nodeLocked' },
    counter: null,
  },
  2012: {
    words: 'activated with a new machine code',
    short: 'new machine',
    outcome: GRANTED,
    effect: TAKES_NODE_LOCKED,
    counter: 'activationNewMachine',
  },
  2013: {
    words: 'trial activation was performed',
    short: 'trial activation',
    outcome: GRANTED,
    effect: TAKES_NODE_LOCKED,
    counter: 'activationTrial',
  },
  2014: {
    words: 'activated using floating licensing',
    short: 'floating seat',
    outcome: GRANTED,
    effect: { does: 'take', seat: 'floating' },
    counter: 'activationFloating',
  },
  2015: {
    words: 'activated using an overdraft floating license',
    short: 'overdraft seat',
    outcome: GRANTED,
    effect: { does: 'take', seat: 'overdraft' },
    counter: 'activationFloating',
  },
  2020: { words: 'activation refused', short: 'activation refused', outcome: USE_REFUSED, ...PLAIN },
  2022: {
    words: 'device limit has been reached (node-locking)',
    short: 'no seat left',
    outcome: REFUSED,
    effect: { does: 'deny', pool: 'nodeLocked' },
    counter: 'activationDeviceLimit',
  },
  2024: {
    words: 'device limit has been reached in floating licensing',
    short: 'no floating seat left',
    outcome: REFUSED,
    effect: { does: 'deny', pool: 'floating' },
    counter: 'activationDeviceLimit',
  },
  3010: { words: 'a key was created', short: 'key created', outcome: GRANTED, ...PLAIN },
  3011: {
    words: 'a trial key was generated',
    short: 'trial key made',
    outcome: GRANTED,
    // A trial key is created with its machine on it.
    effect: TAKES_NODE_LOCKED,
    counter: 'trialKeyGenerated',
  },
  3012: {
    words: 'an existing trial key was returned',
    short: 'trial key again',
    outcome: GRANTED,
    effect: null,
    counter: 'trialKeyReused',
  },
  3020: { words: 'key creation refused', short: 'key refused', outcome: REFUSED, ...PLAIN },
  3021: {
    words: 'there was an error when creating the trial key',
    short: 'trial key failed',
    outcome: REFUSED,
    effect: null,
    counter: 'trialKeyCreateError',
  },
  4010: { words: 'optional field successful', short: 'optional field', outcome: GRANTED, ...PLAIN },
  4020: { words: 'optional field refused', short: 'optional field refused', outcome: KEY_REFUSED, ...PLAIN },
  4021: {
    words: 'the optional field cannot be decreased any more',
    short: 'optional field at its least',
    outcome: REFUSED,
    ...PLAIN,
  },
  5010: {
    words: 'no request associated: a machine that an import brought',
    short: 'imported machine',
    outcome: GRANTED,
    effect: { does: 'take', seat: 'byLease' },
    counter: null,
  },
  6010: {
    words: 'deactivation successful',
    short: 'deactivated',
    outcome: GRANTED,
    effect: { does: 'release', pool: 'nodeLocked' },
    counter: null,
  },
  6011: {
    words: 'release of a floating license successful',
    short: 'seat released',
    outcome: GRANTED,
    effect: { does: 'release', pool: 'floating' },
    counter: 'deactivationFloating',
  },
  6020: { words: 'deactivation refused', short: 'deactivation refused', outcome: USE_REFUSED, ...PLAIN },
  7010: {
    words: 'other license manipulation successful',
    short: 'licence changed',
    outcome: GRANTED,
    effect: { does: 'delete' },
    counter: null,
  },
  7011: { words: 'add feature successful', short: 'feature added', outcome: GRANTED, ...PLAIN },
  7012: { words: 'remove feature successful', short: 'feature removed', outcome: GRANTED, ...PLAIN },
  7013: { words: 'block key successful', short: 'blocked', outcome: GRANTED, effect: { does: 'block' }, counter: null },
  7014: {
    words: 'unblock key successful',
    short: 'unblocked',
    outcome: GRANTED,
    effect: { does: 'unblock' },
    counter: null,
  },
  7015: { words: 'extend license successful', short: 'extended', outcome: GRANTED, ...PLAIN },
  7016: { words: 'machine lock limit successful', short: 'seat limit set', outcome: GRANTED, ...PLAIN },
  7017: { words: 'change notes successful', short: 'notes changed', outcome: GRANTED, ...PLAIN },
  7018: { words: 'trial activation successful', short: 'trial setting', outcome: GRANTED, ...PLAIN },
  7019: { words: 'change customer successful', short: 'customer changed', outcome: GRANTED, ...PLAIN },
  7020: { words: 'license manipulation refused', short: 'change refused', outcome: KEY_REFUSED, ...PLAIN },
  8011: { words: 'add data object successful', short: 'data object added', outcome: GRANTED, ...PLAIN },
  8012: { words: 'remove data object successful', short: 'data object removed', outcome: GRANTED, ...PLAIN },
  8013: { words: 'list data objects successful', short: 'data objects listed', outcome: GRANTED, ...PLAIN },
  8014: {
    words: 'increment int value successful',
    short: 'value increased',
    outcome: GRANTED,
    effect: null,
    counter: 'dataObjectIncrementInt',
  },
  8015: {
    words: 'decrement int value successful',
    short: 'value decreased',
    outcome: GRANTED,
    effect: null,
    counter: 'dataObjectDecrementInt',
  },
  8016: {
    words: 'set int value successful',
    short: 'number set',
    outcome: GRANTED,
    effect: null,
    counter: 'dataObjectSetInt',
  },
  8017: {
    words: 'set string value successful',
    short: 'text set',
    outcome: GRANTED,
    effect: null,
    counter: 'dataObjectSetString',
  },
  8020: { words: 'data object request refused', short: 'data object refused', outcome: KEY_REFUSED, ...PLAIN },
} as const satisfies Table;

export type State = keyof typeof STATES;

/** The third digit: 2 is a refusal. */
export const isRefusal = (state: number): boolean => Math.floor(state / 10) % 10 === 2;
