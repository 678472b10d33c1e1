import type { LicenseName, LicenseParts, Need } from '../../domain/batch/need.js';
import type { ProductId } from '../../domain/entities/ids.js';
import { type DataObjectOwner, ownerOfProduct } from '../../domain/entities/objectOwners.js';
import * as sql from '../../sql/batch/load.js';
import { accountFromRow } from '../../sql/identity/accountTable.js';
import { emailOwners, userFromRow, userLinks, usersOfAccount } from '../../sql/identity/people.js';
import { tokenFromRow } from '../../sql/identity/tokenTable.js';
import { customerFromRow } from '../../sql/licensing/customerTable.js';
import { dataObjectFromRow } from '../../sql/licensing/dataObjectTable.js';
import { licenseFromRow } from '../../sql/licensing/licenseTable.js';
import { machineFromRow } from '../../sql/licensing/machineTable.js';
import { productFromRow } from '../../sql/licensing/productTable.js';
import type { Run, Statement } from '../../sql/statement.js';
import { readLogImport } from '../../sql/transfer/logImport.js';
import { hexOf, LoadedObjects, nameOfElsewhere, nameOfLicense, nameOfTrial } from './loadedObjects.js';
import { WorkingSet } from './workingSet.js';

/** One statement of a load plan: its deduplicated items, and how to store a row of its answer. */
class LookUp<Item, Row extends object> {
  readonly #items = new Map<string | number, Item>();
  readonly #statement: (accountId: number, items: readonly Item[]) => Statement<Row>;
  readonly #put: (row: Row) => void;

  constructor(statement: (accountId: number, items: readonly Item[]) => Statement<Row>, put: (row: Row) => void) {
    this.#statement = statement;
    this.#put = put;
  }

  /** @param name the same for the same item */
  add(name: string | number, item: Item): void {
    this.#items.set(name, item);
  }

