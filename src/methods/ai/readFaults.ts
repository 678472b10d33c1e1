import { isConnectionLost, isQueryCanceled } from '../../db/sqlState.js';
import { type Refused, refused } from '../../domain/batch/outcome.js';
import { SENTENCES } from '../../domain/sentences.js';
import { ReadTooLong } from '../../engine/log/readTooLong.js';

/**
 * Answers with the method's own sentence after a timeout or when the database is unavailable; rethrows anything else.
 */
export const refuseReadFaults = async <Outcome>(
  read: () => Promise<Outcome>,
): Promise<Outcome | Refused<typeof SENTENCES.errorOccured, never>> => {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ReadTooLong || isQueryCanceled(error) || isConnectionLost(error)) {
      return refused(SENTENCES.errorOccured);
    }
    throw error;
  }
};
