import type { Account, Customer, DataObject, License, Machine, Product, Token, User } from '../entities.js';
import type { DataObjectOwner } from '../licensing/objectOwners.js';
import type { State } from '../log/states.js';

/**
 * What a rule is given and what it gives back. A rule is a pure function
 * `decide(state, parameters, context) → Outcome`: it reads what was loaded, and says what to answer, what to write
 * and what the log row will be. The engine loads, writes and commits.
 */

/** What a rule needs to see, named before it runs. A license brings its product. */
export type Need =
  | {
      readonly license: { readonly productId: number; readonly key: string } | { readonly licenseId: number };
      readonly machines?: boolean;
      /** The key's own, or also those of its machine codes, which can be many. */
      readonly dataObjects?: boolean | 'withMachines';
      readonly customer?: boolean;
    }
  | { readonly product: number; readonly dataObjects?: boolean }
  | { readonly trialOf: { readonly productId: number; readonly machineCode: string } }
  /** A data object, and the product or license that it hangs on. */
  | { readonly dataObject: number }
  | { readonly machineDataObjects: { readonly productId: number; readonly key: string; readonly machineCode: string } }
  | { readonly dataObjectsOf: DataObjectOwner }
  | { readonly customer: number }
  | { readonly customerEmail: string }
  | { readonly customerSecret: string }
  | { readonly token: number }
  /** The people of the account. */
  | { readonly users: true }
  /** Whose an e-mail address is, in whichever account. */
  | { readonly userEmail: string }
  /** A one-time link, by the SHA-256 of its secret. */
  | { readonly userLink: Uint8Array }
  /** Who may go on with bringing in a history. */
  | { readonly historyClaim: true };

/**
 * What was loaded, with the changes of earlier commands of the same batch in it. Asking for something that no need
 * named is a programmer's error and throws. Deleted licenses are not found.
 */
export interface AccountState {
  account(): Account;
  product(productId: number): Product | undefined;
  license(productId: number, key: string): License | undefined;
  licenseById(licenseId: number): License | undefined;
  /** The newest license that CreateTrialKey made for this machine. */
  trialOf(productId: number, machineCode: string): License | undefined;
  /** Node-locked machines and leases in order of time; lapsed leases may be among them. */
  machines(licenseId: number): readonly Machine[];
  /** In order of id. */
  dataObjects(owner: DataObjectOwner): readonly DataObject[];
  /** A license's own and those of its machines, in order of id. */
  dataObjectsOfLicense(licenseId: number): readonly DataObject[];
  dataObject(id: number): DataObject | undefined;
  /** Also undefined when no need named it. */
  customer(customerId: number): Customer | undefined;
  customerByEmail(email: string): Customer | undefined;
  customerBySecret(secret: string): Customer | undefined;
  token(tokenId: number): Token | undefined;
  /** In order of id, those who were removed left out. */
  users(): readonly User[];
  /** Undefined also when the person was removed. Needs `users`. */
  user(userId: number): User | undefined;
  /** The greatest id that was ever given to a person. Needs `users`. */
  lastUserId(): number;
  emailOwner(email: string): EmailOwner | undefined;
  userLink(secretHash: Uint8Array): UserLink | undefined;
  /** null: no history was ever brought in. */
  historyClaim(): string | null;
}

/** The person of whom an e-mail address is. */
export interface EmailOwner {
  readonly accountId: number;
  readonly userId: number;
}

/** A one-time link that nobody has used. */
export interface UserLink {
  readonly userId: number;
  /** Milliseconds. */
  readonly expires: number;
  /** It signs in by itself and sets no password. */
  readonly signsIn: boolean;
}

/** Counters of the account from which a rule may draw. Refused commands may leave holes in these (never in the log's). */
export type IdKind = 'product' | 'license' | 'customer' | 'dataObject' | 'token';

/** Time, randomness and the caller: what a pure rule cannot make up for itself. */
export interface DecideContext {
  /** The batch's time in milliseconds; never runs backwards within an account. */
  readonly now: number;
  readonly token: Token;
  /** The caller's address in full, "" when there is none (the shell). */
  readonly ip: string;
  nextId(kind: IdKind): number;
  /** Takes an id that the caller chose; later ids lie beyond it. */
  claimId(kind: IdKind, id: number): void;
  /** Cryptographically random bytes. */
  randomBytes(length: number): Uint8Array;
}

/** The kinds of objects that a rule may write. */
export interface Objects {
  readonly product: Product;
  readonly license: License;
  readonly machine: Machine;
  readonly dataObject: DataObject;
  readonly customer: Customer;
  readonly token: Token;
  readonly user: User;
  readonly account: Account;
}

/** What comes with a change of a person and stands beside their row. Hashes are SHA-256 of secrets. */
export type UserAccess =
  | {
      readonly kind: 'link';
      readonly secretHash: Uint8Array;
      readonly created: number;
      readonly expires: number;
      readonly signsIn: boolean;
    }
  /** A new password: every session and link of before goes, and a session begins. */
  | {
      readonly kind: 'password';
      readonly passwordHash: string;
      readonly sessionHash: Uint8Array;
      readonly now: number;
    };

