import { createHash, timingSafeEqual } from 'node:crypto';
import type { AccountState } from '../../domain/batch/accountState.js';
import type { Account } from '../../domain/entities/identity.js';
import { SENTENCES } from '../../domain/sentences.js';
import { LIMITS } from '../../limits.js';
import type { Addressed } from '../addressed.js';
import { requiredInteger, requiredText } from '../parameters.js';
import type { LicenseRefusal } from './define.js';

const PRIVATE_KEY_CHARS = 200;

/** UTF-16 units of Web API 2's hsum and private key as sent; real ones have 6 and 50. */
const CONTROL_NUMBER_CHARS = 20;

/** The parameters that identify the caller of Web API 2 and the licence. */

export const accountId = () =>
  requiredInteger({ min: 1 }).meta({ description: 'The user id of the account’s owner, which is the account’s id.' });

export const productId = () => requiredInteger({ min: 1 }).meta({ description: 'The product id.' });

export const privateKey = () =>
  requiredText(PRIVATE_KEY_CHARS).meta({ description: 'The account’s private key of Web API 2.' });

/** uid, pid, hsum and sid: the identity in every method about one licence. */
export const licenseIdentity = {
  uid: accountId(),
  pid: productId(),
  hsum: requiredText(CONTROL_NUMBER_CHARS, SENTENCES.hsumIncorrect, SENTENCES.hsumIncorrect).meta({
    description: 'The control number of the product.',
  }),
  sid: requiredText(LIMITS.keyChars, SENTENCES.keyInaccessible).meta({ description: 'The key string.' }),
} as const;

export const machineCode = () =>
  requiredText(LIMITS.machineCodeChars).meta({
    description: 'The machine code: the client’s identifier of its device.',
  });

/** The sentences of `licenseIdentity` and the look-up behind it. */
export const IDENTITY_ERRORS = [
  SENTENCES.inputIncorrect,
  SENTENCES.productInaccessible,
  SENTENCES.hsumIncorrect,
  SENTENCES.keyInaccessible,
] as const;

const digest = (secret: string): Uint8Array => createHash('sha256').update(secret).digest();

/** Compares in constant time, so that the time reveals nothing about the secret. */
export const isPrivateKeyOf = (account: Account, shown: unknown): boolean =>
  typeof shown === 'string' && timingSafeEqual(digest(shown), digest(account.privateKey));

/**
 * The licence that pid, hsum and sid name, or the sentence that refuses it. A product that is not public counts as
 * unknown.
 */
export const findExtAddressed = (
  state: AccountState,
  { pid, hsum, sid }: { readonly pid: number; readonly hsum: string; readonly sid: string },
): Addressed | LicenseRefusal => {
  const product = state.product(pid);
  if (product === undefined || !product.isPublic) return SENTENCES.productInaccessible;
  if (hsum.trim() !== String(product.hsum)) return SENTENCES.hsumIncorrect;
  const license = state.license(pid, sid);
  if (license === undefined || license.block) return SENTENCES.keyInaccessible;
  return { product, license };
};
