import { licenseEntry } from '../batch/logEntry.js';
import { type Granted, granted } from '../batch/outcome.js';
import type { License } from '../entities/licensing.js';
import type { State } from '../log/states.js';

/**
 * Grants one change of a license's fields. The log row shows the license as it was before. A change without effect
 * succeeds and is logged like any other, but writes no license.
 */
export const changeLicense = <S extends State>(
  state: S,
  license: License,
  change: Partial<License>,
  message?: string,
): Granted<object, S> => {
  const after: License = { ...license, ...change };
  return granted(
    {},
    {
      logs: [licenseEntry(state, license)],
      writes: isSame(license, after) ? [] : [{ kind: 'license', row: after }],
      ...(message === undefined ? {} : { message }),
    },
  );
};

const isSame = (before: License, after: License): boolean =>
  (Object.keys(after) as (keyof License)[]).every((field) => before[field] === after[field]);
