import type { Need } from '../../domain/batch/outcome.js';
import { type DataObjectOwner, ownerOfProduct } from '../../domain/licensing/objectOwners.js';
import * as sql from '../../sql/batch/load.js';
import { emailOwners, userFromRow, userLinks, usersOfAccount } from '../../sql/identity/people.js';
import {
  accountFromRow,
  customerFromRow,
  dataObjectFromRow,
  licenseFromRow,
  machineFromRow,
  productFromRow,
  tokenFromRow,
} from '../../sql/licensing/tables.js';
import type { Statement } from '../../sql/statement.js';
import { readLogImport } from '../../sql/transfer/logImport.js';
import { type Asked, hexOf, WorkingSet } from './workingSet.js';

/** Runs statements: on a pipelined connection all of them travel at once. */
export type Run = <Row extends object>(statement: Statement<Row>) => Promise<readonly Row[]>;

/** Licenses wished for, by product and key string or by id, without repetition. */
class LicenseWishes {
  readonly #named = new Map<string, { productId: number; key: string }>();
  readonly #ids = new Set<number>();

  add(license: { readonly productId: number; readonly key: string } | { readonly licenseId: number }): void {
    if ('licenseId' in license) this.#ids.add(license.licenseId);
    else this.#named.set(`${license.productId} ${license.key}`, license);
  }

  get empty(): boolean {
    return this.#named.size === 0 && this.#ids.size === 0;
  }

