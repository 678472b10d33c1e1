import type { AccountState } from '../batch/accountState.js';
import type { DecideContext } from '../batch/decideContext.js';
import { granted, type Outcome, refused } from '../batch/outcome.js';
import { userIdOf } from '../entities/caller.js';
import type { Token } from '../entities/identity.js';
import type { ProductId } from '../entities/ids.js';
import type { FeatureDefinition, Product } from '../entities/licensing.js';

/** Rules of the shell: products, tokens and settings. Their sentences are shown on the command line only. */

const DEFAULT_FEATURES: readonly FeatureDefinition[] = [
  { name: 'Time Limit', type: 1 },
  { name: 'Trial', type: 2 },
  ...[3, 4, 5, 6, 7, 8].map((number): FeatureDefinition => ({ name: `F${number}`, type: 0 })),
];

export interface NewProduct {
  readonly name: string;
  readonly description: string;
  readonly isPublic: boolean;
  /** undefined: the next free one. */
  readonly productId: ProductId | undefined;
  /** Of F1 and so on; "" and missing ones get the default name. */
  readonly featureNames?: readonly string[];
}

/** Needs the product of that id, when one is given. */
export const decideCreateProduct = (
  state: AccountState,
  request: NewProduct,
  context: DecideContext,
): Outcome<Product, 'There is a product with this id already.', never> => {
  if (request.productId !== undefined && state.product(request.productId) !== undefined) {
    return refused('There is a product with this id already.');
  }
  const productId = request.productId ?? context.nextId('product');
  context.claimId('product', productId);
  const product = newProduct({ ...request, productId }, context);
  return granted(product, { writes: [{ kind: 'product', row: product }] });
};

/** A product without licenses, not yet stored. */
export const newProduct = (
  { productId, name, description, isPublic, featureNames = [] }: NewProduct & { readonly productId: ProductId },
  context: DecideContext,
): Product => ({
  productId,
  name,
  description,
  created: context.now,
  isPublic,
  hsum: sixDigits(context),
  features: withFeatureNames(DEFAULT_FEATURES, featureNames),
  lastLicenseId: 0,
});

/** The features renamed; "" and missing names keep the current one. */
export const withFeatureNames = (
  features: readonly FeatureDefinition[],
  names: readonly string[],
): readonly FeatureDefinition[] =>
  features.map((feature, index) => ({ ...feature, name: names[index] || feature.name }));

const sixDigits = ({ randomBytes }: DecideContext): number => {
  const [a = 0, b = 0, c = 0, d = 0] = randomBytes(4);
  return 100_000 + ((((a << 24) | (b << 16) | (c << 8) | d) >>> 0) % 900_000);
};

export interface NewToken {
  readonly name: string;
  readonly permissions: Token['permissions'];
  readonly productLock: ProductId;
  readonly keyLock: number;
  readonly featureLock: number;
  readonly expires: number | null;
  /** SHA-256 of the secret. */
  readonly secretHash: Uint8Array;
}

export const decideCreateToken = (request: NewToken, context: DecideContext): Outcome<Token, never, never> => {
  const { secretHash, ...scope } = request;
  const token: Token = {
    ...scope,
    tokenId: context.nextId('token'),
    userId: userIdOf(context.caller),
    created: context.now,
    revokedAt: null,
  };
  return granted(token, { writes: [{ kind: 'token', row: token, secretHash }] });
};

export interface AccountSettings {
  readonly name?: string;
  readonly webApiLog?: boolean;
  readonly planLogs?: boolean;
}

export const decideSetAccount = (state: AccountState, settings: AccountSettings): Outcome<object, never, never> =>
  granted({}, { writes: [{ kind: 'account', row: { ...state.account(), ...settings } }] });
