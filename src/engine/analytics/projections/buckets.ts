import { clearBuckets, foldBuckets } from '../../../sql/analytics/foldBuckets.js';
import { verifyBuckets } from '../../../sql/analytics/verifyProjections.js';
import type { Projection } from './projection.js';

/** Half hours of activity by key and machine. */
export const buckets: Projection = {
  name: 'buckets',
  fold: async (run, { accountId, generation, after, upTo }) => {
    await run(foldBuckets(accountId, generation, after, upTo));
  },
  clear: (accountId, generation, rows) => [clearBuckets(accountId, generation, rows)],
  verify: [verifyBuckets],
};
