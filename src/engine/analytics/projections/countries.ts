import {
  clearCountries,
  emptyCountries,
  foldCountries,
  refoldCountries,
} from '../../../sql/analytics/foldCountries.js';
import { verifyCountries } from '../../../sql/analytics/verifyProjections.js';
import type { Projection } from './projection.js';

/** Days of each product by the country that the requests came from. */
export const countries: Projection = {
  name: 'countries',
  fold: async (run, { accountId, generation, after, upTo }) => {
    await run(foldCountries(accountId, generation, after, upTo));
  },
  recount: async (run, { accountId, generation, after, upTo, productId, day, skipped }) => {
    await Promise.all([
      run(emptyCountries(accountId, generation, productId, day)),
      run(refoldCountries(accountId, generation, after, upTo, productId, day, skipped)),
    ]);
  },
  clear: (accountId, generation, rows) => [clearCountries(accountId, generation, rows)],
  verify: [verifyCountries],
};
