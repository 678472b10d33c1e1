import { errorText } from '../../db/databaseError.js';
import { OperatorError } from '../../operatorError.js';

/** Runs file operations. Throws `OperatorError` with a sentence that says `what` failed. */
export const onDisk = async <Result>(what: string, work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    throw new OperatorError('disk', `cannot ${what}: ${errorText(error)}`, { cause: error });
  }
};
