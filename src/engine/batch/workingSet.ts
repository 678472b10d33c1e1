import type { AccountState, EmailOwner, UserLink } from '../../domain/batch/accountState.js';
import type { UserAccess, Write } from '../../domain/batch/write.js';
import type { Account, Token, User } from '../../domain/entities/identity.js';
import type { CustomerId, LicenseId, ProductId, TokenId, UserId } from '../../domain/entities/ids.js';
import type { Customer, DataObject, License, Machine, Product } from '../../domain/entities/licensing.js';
import { type DataObjectOwner, referencerTypesOf } from '../../domain/entities/objectOwners.js';
import { foldEmail } from '../../domain/identity/email.js';
import { hexOf, type LoadedObjects, nameOfElsewhere, nameOfKey, nameOfLicense, nameOfTrial } from './loadedObjects.js';

/** Changes in order, each with the previous object (undefined: it is new). */
export interface Change {
  readonly write: Write;
  readonly before: object | undefined;
}

/**
 * The part of an account that a batch works on: the loaded objects with the writes of earlier commands applied, so
 * that each command sees the changes of those before it.
 */
export class WorkingSet implements AccountState {
  #account: Account;
  readonly #objects: LoadedObjects;
  readonly changes: Change[] = [];

  constructor(account: Account, objects: LoadedObjects) {
    this.#account = account;
    this.#objects = objects;
  }

  account(): Account {
    return this.#account;
  }

  product(productId: ProductId): Product | undefined {
    return this.#objects.products.get(productId);
  }

