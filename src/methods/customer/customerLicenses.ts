import { z } from 'zod';
import type { ProductId } from '../../domain/entities/ids.js';
import type { Customer } from '../../domain/entities/licensing.js';
import type { ModelVersion } from '../../domain/licensing/license/view.js';
import type { Milliseconds } from '../../domain/time/units.js';
import type { Signs } from '../../engine/access.js';
import type { AccountReads } from '../../engine/reads.js';
import { licensesOfCustomer } from '../../sql/licensing/licenseLists.js';
import { licenseFromRow } from '../../sql/licensing/licenseTable.js';
import { listedLicense, metadataOf, viewsOf } from '../listedLicenses.js';
import { flag } from '../parameters.js';
import { licenseObject, metadataResult } from '../results.js';
import { answerParameters } from '../signedLicense.js';

/** Licences in one answer of GetCustomerLicenses, the newest. */
const LICENSES_PER_CUSTOMER = 1_000;

/** The parameters that control how a customer's licences are shown. */
export const customerLicensesParameters = {
  Detailed: flag().meta({
    description: 'Includes machines and data objects, as ModelVersion 3 always does; otherwise those lists are empty.',
  }),
  Metadata: flag().meta({ description: 'Adds separately signed `metadata` to each licence.' }),
  ModelVersion: answerParameters.ModelVersion,
} as const;

export const customerLicensesResult = z.strictObject({
  licenseKeys: z.array(licenseObject.extend({ metadata: metadataResult.optional() })),
});

export const CUSTOMER_LICENSES_DESCRIPTION = `Newest first, from all products (with a product lock, from that one), at most ${LICENSES_PER_CUSTOMER}. Only the metadata is signed.`;

/** The answer of both methods that list a customer's licences. */
export const customerLicenses = async (
  access: AccountReads & Signs & { readonly now: Milliseconds },
  { customerId }: Customer,
  productLock: ProductId,
  parameters: { readonly Detailed: boolean; readonly Metadata: boolean; readonly ModelVersion: number },
): Promise<object> => {
  const rows = await access.run(
    licensesOfCustomer(access.accountId, { customerId, productId: productLock }, LICENSES_PER_CUSTOMER),
  );
  const views = await viewsOf(access, rows.map(licenseFromRow));
  const metadata = parameters.Metadata ? await metadataOf(access, views) : [];
  // The newest SDKs ask for version 3 and rely on whole licences, whatever Detailed says.
  const isWhole = parameters.Detailed || parameters.ModelVersion === 3;
  const licenseKeys = views.map((view, index) => {
    const shown = isWhole ? view : { ...view, machines: [], dataObjects: [] };
    const license = listedLicense(shown, parameters.ModelVersion as ModelVersion);
    return metadata[index] === undefined ? license : { ...license, metadata: metadata[index] };
  });
  return { licenseKeys };
};
