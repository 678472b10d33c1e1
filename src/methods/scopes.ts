import type { Scope } from './define.js';

/** How a token's locks apply to methods of a scope, as text for the documentation. */
export interface ScopeRules {
  /** For the matrix: a few words. */
  readonly productLock: string;
  /** For the matrix: a few words. */
  readonly keyLock: string;
  /** For the method's page: whole sentences. */
  readonly locks: string;
}

export const SCOPES: Readonly<Record<Scope, ScopeRules>> = {
  license: {
    productLock: 'must match',
    keyLock: 'must match; below 0 allowed',
    locks:
      'The product lock must be the `ProductId` of the call. A key lock above 0 must be the licence’s GlobalId; a key lock below 0 allows any key.',
  },
  product: {
    productLock: 'must match',
    keyLock: 'refused',
    locks: 'The product lock must be the `ProductId` of the call. A token with a key lock is refused.',
  },
  productKeys: {
    productLock: 'must match',
    keyLock: 'no effect',
    locks: 'The product lock must be the `ProductId` of the call. A key lock has no effect.',
  },
  wholeAccount: {
    productLock: 'refused',
    keyLock: 'refused',
    locks: 'A token with a product lock or a key lock is refused.',
  },
  account: {
    productLock: 'no effect',
    keyLock: 'refused',
    locks: 'A product lock has no effect. A token with a key lock is refused.',
  },
  customer: {
    productLock: 'must cover the customer’s licences',
    keyLock: 'refused',
    locks:
      'A token with a product lock is refused for a customer who has a licence of another product. A token with a key lock is refused.',
  },
  filter: {
    productLock: 'narrows',
    keyLock: 'narrows; below 0 requires product and key',
    locks: 'The locks restrict what is visible. With a key lock below 0 both `ProductId` and `Key` must be given.',
  },
  filterProduct: {
    productLock: 'narrows',
    keyLock: 'refused',
    locks: 'A product lock restricts what is visible. A token with a key lock is refused.',
  },
  own: {
    productLock: 'see page',
    keyLock: 'see page',
    locks: 'The method applies the locks as its description says.',
  },
};
