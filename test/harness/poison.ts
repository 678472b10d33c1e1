import { PROJECTIONS } from '../../src/engine/analytics/projections/all.js';
import type { Projection } from '../../src/engine/analytics/projections/projection.js';

/** Fails in the database on windows that hold one of these rows. */
export const poisonedBy = (projection: Projection, ids: readonly number[]): Projection => ({
  ...projection,
  fold: async (run, window) => {
    await run({
      name: '',
      text: `select 1 / case when id = any($4::bigint[]) then 0 else 1 end from web_api_log
        where account_id = $1 and id > $2 and id <= $3`,
      values: [window.accountId, window.after, window.upTo, ids],
    });
    await projection.fold(run, window);
  },
});

/** All projections, some of them replaced by others of their names. */
export const instead = (...others: readonly Projection[]): readonly Projection[] =>
  PROJECTIONS.map((projection) => others.find(({ name }) => name === projection.name) ?? projection);
