import type { z } from 'zod';
import type { AccountState } from '../../domain/batch/accountState.js';
import type { DecideContext } from '../../domain/batch/decideContext.js';
import { type Need, need } from '../../domain/batch/need.js';
import type { Outcome, Refused } from '../../domain/batch/outcome.js';
import type { Account } from '../../domain/entities/identity.js';
import { type ExtMethodName, METHOD_NUMBERS } from '../../domain/log/methodNumbers.js';
import type { State } from '../../domain/log/states.js';
import { SENTENCES } from '../../domain/sentences.js';
import type { AccountAccess } from '../../engine/access.js';
import type { Addressed } from '../addressed.js';
import type { ParameterShape, Presenting } from '../define.js';

/**
 * How a method of Web API 2 is declared. As in Web API 3 one file declares one method, as data. Callers are identified
 * differently (by account and product number, or by the account's private key), and answers have no envelope: an object
 * whose values are all text, a bare array, or `{"error": "…"}`.
 */

type Sentence = (typeof SENTENCES)[keyof typeof SENTENCES];

/** The sentences of `findExtAddressed`. */
export type LicenseRefusal =
  | typeof SENTENCES.productInaccessible
  | typeof SENTENCES.hsumIncorrect
  | typeof SENTENCES.keyInaccessible;

/** What is sent: an object of texts or an array as JSON, a string as plain text. */
export type ExtBody = Readonly<Record<string, string>> | readonly object[] | string;

/** The parameters that identify the subject of a request. */
interface IdentityNames {
  readonly account: string;
  readonly product?: string;
  readonly key?: string;
  readonly machine?: string;
}

interface ExtFacts<Shape extends ParameterShape, E extends Sentence, S extends State> {
  /** The action as the vendor writes it; the path is `/Ext/<name>`. */
  readonly name: ExtMethodName;
  /** One sentence. */
  readonly title: string;
  readonly description: string;
  readonly identity: IdentityNames;
  /** Whether the account's private key must be shown, in the parameter `privateKey`. */
  readonly owner: boolean;
  /** The sentence for an unknown caller: no such account, or a wrong private key. */
  readonly stranger: E;
  /** The check of the account's settings, before the parameters are read. */
  readonly admit?: (account: Account) => E | null;
  readonly parameters: z.ZodObject<Shape>;
  /** Every sentence that the method itself may answer. */
  readonly errors: readonly E[];
  /** Every state that the method may write. */
  readonly states: readonly S[];
  /** The state of a refusal that has no code of its own; null: refusals are not logged. */
  readonly refusal: S | null;
  readonly result: z.ZodType;
  readonly example: { readonly request: Readonly<Record<string, string | number>>; readonly answer: ExtBody };
}

type Read<Shape extends ParameterShape> = z.output<z.ZodObject<Shape>>;

type MaybePromise<T> = T | Promise<T>;

interface ExtCommandDeclaration<Shape extends ParameterShape, E extends Sentence, S extends State, R extends object>
  extends ExtFacts<Shape, E, S> {
  readonly needs: (parameters: Read<Shape>) => readonly Need[];
  readonly decide: (state: AccountState, parameters: Read<Shape>, context: DecideContext) => Outcome<R, E, S>;
  readonly present: (result: R, parameters: Read<Shape>, tools: Presenting) => MaybePromise<ExtBody>;
}

/** The parameters that every method about one licence has. */
interface LicenseIdentity {
  readonly pid: z.ZodType<number>;
  readonly hsum: z.ZodType<string>;
  readonly sid: z.ZodType<string>;
}

interface ExtLicenseCommandDeclaration<
  Shape extends ParameterShape & LicenseIdentity,
  E extends Sentence,
  S extends State,
  R extends object,
