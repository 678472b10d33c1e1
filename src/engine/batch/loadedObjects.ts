import assert from 'node:assert/strict';
import type { EmailOwner, UserLink } from '../../domain/batch/accountState.js';
import type { LicenseName } from '../../domain/batch/need.js';
import type { Token, User } from '../../domain/entities/identity.js';
import type { CustomerId, LicenseId, ProductId } from '../../domain/entities/ids.js';
import type { Customer, DataObject, License, Machine, Product } from '../../domain/entities/licensing.js';
import type { DataObjectOwner } from '../../domain/entities/objectOwners.js';

/** The keys that were requested: a look-up of any other is a programming error, not an empty result. */
class Expectation<Key> {
  readonly #message: string;
  readonly #keys = new Set<Key>();
  #isAll = false;

  /** @param what for the error: "product" */
  constructor(what: string) {
    this.#message = `the ${what} was not loaded`;
  }

  expect(key: Key): void {
    this.#keys.add(key);
  }

  expectAll(): void {
    this.#isAll = true;
  }

  require(isThere: boolean): void {
    assert(isThere, this.#message);
  }

  isExpected(key: Key): boolean {
    return this.#isAll || this.#keys.has(key);
  }

  get isAllExpected(): boolean {
    return this.#isAll;
  }
}

/** Objects of one kind by key. */
class LoadedMap<Key, Value> extends Expectation<Key> {
  readonly #values = new Map<Key, Value>();

  /** The key must have been requested, or written since. */
  get(key: Key): Value | undefined {
    const value = this.#values.get(key);
    this.require(value !== undefined || this.isExpected(key));
    return value;
  }

  /** Also for keys that were not requested: undefined does not mean that the object does not exist. */
  find(key: Key): Value | undefined {
    return this.#values.get(key);
  }

  /** The whole list must have been requested. */
  all(): readonly Value[] {
    this.require(this.isAllExpected);
    return [...this.#values.values()];
  }

  found(): IterableIterator<Value> {
    return this.#values.values();
  }

  entries(): IterableIterator<[Key, Value]> {
    return this.#values.entries();
  }

  /** Sets the value, or removes it; returns the previous one. */
  replace(key: Key, value: Value | undefined): Value | undefined {
    const before = this.#values.get(key);
    if (value === undefined) this.#values.delete(key);
    else this.#values.set(key, value);
    return before;
  }
}

export const nameOfKey = (productId: ProductId, key: string): string => `${productId} ${key}`;

export const nameOfLicense = (license: LicenseName): string =>
  'licenseId' in license ? `#${license.licenseId}` : nameOfKey(license.productId, license.key);

export const nameOfTrial = (productId: ProductId, machineCode: string): string => `${productId} ${machineCode}`;

export const nameOfElsewhere = (customerId: CustomerId, productId: ProductId): string => `${customerId} ${productId}`;

export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const nameOfMachine = (machine: Machine): string =>
  `${machine.licenseId} ${machine.floating ? 'f' : 'n'} ${machine.machineCode}`;

type Referencer = Pick<DataObjectOwner, 'referencerType' | 'referencerId'>;

const nameOfReferencer = (owner: Referencer): string => `${owner.referencerType} ${owner.referencerId}`;

/** The loaded objects of an account by kind, and which keys were requested. */
export class LoadedObjects {
  readonly products = new LoadedMap<number, Product>('product');
  /** Deleted ones too. */
  readonly licenses = new LoadedMap<number, License>('license');
  /** License ids by product and key string. */
  readonly licenseIds = new LoadedMap<string, number>('license');
  /** By `nameOfLicense`. */
  readonly licensesWithMachines = new Expectation<string>('list of the license’s machines');
  /** By `nameOfTrial`. */
  readonly trials = new Expectation<string>('trial');
  readonly dataObjects = new LoadedMap<number, DataObject>('data object');
  readonly customers = new LoadedMap<number, Customer>('customer');
  /** By `nameOfElsewhere`. */
  readonly customersElsewhere = new Expectation<string>('license of the customer outside the product');
  /** As they were before the batch. */
  readonly loadedElsewhere: License[] = [];
  readonly customerEmails = new Expectation<string>('customer of this e-mail');
  readonly customerSecrets = new Expectation<string>('customer of this secret');
  readonly tokens = new LoadedMap<number, Token>('token');
  readonly users = new LoadedMap<number, User>('list of users');
  readonly emailOwners = new LoadedMap<string, EmailOwner>('owner of this e-mail');
  /** By the hash of the secret, in hexadecimal. */
  readonly userLinks = new LoadedMap<string, UserLink>('link');
  readonly historyClaims = new LoadedMap<'claim', string>('claim of a history');
  readonly #machines = new Map<number, Map<string, Machine>>();
  readonly #dataObjectIds = new Map<string, Set<number>>();

  /** For an account that is completely in memory: an object that is not here does not exist. */
  expectEverything(): void {
    const kinds = [this.products, this.licenses, this.licenseIds, this.licensesWithMachines, this.trials];
    const others = [this.dataObjects, this.customersElsewhere, this.customerEmails, this.customerSecrets, this.tokens];
    for (const kind of [...kinds, ...others]) kind.expectAll();
  }

  putProduct(product: Product): Product | undefined {
    return this.products.replace(product.productId, product);
  }

  putLicense(license: License): License | undefined {
    this.licenseIds.replace(nameOfKey(license.productId, license.key), license.licenseId);
    return this.licenses.replace(license.licenseId, license);
  }

  putMachine(machine: Machine): Machine | undefined {
    const machines = getOrCreate(this.#machines, machine.licenseId, () => new Map<string, Machine>());
    const before = machines.get(nameOfMachine(machine));
    machines.set(nameOfMachine(machine), machine);
    return before;
  }

  removeMachine(machine: Machine): Machine | undefined {
    const machines = this.#machines.get(machine.licenseId);
    const before = machines?.get(nameOfMachine(machine));
    machines?.delete(nameOfMachine(machine));
    return before;
  }

  machinesOf(licenseId: LicenseId): readonly Machine[] {
    return [...(this.#machines.get(licenseId)?.values() ?? [])];
  }

  putDataObject(object: DataObject): DataObject | undefined {
    getOrCreate(this.#dataObjectIds, nameOfReferencer(object), () => new Set<number>()).add(object.id);
    return this.dataObjects.replace(object.id, object);
  }

  removeDataObject(object: DataObject): DataObject | undefined {
    this.#dataObjectIds.get(nameOfReferencer(object))?.delete(object.id);
    return this.dataObjects.replace(object.id, undefined);
  }

  /** In order of id. */
  dataObjectsOf(owner: Referencer): readonly DataObject[] {
    const ids = [...(this.#dataObjectIds.get(nameOfReferencer(owner)) ?? [])];
    return ids.flatMap((id) => this.dataObjects.find(id) ?? []).sort((a, b) => a.id - b.id);
  }

  putCustomer(customer: Customer): Customer | undefined {
    return this.customers.replace(customer.customerId, customer);
  }

  putToken(token: Token): Token | undefined {
    return this.tokens.replace(token.tokenId, token);
  }

  putUser(user: User): User | undefined {
    return this.users.replace(user.userId, user);
  }
}

const getOrCreate = <Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value => {
  const found = map.get(key);
  if (found !== undefined) return found;
  const created = create();
  map.set(key, created);
  return created;
};
