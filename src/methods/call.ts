import { setImmediate as nextTurn } from 'node:timers/promises';
import { granted, refused } from '../domain/batch/outcome.js';
import type { Token } from '../domain/entities.js';
import { isPermitted } from '../domain/identity/permissions.js';
import { SENTENCES } from '../domain/sentences.js';
import type { Command } from '../engine/batch/command.js';
import type { Engine } from '../engine/engine.js';
import type { Authenticated } from '../engine/identity/tokens.js';
import { addressIn, decideCall, refusalEntry } from './decideCall.js';
import type {
  AnsweringMethod,
  CommandMethod,
  Method,
  QueryMethod,
  StreamCaller,
  StreamContent,
  StreamMethod,
} from './define.js';
import { type RawParameters, type ReadParameters, readParameters } from './rawParameters.js';

export interface Answer {
  /** HTTP status: 200 for every answer of a method, 401 for a bad token. */
  readonly status: 200 | 401;
  readonly body: Readonly<Record<string, unknown>>;
}

export const refusal = (message: string, status: 200 | 401 = 200): Answer => ({ status, body: { result: 1, message } });

/** The one way into a method, whoever calls: authenticates, reads parameters, applies locks, runs it, makes the answer. */
export const callMethod = async (
  engine: Engine,
  method: AnsweringMethod,
  raw: RawParameters,
  tokenText: string,
  ip: string,
): Promise<Answer> => {
  const caller = await engine.tokens.authenticate(tokenText, Date.now());
  if (caller === null) return refusal(SENTENCES.unableToAuthenticate, 401);
  return callAs(engine, method, raw, caller, ip);
};

/** `callMethod` for a caller who is known already. */
export const callAs = async (
  engine: Engine,
  method: AnsweringMethod,
  raw: RawParameters,
  caller: Authenticated,
  ip: string,
): Promise<Answer> => {
  const read = admit(method, raw, caller);
  if (!read.success) return refuse(engine, method, caller, raw, ip, read.sentence);
  return method.kind === 'command'
    ? runCommand(engine, method, caller, read.parameters, raw, ip)
    : runQuery(engine, method, caller, read.parameters, raw, ip);
};

/** Opens a stream for a caller who is known already. What is refused is answered like any other refusal. */
export const openStream = async (
  engine: Engine,
  method: StreamMethod,
  raw: RawParameters,
  caller: Authenticated,
  reader: Pick<StreamCaller, 'ip' | 'lastEventId' | 'ended' | 'isStillGood'>,
): Promise<StreamContent | Answer> => {
  const read = admit(method, raw, caller);
  if (!read.success) return refusal(read.sentence);
  const opened = await method.open(engine.access(caller.accountId), read.parameters as never, {
    ...reader,
    token: caller.token,
  });
  return 'granted' in opened ? refusal(opened.sentence) : opened;
};

/** The parameters, or what permission, parameters and locks say before anything is loaded. */
const admit = (method: Method, raw: RawParameters, { token }: Authenticated): ReadParameters => {
  const denied = { success: false, sentence: SENTENCES.accessDenied } as const;
  if (method.permission !== null && !isPermitted(token, method.permission)) return denied;
  const read = readParameters(method, raw);
  if (!read.success) return read;
  const locked = lockRefusal(method, token, read.parameters);
  return locked === null ? read : { success: false, sentence: locked };
};

/** What the locks say before anything is loaded. A key lock above 0 on a `license` method is settled in the batch. */
const lockRefusal = (method: Method, token: Token, parameters: Readonly<Record<string, unknown>>): string | null => {
  const productDiffers = token.productLock !== 0 && parameters.ProductId !== token.productLock;
  switch (method.scope) {
    case 'license':
    case 'productKeys':
      return productDiffers ? SENTENCES.accessDenied : null;
    case 'product':
      return productDiffers || token.keyLock !== 0 ? SENTENCES.accessDenied : null;
    case 'wholeAccount':
      return token.productLock !== 0 || token.keyLock !== 0 ? SENTENCES.accessDenied : null;
    case 'account':
    case 'filterProduct':
      return token.keyLock !== 0 ? SENTENCES.accessDenied : null;
    case 'filter':
      return token.keyLock < 0 && (!parameters.ProductId || !parameters.Key) ? SENTENCES.inputIncorrect : null;
    case 'own':
      return null;
    default:
      return method.scope satisfies never;
  }
};

const runCommand = async (
  engine: Engine,
  method: CommandMethod,
  { accountId, token }: Authenticated,
  parameters: Readonly<Record<string, unknown>>,
  raw: RawParameters,
  ip: string,
): Promise<Answer> => {
  const { present } = method;
  const signer = present === undefined ? undefined : await engine.signer(accountId);
  let presented: Promise<object> | undefined;
  const { outcome } = await engine.submit(accountId, {
    method: method.number,
    token,
    ip,
    needs: method.needs(parameters as never, token),
    decide: (state, context) => {
      const decided = decideCall(method, state, parameters, raw, context);
      if (decided.granted && present !== undefined && signer !== undefined) {
        // Signed while the commit is under way; the answer waits for both. A batch that is decided again is signed again.
        // In the next turn, so that the commit is sent first; caught, because a batch that fails leaves nobody to wait for it.
        presented = nextTurn().then(() =>
          present(decided.result as never, parameters as never, { signer, now: context.now }),
        );
        presented.catch(() => {});
      }
      return decided;
    },
  });
  if (!outcome.granted) return refusal(outcome.sentence);
  const result = presented === undefined ? outcome.result : await presented;
  return success(method, result, outcome.message);
};

const runQuery = async (
  engine: Engine,
  method: QueryMethod,
  { accountId, token }: Authenticated,
  parameters: Readonly<Record<string, unknown>>,
  raw: RawParameters,
  ip: string,
): Promise<Answer> => {
  const outcome = await method.handle(engine.access(accountId), parameters as never, { token, ip });
  if (!outcome.granted) return refuse(engine, method, { accountId, token }, raw, ip, outcome.sentence);
  const { logs } = outcome;
  if (logs.length > 0) {
    const command = { method: method.number, token, ip, needs: [], decide: () => granted({}, { logs }) };
    await engine.submit(accountId, command);
  }
  return success(method, outcome.result, outcome.message);
};

/** Ours to say on success: the ai methods and lists answer null, key and data methods "". */
const success = (method: AnsweringMethod, result: object, message: string | undefined): Answer => {
  const silent = method.category === 'key' || method.category === 'data' ? '' : null;
  return { status: 200, body: { ...result, result: 0, message: message ?? silent } };
};

/** Answers a refusal that was settled before any rule ran; where the method's refusals are logged, after the row is durable. */
const refuse = async (
  engine: Engine,
  method: Method,
  { accountId, token }: Authenticated,
  raw: RawParameters,
  ip: string,
  sentence: string,
): Promise<Answer> => {
  if (method.refusal === null) return refusal(sentence);
  const { productId, key } = addressIn(method, raw);
  const named = productId !== 0 && key !== '';
  const command: Command = {
    method: method.number,
    token,
    ip,
    needs: named ? [{ license: { productId, key } }] : [],
    decide: (state) => refused(sentence, refusalEntry(method, raw, named ? state.license(productId, key) : undefined)),
  };
  await engine.submit(accountId, command);
  return refusal(sentence);
};
