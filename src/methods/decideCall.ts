import type { AccountState } from '../domain/batch/accountState.js';
import type { DecideContext } from '../domain/batch/decideContext.js';
import { type LogEntry, licenseEntry, productEntry } from '../domain/batch/logEntry.js';
import { type Outcome, refused } from '../domain/batch/outcome.js';
import type { ProductId } from '../domain/entities/ids.js';
import type { License } from '../domain/entities/licensing.js';
import { attemptedKey } from '../domain/log/logDetail.js';
import type { State } from '../domain/log/states.js';
import { LIMITS } from '../limits.js';
import { type Addressed, findAddressed } from './addressed.js';
import type { CommandMethod, Method } from './define.js';
import { type RawParameters, readOne, textIn } from './rawParameters.js';

/**
 * The rule behind a check that all methods about one licence share: product and key exist, and the key lock matches.
 */
export const decideCall = (
  method: CommandMethod,
  state: AccountState,
  parameters: Readonly<Record<string, unknown>>,
  raw: RawParameters,
  context: DecideContext,
): Outcome<object, string, State> => {
  let addressed: Addressed | null = null;
  if (method.scope === 'license') {
    const address = parameters as { ProductId: number; Key: string };
    const found = findAddressed(state, address, context.caller);
    if (typeof found === 'string') {
      return refused(found, refusalEntry(method, raw, state.license(address.ProductId, address.Key)));
    }
    addressed = found;
  }
  const outcome = method.decide(state, parameters as never, context, addressed as Addressed);
  if (outcome.granted || outcome.log !== null) return outcome;
  return { ...outcome, log: refusalEntry(method, raw, addressed?.license) };
};

export const addressIn = (
  method: Method,
  raw: RawParameters,
): { readonly productId: ProductId; readonly key: string } => {
  const productId = readOne(method, raw, 'ProductId');
  const key = readOne(method, raw, 'Key');
  return {
    productId: typeof productId === 'number' ? productId : 0,
    key: typeof key === 'string' ? key : '',
  };
};

/** The log row of a refusal. It names what the request named, as far as that could be read. */
export const refusalEntry = (method: Method, raw: RawParameters, license: License | undefined): LogEntry | null => {
  if (method.refusal === null) return null;
  const details = {
    machineCode:
      'MachineCode' in method.parameters.shape ? textIn(method, raw, 'MachineCode', LIMITS.machineCodeChars) : null,
    friendlyName:
      'FriendlyName' in method.parameters.shape ? textIn(method, raw, 'FriendlyName', LIMITS.friendlyNameChars) : '',
    dataObjectId: method.category === 'data' ? Number(readOne(method, raw, 'Id') ?? 0) : 0,
    dataObjectValue: method.category === 'data' ? Number(readOne(method, raw, 'IntValue') ?? 0) : 0,
  };
  if (license !== undefined) return licenseEntry(method.refusal, license, details);
  const key = raw.get('key');
  return productEntry(method.refusal, addressIn(method, raw).productId, {
    ...details,
    attemptedKey: typeof key === 'string' ? attemptedKey(key, LIMITS.attemptedKeyChars) : '',
  });
};
