import type { LoadResult } from '../harness/load.js';
import type { Rig } from '../harness/rig.js';

const heads = async (rig: Rig): Promise<number> => {
  const { rows } = await rig.database.readers.query<{ rows: number }>(
    'select sum(l.last_id + e.last_id)::bigint as rows from log_head l join event_head e using (account_id)',
  );
  return rows[0]?.rows ?? 0;
};

/**
 * Runs a load of calls that each leave one row, and checks that each answer has its row; otherwise the speed means
 * nothing.
 */
export const countLogged = async (rig: Rig, work: () => Promise<LoadResult>): Promise<LoadResult> => {
  const before = await heads(rig);
  const result = await work();
  const appended = (await heads(rig)) - before;
  if (appended < result.answered) throw new Error(`${result.answered} calls were answered, ${appended} rows appended`);
  return result;
};
