import type { AccountState } from '../batch/accountState.js';
import { type Outcome, refused } from '../batch/outcome.js';
import type { License } from '../entities/licensing.js';
import { ownerOfProduct } from '../entities/objectOwners.js';
import { SENTENCES } from '../sentences.js';
import { DAY_MS, wholeSeconds } from '../time/time.js';
import { daysAfter, hasExpired } from './expiry.js';
import { changeLicense } from './licenseChange.js';

/**
 * Moves a license's `Expires` by days, back when they are negative: from where it is, or from now once that has
 * passed. `Period` becomes what was left in whole days and the days given. Refuses what no client could read as a date.
 */
export const decideExtension = (
  license: License,
  state: AccountState,
  days: number,
  now: number,
): Outcome<object, typeof SENTENCES.inputIncorrect, 7015> => {
  const second = wholeSeconds(now);
  const expires = daysAfter(hasExpired(license, now) ? second : license.expires, days);
  if (expires === null) return refused(SENTENCES.inputIncorrect);
  const daysLeft = Math.max(Math.floor((license.expires - second) / DAY_MS), 0);
  const block = license.block && !isUnblockedByExtension(state, license.productId);
  return changeLicense(7015, license, { expires, period: daysLeft + days, block });
};

/** The product's data object that makes an extension lift a block. */
const isUnblockedByExtension = (state: AccountState, productId: number): boolean =>
  state
    .dataObjects(ownerOfProduct(productId))
    .some(
      ({ name, stringValue }) =>
        name === 'cryptolens_unblockextendedlicenses' && stringValue.trim().toLowerCase() === 'true',
    );
