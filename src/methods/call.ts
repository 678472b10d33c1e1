import { need } from '../domain/batch/need.js';
import { type Caller, isLocked, isPermitted, scopeOf } from '../domain/entities/caller.js';
import { SENTENCES } from '../domain/sentences.js';
import type { Engine } from '../engine/engine.js';
import type { Authenticated } from '../engine/identity/tokens.js';
import { addressIn, decideCall, refusalEntry } from './decideCall.js';
import type {
  AnsweringMethod,
  CommandMethod,
  Method,
  QueryMethod,
  StreamContent,
  StreamContext,
  StreamMethod,
} from './define.js';
import { type ReadParameters, readParameters } from './rawParameters.js';
import {
  type Call,
  type Incoming,
  type Parameters,
  type RefusalSteps,
  refuse,
  runCall,
  type Steps,
} from './runCall.js';

/** Entry point of Web API 3 methods: an access token or session, locks, and an answer in an envelope. */

export interface Answer {
  /** HTTP status: 200 for every answer of a method, 401 for a bad token. */
  readonly status: 200 | 401;
  readonly body: Readonly<Record<string, unknown>>;
}

export const refusal = (message: string, status: 200 | 401 = 200): Answer => ({ status, body: { result: 1, message } });

/** Identifies the caller; null: no valid token or session. */
export type Authenticate = () => Promise<Authenticated | null>;

export const byToken =
  (engine: Engine, tokenText: string): Authenticate =>
  () =>
    engine.tokens.authenticate(tokenText, Date.now());

/** Authenticates the caller, then runs the method. */
export const callMethod = async (
  method: AnsweringMethod,
  incoming: Incoming,
  authenticate: Authenticate,
): Promise<Answer> => {
  const authenticated = await authenticate();
  if (authenticated === null) return refusal(SENTENCES.unableToAuthenticate, 401);
  return callAs(method, { ...incoming, ...authenticated });
};

/** `callMethod` for a caller who is already identified. */
export const callAs = async (method: AnsweringMethod, call: Call): Promise<Answer> => {
  const ended = await runCall(STEPS, method, call);
  return ended.granted ? success(method, ended.result, ended.message) : refusal(ended.sentence);
};

/** Opens a stream for a caller who is already identified. A refusal is answered like that of any method. */
export const openStream = async (
  method: StreamMethod,
  call: Call,
  reader: Pick<StreamContext, 'lastEventId' | 'ended' | 'isStillGood'>,
): Promise<StreamContent | Answer> => {
  const { engine, accountId, caller, ip } = call;
  const admitted = admit(method, call);
  if (!admitted.success) return refusal((await refuse(REFUSAL_STEPS, method, call, admitted.sentence)).sentence);
  const context = { ...reader, caller, ip };
  const opened = await method.open(engine.access(accountId), admitted.parameters as never, context);
  return 'granted' in opened ? refusal((await refuse(REFUSAL_STEPS, method, call, opened.sentence)).sentence) : opened;
};

/** The parameters, or what permission, parameters and locks say before anything is loaded. */
const admit = (method: Method, { raw, caller }: Call): ReadParameters => {
  const denied = { success: false, sentence: SENTENCES.accessDenied } as const;
  if (method.permission !== null && !isPermitted(caller, method.permission)) return denied;
  const read = readParameters(method, raw);
  if (!read.success) return read;
  const locked = lockRefusal(method, caller, read.parameters);
  return locked === null ? read : { success: false, sentence: locked };
};

/** What the locks say before anything is loaded. A key lock above 0 on a `license` method is settled in the batch. */
const lockRefusal = (method: Method, caller: Caller, parameters: Parameters): string | null => {
  const { productLock, keyLock } = scopeOf(caller);
  const productDiffers = productLock !== 0 && parameters.ProductId !== productLock;
  switch (method.scope) {
    case 'license':
    case 'productKeys':
      return productDiffers ? SENTENCES.accessDenied : null;
    case 'product':
      return productDiffers || keyLock !== 0 ? SENTENCES.accessDenied : null;
    case 'wholeAccount':
      return isLocked(caller) ? SENTENCES.accessDenied : null;
    case 'account':
    case 'customer':
    case 'filterProduct':
      return keyLock !== 0 ? SENTENCES.accessDenied : null;
    case 'filter':
      return keyLock < 0 && (!parameters.ProductId || !parameters.Key) ? SENTENCES.inputIncorrect : null;
    case 'own':
      return null;
    default:
      return method.scope satisfies never;
  }
};

const REFUSAL_STEPS: RefusalSteps<Method> = {
  refusalNeeds: (method, { raw }) => {
    const { productId, key } = addressIn(method, raw);
    return productId !== 0 && key !== '' ? [need.license({ productId, key })] : [];
  },
  refusalEntry: (method, { raw }, state) => {
    const { productId, key } = addressIn(method, raw);
    return refusalEntry(method, raw, productId !== 0 && key !== '' ? state.license(productId, key) : undefined);
  },
};

const STEPS: Steps<CommandMethod, QueryMethod, object> = {
  ...REFUSAL_STEPS,
  admit,
  needs: (method, { caller }, parameters) => method.needs(parameters as never, caller),
  decide:
    (method, { raw }, parameters) =>
    (state, context) =>
      decideCall(method, state, parameters, raw, context),
  presenter: ({ present }, parameters) =>
    present === undefined ? undefined : (result, tools) => present(result as never, parameters as never, tools),
  read: (method, { engine, accountId, caller, ip }, parameters) =>
    method.handle(engine.access(accountId), parameters as never, { caller, ip }),
};

/**
 * The message on success, as the vendor's server sends it: the ai methods and lists answer null, key and data methods
 * "".
 */
const success = (method: AnsweringMethod, result: object, message: string | undefined): Answer => {
  const silent = method.category === 'key' || method.category === 'data' ? '' : null;
  return { status: 200, body: { ...result, result: 0, message: message ?? silent } };
};
