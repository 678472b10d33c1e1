import type { CustomerId, LicenseId, ProductId, TokenId } from '../entities/ids.js';
import type { DataObjectOwner } from '../entities/objectOwners.js';

/** A license by its product and key string, or by its license id. */
export type LicenseName = { readonly productId: ProductId; readonly key: string } | { readonly licenseId: LicenseId };

/** What is loaded together with a license. */
export interface LicenseParts {
  readonly machines?: boolean;
  /** The key's own, or also those of its machine codes, which can be many. */
  readonly dataObjects?: boolean | 'withMachines';
  readonly customer?: boolean;
}

/**
 * A requirement: an object or list that a rule reads, declared before it runs. `engine/batch/loadPlan.ts` loads each kind;
 * create requirements with the functions in `need`.
 */
export type Need =
  /** A license, together with its product. */
  | { readonly kind: 'license'; readonly license: LicenseName; readonly parts: LicenseParts }
  | { readonly kind: 'product'; readonly productId: ProductId; readonly withDataObjects: boolean }
  | { readonly kind: 'trial'; readonly productId: ProductId; readonly machineCode: string }
  /** A data object, and the product or license that owns it. */
  | { readonly kind: 'dataObject'; readonly id: number }
  | { readonly kind: 'dataObjectsOf'; readonly owner: DataObjectOwner }
  | {
      readonly kind: 'machineDataObjects';
      readonly productId: ProductId;
      readonly key: string;
      readonly machineCode: string;
    }
  | { readonly kind: 'customer'; readonly customerId: CustomerId }
  /** One license of the customer that is of any other product. */
  | { readonly kind: 'licenseElsewhere'; readonly customerId: CustomerId; readonly productId: ProductId }
  | { readonly kind: 'customerEmail'; readonly email: string }
  | { readonly kind: 'customerSecret'; readonly secret: string }
  | { readonly kind: 'token'; readonly tokenId: TokenId }
  /** The people of the account. */
  | { readonly kind: 'users' }
  /** The owner of an e-mail address, in any account. */
  | { readonly kind: 'userEmail'; readonly email: string }
  /** A one-time link, by the SHA-256 of its secret. */
  | { readonly kind: 'userLink'; readonly secretHash: Uint8Array }
  /** The claim of the import that may continue with the account's history. */
  | { readonly kind: 'historyClaim' };

/** One function a kind, so that a method's declaration reads as a list: `[need.product(ProductId), need.users()]`. */
export const need = {
  license: (license: LicenseName, parts: LicenseParts = {}): Need => ({ kind: 'license', license, parts }),
  product: (productId: ProductId): Need => ({ kind: 'product', productId, withDataObjects: false }),
  productWithDataObjects: (productId: ProductId): Need => ({ kind: 'product', productId, withDataObjects: true }),
  trial: (productId: ProductId, machineCode: string): Need => ({ kind: 'trial', productId, machineCode }),
  dataObject: (id: number): Need => ({ kind: 'dataObject', id }),
  dataObjectsOf: (owner: DataObjectOwner): Need => ({ kind: 'dataObjectsOf', owner }),
  machineDataObjects: (machine: {
    readonly productId: ProductId;
    readonly key: string;
    readonly machineCode: string;
  }): Need => ({
    kind: 'machineDataObjects',
    productId: machine.productId,
    key: machine.key,
    machineCode: machine.machineCode,
  }),
  customer: (customerId: CustomerId): Need => ({ kind: 'customer', customerId }),
  licenseElsewhere: (customerId: CustomerId, productId: ProductId): Need => ({
    kind: 'licenseElsewhere',
    customerId,
    productId,
  }),
  customerEmail: (email: string): Need => ({ kind: 'customerEmail', email }),
  customerSecret: (secret: string): Need => ({ kind: 'customerSecret', secret }),
  token: (tokenId: TokenId): Need => ({ kind: 'token', tokenId }),
  users: (): Need => ({ kind: 'users' }),
  userEmail: (email: string): Need => ({ kind: 'userEmail', email }),
  userLink: (secretHash: Uint8Array): Need => ({ kind: 'userLink', secretHash }),
  historyClaim: (): Need => ({ kind: 'historyClaim' }),
} as const;