  license(productId: ProductId, key: string): License | undefined {
    const licenseId = this.#objects.licenseIds.get(nameOfKey(productId, key));
    return licenseId === undefined ? undefined : live(this.#objects.licenses.find(licenseId));
  }

  licenseById(licenseId: LicenseId): License | undefined {
    return live(this.#objects.licenses.get(licenseId));
  }

  trialOf(productId: ProductId, machineCode: string): License | undefined {
    const { trials, licenses } = this.#objects;
    trials.require(trials.isExpected(nameOfTrial(productId, machineCode)));
    let newest: License | undefined;
    for (const license of licenses.found()) {
      const fits =
        license.productId === productId && license.trialMachine === machineCode && license.deletedAt === null;
      if (fits && (newest === undefined || license.licenseId > newest.licenseId)) newest = license;
    }
    return newest;
  }

  machines(licenseId: LicenseId): readonly Machine[] {
    const { licenses, licensesWithMachines: asked } = this.#objects;
    const license = licenses.find(licenseId);
    asked.require(
      asked.isExpected(nameOfLicense({ licenseId })) ||
        (license !== undefined && asked.isExpected(nameOfKey(license.productId, license.key))),
    );
    return this.#objects.machinesOf(licenseId);
  }

  dataObjects(owner: DataObjectOwner): readonly DataObject[] {
    return this.#objects.dataObjectsOf(owner).filter((object) => object.machineCode === owner.machineCode);
  }

  dataObjectsOfLicense(licenseId: LicenseId): readonly DataObject[] {
    return referencerTypesOf('license')
      .flatMap((referencerType) => this.#objects.dataObjectsOf({ referencerType, referencerId: licenseId }))
      .sort((a, b) => a.id - b.id);
  }

  dataObject(id: number): DataObject | undefined {
    return this.#objects.dataObjects.get(id);
  }

  customer(customerId: CustomerId): Customer | undefined {
    return this.#objects.customers.find(customerId);
  }

  hasLicenseElsewhere(customerId: CustomerId, productId: ProductId): boolean {
    const { customersElsewhere, loadedElsewhere, licenses } = this.#objects;
    customersElsewhere.require(customersElsewhere.isExpected(nameOfElsewhere(customerId, productId)));
    const isElsewhere = (license: License) =>
      license.customerId === customerId && license.productId !== productId && license.deletedAt === null;
    // One license was loaded of maybe many: it counts also when a command of this batch took it from the customer.
    if (loadedElsewhere.some(isElsewhere)) return true;
    for (const license of licenses.found()) if (isElsewhere(license)) return true;
    return false;
  }

  customerByEmail(email: string): Customer | undefined {
    const { customerEmails } = this.#objects;
    customerEmails.require(customerEmails.isExpected(email));
    const folded = foldEmail(email);
    return this.#firstCustomer((customer) => customer.email !== null && foldEmail(customer.email) === folded);
  }

  customerBySecret(secret: string): Customer | undefined {
    const { customerSecrets } = this.#objects;
    customerSecrets.require(customerSecrets.isExpected(secret));
    return this.#firstCustomer((customer) => customer.secret === secret);
  }

  token(tokenId: TokenId): Token | undefined {
    return this.#objects.tokens.get(tokenId);
  }

  historyClaim(): string | null {
    return this.#objects.historyClaims.get('claim') ?? null;
  }

  users(): readonly User[] {
    return this.#objects.users.all().filter(({ deletedAt }) => deletedAt === null);
  }

  user(userId: UserId): User | undefined {
    return this.users().find((user) => user.userId === userId);
  }

  lastUserId(): number {
    return Math.max(0, ...this.#objects.users.all().map(({ userId }) => userId));
  }

  emailOwner(email: string): EmailOwner | undefined {
    return this.#objects.emailOwners.get(email);
  }

  userLink(secretHash: Uint8Array): UserLink | undefined {
    return this.#objects.userLinks.get(hexOf(secretHash));
  }

  /** Applies a command's writes, so that the next command sees them, and keeps them for the flush. */
  apply(writes: readonly Write[]): void {
    for (const write of writes) this.changes.push({ write, before: this.#applyOne(write) });
  }

  /** Returns the previous object. */
  #applyOne(write: Write): object | undefined {
    const objects = this.#objects;
    switch (write.kind) {
      case 'product':
        return objects.putProduct(write.row);
      case 'license':
        return objects.putLicense(write.row);
      case 'machine':
        return write.remove === true ? objects.removeMachine(write.row) : objects.putMachine(write.row);
      case 'dataObject':
        return write.remove === true ? objects.removeDataObject(write.row) : objects.putDataObject(write.row);
      case 'customer':
        return write.remove === true
          ? objects.customers.replace(write.row.customerId, undefined)
          : objects.putCustomer(write.row);
      case 'token':
        return objects.putToken(write.row);
      case 'user':
        this.#noteAccess(write.row, write.access);
        return objects.putUser(write.row);
      case 'account': {
        const before = this.#account;
        this.#account = write.row;
        return before;
      }
      default:
        return write satisfies never;
    }
  }

  /** Applies changes of a person's e-mail address, password and links, so that the next command of the batch sees them. */
  #noteAccess({ userId, email, deletedAt }: User, access: UserAccess | undefined): void {
    const { users, emailOwners, userLinks } = this.#objects;
    // An address that is no longer used is free for the next command.
    const old = users.find(userId)?.email ?? null;
    if (old !== null && old !== email) emailOwners.replace(old, undefined);
    if (email !== null) {
      const owner = deletedAt === null ? { accountId: this.#account.accountId, userId } : undefined;
      emailOwners.replace(email, owner);
    }
    if (deletedAt === null && access?.kind !== 'password') return;
    for (const [hash, link] of userLinks.entries()) if (link.userId === userId) userLinks.replace(hash, undefined);
  }

  #firstCustomer(fits: (customer: Customer) => boolean): Customer | undefined {
    let first: Customer | undefined;
    for (const customer of this.#objects.customers.found()) {
      if (fits(customer) && (first === undefined || customer.customerId < first.customerId)) first = customer;
    }
    return first;
  }
}

const live = (license: License | undefined): License | undefined => (license?.deletedAt === null ? license : undefined);
