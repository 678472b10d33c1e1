import { isConnectionLost, isQueryCanceled } from '../../db/sqlState.js';
import { type Refused, refused } from '../../domain/batch/outcome.js';
import { SENTENCES } from '../../domain/sentences.js';
import { ReadTooLong } from '../../engine/log/readTooLong.js';

/** Answers with the page's own sentence when a read took too long or the database is away; anything else is thrown on. */
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
