import type { z } from 'zod';
import type { AccountState } from '../domain/batch/accountState.js';
import type { DecideContext } from '../domain/batch/decideContext.js';
import { type LicenseParts, type Need, need } from '../domain/batch/need.js';
import type { Outcome, Refused } from '../domain/batch/outcome.js';
import type { Caller } from '../domain/entities/caller.js';
import type { Permission } from '../domain/entities/permissions.js';
import { type ApiMethodName, METHOD_NUMBERS } from '../domain/log/methodNumbers.js';
import type { State } from '../domain/log/states.js';
import type { SENTENCES } from '../domain/sentences.js';
import type { Milliseconds } from '../domain/time/units.js';
import type { AccountAccess } from '../engine/access.js';
import type { Signer } from '../engine/licensing/signer.js';
import type { Addressed } from './addressed.js';

/**
 * How a method is declared. One file declares one method, as data; routes, parameter reading, the OpenAPI document, the
 * documentation pages, the permission matrix, the states table and the shared tests follow from the declarations.
 */

/**
 * The scope of a method, which decides how a token's locks apply to it:
 * - `license`: one licence, by ProductId and Key. Product lock and key lock must match it.
 * - `product`: one product, by ProductId. The product lock must match; a key-locked token is refused.
 * - `productKeys`: as `product`, but a key lock has no effect (the vendor's remark for GetKeys).
 * - `wholeAccount`: the account itself, its users, its settings, or all of its changes. A token with either lock is
 *   refused.
 * - `account`: nothing narrower than the account. A key-locked token is refused.
 * - `customer`: one customer, by CustomerId. A product lock must cover all licences of the customer, which the rule checks
 *   (`isCustomerWithinLock`); a key-locked token is refused.
 * - `filter`: ProductId and Key are filters. Locks restrict what is visible; a key lock below 0 makes both required.
 * - `filterProduct`: ProductId, where there is one, is a filter. A product lock restricts what is visible; a key-locked token is refused.
 * - `own`: the method applies the locks itself, and its description says how.
 */
export type Scope =
  | 'license'
  | 'product'
  | 'productKeys'
  | 'wholeAccount'
  | 'account'
  | 'customer'
  | 'filter'
  | 'filterProduct'
  | 'own';

export type Sentence = (typeof SENTENCES)[keyof typeof SENTENCES];

/** Who calls a read-only method, and from where. */
interface QueryContext {
  readonly caller: Caller;
  /** The caller's full address, "" for the command line. */
  readonly ip: string;
}

/** What `present` may use. It runs after the decision, outside the account's lock, and only renders the answer. */
export interface Presenting {
  readonly signer: Signer;
  /** The batch's time in milliseconds. */
  readonly now: Milliseconds;
}

/** Parameter names, as the vendor writes them, and how each is read. */
export type ParameterShape = Readonly<Record<string, z.ZodType>>;

/** What every declaration has. */
interface Facts<Shape extends ParameterShape, E extends Sentence, S extends State> {
  readonly category: 'key' | 'auth' | 'product' | 'customer' | 'data' | 'ai' | 'user' | 'account';
  /** The method's name as the vendor writes it; the path is `/api/<category>/<name>`. Its number is in METHOD_NUMBERS. */
  readonly name: ApiMethodName;
  /** One sentence. */
  readonly title: string;
  readonly description: string;
  /** null: any valid token (the method says what else it requires). */
  readonly permission: Permission | null;
  readonly scope: Scope;
  /** The effect of the token's feature lock; undefined: none. */
  readonly featureLock?: string;
  readonly parameters: z.ZodObject<Shape>;
  /**
   * Every sentence that the method itself may answer. `Unable to authenticate.` and the sentences for faults are
   * implied.
   */
  readonly errors: readonly E[];
  /** Every state that the method may write. */
  readonly states: readonly S[];
  /** The state of a refusal that has no code of its own; null: refusals are not logged. */
  readonly refusal: S | null;
  /** The members of a successful answer besides `result` and `message`. */
  readonly result: z.ZodType;
  readonly example: { readonly request: Readonly<Record<string, string | number>>; readonly answer: object };
}

type Read<Shape extends ParameterShape> = z.output<z.ZodObject<Shape>>;

type MaybePromise<T> = T | Promise<T>;

export interface CommandDeclaration<Shape extends ParameterShape, E extends Sentence, S extends State, R extends object>
  extends Facts<Shape, E, S> {
  readonly needs: (parameters: Read<Shape>, caller: Caller) => readonly Need[];
  readonly decide: (state: AccountState, parameters: Read<Shape>, context: DecideContext) => Outcome<R, E, S>;
  /** Makes the answer from the decision's result, if that is not the answer already (signatures). */
  readonly present?: (result: R, parameters: Read<Shape>, tools: Presenting) => MaybePromise<object>;
}

interface LicenseParameters {
  readonly ProductId: z.ZodType<number>;
  readonly Key: z.ZodType<string>;
}

export interface LicenseCommandDeclaration<
  Shape extends ParameterShape & LicenseParameters,
  E extends Sentence,
  S extends State,
  R extends object,
> extends Omit<Facts<Shape, E, S>, 'scope'> {
  /** What to load besides the licence and its product. */
  readonly include?: LicenseParts;
  /** Further requirements. */
  readonly needs?: (parameters: Read<Shape>) => readonly Need[];
  readonly decide: (
    addressed: Addressed,
    state: AccountState,
    parameters: Read<Shape>,
    context: DecideContext,
  ) => Outcome<R, E, S>;
  readonly present?: (result: R, parameters: Read<Shape>, tools: Presenting) => MaybePromise<object>;
}

