import { errorText } from '../../db/databaseError.js';
import { OperatorError } from '../../operatorError.js';

/** Runs work that may fail at the disk. Throws `OperatorError`, which says in a sentence what could not be done. */
export const onDisk = async <Result>(what: string, work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    throw new OperatorError('disk', `cannot ${what}: ${errorText(error)}`, { cause: error });
  }
};
