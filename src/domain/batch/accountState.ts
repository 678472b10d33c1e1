import type { Account, Token, User } from '../entities/identity.js';
import type { Customer, DataObject, License, Machine, Product } from '../entities/licensing.js';
import type { DataObjectOwner } from '../entities/objectOwners.js';

/**
 * The loaded objects, with the changes of earlier commands of the same batch applied. Access to an object that no need
 * named is a programming error and throws. Deleted licenses are not found.
 */
export interface AccountState {
  account(): Account;
  product(productId: number): Product | undefined;
  license(productId: number, key: string): License | undefined;
  licenseById(licenseId: number): License | undefined;
  /** The newest license that CreateTrialKey made for this machine. */
  trialOf(productId: number, machineCode: string): License | undefined;
  /** Node-locked machines and leases in order of time; lapsed leases may be among them. */
  machines(licenseId: number): readonly Machine[];
  /** In order of id. */
  dataObjects(owner: DataObjectOwner): readonly DataObject[];
  /** A license's own and those of its machines, in order of id. */
  dataObjectsOfLicense(licenseId: number): readonly DataObject[];
  dataObject(id: number): DataObject | undefined;
  /** Also undefined when no need named it. */
  customer(customerId: number): Customer | undefined;
  customerByEmail(email: string): Customer | undefined;
  customerBySecret(secret: string): Customer | undefined;
  token(tokenId: number): Token | undefined;
  /** In order of id, without removed ones. */
  users(): readonly User[];
  /** Undefined also when the person was removed. Needs `users`. */
  user(userId: number): User | undefined;
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
  readonly userId: number;
}

/** A one-time link that has not been used. */
export interface UserLink {
  readonly userId: number;
  /** Milliseconds. */
  readonly expires: number;
  /** It signs in by itself and sets no password. */
  readonly signsIn: boolean;
}