> extends Omit<ExtFacts<Shape, E, S>, 'identity' | 'owner' | 'stranger'> {
  /** What to load besides the licence and its product. */
  readonly include?: { readonly machines?: boolean; readonly customer?: boolean };
  readonly needs?: (parameters: Read<Shape>) => readonly Need[];
  /** Product, hsum and key are checked before. */
  readonly decide: (
    addressed: Addressed,
    state: AccountState,
    parameters: Read<Shape>,
    context: DecideContext,
  ) => Outcome<R, E, S>;
  readonly present: (result: R, parameters: Read<Shape>, tools: Presenting) => MaybePromise<ExtBody>;
}

/** The answer of a read-only method: a body, or the items of a JSON array in pages, which are streamed. */
export type ExtReading = { readonly body: ExtBody } | { readonly texts: AsyncIterable<string> };

interface ExtQueryDeclaration<Shape extends ParameterShape, E extends Sentence> extends ExtFacts<Shape, E, never> {
  readonly handle: (access: AccountAccess, parameters: Read<Shape>) => Promise<ExtReading | Refused<E, never>>;
}

/** A declaration with its types erased, as the registry, the router and the documentation see it. */
interface ErasedFacts extends Omit<ExtFacts<Record<string, z.ZodType>, Sentence, State>, 'name'> {
  readonly name: string;
  readonly path: string;
  /** Its number in the log's column `method`. */
  readonly number: number;
}

export interface ExtCommandMethod extends ErasedFacts {
  readonly kind: 'command';
  /** Whether product, hsum and key are checked first. */
  readonly addressesLicense: boolean;
  needs(parameters: never): readonly Need[];
  decide(
    state: AccountState,
    parameters: never,
    context: DecideContext,
    addressed: Addressed,
  ): Outcome<object, Sentence, State>;
  present(result: never, parameters: never, tools: Presenting): MaybePromise<ExtBody>;
}

export interface ExtQueryMethod extends ErasedFacts {
  readonly kind: 'query';
  handle(access: AccountAccess, parameters: never): Promise<ExtReading | Refused<Sentence, never>>;
}

export type ExtMethod = ExtCommandMethod | ExtQueryMethod;

/** What follows from a method's name. */
const identify = (name: ExtMethodName) => ({ path: `/Ext/${name}`, number: METHOD_NUMBERS[`Ext/${name}`] });

/** Declares a method that changes something or writes a log row. */
export const defineExtCommand = <
  Shape extends ParameterShape,
  const E extends Sentence,
  const S extends State,
  R extends object,
>(
  declaration: ExtCommandDeclaration<Shape, E, S, R>,
): ExtCommandMethod => ({
  ...declaration,
  kind: 'command',
  addressesLicense: false,
  ...identify(declaration.name),
});

/** Declares a command that a client application sends about one licence, identified by uid, pid, hsum and sid. */
export const defineExtLicenseCommand = <
  Shape extends ParameterShape & LicenseIdentity,
  const E extends Sentence,
  const S extends State,
  R extends object,
>(
  declaration: ExtLicenseCommandDeclaration<Shape, E | LicenseRefusal, S, R>,
): ExtCommandMethod => {
  const { include = {}, needs = () => [], decide, ...facts } = declaration;
  return {
    ...facts,
    kind: 'command',
    addressesLicense: true,
    owner: false,
    stranger: SENTENCES.productInaccessible,
    identity: {
      account: 'uid',
      product: 'pid',
      key: 'sid',
      ...('mid' in declaration.parameters.shape ? { machine: 'mid' } : {}),
    },
    ...identify(declaration.name),
    needs: (parameters: Read<Shape> & { pid: number; sid: string }) => [
      need.license({ productId: parameters.pid, key: parameters.sid }, include),
      ...needs(parameters),
    ],
    decide: (state: AccountState, parameters: Read<Shape>, context: DecideContext, addressed: Addressed) =>
      decide(addressed, state, parameters, context),
  };
};

/** Declares a method that only reads and writes no log row. */
export const defineExtQuery = <Shape extends ParameterShape, const E extends Sentence>(
  declaration: ExtQueryDeclaration<Shape, E>,
): ExtQueryMethod => ({ ...declaration, kind: 'query', ...identify(declaration.name) });