/** One change of one object, whole: the engine keeps the last of each and works out the object log from them. */
type WriteOf<Kind extends keyof Objects> = {
  readonly kind: Kind;
  readonly row: Objects[Kind];
  /** The row goes. Licenses never do: they are marked as deleted. */
  readonly remove?: Kind extends 'machine' | 'dataObject' | 'customer' ? boolean : false;
  /** SHA-256 of a new token's secret. */
  readonly secretHash?: Kind extends 'token' ? Uint8Array : never;
  readonly access?: Kind extends 'user' ? UserAccess : never;
};

export type Write = { [Kind in keyof Objects]: WriteOf<Kind> }[keyof Objects];

/** What a log row says besides who, when and from where, which the engine adds. */
export interface LogEntry<S extends State = State> {
  readonly state: S;
  /** 0 when the request named none. */
  readonly productId: number;
  /** 0 when there is no such key. */
  readonly licenseId: number;
  /** The key string asked for where there is no such key, otherwise "". */
  readonly attemptedKey: string;
  /** 0 when the license has none. */
  readonly customerId: number;
  /** MaxNoOfMachines as it was. */
  readonly seatLimit: number;
  /** null when the method names no device; "" is a device like any other. */
  readonly machineCode: string | null;
  readonly friendlyName: string;
  /** Seconds; 0 when this is no floating activation. */
  readonly floatingInterval: number;
  readonly dataObjectId: number;
  /** The value passed in, not the new total. */
  readonly dataObjectValue: number;
}

/** An event in the making; the engine gives it its id and arrival. */
export interface NewEvent {
  /** 0: none. */
  readonly productId: number;
  /** 0: none. */
  readonly licenseId: number;
  readonly machineCode: string;
  readonly featureName: string;
  readonly eventName: string;
  readonly value: number;
  readonly currency: string;
  readonly metadata: string;
  /** Unix seconds; null, or later than the arrival: the server's clock. */
  readonly time: number | null;
}

export interface Granted<Result, S extends State> {
  readonly granted: true;
  readonly result: Result;
  /** The answer's `message`. Undefined: what the category answers on success. */
  readonly message?: string;
  readonly logs: readonly LogEntry<S>[];
  readonly writes: readonly Write[];
  readonly events: readonly NewEvent[];
}

export interface Refused<Sentence extends string, S extends State> {
  readonly granted: false;
  readonly sentence: Sentence;
  /** null where the method's refusals are not logged. */
  readonly log: LogEntry<S> | null;
}

export type Outcome<Result, Sentence extends string, S extends State> = Granted<Result, S> | Refused<Sentence, S>;

export const granted = <Result, S extends State = never>(
  result: Result,
  effects: {
    readonly logs?: readonly LogEntry<S>[];
    readonly writes?: readonly Write[];
    readonly events?: readonly NewEvent[];
    readonly message?: string;
  } = {},
): Granted<Result, S> => ({
  granted: true,
  result,
  logs: effects.logs ?? [],
  writes: effects.writes ?? [],
  events: effects.events ?? [],
  ...(effects.message === undefined ? {} : { message: effects.message }),
});

export const refused = <Sentence extends string, S extends State = never>(
  sentence: Sentence,
  log: LogEntry<S> | null = null,
): Refused<Sentence, S> => ({ granted: false, sentence, log });

type EntryDetails = Partial<Omit<LogEntry, 'state' | 'productId' | 'licenseId' | 'customerId' | 'seatLimit'>>;

/** A log row about a license that exists. */
export const licenseEntry = <S extends State>(state: S, license: License, details: EntryDetails = {}): LogEntry<S> =>
  entry(state, details, {
    productId: license.productId,
    licenseId: license.licenseId,
    customerId: license.customerId ?? 0,
    seatLimit: license.maxNoOfMachines,
  });

/** A log row about a product only, or about a key that is not there (then with the string asked for). */
export const productEntry = <S extends State>(state: S, productId: number, details: EntryDetails = {}): LogEntry<S> =>
  entry(state, details, { productId, licenseId: 0, customerId: 0, seatLimit: 0 });

// Each field by itself: several spreads in one literal made this forty times as slow, and every request comes here.
const entry = <S extends State>(
  state: S,
  details: EntryDetails,
  subject: Pick<LogEntry, 'productId' | 'licenseId' | 'customerId' | 'seatLimit'>,
): LogEntry<S> => ({
  state,
  productId: subject.productId,
  licenseId: subject.licenseId,
  attemptedKey: details.attemptedKey ?? '',
  customerId: subject.customerId,
  seatLimit: subject.seatLimit,
  machineCode: details.machineCode ?? null,
  friendlyName: details.friendlyName ?? '',
  floatingInterval: details.floatingInterval ?? 0,
  dataObjectId: details.dataObjectId ?? 0,
  dataObjectValue: details.dataObjectValue ?? 0,
});
