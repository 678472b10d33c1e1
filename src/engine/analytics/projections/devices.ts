import { clearDevices, foldDevices } from '../../../sql/analytics/foldDevices.js';
import { verifyDevices } from '../../../sql/analytics/verifyProjections.js';
import type { Projection } from './projection.js';

/** The machines of each key. */
export const devices: Projection = {
  name: 'devices',
  fold: async (run, { accountId, generation, after, upTo }) => {
    await run(foldDevices(accountId, generation, after, upTo));
  },
  clear: (accountId, generation, rows) => [clearDevices(accountId, generation, rows)],
  verify: [verifyDevices],
};
