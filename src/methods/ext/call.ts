import type { AccountState } from '../../domain/batch/accountState.js';
import { type LogEntry, licenseEntry, productEntry } from '../../domain/batch/logEntry.js';
import { type Need, need } from '../../domain/batch/need.js';
import { type Outcome, refused } from '../../domain/batch/outcome.js';
import type { Account, Token } from '../../domain/entities.js';
import { attemptedKey } from '../../domain/log/logDetail.js';
import type { State } from '../../domain/log/states.js';
import type { Engine } from '../../engine/engine.js';
import { LIMITS } from '../../limits.js';
import { loadAccount } from '../../sql/batch/load.js';
import { accountFromRow } from '../../sql/licensing/accountTable.js';
import type { Addressed } from '../addressed.js';
import { type RawParameters, readOne, readParameters, textIn } from '../rawParameters.js';
import type { ExtCommandMethod, ExtMethod, ExtReading } from './define.js';
import { findExtAddressed, isPrivateKeyOf } from './identity.js';

type ExtAnswer = ExtReading | { readonly error: string };

/** A request on its way: everything that its steps need. */
interface Call {
  readonly engine: Engine;
  readonly accountId: number;
  readonly raw: RawParameters;
  readonly ip: string;
}

/** Web API 2 knows no tokens: log rows carry token 0, and what is changed was changed by the account's owner. */
const ownerScope = (accountId: number): Token => ({
  tokenId: 0,
  userId: accountId,
  name: 'Web API 2',
  permissions: 'all',
  productLock: 0,
  keyLock: 0,
  featureLock: 0,
  created: 0,
  expires: null,
  revokedAt: null,
});

/**
 * The one way into a method of Web API 2: finds the account, asks for its private key where the method wants it, reads
 * the parameters, runs the method. From the moment the account is known a refusal is logged, where the method logs any.
 */
export const callExtMethod = async (
  engine: Engine,
  method: ExtMethod,
  raw: RawParameters,
  ip: string,
): Promise<ExtAnswer> => {
  const account = await findAccount(engine, method, raw);
  if (account === undefined) return { error: method.stranger };
  const call: Call = { engine, accountId: account.accountId, raw, ip };
  if (method.owner && !isPrivateKeyOf(account, raw.get('privatekey'))) return refuse(method, call, method.stranger);
  const barred = method.admit?.(account) ?? null;
  if (barred !== null) return refuse(method, call, barred);
  const read = readParameters(method, raw);
  if (!read.success) return refuse(method, call, read.sentence);
  if (method.kind === 'command') return runCommand(method, call, read.parameters);
  const reading = await method.handle(engine.access(account.accountId), read.parameters as never);
  return 'granted' in reading ? { error: reading.sentence } : reading;
};

const findAccount = async (engine: Engine, method: ExtMethod, raw: RawParameters): Promise<Account | undefined> => {
  const accountId = readNumber(method, raw, method.identity.account);
  if (accountId === 0) return undefined;
  const [row] = await engine.access(accountId).run(loadAccount(accountId));
  return row === undefined ? undefined : accountFromRow(row);
};

const runCommand = async (
  method: ExtCommandMethod,
  { engine, accountId, raw, ip }: Call,
  parameters: Readonly<Record<string, unknown>>,
): Promise<ExtAnswer> => {
  const { outcome, now } = await engine.submit(accountId, {
    method: method.number,
    token: ownerScope(accountId),
    ip,
    needs: [...identityNeeds(method, raw), ...method.needs(parameters as never)],
    decide: (state, context): Outcome<object, string, State> => {
      const found = method.addressesLicense
        ? findExtAddressed(state, parameters as { pid: number; hsum: string; sid: string })
        : null;
      if (typeof found === 'string') return refused(found, refusalEntry(method, raw, state));
      const ended = method.decide(state, parameters as never, context, found as Addressed);
      if (ended.granted || ended.log !== null) return ended;
      return { ...ended, log: refusalEntry(method, raw, state) };
    },
  });
  if (!outcome.granted) return { error: outcome.sentence };
  const tools = { signer: await engine.signer(accountId), now };
  return { body: await method.present(outcome.result as never, parameters as never, tools) };
};

/** Answers a refusal that was settled before any rule ran; where the method's refusals are logged, after the row is durable. */
const refuse = async (method: ExtMethod, { engine, accountId, raw, ip }: Call, error: string): Promise<ExtAnswer> => {
  if (method.refusal === null) return { error };
  await engine.submit(accountId, {
    method: method.number,
    token: ownerScope(accountId),
    ip,
    needs: identityNeeds(method, raw),
    decide: (state) => refused(error, refusalEntry(method, raw, state)),
  });
  return { error };
};

/** What of a request's identity can be read, even when other parameters cannot; 0 and "" for what cannot. */
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
 * The log row of a refusal. A product id that names no product is not kept: anybody may call, and each new number would
 * be a side row for ever.
 */
const refusalEntry = (method: ExtMethod, raw: RawParameters, state: AccountState): LogEntry | null => {
  if (method.refusal === null) return null;
  const { identity } = method;
  const productId = readNumber(method, raw, identity.product);
  const product = productId === 0 ? undefined : state.product(productId);
  const key = readKey(method, raw);
  const machineCode = identity.machine === undefined ? null : textIn(raw, identity.machine, LIMITS.machineCodeChars);
  const license = product === undefined || key === '' ? undefined : state.license(productId, key);
  if (license !== undefined) return licenseEntry(method.refusal, license, { machineCode });
  const asked = identity.key === undefined ? undefined : raw.get(identity.key);
  return productEntry(method.refusal, product?.productId ?? 0, {
    machineCode,
    attemptedKey: typeof asked === 'string' ? attemptedKey(asked, LIMITS.attemptedKeyChars) : '',
  });
};
