import assert from 'node:assert/strict';
import type { AccountState, EmailOwner, UserAccess, UserLink, Write } from '../../domain/batch/outcome.js';
import type { Account, Customer, DataObject, License, Machine, Product, Token, User } from '../../domain/entities.js';
import { type DataObjectOwner, referencerTypesOf } from '../../domain/licensing/objectOwners.js';

const machineKey = (machine: Machine): string =>
  `${machine.licenseId} ${machine.floating ? 'f' : 'n'} ${machine.machineCode}`;
const licenseName = (productId: number, key: string): string => `${productId} ${key}`;
const ownerName = (owner: { readonly referencerType: number; readonly referencerId: number }): string =>
  `${owner.referencerType} ${owner.referencerId}`;

/** Which things were asked for: a look-up of anything else is a programmer's error, not an empty answer. */
export interface Asked {
  /** `productId key` and `#licenseId`. */
  readonly licenses: ReadonlySet<string>;
  /** Those of them whose machines were asked for too. */
  readonly machines: ReadonlySet<string>;
  readonly products: ReadonlySet<number>;
  readonly trials: ReadonlySet<string>;
  readonly dataObjects: ReadonlySet<number>;
  readonly customerEmails: ReadonlySet<string>;
  readonly customerSecrets: ReadonlySet<string>;
  readonly tokens: ReadonlySet<number>;
  readonly historyClaim: boolean;
  readonly users: boolean;
  readonly userEmails: ReadonlySet<string>;
  /** In hexadecimal. */
  readonly userLinks: ReadonlySet<string>;
}

/** Rows as loaded, before any command has run. */
export interface Loaded {
  readonly account: Account;
  readonly products: readonly Product[];
  readonly licenses: readonly License[];
  readonly machines: readonly Machine[];
  readonly dataObjects: readonly DataObject[];
  readonly customers: readonly Customer[];
  readonly tokens: readonly Token[];
  readonly historyClaim: string | null;
  /** Those who are there, and the one with the greatest id. */
  readonly users: readonly User[];
  readonly emailOwners: ReadonlyMap<string, EmailOwner>;
  /** By the hash of the secret, in hexadecimal. */
  readonly userLinks: ReadonlyMap<string, UserLink>;
}

/** Changes in order, each with what stood there before (undefined: it is new). */
export interface Change {
  readonly write: Write;
  readonly before: object | undefined;
}

/**
 * The part of an account that a batch works on: what was loaded, with the writes of the commands so far applied, so
 * that each command sees what those before it did.
 */
export class WorkingSet implements AccountState {
  #account: Account;
  readonly #asked: Asked;
  readonly #products: Map<number, Product>;
  readonly #licenses: Map<number, License>;
  readonly #licenseIds = new Map<string, number>();
  readonly #machines = new Map<number, Map<string, Machine>>();
  readonly #dataObjects: Map<number, DataObject>;
  readonly #ownedDataObjects = new Map<string, Set<number>>();
  readonly #customers: Map<number, Customer>;
  readonly #tokens: Map<number, Token>;
  readonly #historyClaim: string | null;
  readonly #users: Map<number, User>;
  readonly #emailOwners: Map<string, EmailOwner>;
  readonly #userLinks: Map<string, UserLink>;
  readonly changes: Change[] = [];

  constructor(loaded: Loaded, asked: Asked) {
    this.#account = loaded.account;
    this.#asked = asked;
    this.#products = new Map(loaded.products.map((product) => [product.productId, product]));
    this.#licenses = new Map(loaded.licenses.map((license) => [license.licenseId, license]));
    for (const license of loaded.licenses) {
      this.#licenseIds.set(licenseName(license.productId, license.key), license.licenseId);
    }
    for (const machine of loaded.machines) this.#machinesOf(machine.licenseId).set(machineKey(machine), machine);
    this.#dataObjects = new Map(loaded.dataObjects.map((object) => [object.id, object]));
    for (const object of loaded.dataObjects) this.#ownedBy(object).add(object.id);
    this.#customers = new Map(loaded.customers.map((customer) => [customer.customerId, customer]));
    this.#tokens = new Map(loaded.tokens.map((token) => [token.tokenId, token]));
    this.#historyClaim = loaded.historyClaim;
    this.#users = new Map(loaded.users.map((user) => [user.userId, user]));
    this.#emailOwners = new Map(loaded.emailOwners);
    this.#userLinks = new Map(loaded.userLinks);
  }

