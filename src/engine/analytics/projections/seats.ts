import {
  clearSeatLimitChanges,
  clearSeatStretches,
  foldSeatLimits,
  foldSeatStretches,
} from '../../../sql/analytics/foldSeats.js';
import { verifySeatLimitChanges, verifySeatStretches } from '../../../sql/analytics/verifySeats.js';
import type { Projection } from './projection.js';

/** Who held a seat of which license, from when to when, and who was denied one; and the seat limits that rows show. */
export const seats: Projection = {
  name: 'seats',
  fold: async (run, { accountId, generation, after, upTo }) => {
    await Promise.all([
      run(foldSeatStretches(accountId, generation, after, upTo)),
      run(foldSeatLimits(accountId, generation, after, upTo)),
    ]);
  },
  clear: (accountId, generation, rows) => [
    clearSeatStretches(accountId, generation, rows),
    clearSeatLimitChanges(accountId, generation, rows),
  ],
  verify: [verifySeatStretches, verifySeatLimitChanges],
};