  /** Starts the statement, unless it has no items; resolves with the function that stores its rows. */
  async start(run: Run, accountId: number): Promise<() => void> {
    if (this.#items.size === 0) return () => {};
    const rows = await run(this.#statement(accountId, [...this.#items.values()]));
    return () => {
      for (const row of rows) this.#put(row);
    };
  }
}

/** The load plan of a batch: the requirements of all its commands merged into one statement for each kind. */
export class LoadPlan {
  readonly #objects = new LoadedObjects();
  readonly #putLicense = (row: Parameters<typeof licenseFromRow>[0]) => this.#objects.putLicense(licenseFromRow(row));
  readonly #putDataObject = (row: Parameters<typeof dataObjectFromRow>[0]) =>
    this.#objects.putDataObject(dataObjectFromRow(row));
  readonly #putCustomer = (row: Parameters<typeof customerFromRow>[0]) =>
    this.#objects.putCustomer(customerFromRow(row));

  readonly #licenses = new LookUp(sql.loadLicenses, this.#putLicense);
  readonly #machines = new LookUp(sql.loadMachines, (row) => this.#objects.putMachine(machineFromRow(row)));
  readonly #licenseDataObjects = new LookUp(sql.loadLicenseDataObjects, this.#putDataObject);
  readonly #licenseMachineDataObjects = new LookUp(sql.loadLicenseMachineDataObjects, this.#putDataObject);
  readonly #licenseCustomers = new LookUp(sql.loadLicenseCustomers, this.#putCustomer);
  readonly #products = new LookUp(sql.loadProducts, (row) => this.#objects.putProduct(productFromRow(row)));
  readonly #trials = new LookUp(sql.loadTrials, this.#putLicense);
  readonly #dataObjects = new LookUp(sql.loadDataObjectsById, this.#putDataObject);
  readonly #ownedDataObjects = new LookUp(sql.loadOwnedDataObjects, this.#putDataObject);
  readonly #machineDataObjects = new LookUp(sql.loadMachineDataObjects, this.#putDataObject);
  readonly #licensesOfDataObjects = new LookUp(sql.loadLicensesOfDataObjects, this.#putLicense);
  readonly #customers = new LookUp(sql.loadCustomers, this.#putCustomer);
  readonly #elsewhere = new LookUp(sql.loadLicensesElsewhere, (row) =>
    this.#objects.loadedElsewhere.push(licenseFromRow(row)),
  );
  readonly #tokens = new LookUp(sql.loadTokens, (row) => this.#objects.putToken(tokenFromRow(row)));
  // Wrapped, since these statements take only the account and not their items.
  readonly #historyClaim = new LookUp(
    (accountId, _claim: readonly 'claim'[]) => readLogImport(accountId),
    ({ claim }) => this.#objects.historyClaims.replace('claim', claim),
  );
  readonly #users = new LookUp(
    (accountId, _all: readonly 'all'[]) => usersOfAccount(accountId),
    (row) => this.#objects.putUser(userFromRow(row)),
  );
  readonly #userEmails = new LookUp(
    (_accountId, emails: readonly string[]) => emailOwners(emails),
    (row) => this.#objects.emailOwners.replace(row.email, { accountId: row.account_id, userId: row.user_id }),
  );
  readonly #userLinks = new LookUp(userLinks, (row) =>
    this.#objects.userLinks.replace(hexOf(row.secret_hash), {
      userId: row.user_id,
      expires: row.expires,
      signsIn: row.signs_in,
    }),
  );

  /** In the order in which they are sent. An object found by two of them is stored by the later one. */
  readonly #lookUps = [
    this.#licenses,
    this.#machines,
    this.#licenseDataObjects,
    this.#licenseMachineDataObjects,
    this.#licenseCustomers,
    this.#products,
    this.#trials,
    this.#dataObjects,
    this.#ownedDataObjects,
    this.#machineDataObjects,
    this.#licensesOfDataObjects,
    this.#customers,
    this.#elsewhere,
    this.#tokens,
    this.#historyClaim,
    this.#users,
    this.#userEmails,
    this.#userLinks,
  ];

  constructor(needs: Iterable<Need>) {
    for (const need of needs) this.#add(need);
  }

  /**
   * Loads the required objects; those that do not exist are absent from the result. All statements are started before any
   * is awaited, so that they are pipelined.
   */
  async load(run: Run, accountId: number): Promise<WorkingSet> {
    const [[account], ...answers] = await Promise.all([
      run(sql.loadAccount(accountId)),
      ...this.#lookUps.map((lookUp) => lookUp.start(run, accountId)),
    ]);
    if (account === undefined) throw new Error(`account ${accountId} does not exist`);
    for (const putRows of answers) putRows();
    return new WorkingSet(accountFromRow(account), this.#objects);
  }

  #add(need: Need): void {
    const objects = this.#objects;
    switch (need.kind) {
      case 'license':
        this.#addLicense(need.license, need.parts);
        return;
      case 'product':
        this.#addProduct(need.productId);
        if (need.withDataObjects) {
          this.#addOwner(ownerOfProduct(need.productId));
        }
        return;
      case 'trial': {
        const name = nameOfTrial(need.productId, need.machineCode);
        objects.trials.expect(name);
        this.#trials.add(name, need);
        return;
      }
      case 'dataObject':
        objects.dataObjects.expect(need.id);
        this.#dataObjects.add(need.id, need.id);
        this.#licensesOfDataObjects.add(need.id, need.id);
        this.#products.add(`data object ${need.id}`, { dataObjectId: need.id });
        return;
      case 'dataObjectsOf':
        this.#addOwner(need.owner);
        return;
      case 'machineDataObjects':
        this.#machineDataObjects.add(JSON.stringify([need.productId, need.key, need.machineCode]), need);
        return;
      case 'customer':
        this.#customers.add(`id ${need.customerId}`, { customerId: need.customerId });
        return;
      case 'licenseElsewhere': {
        const name = nameOfElsewhere(need.customerId, need.productId);
        objects.customersElsewhere.expect(name);
        this.#elsewhere.add(name, need);
        return;
      }
      case 'customerEmail':
        objects.customerEmails.expect(need.email);
        this.#customers.add(`email ${need.email}`, { email: need.email });
        return;
      case 'customerSecret':
        objects.customerSecrets.expect(need.secret);
        this.#customers.add(`secret ${need.secret}`, { secret: need.secret });
        return;
      case 'token':
        objects.tokens.expect(need.tokenId);
        this.#tokens.add(need.tokenId, need.tokenId);
        return;
      case 'users':
        objects.users.expectAll();
        this.#users.add('all', 'all');
        return;
      case 'userEmail':
        objects.emailOwners.expect(need.email);
        this.#userEmails.add(need.email, need.email);
        return;
      case 'userLink':
        objects.userLinks.expect(hexOf(need.secretHash));
        this.#userLinks.add(hexOf(need.secretHash), need.secretHash);
        return;
      case 'historyClaim':
        objects.historyClaims.expect('claim');
        this.#historyClaim.add('claim', 'claim');
        return;
      default:
        need satisfies never;
    }
  }

  #addLicense(license: LicenseName, { machines, dataObjects, customer }: LicenseParts): void {
    const name = nameOfLicense(license);
    this.#licenses.add(name, license);
    if ('licenseId' in license) {
      this.#objects.licenses.expect(license.licenseId);
      this.#products.add(`license ${license.licenseId}`, { licenseId: license.licenseId });
    } else {
      this.#objects.licenseIds.expect(name);
      this.#addProduct(license.productId);
    }
    if (machines === true) {
      this.#objects.licensesWithMachines.expect(name);
      this.#machines.add(name, license);
    }
    if (dataObjects !== undefined && dataObjects !== false) this.#licenseDataObjects.add(name, license);
    if (dataObjects === 'withMachines') this.#licenseMachineDataObjects.add(name, license);
    if (customer === true) this.#licenseCustomers.add(name, license);
  }

  #addProduct(productId: ProductId): void {
    this.#objects.products.expect(productId);
    this.#products.add(productId, { productId });
  }

  #addOwner(owner: DataObjectOwner): void {
    this.#ownedDataObjects.add(`${owner.referencerType} ${owner.referencerId} ${owner.machineCode}`, owner);
  }
}
