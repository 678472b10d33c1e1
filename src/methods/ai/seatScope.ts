import type { Caller } from '../../domain/entities/caller.js';
import { SENTENCES } from '../../domain/sentences.js';
import type { AccountReads } from '../../engine/reads.js';
import { LIMITS } from '../../limits.js';
import type { SeatOwner } from '../../sql/analytics/readSeats.js';
import { optionalId, optionalText } from '../parameters.js';
import { findUsageScope } from './usageScope.js';

/**
 * Whose seats a call is about, shared by GetSeatUsage and GetSeatHolders. A product or key must be given, or implied by
 * a lock.
 */
export const seatSubject = {
  ProductId: optionalId().meta({
    description: 'The product. Without Key and KeyId: the seats of all its keys, including deleted ones.',
  }),
  KeyId: optionalId().meta({ description: 'The key with this id, even if it is deleted.' }),
  Key: optionalText(LIMITS.keyChars).meta({ description: 'The key string; requires ProductId.' }),
} as const;

type OwnerRefusal = Extract<Awaited<ReturnType<typeof findUsageScope>>, string>;

/** The licence or product that parameters and token locks give together; null when nothing can match. */
export const findSeatOwner = async (
  access: AccountReads,
  caller: Caller,
  named: {
    readonly ProductId?: number | undefined;
    readonly KeyId?: number | undefined;
    readonly Key?: string | undefined;
  },
): Promise<SeatOwner | OwnerRefusal | null> => {
  const scope = await findUsageScope(access, caller, named);
  if (typeof scope === 'string' || scope === null) return scope;
  if (scope.licenseId !== undefined) return { of: 'license', id: scope.licenseId };
  // An account may have any number of seats: they are counted by product.
  return scope.productId === undefined ? SENTENCES.inputIncorrect : { of: 'product', id: scope.productId };
};
