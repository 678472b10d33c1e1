import { settleAnalytics } from '../../engine/analytics/analytics.js';
import { ProjectionSteps } from '../../engine/analytics/projectionSteps.js';
import { PROJECTIONS } from '../../engine/analytics/projections/all.js';
import { note } from './output.js';
import type { Session } from './session.js';

/** Folds an account's whole log into usage analytics, concurrently with any server that does the same. */
export const settle = ({ writers, interrupted }: Session, accountId: number): Promise<void> => {
  const steps = new ProjectionSteps({
    writers,
    projections: PROJECTIONS,
    onTrouble: ({ projection, id, error }) =>
      note(`${projection}: ${id === undefined ? 'cannot be folded' : `log row ${id} is skipped`}: ${String(error)}`),
  });
  return settleAnalytics(steps, accountId, interrupted);
};
