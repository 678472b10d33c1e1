import type { Account, Token, User } from '../entities/identity.js';
import type { CustomerId, LicenseId, ProductId, TokenId, UserId } from '../entities/ids.js';
import type { Customer, DataObject, License, Machine, Product } from '../entities/licensing.js';
import type { DataObjectOwner } from '../entities/objectOwners.js';

/**
 * The loaded objects, with the changes of earlier commands of the same batch applied. Access to an object that no need
 * named is a programming error and throws. Deleted licenses are not found.
 */
export interface AccountState {
  account(): Account;
  product(productId: ProductId): Product | undefined;
  license(productId: ProductId, key: string): License | undefined;
  licenseById(licenseId: LicenseId): License | undefined;
  /** The newest license that CreateTrialKey made for this machine. */
  trialOf(productId: ProductId, machineCode: string): License | undefined;
  /** Node-locked machines and leases in order of time; lapsed leases may be among them. */
  machines(licenseId: LicenseId): readonly Machine[];
  /** In order of id. */
  dataObjects(owner: DataObjectOwner): readonly DataObject[];
  /** A license's own and those of its machines, in order of id. */
  dataObjectsOfLicense(licenseId: LicenseId): readonly DataObject[];
  dataObject(id: number): DataObject | undefined;
  /** Also undefined when no need named it. */
  customer(customerId: CustomerId): Customer | undefined;
  /** Whether the customer has a license of a product other than this one. */
  hasLicenseElsewhere(customerId: CustomerId, productId: ProductId): boolean;
  customerByEmail(email: string): Customer | undefined;
  customerBySecret(secret: string): Customer | undefined;
  token(tokenId: TokenId): Token | undefined;
  /** In order of id, without removed ones. */
  users(): readonly User[];
  /** Undefined also when the person was removed. Needs `users`. */
  user(userId: UserId): User | undefined;
  /** The greatest id that was ever given to a person. Needs `users`. */
  lastUserId(): number;
  emailOwner(email: string): EmailOwner | undefined;
  userLink(secretHash: Uint8Array): UserLink | undefined;
  /** null: no history was ever imported. */
  historyClaim(): string | null;
}

/** The person with an e-mail address, in any account. */
export interface EmailOwner {
  readonly accountId: number;
  readonly userId: UserId;
}

/** A one-time link that has not been used. */
export interface UserLink {
  readonly userId: UserId;
  /** Milliseconds. */
  readonly expires: number;
  /** It signs in by itself and sets no password. */
  readonly signsIn: boolean;
}
