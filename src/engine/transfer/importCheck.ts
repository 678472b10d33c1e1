import { createHash } from 'node:crypto';
import type { ImportedLicense } from '../../domain/transfer/importedLicense.js';
import { customerText, importNeeds, standingOf } from '../../domain/transfer/importing.js';
import { findTakenLicenses, type TakenLicenseRow } from '../../sql/transfer/importChecks.js';
import type { AccountAccess } from '../access.js';

/** A license with the line it came from. */
export interface ImportLine {
  readonly number: number;
  readonly imported: ImportedLicense;
}

export interface LineProblem {
  readonly number: number;
  readonly reason: string;
}

/**
 * Finds duplicates within a file. It keeps only ids, key strings and a digest of each customer, since a file may be far
 * larger than memory.
 */
export class SeenInFile {
  readonly #licenseIds = new Set<number>();
  readonly #keys = new Set<string>();
  readonly #numbers = new Set<string>();
  readonly #dataObjects = new Set<number>();
  readonly #customers = new Map<number, string>();

  /** The duplicate in this line; null: none. */
  add({ license, customer, dataObjects }: ImportedLicense): string | null {
    const { licenseId, productId, key, idInProduct: id } = license;
    const repeated = [
      this.#repeats(this.#licenseIds, licenseId) && `GlobalId ${licenseId} stands in the file twice`,
      this.#repeats(this.#keys, `${productId} ${key}`) && `the key of license ${licenseId} stands in the file twice`,
      this.#repeats(this.#numbers, `${productId} ${id}`) && `ID ${id} of product ${productId} stands in the file twice`,
      ...dataObjects.map(
        (object) => this.#repeats(this.#dataObjects, object.id) && `data object ${object.id} stands in the file twice`,
      ),
    ].find((reason) => reason !== false);
    if (repeated !== undefined) return repeated;
    if (customer === null) return null;
    const digest = createHash('sha256').update(customerText(customer)).digest('base64').slice(0, 16);
    const before = this.#customers.get(customer.customerId);
    this.#customers.set(customer.customerId, digest);
    return before === undefined || before === digest
      ? null
      : `customer ${customer.customerId} stands in the file with other details`;
  }

  #repeats<Value>(seen: Set<Value>, value: Value): boolean {
    if (seen.has(value)) return true;
    seen.add(value);
    return false;
  }
}

/** The result of comparing lines with the database. */
export interface Checked {
  readonly problems: readonly LineProblem[];
  /** GlobalIds of licenses that already exist. */
  readonly known: readonly number[];
}

/** Compares lines with the database. Reads only. */
export const checkAgainstStored = async (access: AccountAccess, lines: readonly ImportLine[]): Promise<Checked> => {
  const licenses = lines.map(({ imported }) => imported.license);
  const [taken, state] = await Promise.all([
    access.run(findTakenLicenses(access.accountId, licenses)),
    access.load(lines.flatMap(({ imported }) => importNeeds(imported))),
  ]);
  const names = new TakenNames(taken);
  const problems: LineProblem[] = [];
  const known: number[] = [];
  for (const { number, imported } of lines) {
    const reason = names.reasonAgainst(imported);
    const standing = reason === null ? standingOf(state, imported) : { is: 'conflict' as const, reason };
    if (standing.is === 'conflict') problems.push({ number, reason: standing.reason });
    else if (standing.is === 'known') known.push(imported.license.licenseId);
  }
  return { problems, known };
};

/** Existing licenses by each of their three names. A license to be imported must match none, or the same one by all three. */
class TakenNames {
  readonly #byKey = new Map<string, TakenLicenseRow>();
  readonly #byLicenseId = new Map<number, TakenLicenseRow>();
  readonly #byNumber = new Map<string, TakenLicenseRow>();

  constructor(rows: readonly TakenLicenseRow[]) {
    for (const row of rows) {
      this.#byKey.set(`${row.product_id} ${row.key}`, row);
      this.#byLicenseId.set(row.global_id, row);
      this.#byNumber.set(`${row.product_id} ${row.id}`, row);
    }
  }

  reasonAgainst({ license }: ImportedLicense): string | null {
    const { productId, key, licenseId, idInProduct: id } = license;
    const byLicenseId = this.#byLicenseId.get(licenseId);
    const byKey = this.#byKey.get(`${productId} ${key}`);
    const byNumber = this.#byNumber.get(`${productId} ${id}`);
    if (byLicenseId?.deleted === true || byKey?.deleted === true) return `license ${licenseId} was deleted here`;
    if (byKey !== byLicenseId) {
      return byKey === undefined
        ? `GlobalId ${licenseId} is here already, with another key`
        : `its key is here already, with GlobalId ${byKey.global_id}`;
    }
    if (byNumber !== undefined && byNumber !== byLicenseId) {
      return `ID ${id} of product ${productId} is here already: license ${byNumber.global_id}`;
    }
    return null;
  }
}
