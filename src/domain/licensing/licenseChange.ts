import { licenseEntry } from '../batch/logEntry.js';
import { type Granted, granted } from '../batch/outcome.js';
import type { License } from '../entities/licensing.js';
import type { State } from '../log/states.js';

/**
 * One change of a license's fields, granted. The log row shows the license as the request found it. A change that
 * changes nothing succeeds and is logged like any other, but writes no license.
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
