import type { AccountState } from '../domain/batch/accountState.js';
import { type Caller, scopeOf } from '../domain/entities/caller.js';
import type { License, Product } from '../domain/entities/licensing.js';
import { SENTENCES } from '../domain/sentences.js';

/** What a method about one licence works on: it exists, and the token may access it. */
export interface Addressed {
  readonly license: License;
  readonly product: Product;
}

export type AddressRefusal =
  | typeof SENTENCES.accessDenied
  | typeof SENTENCES.productNotFound
  | typeof SENTENCES.keyNotFound;

/** The licence that ProductId and Key name, or the sentence that refuses it. */
export const findAddressed = (
  state: AccountState,
  { ProductId, Key }: { readonly ProductId: number; readonly Key: string },
  caller: Caller,
): Addressed | AddressRefusal => {
  const product = state.product(ProductId);
  const license = state.license(ProductId, Key);
  // A token for one key must not reveal which other keys exist.
  const { keyLock } = scopeOf(caller);
  if (keyLock > 0 && license?.licenseId !== keyLock) return SENTENCES.accessDenied;
  if (product === undefined) return SENTENCES.productNotFound;
  if (license === undefined) return SENTENCES.keyNotFound;
  return { product, license };
};
