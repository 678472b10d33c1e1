import type { DecideContext } from '../batch/decideContext.js';
import type { License, Product } from '../entities/licensing.js';
import { wholeSeconds } from '../time/time.js';
import { daysAfter } from './expiry.js';
import { randomKeyString } from './license/keyString.js';

/** The fields of a new license that the caller chooses. */
export type Terms = Pick<
  License,
  | 'period'
  | 'features'
  | 'notes'
  | 'block'
  | 'customerId'
  | 'trialActivation'
  | 'maxNoOfMachines'
  | 'allowedMachines'
  | 'trialMachine'
  | 'firstActivated'
  | 'excludedFromAnalytics'
>;

export interface NewLicenses {
  readonly licenses: readonly License[];
  /** With its license counter advanced. */
  readonly product: Product;
}

/**
 * `count` licenses of a product on the same terms, created now (in whole seconds) and expiring `period` days later; null
 * when no client could read the expiry as a date.
 */
export const newLicenses = (
  product: Product,
  terms: Terms,
  count: number,
  context: DecideContext,
): NewLicenses | null => {
  const created = wholeSeconds(context.now);
  const expires = daysAfter(created, terms.period);
  if (expires === null) return null;
  const licenses = Array.from(
    { length: count },
    (_, index): License => ({
      ...terms,
      licenseId: context.nextId('license'),
      productId: product.productId,
      idInProduct: product.lastLicenseId + 1 + index,
      key: randomKeyString(context.randomBytes),
      created,
      expires,
      resellerId: 0,
      optionalField: 0,
      deletedAt: null,
    }),
  );
  return { licenses, product: { ...product, lastLicenseId: product.lastLicenseId + count } };
};