export interface QueryDeclaration<Shape extends ParameterShape, E extends Sentence, S extends State>
  extends Facts<Shape, E, S> {
  readonly handle: (
    access: AccountAccess,
    parameters: Read<Shape>,
    context: QueryContext,
  ) => Promise<Outcome<object, E, S>>;
}

/** The reader of a stream, and how long it may read. */
export interface StreamContext extends QueryContext {
  /**
   * The `Last-Event-ID` that a reconnecting client sends, the id of the last event it received; "" if it sends none.
   */
  readonly lastEventId: string;
  /** Aborted when the client disconnects, and for an endless stream also when the server drains. */
  readonly ended: AbortSignal;
  /** Whether the caller may continue: the token may have been revoked. Checked at most every few seconds. */
  readonly isStillGood: () => Promise<boolean>;
}

/**
 * What a stream sends. An error in the middle breaks the connection, so that a truncated body is not taken for a
 * complete one.
 */
export interface StreamContent {
  readonly contentType: string;
  /** The file name, if it is a file. */
  readonly fileName?: string;
  /** Read no faster than the client receives them. The first one is awaited before anything is sent. */
  readonly chunks: AsyncIterable<string>;
}

export interface StreamDeclaration<Shape extends ParameterShape, E extends Sentence> extends Facts<Shape, E, never> {
  /** It continues until either side ends it; a stream with an end may finish while the server drains. */
  readonly endless: boolean;
  /** How many streams one account and one process may have open; further ones are refused. */
  readonly most: { readonly perAccount: number; readonly perProcess: number };
  /** What is sent, by content type; `result` is the data of one event, or one line. */
  readonly contents: Readonly<Record<string, { readonly description: string; readonly example: string }>>;
  readonly open: (
    access: AccountAccess,
    parameters: Read<Shape>,
    context: StreamContext,
  ) => Promise<StreamContent | Refused<E, never>>;
}

/** A declaration with its types erased, as the registry, the router and the documentation see it. */
interface ErasedFacts extends Omit<Facts<Record<string, z.ZodType>, Sentence, State>, 'name'> {
  readonly name: string;
  readonly path: string;
  /** Its number in the log's column `method`. */
  readonly number: number;
}

/** Runs inside a batch, under the account's lock: changes something or writes a log row. */
export interface CommandMethod extends ErasedFacts {
  readonly kind: 'command';
  needs(parameters: never, caller: Caller): readonly Need[];
  decide(
    state: AccountState,
    parameters: never,
    context: DecideContext,
    addressed: Addressed,
  ): Outcome<object, Sentence, State>;
  present?(result: never, parameters: never, tools: Presenting): MaybePromise<object>;
}

/** Only reads (or registers events), without a lock. It may still write log rows. */
export interface QueryMethod extends ErasedFacts {
  readonly kind: 'query';
  handle(access: AccountAccess, parameters: never, context: QueryContext): Promise<Outcome<object, Sentence, State>>;
}

/** Answers with a stream of text. */
export interface StreamMethod extends ErasedFacts {
  readonly kind: 'stream';
  readonly endless: boolean;
  readonly most: { readonly perAccount: number; readonly perProcess: number };
  readonly contents: Readonly<Record<string, { readonly description: string; readonly example: string }>>;
  open(
    access: AccountAccess,
    parameters: never,
    context: StreamContext,
  ): Promise<StreamContent | Refused<Sentence, never>>;
}

/** A method whose answer is one object. */
export type AnsweringMethod = CommandMethod | QueryMethod;

export type Method = AnsweringMethod | StreamMethod;

/** What follows from a method's category and name. */
export const identify = <Category extends Method['category']>(category: Category, name: ApiMethodName) => ({
  category,
  name,
  path: `/api/${category}/${name}`,
  number: METHOD_NUMBERS[name],
});

/** Declares a method that changes something or writes a log row. */
export const defineCommand = <
  Shape extends ParameterShape,
  const E extends Sentence,
  const S extends State,
  R extends object,
>(
  declaration: CommandDeclaration<Shape, E, S, R>,
): CommandMethod => ({ ...declaration, ...identify(declaration.category, declaration.name), kind: 'command' });

/**
 * Declares a command about one licence. Existence of product and key and the token's locks are checked before `decide`,
 * so the declaration has only its own rule.
 */
export const defineLicenseCommand = <
  Shape extends ParameterShape & LicenseParameters,
  const E extends Sentence,
  const S extends State,
  R extends object,
>(
  declaration: LicenseCommandDeclaration<Shape, E, S, R>,
): CommandMethod => {
  const { include = {}, needs = () => [], decide, ...facts } = declaration;
  return {
    ...facts,
    ...identify(declaration.category, declaration.name),
    kind: 'command',
    scope: 'license',
    needs: (parameters: Read<Shape> & { ProductId: number; Key: string }) => [
      need.license({ productId: parameters.ProductId, key: parameters.Key }, include),
      ...needs(parameters),
    ],
    decide: (state: AccountState, parameters: Read<Shape>, context: DecideContext, addressed: Addressed) =>
      decide(addressed, state, parameters, context),
  };
};

/** Declares a method that only reads, or only registers events. */
export const defineQuery = <Shape extends ParameterShape, const E extends Sentence, const S extends State = never>(
  declaration: QueryDeclaration<Shape, E, S>,
): QueryMethod => ({ ...declaration, ...identify(declaration.category, declaration.name), kind: 'query' });

/** Declares a method that only reads and streams what it finds. */
export const defineStream = <Shape extends ParameterShape, const E extends Sentence>(
  declaration: StreamDeclaration<Shape, E>,
): StreamMethod => ({ ...declaration, ...identify(declaration.category, declaration.name), kind: 'stream' });
