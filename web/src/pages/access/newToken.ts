import { call, type Parameters } from '../../api/call.js';
import type { Problem } from '../../problem.js';
import { unixOfLocalInput } from '../../time/localInput.js';
import { serverNow } from '../../time/serverClock.js';
import type { Allowed } from '../../tokens/permissionGroups.js';

/** The form of a new token. */
export interface NewToken {
  readonly name: string;
  readonly allowed: Allowed;
  /** "0": not locked to one. */
  readonly product: string;
  /** `named`: calls must name a key. */
  readonly keyLock: 'any' | 'named' | 'one';
  /** The key of keyLock `one`. */
  readonly key: string;
  readonly featureLock: number;
  /** Days as text, or `never`, or `date`. */
  readonly expiry: string;
  /** Of expiry `date`, as the field has it. */
  readonly expiryDate: string;
}

export type MadeToken = { readonly token: string } | { readonly problem: Problem };

const DAY = 86_400;

const refused = (message: string): { readonly problem: Problem } => ({ problem: { kind: 'refused', message } });

const expiresOf = ({ expiry, expiryDate }: NewToken): number | undefined => {
  if (expiry === 'never') return undefined;
  return expiry === 'date' ? unixOfLocalInput(expiryDate) : serverNow() + Number(expiry) * DAY;
};

/** The GlobalId by which a token is locked to a key. */
const globalIdOf = async (key: string): Promise<{ readonly id: number } | { readonly problem: Problem }> => {
  const found = await call('ai/Search', { Query: key, Limit: 1 });
  if ('problem' in found) return found;
  const license = found.answer.keys.find((one) => one.key === key.toUpperCase());
  return license === undefined ? refused(`There is no key ${key}.`) : { id: license.globalId };
};

export const createToken = async (form: NewToken): Promise<MadeToken> => {
  if (form.allowed.length === 0) return refused('Choose at least one permission.');
  const parameters: Parameters<'auth/CreateToken'> = {
    Name: form.name.trim(),
    Permissions: form.allowed,
    ProductLock: Number(form.product),

    FeatureLock: form.featureLock,
    Expires: expiresOf(form),
  };
  if (form.keyLock !== 'one') return made({ ...parameters, KeyLock: form.keyLock === 'named' ? -1 : 0 });
  const license = await globalIdOf(form.key.trim());
  return 'problem' in license ? license : made({ ...parameters, KeyLock: license.id });
};

const made = async (parameters: Parameters<'auth/CreateToken'>): Promise<MadeToken> => {
  const result = await call('auth/CreateToken', parameters);
  return 'problem' in result ? result : { token: result.answer.token };
};
