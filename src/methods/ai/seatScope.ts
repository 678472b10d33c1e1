import type { Token } from '../../domain/entities.js';
import { SENTENCES } from '../../domain/sentences.js';
import type { AccountAccess } from '../../engine/access.js';
import { LIMITS } from '../../limits.js';
import {
  productExists,
  type SeatLicense,
  type SeatOwner,
  seatLicenseById,
  seatLicenseByKey,
} from '../../sql/readSeats.js';
import { optionalId, optionalText } from '../parameters.js';

/** What GetSeatUsage and GetSeatHolders share: whose seats are meant. */

export const seatSubject = {
  ProductId: optionalId().meta({ description: 'The seats of all keys of this product, deleted ones included.' }),
  Key: optionalText(LIMITS.keyChars).meta({ description: 'The seats of this key string; requires ProductId.' }),
  KeyId: optionalId().meta({ description: 'The seats of the key with this id, a deleted one too.' }),
} as const;

export const SEAT_ERRORS = [
  SENTENCES.accessDenied,
  SENTENCES.inputIncorrect,
  SENTENCES.productNotFound,
  SENTENCES.keyNotFound,
] as const;

type ScopeRefusal = typeof SENTENCES.inputIncorrect | typeof SENTENCES.productNotFound | typeof SENTENCES.keyNotFound;

interface Named {
  readonly ProductId?: number | undefined;
  readonly Key?: string | undefined;
  readonly KeyId?: number | undefined;
}

/**
 * The license or product that a call is about. What the token's locks keep out of sight is not found, and with a lock
 * the call need not name what the lock does.
 */
export const seatOwner = async (
  { run, accountId }: AccountAccess,
  { ProductId, Key, KeyId }: Named,
  token: Token,
): Promise<SeatOwner | ScopeRefusal> => {
  if (Key !== undefined && ProductId === undefined) return SENTENCES.inputIncorrect;
  const [locked] = token.keyLock > 0 ? await run(seatLicenseById(accountId, token.keyLock)) : [];
  if (token.keyLock > 0 && locked === undefined) return SENTENCES.keyNotFound;
  const productLock = token.productLock === 0 ? locked?.product_id : token.productLock;
  const productId = ProductId ?? productLock;
  if (productLock !== undefined && productId !== productLock) return SENTENCES.productNotFound;
  if (productId !== undefined) {
    const [product] = await run(productExists(accountId, productId));
    if (product === undefined) return SENTENCES.productNotFound;
  }
  if (Key === undefined && KeyId === undefined && locked === undefined) {
    return productId === undefined ? SENTENCES.inputIncorrect : { of: 'product', id: productId };
  }
  const found = await Promise.all([
    ...(Key === undefined || productId === undefined ? [] : [run(seatLicenseByKey(accountId, productId, Key))]),
    ...(KeyId === undefined ? [] : [run(seatLicenseById(accountId, KeyId))]),
    ...(locked === undefined ? [] : [[locked]]),
  ]);
  const license = theOne(found.map(([row]) => row));
  if (license === undefined || (productId !== undefined && license.product_id !== productId)) {
    return SENTENCES.keyNotFound;
  }
  return { of: 'license', id: license.global_id };
};

/** What all of them are; undefined where one is missing or another. */
const theOne = (licenses: readonly (SeatLicense | undefined)[]): SeatLicense | undefined => {
  const [first] = licenses;
  return licenses.every((license) => license?.global_id === first?.global_id) ? first : undefined;
};
