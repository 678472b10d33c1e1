import { endRecount, nextRowOfLicense, noteRecounted, type RecountRequest } from '../../sql/analytics/recount.js';
import { logBounds } from '../../sql/log/logBounds.js';
import type { Run, Statement } from '../../sql/statement.js';
import type { Projection } from './projections/projection.js';
import type { Progress } from './projectionWork.js';

const DAY_MS = 86_400_000;

/**
 * Recounts the next day with rows of a license whose exclusion changed, in every generation up to its checkpoint: later rows
 * are folded with the license's current setting anyway. Returns the statement that marks the day as done.
 */
export const recountDay = async (
  run: Run,
  accountId: number,
  request: RecountRequest,
  { rows }: Progress,
  projections: readonly Projection[],
): Promise<readonly Statement<object>[]> => {
  /** The last ids before each of these days. */
  const idsBefore = async (...days: readonly number[]): Promise<readonly number[]> => {
    const [bounds] = await run(
      logBounds(
        accountId,
        days.map((day) => day * DAY_MS),
      ),
    );
    return (bounds?.ids ?? []).map((id) => id - 1);
  };
  const [done = 0] = await idsBefore(request.recounted_day + 1);
  const [next] = await run(nextRowOfLicense(accountId, request.license_id, done));
  if (next === undefined) return [endRecount(accountId, request)];
  const day = Math.floor(next.time / DAY_MS);
  const [after = 0, last = 0] = await idsBefore(day, day + 1);
  for (const { projection, generation, last_id: checkpoint, passed_over: skipped } of rows) {
    const recount = projections.find(({ name }) => name === projection)?.recount;
    const upTo = Math.min(last, checkpoint);
    if (recount === undefined || upTo <= after) continue;
    const window = { accountId, generation, after, upTo };
    await recount(run, { ...window, productId: next.product_id, day, skipped: skipped.map(({ id }) => id) });
  }
  return [noteRecounted(accountId, request, day)];
};
