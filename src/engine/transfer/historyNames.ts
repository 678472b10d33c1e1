import { LRUCache } from 'lru-cache';
import type { CustomerId, LicenseId } from '../../domain/entities/ids.js';
import { attemptedKey } from '../../domain/log/logDetail.js';
import { isRefusal } from '../../domain/log/states.js';
import { LIMITS } from '../../limits.js';
import type { Run } from '../../sql/statement.js';
import { findHistoryLicenses, findHistoryProducts } from '../../sql/transfer/logImport.js';
import { BadRow, type PlacedRow } from './historyFile.js';

/** The subject of a row: a license with its terms, or the key string that named none. */
export interface HistorySubject {
  readonly licenseId: LicenseId;
  readonly customerId: CustomerId;
  readonly seatLimit: number;
  readonly attemptedKey: string;
}

const UNKNOWN: HistorySubject = { licenseId: 0, customerId: 0, seatLimit: 0, attemptedKey: '' };

/**
 * Finds the subjects of a history's rows among the account's licenses and products. Those do not change during an import
 * (each change would write a log row, which ends the import), so they are cached.
 */
export class HistoryNames {
  readonly #licenses = new LRUCache<string, HistorySubject>({ max: 100_000 });
  readonly #products = new Set<number>([0]);

  /** The subject of each row. Throws `BadRow` for a success that names a product which is not here. */
  async resolve(run: Run, accountId: number, rows: readonly PlacedRow[]): Promise<readonly HistorySubject[]> {
    await this.#findProducts(run, accountId, rows);
    const terms = await this.#findLicenses(run, accountId, rows);
    return rows.map((row) => {
      const { productId, state, key } = row.imported;
      if (!isRefusal(state) && !this.#products.has(productId)) {
        throw new BadRow(
          row,
          `it is a success for product ${productId}, which does not exist here: import its licenses, or create it with "product create --id ${productId}"`,
        );
      }
      const known = terms.get(nameOf(row));
      if (known !== undefined) return known;
      return key === '' ? UNKNOWN : { ...UNKNOWN, attemptedKey: attemptedKey(key, LIMITS.keyChars) };
    });
  }

  async #findProducts(run: Run, accountId: number, rows: readonly PlacedRow[]): Promise<void> {
    const unknown = new Set(rows.map(({ imported }) => imported.productId).filter((id) => !this.#products.has(id)));
    if (unknown.size === 0) return;
    for (const row of await run(findHistoryProducts(accountId, [...unknown]))) this.#products.add(row.product_id);
  }

  async #findLicenses(
    run: Run,
    accountId: number,
    rows: readonly PlacedRow[],
  ): Promise<ReadonlyMap<string, HistorySubject>> {
    const terms = new Map<string, HistorySubject>();
    const asked = new Map<string, PlacedRow>();
    for (const row of rows) {
      if (row.imported.key === '') continue;
      const name = nameOf(row);
      if (terms.has(name) || asked.has(name)) continue;
      const known = this.#licenses.get(name);
      if (known === undefined) asked.set(name, row);
      else terms.set(name, known);
    }
    const wanted = [...asked.values()].map(({ imported }) => imported);
    const found = wanted.length === 0 ? [] : await run(findHistoryLicenses(accountId, wanted));
    for (const { product_id, key, global_id, customer_id, seat_limit } of found) {
      const license = { licenseId: global_id, customerId: customer_id, seatLimit: seat_limit, attemptedKey: '' };
      terms.set(`${product_id} ${key}`, license);
      this.#licenses.set(`${product_id} ${key}`, license);
    }
    return terms;
  }
}

const nameOf = ({ imported }: PlacedRow): string => `${imported.productId} ${imported.key}`;