  account(): Account {
    return this.#account;
  }

  product(productId: number): Product | undefined {
    assert(this.#asked.products.has(productId) || this.#products.has(productId), `product ${productId} was not loaded`);
    return this.#products.get(productId);
  }

  license(productId: number, key: string): License | undefined {
    const name = licenseName(productId, key);
    assert(this.#asked.licenses.has(name) || this.#licenseIds.has(name), 'this license was not loaded');
    const licenseId = this.#licenseIds.get(name);
    return licenseId === undefined ? undefined : this.#live(licenseId);
  }

  licenseById(licenseId: number): License | undefined {
    assert(this.#asked.licenses.has(`#${licenseId}`) || this.#licenses.has(licenseId), 'this license was not loaded');
    return this.#live(licenseId);
  }

  trialOf(productId: number, machineCode: string): License | undefined {
    assert(this.#asked.trials.has(licenseName(productId, machineCode)), 'this trial was not loaded');
    let newest: License | undefined;
    for (const license of this.#licenses.values()) {
      const fits =
        license.productId === productId && license.trialMachine === machineCode && license.deletedAt === null;
      if (fits && (newest === undefined || license.licenseId > newest.licenseId)) newest = license;
    }
    return newest;
  }

  machines(licenseId: number): readonly Machine[] {
    const license = this.#licenses.get(licenseId);
    const names = [`#${licenseId}`, ...(license === undefined ? [] : [licenseName(license.productId, license.key)])];
    assert(
      names.some((name) => this.#asked.machines.has(name)),
      `the machines of license ${licenseId} were not loaded`,
    );
    return [...(this.#machines.get(licenseId)?.values() ?? [])];
  }

  dataObjects(owner: DataObjectOwner): readonly DataObject[] {
    return this.#dataObjectsOf(owner).filter((object) => object.machineCode === owner.machineCode);
  }

  dataObjectsOfLicense(licenseId: number): readonly DataObject[] {
    return referencerTypesOf('license')
      .flatMap((referencerType) => this.#dataObjectsOf({ referencerType, referencerId: licenseId }))
      .sort((a, b) => a.id - b.id);
  }

  dataObject(id: number): DataObject | undefined {
    assert(this.#asked.dataObjects.has(id) || this.#dataObjects.has(id), `data object ${id} was not loaded`);
    return this.#dataObjects.get(id);
  }

  customer(customerId: number): Customer | undefined {
    return this.#customers.get(customerId);
  }

  customerByEmail(email: string): Customer | undefined {
    assert(this.#asked.customerEmails.has(email), 'no customer was loaded by this e-mail');
    return this.#firstCustomer((customer) => customer.email === email);
  }

  customerBySecret(secret: string): Customer | undefined {
    assert(this.#asked.customerSecrets.has(secret), 'no customer was loaded by this secret');
    return this.#firstCustomer((customer) => customer.secret === secret);
  }

  token(tokenId: number): Token | undefined {
    assert(this.#asked.tokens.has(tokenId) || this.#tokens.has(tokenId), `token ${tokenId} was not loaded`);
    return this.#tokens.get(tokenId);
  }

  historyClaim(): string | null {
    assert(this.#asked.historyClaim, 'the claim of a history was not loaded');
    return this.#historyClaim;
  }

  users(): readonly User[] {
    assert(this.#asked.users, 'the users were not loaded');
    return [...this.#users.values()].filter(({ deletedAt }) => deletedAt === null);
  }

  user(userId: number): User | undefined {
    return this.users().find((user) => user.userId === userId);
  }

  lastUserId(): number {
    assert(this.#asked.users, 'the users were not loaded');
    return Math.max(0, ...this.#users.keys());
  }

  emailOwner(email: string): EmailOwner | undefined {
    assert(this.#asked.userEmails.has(email), 'no user was loaded by this e-mail');
    return this.#emailOwners.get(email);
  }

  userLink(secretHash: Uint8Array): UserLink | undefined {
    const hash = hexOf(secretHash);
    assert(this.#asked.userLinks.has(hash), 'this link was not loaded');
    return this.#userLinks.get(hash);
  }

  /** Applies a command's writes, so that the next command sees them, and keeps them for the flush. */
  apply(writes: readonly Write[]): void {
    for (const write of writes) this.changes.push({ write, before: this.#applyOne(write) });
  }

  #applyOne(write: Write): object | undefined {
    const row = <Row>(value: Row): Row | undefined => (write.remove === true ? undefined : value);
    switch (write.kind) {
      case 'product':
        return replace(this.#products, write.row.productId, write.row);
      case 'license':
        this.#licenseIds.set(licenseName(write.row.productId, write.row.key), write.row.licenseId);
        return replace(this.#licenses, write.row.licenseId, write.row);
      case 'machine':
        return replace(this.#machinesOf(write.row.licenseId), machineKey(write.row), row(write.row));
      case 'dataObject':
        if (write.remove === true) this.#ownedBy(write.row).delete(write.row.id);
        else this.#ownedBy(write.row).add(write.row.id);
        return replace(this.#dataObjects, write.row.id, row(write.row));
      case 'customer':
        return replace(this.#customers, write.row.customerId, row(write.row));
      case 'token':
        return replace(this.#tokens, write.row.tokenId, write.row);
      case 'user':
        this.#noteAccess(write.row, write.access);
        return replace(this.#users, write.row.userId, write.row);
      case 'account': {
        const before = this.#account;
        this.#account = write.row;
        return before;
      }
    }
  }

  /** What the next command of the batch must see of a person beside their row. */
  #noteAccess({ userId, email, deletedAt }: User, access: UserAccess | undefined): void {
    // An address that was given up is free for the next command.
    const old = this.#users.get(userId)?.email ?? null;
    if (old !== null && old !== email) this.#emailOwners.delete(old);
    if (email !== null) {
      if (deletedAt === null) this.#emailOwners.set(email, { accountId: this.#account.accountId, userId });
      else this.#emailOwners.delete(email);
    }
    if (deletedAt === null && access?.kind !== 'password') return;
    for (const [hash, link] of this.#userLinks) if (link.userId === userId) this.#userLinks.delete(hash);
  }

  #live(licenseId: number): License | undefined {
    const license = this.#licenses.get(licenseId);
    return license?.deletedAt === null ? license : undefined;
  }

  #machinesOf(licenseId: number): Map<string, Machine> {
    return getOrMake(this.#machines, licenseId, () => new Map());
  }

  #ownedBy(owner: { readonly referencerType: number; readonly referencerId: number }): Set<number> {
    return getOrMake(this.#ownedDataObjects, ownerName(owner), () => new Set());
  }

  #dataObjectsOf(owner: Pick<DataObjectOwner, 'referencerType' | 'referencerId'>): readonly DataObject[] {
    const ids = [...(this.#ownedDataObjects.get(ownerName(owner)) ?? [])];
    return ids.flatMap((id) => this.#dataObjects.get(id) ?? []).sort((a, b) => a.id - b.id);
  }

  #firstCustomer(fits: (customer: Customer) => boolean): Customer | undefined {
    let first: Customer | undefined;
    for (const customer of this.#customers.values()) {
      if (fits(customer) && (first === undefined || customer.customerId < first.customerId)) first = customer;
    }
    return first;
  }
}

export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const replace = <Key, Value>(map: Map<Key, Value>, key: Key, value: Value | undefined): Value | undefined => {
  const before = map.get(key);
  if (value === undefined) map.delete(key);
  else map.set(key, value);
  return before;
};

const getOrMake = <Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value => {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
};
