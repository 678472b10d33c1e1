import type { AccountState } from '../batch/accountState.js';
import { type Outcome, refused } from '../batch/outcome.js';
import type { ProductId } from '../entities/ids.js';
import type { License } from '../entities/licensing.js';
import { ownerOfProduct } from '../entities/objectOwners.js';
import { SENTENCES } from '../sentences.js';
import { DAY_MS, wholeSeconds } from '../time/time.js';
import type { Milliseconds } from '../time/units.js';
import { daysAfter, hasExpired } from './expiry.js';
import { changeLicense } from './licenseChange.js';

/**
 * Changes a license's `Expires` by days (earlier when negative), counted from its current value, or from now once it has
 * expired. `Period` becomes the whole days left plus the given days, at least 0. Refuses a date that no client could read.
 */
export const decideExtension = (
  license: License,
  state: AccountState,
  days: number,
  now: Milliseconds,
): Outcome<object, typeof SENTENCES.inputIncorrect, 7015> => {
  const second = wholeSeconds(now);
  const expires = daysAfter(hasExpired(license, now) ? second : license.expires, days);
  if (expires === null) return refused(SENTENCES.inputIncorrect);
  const daysLeft = Math.max(Math.floor((license.expires - second) / DAY_MS), 0);
  const block = license.block && !isUnblockedByExtension(state, license.productId);
  return changeLicense(7015, license, { expires, period: Math.max(daysLeft + days, 0), block });
};

/** Whether the product has the data object with which an extension also unblocks. */
const isUnblockedByExtension = (state: AccountState, productId: ProductId): boolean =>
  state
    .dataObjects(ownerOfProduct(productId))
    .some(
      ({ name, stringValue }) =>
        name === 'cryptolens_unblockextendedlicenses' && stringValue.trim().toLowerCase() === 'true',
    );
