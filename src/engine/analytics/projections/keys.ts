import { clearKeys, foldKeys } from '../../../sql/analytics/foldKeys.js';
import { verifyKeys } from '../../../sql/analytics/verifyProjections.js';
import type { Projection } from './projection.js';

/** Counters of each key's requests. */
export const keys: Projection = {
  name: 'keys',
  fold: async (run, { accountId, generation, after, upTo }) => {
    await run(foldKeys(accountId, generation, after, upTo));
  },
  clear: (accountId, generation, rows) => [clearKeys(accountId, generation, rows)],
  verify: [verifyKeys],
};