  get names(): readonly string[] {
    return [...this.#named.keys(), ...[...this.#ids].map((id) => `#${id}`)];
  }

  get licenseIds(): readonly number[] {
    return [...this.#ids];
  }

  arrays(): [productIds: number[], keys: string[], licenseIds: number[]] {
    const named = [...this.#named.values()];
    return [named.map((name) => name.productId), named.map((name) => name.key), [...this.#ids]];
  }
}

/** The wishes of all commands of a batch, merged: one statement for each kind of thing. */
class Wishes {
  readonly licenses = new LicenseWishes();
  readonly machines = new LicenseWishes();
  readonly licenseDataObjects = new LicenseWishes();
  readonly licenseMachineDataObjects = new LicenseWishes();
  readonly licenseCustomers = new LicenseWishes();
  readonly products = new Set<number>();
  readonly trials = new Map<string, { productId: number; machineCode: string }>();
  readonly dataObjects = new Set<number>();
  readonly owners = new Map<string, DataObjectOwner>();
  readonly machineObjects = new Map<string, { productId: number; key: string; machineCode: string }>();
  readonly customers = new Set<number>();
  readonly emails = new Set<string>();
  readonly secrets = new Set<string>();
  readonly tokens = new Set<number>();
  readonly userEmails = new Set<string>();
  readonly userLinks = new Map<string, Uint8Array>();
  historyClaim = false;
  users = false;

  add(need: Need): void {
    if ('license' in need) {
      this.licenses.add(need.license);
      if ('productId' in need.license) this.products.add(need.license.productId);
      if (need.machines === true) this.machines.add(need.license);
      if (need.dataObjects) this.licenseDataObjects.add(need.license);
      if (need.dataObjects === 'withMachines') this.licenseMachineDataObjects.add(need.license);
      if (need.customer === true) this.licenseCustomers.add(need.license);
    } else if ('product' in need) {
      this.products.add(need.product);
      if (need.dataObjects === true) {
        this.#addOwner(ownerOfProduct(need.product));
      }
    } else if ('trialOf' in need) {
      this.trials.set(`${need.trialOf.productId} ${need.trialOf.machineCode}`, need.trialOf);
    } else if ('dataObject' in need) this.dataObjects.add(need.dataObject);
    else if ('dataObjectsOf' in need) this.#addOwner(need.dataObjectsOf);
    else if ('machineDataObjects' in need) {
      const { productId, key, machineCode } = need.machineDataObjects;
      this.machineObjects.set(JSON.stringify([productId, key, machineCode]), need.machineDataObjects);
    } else if ('customer' in need) this.customers.add(need.customer);
    else if ('customerEmail' in need) this.emails.add(need.customerEmail);
    else if ('customerSecret' in need) this.secrets.add(need.customerSecret);
    else if ('historyClaim' in need) this.historyClaim = true;
    else if ('users' in need) this.users = true;
    else if ('userEmail' in need) this.userEmails.add(need.userEmail);
    else if ('userLink' in need) this.userLinks.set(hexOf(need.userLink), need.userLink);
    else this.tokens.add(need.token);
  }

  #addOwner(owner: DataObjectOwner): void {
    this.owners.set(`${owner.referencerType} ${owner.referencerId} ${owner.machineCode}`, owner);
  }

  asked(): Asked {
    return {
      licenses: new Set(this.licenses.names),
      machines: new Set(this.machines.names),
      products: this.products,
      trials: new Set(this.trials.keys()),
      dataObjects: this.dataObjects,
      customerEmails: this.emails,
      customerSecrets: this.secrets,
      tokens: this.tokens,
      historyClaim: this.historyClaim,
      users: this.users,
      userEmails: this.userEmails,
      userLinks: new Set(this.userLinks.keys()),
    };
  }
}

const none = Promise.resolve([]);

/** Starts the look-ups for all needs at once, one statement for each kind of thing that is needed. */
const lookUp = (run: Run, accountId: number, wishes: Wishes) => {
  const ofLicenses = <Row extends object>(
    wanted: LicenseWishes,
    statement: (accountId: number, ...arrays: ReturnType<LicenseWishes['arrays']>) => Statement<Row>,
  ): Promise<readonly Row[]> => (wanted.empty ? none : run(statement(accountId, ...wanted.arrays())));
  const trials = [...wishes.trials.values()];
  const dataObjectIds = [...wishes.dataObjects];
  const owners = [...wishes.owners.values()];
  const machineObjects = [...wishes.machineObjects.values()];
  const anyCustomer = wishes.customers.size + wishes.emails.size + wishes.secrets.size > 0;
  return Promise.all([
    run(sql.loadAccount(accountId)),
    ofLicenses(wishes.licenses, sql.loadLicenses),
    ofLicenses(wishes.machines, sql.loadMachines),
    ofLicenses(wishes.licenseDataObjects, sql.loadLicenseDataObjects),
    ofLicenses(wishes.licenseMachineDataObjects, sql.loadLicenseMachineDataObjects),
    ofLicenses(wishes.licenseCustomers, sql.loadLicenseCustomers),
    wishes.products.size + wishes.licenses.licenseIds.length + dataObjectIds.length === 0
      ? none
      : run(sql.loadProducts(accountId, [...wishes.products], wishes.licenses.licenseIds, dataObjectIds)),
    trials.length === 0
      ? none
      : run(
          sql.loadTrials(
            accountId,
            trials.map((trial) => trial.productId),
            trials.map((trial) => trial.machineCode),
          ),
        ),
    dataObjectIds.length === 0 ? none : run(sql.loadDataObjectsById(accountId, dataObjectIds)),
    owners.length === 0
      ? none
      : run(
          sql.loadOwnedDataObjects(
            accountId,
            owners.map((owner) => owner.referencerType),
            owners.map((owner) => owner.referencerId),
            owners.map((owner) => owner.machineCode),
          ),
        ),
    machineObjects.length === 0
      ? none
      : run(
          sql.loadMachineDataObjects(
            accountId,
            machineObjects.map((wish) => wish.productId),
            machineObjects.map((wish) => wish.key),
            machineObjects.map((wish) => wish.machineCode),
          ),
        ),
    dataObjectIds.length === 0 ? none : run(sql.loadLicensesOfDataObjects(accountId, dataObjectIds)),
    anyCustomer
      ? run(sql.loadCustomers(accountId, [...wishes.customers], [...wishes.emails], [...wishes.secrets]))
      : none,
    wishes.tokens.size === 0 ? none : run(sql.loadTokens(accountId, [...wishes.tokens])),
    wishes.historyClaim ? run(readLogImport(accountId)) : none,
    wishes.users ? run(usersOfAccount(accountId)) : none,
    wishes.userEmails.size === 0 ? none : run(emailOwners([...wishes.userEmails])),
    wishes.userLinks.size === 0
      ? none
      : run(
          userLinks(
            accountId,
            [...wishes.userLinks.values()].map((hash) => Buffer.from(hash)),
          ),
        ),
  ]);
};

/** Loads everything that the needs name. Rows that are not there are simply absent from the result. */
export const loadWorkingSet = async (run: Run, accountId: number, needs: Iterable<Need>): Promise<WorkingSet> => {
  const wishes = new Wishes();
  for (const need of needs) wishes.add(need);
  const [
    accounts,
    licenses,
    machines,
    licenseDataObjects,
    licenseMachineDataObjects,
    licenseCustomers,
    products,
    trials,
    dataObjects,
    ownedDataObjects,
    machineDataObjects,
    licensesOfDataObjects,
    customers,
    tokens,
    [history],
    users,
    owners,
    links,
  ] = await lookUp(run, accountId, wishes);
  const [account] = accounts;
  if (account === undefined) throw new Error(`account ${accountId} does not exist`);
  return new WorkingSet(
    {
      account: accountFromRow(account),
      products: products.map(productFromRow),
      licenses: [...licenses, ...trials, ...licensesOfDataObjects].map(licenseFromRow),
      machines: machines.map(machineFromRow),
      dataObjects: [
        ...licenseDataObjects,
        ...licenseMachineDataObjects,
        ...dataObjects,
        ...ownedDataObjects,
        ...machineDataObjects,
      ].map(dataObjectFromRow),
      customers: [...licenseCustomers, ...customers].map(customerFromRow),
      tokens: tokens.map(tokenFromRow),
      historyClaim: history?.claim ?? null,
      users: users.map(userFromRow),
      emailOwners: new Map(owners.map((row) => [row.email, { accountId: row.account_id, userId: row.user_id }])),
      userLinks: new Map(
        links.map((row) => [
          hexOf(row.secret_hash),
          { userId: row.user_id, expires: row.expires, signsIn: row.signs_in },
        ]),
      ),
    },
    wishes.asked(),
  );
};
