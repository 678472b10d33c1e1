import assert from 'node:assert/strict';
import { type Caller, scopeOf, visibleTo } from '../../domain/entities/caller.js';
import type { LicenseId, MachineNo, ProductId } from '../../domain/entities/ids.js';
import { SENTENCES } from '../../domain/sentences.js';
import type { AccountReads } from '../../engine/reads.js';
import { findUsageScope as findNamed } from '../../sql/analytics/readUsageScope.js';

/** The scope that filters and token locks give together. */
export interface UsageScope {
  /** Only if no licence is named, because a licence has one product. */
  readonly productId: ProductId | undefined;
  readonly licenseId: LicenseId | undefined;
  /** 0: rows without a machine code. */
  readonly machineNo: MachineNo | undefined;
}

type ScopeRefusal = typeof SENTENCES.inputIncorrect | typeof SENTENCES.productNotFound | typeof SENTENCES.keyNotFound;

interface UsageFilters {
  readonly ProductId?: number | undefined;
  readonly KeyId?: number | undefined;
  readonly Key?: string | undefined;
  /** Normalised. */
  readonly MachineCode?: string | undefined;
}

/**
 * Looks up what the filters name; null when no row can match. An unknown product or key string is refused with a
 * sentence, an unknown KeyId or machine code gives an empty list, because analytics outlive keys. What lies outside the
 * token's locks is answered as unknown, so that the sentences do not reveal it.
 */
export const findUsageScope = async (
  { run, accountId }: AccountReads,
  caller: Caller,
  { ProductId, KeyId, Key, MachineCode }: UsageFilters,
): Promise<UsageScope | ScopeRefusal | null> => {
  if (Key !== undefined && ProductId === undefined) return SENTENCES.inputIncorrect;
  const { licenseLock, productLock } = visibleTo(caller);
  const [named] = await run(
    findNamed(accountId, {
      productId: ProductId ?? null,
      key: Key ?? null,
      licenseId: licenseLock ?? KeyId ?? null,
      machineCode: MachineCode ?? null,
    }),
  );
  assert(named !== undefined, 'expected one row, whatever is found');
  const { product_known, license_of_key, product_of_license, machine_no } = named;
  if (ProductId !== undefined) {
    const outside =
      (productLock !== undefined && ProductId !== productLock) ||
      (licenseLock !== undefined && ProductId !== product_of_license);
    if (!product_known || outside) return SENTENCES.productNotFound;
  }
  if (Key !== undefined) {
    const outside = licenseLock !== undefined && license_of_key !== licenseLock;
    if (license_of_key === null || outside) return SENTENCES.keyNotFound;
  }
  const machineNo = MachineCode === '' ? 0 : machine_no;
  if (MachineCode !== undefined && machineNo === null) return null;
  const scope = { machineNo: machineNo ?? undefined };
  const licenses = new Set([license_of_key ?? undefined, KeyId, licenseLock].filter((id) => id !== undefined));
  const [licenseId] = licenses;
  if (licenseId === undefined) return { ...scope, productId: ProductId ?? productLock, licenseId };
  if (licenses.size > 1) return null;
  // The licence of a key string was looked up in the requested product.
  const productId = license_of_key === null ? product_of_license : ProductId;
  const fits = (wanted: number | undefined): boolean => wanted === undefined || wanted === productId;
  return fits(ProductId) && fits(productLock) ? { ...scope, productId: undefined, licenseId } : null;
};

/** The product that filter and product lock give together; undefined: all. */
export const findProductScope = async (
  access: AccountReads,
  caller: Caller,
  { ProductId }: Pick<UsageFilters, 'ProductId'>,
): Promise<Pick<UsageScope, 'productId'> | typeof SENTENCES.productNotFound> => {
  const { productLock } = scopeOf(caller);
  if (ProductId === undefined) return { productId: productLock === 0 ? undefined : productLock };
  const [named] = await access.run(
    findNamed(access.accountId, { productId: ProductId, key: null, licenseId: null, machineCode: null }),
  );
  const isOutside = productLock !== 0 && ProductId !== productLock;
  return named?.product_known === true && !isOutside ? { productId: ProductId } : SENTENCES.productNotFound;
};
