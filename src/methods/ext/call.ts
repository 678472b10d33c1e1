import type { AccountState } from '../../domain/batch/accountState.js';
import type { DecideContext } from '../../domain/batch/decideContext.js';
import { type LogEntry, licenseEntry, productEntry } from '../../domain/batch/logEntry.js';
import { type Need, need } from '../../domain/batch/need.js';
import { granted, type Outcome, refused } from '../../domain/batch/outcome.js';
import type { Account } from '../../domain/entities/identity.js';
import { attemptedKey } from '../../domain/log/logDetail.js';
import type { State } from '../../domain/log/states.js';
import { LIMITS } from '../../limits.js';
import { loadAccount } from '../../sql/batch/load.js';
import { accountFromRow } from '../../sql/identity/accountTable.js';
import type { Addressed } from '../addressed.js';
import { type RawParameters, type ReadParameters, readOne, readParameters, textIn } from '../rawParameters.js';
import { type Incoming, type Parameters, runCall, type Steps } from '../runCall.js';
import type { ExtCommandMethod, ExtMethod, ExtQueryMethod, ExtReading } from './define.js';
import { findExtAddressed, isPrivateKeyOf } from './identity.js';

/** Entry point of Web API 2 methods: an account by its id, its private key if the method requires it, no envelope. */

type ExtAnswer = ExtReading | { readonly error: string };

/** Finds the account, then runs the method. From then on refusals are logged, if the method logs any. */
export const callExtMethod = async (method: ExtMethod, incoming: Incoming): Promise<ExtAnswer> => {
  const account = await findAccount(method, incoming);
  if (account === undefined) return { error: method.stranger };
  const { accountId } = account;
  const ended = await runCall(stepsFor(account), method, {
    ...incoming,
    accountId,
    caller: { kind: 'legacy', accountId },
  });
  return ended.granted ? ended.result : { error: ended.sentence };
};

const findAccount = async (method: ExtMethod, { engine, raw }: Incoming): Promise<Account | undefined> => {
  const accountId = readNumber(method, raw, method.identity.account);
  if (accountId === 0) return undefined;
  const [row] = await engine.access(accountId).run(loadAccount(accountId));
  return row === undefined ? undefined : accountFromRow(row);
};

const stepsFor = (account: Account): Steps<ExtCommandMethod, ExtQueryMethod, ExtReading> => ({
  admit: (method, { raw }) => admit(method, raw, account),
  needs: (method, { raw }, parameters) => [...identityNeeds(method, raw), ...method.needs(parameters as never)],
  decide:
    (method, { raw }, parameters) =>
    (state, context) =>
      decideExtCall(method, state, parameters, raw, context),
  presenter: (method, parameters) => async (result, tools) => ({
    body: await method.present(result as never, parameters as never, tools),
  }),
  read: async (method, { engine, accountId }, parameters) => {
    const reading = await method.handle(engine.access(accountId), parameters as never);
    return 'granted' in reading ? reading : granted(reading);
  },
  refusalNeeds: (method, { raw }) => identityNeeds(method, raw),
  refusalEntry: (method, { raw }, state) => refusalEntry(method, raw, state),
});

/** The parameters, or what the private key, the account's settings and the parameters say before anything is loaded. */
const admit = (method: ExtMethod, raw: RawParameters, account: Account): ReadParameters => {
  const isStranger = method.owner && !isPrivateKeyOf(account, raw.get('privatekey'));
  const barred = isStranger ? method.stranger : (method.admit?.(account) ?? null);
  return barred === null ? readParameters(method, raw) : { success: false, sentence: barred };
};

/** The rule behind what every command shares: product, control number and key are checked, and a refusal is logged. */
const decideExtCall = (
  method: ExtCommandMethod,
  state: AccountState,
  parameters: Parameters,
  raw: RawParameters,
  context: DecideContext,
): Outcome<object, string, State> => {
  const found = method.addressesLicense
    ? findExtAddressed(state, parameters as { pid: number; hsum: string; sid: string })
    : null;
  if (typeof found === 'string') return refused(found, refusalEntry(method, raw, state));
  const outcome = method.decide(state, parameters as never, context, found as Addressed);
  if (outcome.granted || outcome.log !== null) return outcome;
  return { ...outcome, log: refusalEntry(method, raw, state) };
};

/** A request's identity, as far as it can be read even when other parameters cannot; 0 and "" for the rest. */
const readNumber = (method: ExtMethod, raw: RawParameters, name: string | undefined): number => {
  const value = name === undefined ? undefined : readOne(method, raw, name);
  return typeof value === 'number' ? value : 0;
};

const readKey = (method: ExtMethod, raw: RawParameters): string => {
  const { key } = method.identity;
  const value = key === undefined ? undefined : readOne(method, raw, key);
  return typeof value === 'string' ? value : '';
};

const identityNeeds = (method: ExtMethod, raw: RawParameters): readonly Need[] => {
  const productId = readNumber(method, raw, method.identity.product);
  const key = readKey(method, raw);
  if (productId === 0) return [];
  return key === '' ? [need.product(productId)] : [need.license({ productId, key })];
};

/**
 * The log row of a refusal. A product id that names no product is not stored: calls are anonymous, and each new number
 * would add a permanent side row.
 */
const refusalEntry = (method: ExtMethod, raw: RawParameters, state: AccountState): LogEntry | null => {
  if (method.refusal === null) return null;
  const { identity } = method;
  const productId = readNumber(method, raw, identity.product);
  const product = productId === 0 ? undefined : state.product(productId);
  const key = readKey(method, raw);
  const machineCode =
    identity.machine === undefined ? null : textIn(method, raw, identity.machine, LIMITS.machineCodeChars);
  const license = product === undefined || key === '' ? undefined : state.license(productId, key);
  if (license !== undefined) return licenseEntry(method.refusal, license, { machineCode });
  const asked = identity.key === undefined ? undefined : raw.get(identity.key);
  return productEntry(method.refusal, product?.productId ?? 0, {
    machineCode,
    attemptedKey: typeof asked === 'string' ? attemptedKey(asked, LIMITS.attemptedKeyChars) : '',
  });
};
