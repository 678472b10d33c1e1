import type { Objects, Write } from '../../domain/batch/write.js';
import type { License } from '../../domain/entities/licensing.js';
import { requestRecounts } from '../../sql/analytics/recount.js';
import * as sql from '../../sql/batch/writes.js';
import type { Statement } from '../../sql/statement.js';
import { userStatements } from './flushUsers.js';
import type { Change } from './workingSet.js';

const objectName = (write: Write): string => {
  switch (write.kind) {
    case 'product':
      return `product ${write.row.productId}`;
    case 'license':
      return `license ${write.row.licenseId}`;
    case 'machine':
      return `machine ${write.row.licenseId} ${write.row.floating} ${write.row.machineCode}`;
    case 'dataObject':
      return `dataObject ${write.row.id}`;
    case 'customer':
      return `customer ${write.row.customerId}`;
    case 'token':
      return `token ${write.row.tokenId}`;
    case 'user':
      return `user ${write.row.userId}`;
    case 'account':
      return 'account';
    default:
      return write satisfies never;
  }
};

/** The last write of each object, which is its state in the database after the batch. */
class LastWrites {
  readonly #last = new Map<string, Write>();
  /** Secrets of tokens created in this batch, kept even if a later write changes the token. */
  readonly secretHashes = new Map<number, Uint8Array>();

  constructor(changes: readonly Change[]) {
    for (const { write } of changes) {
      this.#last.set(objectName(write), write);
      if (write.kind === 'token' && write.secretHash !== undefined) {
        this.secretHashes.set(write.row.tokenId, write.secretHash);
      }
    }
  }

  put<Kind extends keyof Objects>(kind: Kind): readonly Objects[Kind][] {
    return this.#rows(kind, false);
  }

  removed<Kind extends keyof Objects>(kind: Kind): readonly Objects[Kind][] {
    return this.#rows(kind, true);
  }

  #rows<Kind extends keyof Objects>(kind: Kind, removed: boolean): readonly Objects[Kind][] {
    const rows: Objects[Kind][] = [];
    for (const write of this.#last.values()) {
      if (write.kind === kind && (write.remove === true) === removed) rows.push(write.row as Objects[Kind]);
    }
    return rows;
  }
}

const ifAny = <Row>(
  rows: readonly Row[],
  statement: (rows: readonly Row[]) => Statement<object>,
): readonly Statement<object>[] => (rows.length === 0 ? [] : [statement(rows)]);

/** Existing licenses whose exclusion from usage analytics changed: their days must be recounted. */
const changedExclusions = (changes: readonly Change[]): readonly number[] => {
  const found = new Set<number>();
  for (const { write, before } of changes) {
    if (write.kind !== 'license' || before === undefined) continue;
    if ((before as License).excludedFromAnalytics !== write.row.excludedFromAnalytics) found.add(write.row.licenseId);
  }
  return [...found];
};

/** The statements that write a batch's changes, one for each table and kind of change. */
export const flushStatements = (accountId: number, changes: readonly Change[]): readonly Statement<object>[] => {
  if (changes.length === 0) return [];
  const last = new LastWrites(changes);
  return [
    ...ifAny(last.put('product'), (rows) => sql.upsertProducts(accountId, rows)),
    ...ifAny(last.put('license'), (rows) => sql.upsertLicenses(accountId, rows)),
    ...ifAny(changedExclusions(changes), (licenses) => requestRecounts(accountId, licenses)),
    ...ifAny(last.put('customer'), (rows) => sql.upsertCustomers(accountId, rows)),
    ...ifAny(last.put('dataObject'), (rows) => sql.upsertDataObjects(accountId, rows)),
    ...ifAny(last.put('machine'), (rows) => sql.upsertMachines(accountId, rows)),
    ...ifAny(last.removed('machine'), (rows) => sql.deleteMachines(accountId, rows)),
    ...ifAny(last.removed('dataObject'), (rows) =>
      sql.deleteDataObjects(
        accountId,
        rows.map((row) => row.id),
      ),
    ),
    ...ifAny(last.removed('customer'), (rows) =>
      sql.deleteCustomers(
        accountId,
        rows.map((row) => row.customerId),
      ),
    ),
    ...last.put('token').map((token) => {
      const secretHash = last.secretHashes.get(token.tokenId);
      return secretHash === undefined
        ? sql.updateToken(accountId, token)
        : sql.insertToken(accountId, token, secretHash);
    }),
    ...last.put('account').map((account) => sql.updateAccount(account)),
    ...userStatements(accountId, changes),
  ];
};
