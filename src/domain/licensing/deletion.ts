import type { AccountState } from '../batch/accountState.js';
import type { DecideContext } from '../batch/decideContext.js';
import { licenseEntry } from '../batch/logEntry.js';
import { type Granted, granted } from '../batch/outcome.js';
import type { Write } from '../batch/write.js';
import type { License } from '../entities/licensing.js';

/**
 * Deletes a license. Its row stays as a tombstone, so that the log can name it and its string is never issued again;
 * its seats and the data objects of it and its machines are deleted, since nothing can reach them any more.
 */
export const decideDeletion = (license: License, state: AccountState, { now }: DecideContext): Granted<object, 7010> =>
  granted(
    {},
    {
      logs: [licenseEntry(7010, license)],
      writes: [
        { kind: 'license', row: { ...license, deletedAt: now } },
        ...state.machines(license.licenseId).map((row): Write => ({ kind: 'machine', row, remove: true })),
        ...state
          .dataObjectsOfLicense(license.licenseId)
          .map((row): Write => ({ kind: 'dataObject', row, remove: true })),
      ],
    },
  );
