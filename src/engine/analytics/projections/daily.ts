import { clearDaily, clearDailySeen, emptyDay, foldDaily, refoldDay } from '../../../sql/analytics/foldDaily.js';
import { verifyDaily, verifyDailySeen } from '../../../sql/analytics/verifyProjections.js';
import type { Projection } from './projection.js';

/** Days of each product, with how many keys, machines and customers were active. */
export const daily: Projection = {
  name: 'daily',
  fold: async (run, { accountId, generation, after, upTo }) => {
    await run(foldDaily(accountId, generation, after, upTo));
  },
  recount: async (run, { accountId, generation, after, upTo, productId, day, skipped }) => {
    await Promise.all([
      run(emptyDay(accountId, generation, productId, day)),
      run(refoldDay(accountId, generation, after, upTo, productId, day, skipped)),
    ]);
  },
  clear: (accountId, generation, rows) => [
    clearDaily(accountId, generation, rows),
    clearDailySeen(accountId, generation, rows),
  ],
  verify: [verifyDaily, verifyDailySeen],
};
