import type { AccountState } from '../../domain/batch/accountState.js';
import { type Need, need } from '../../domain/batch/need.js';
import { type Caller, scopeOf } from '../../domain/entities/caller.js';
import type { CustomerId } from '../../domain/entities/ids.js';
import type { Customer } from '../../domain/entities/licensing.js';

/** What `isCustomerWithinLock` reads; nothing for a caller without a product lock. */
export const lockedCustomerNeeds = (customerId: CustomerId, caller: Caller): readonly Need[] => {
  const { productLock } = scopeOf(caller);
  return productLock === 0 ? [] : [need.licenseElsewhere(customerId, productLock)];
};

/** Whether the caller's product lock covers every licence of the customer, so that a change concerns nothing outside it. */
export const isCustomerWithinLock = (state: AccountState, { customerId }: Customer, caller: Caller): boolean => {
  const { productLock } = scopeOf(caller);
  return productLock === 0 || !state.hasLicenseElsewhere(customerId, productLock);
};
