import type { License, Product } from '../domain/entities/licensing.js';
import { groupBy } from '../domain/groupBy.js';
import { type LegacyLicense, unsignedLicense } from '../domain/licensing/license/legacy.js';
import { licenseMetadata } from '../domain/licensing/license/metadata.js';
import type { LicenseView, ModelVersion } from '../domain/licensing/license/view.js';
import type { Milliseconds } from '../domain/time/units.js';
import type { Signs } from '../engine/access.js';
import { signedMetadata } from '../engine/licensing/signer.js';
import type { AccountReads } from '../engine/reads.js';
import { LIMITS } from '../limits.js';
import { customerFromRow } from '../sql/licensing/customerTable.js';
import { dataObjectFromRow } from '../sql/licensing/dataObjectTable.js';
import {
  customersById,
  dataObjectsOfLicenses,
  machinesOfLicenses,
  productsById,
} from '../sql/licensing/licenseLists.js';
import { machineFromRow } from '../sql/licensing/machineTable.js';
import { productFromRow } from '../sql/licensing/productTable.js';

/**
 * Licences of a list with their customers, machines and data objects: one statement per kind, however many licences.
 */
export const viewsOf = async (
  { accountId, now, run }: AccountReads & { readonly now: Milliseconds },
  licenses: readonly License[],
): Promise<readonly LicenseView[]> => {
  if (licenses.length === 0) return [];
  const licenseIds = licenses.map((license) => license.licenseId);
  const customerIds = licenses.flatMap((license) => license.customerId ?? []);
  const [machineRows, dataObjectRows, customerRows] = await Promise.all([
    run(machinesOfLicenses(accountId, licenseIds, now, LIMITS.machinesPerListedLicense)),
    run(dataObjectsOfLicenses(accountId, licenseIds)),
    customerIds.length === 0 ? [] : run(customersById(accountId, customerIds)),
  ]);
  const machines = groupBy(machineRows.map(machineFromRow), (machine) => machine.licenseId);
  const dataObjects = groupBy(dataObjectRows.map(dataObjectFromRow), (object) => object.referencerId);
  const customers = new Map(customerRows.map(customerFromRow).map((customer) => [customer.customerId, customer]));
  return licenses.map((license) => ({
    license,
    customer: (license.customerId === null ? undefined : customers.get(license.customerId)) ?? null,
    machines: machines.get(license.licenseId) ?? [],
    dataObjects: dataObjects.get(license.licenseId) ?? [],
  }));
};

/** A licence as a list shows it: all fields, unsigned. */
export const listedLicense = (view: LicenseView, modelVersion: ModelVersion): LegacyLicense =>
  unsignedLicense(view, { mask: 0, modelVersion, callingMachine: null });

/** The signed metadata of each licence, in order. */
export const metadataOf = async (
  access: AccountReads & Signs & { readonly now: Milliseconds },
  views: readonly LicenseView[],
): Promise<readonly object[]> => {
  const productIds = [...new Set(views.map(({ license }) => license.productId))];
  const [signer, rows] = await Promise.all([access.signer(), access.run(productsById(access.accountId, productIds))]);
  const products = new Map(rows.map(productFromRow).map((product) => [product.productId, product]));
  const featuresOf = (license: License): Product['features'] => products.get(license.productId)?.features ?? [];
  return Promise.all(
    views.map((view) => {
      const product = { features: featuresOf(view.license), allLicensesTimeLimited: false };
      return signedMetadata(signer, licenseMetadata(view, product, access.now), access.now);
    }),
  );
};
