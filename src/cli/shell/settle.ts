import { settleAnalytics } from '../../engine/analytics/analytics.js';
import { ProjectionSteps } from '../../engine/analytics/projectionSteps.js';
import { PROJECTIONS } from '../../engine/analytics/projections/all.js';
import { note } from './output.js';
import type { Session } from './session.js';

/** Folds an account's log into usage analytics until all of it is there, beside a server that does the same. */
export const settle = ({ writers, interrupted }: Session, accountId: number): Promise<void> => {
  const steps = new ProjectionSteps({
    writers,
    projections: PROJECTIONS,
    onTrouble: ({ projection, id, error }) =>
      note(`${projection}: ${id === undefined ? 'cannot be folded' : `log row ${id} is skipped`}: ${String(error)}`),
  });
  return settleAnalytics(steps, accountId, interrupted);
};
