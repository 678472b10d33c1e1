/**
 * What is wrong, for who runs the program:
 * - `usage`: an option or a setting has a value that it cannot have
 * - `not-found`: there is no such account, token, user or row
 * - `refused`: a method or a rule refused
 * - `disk`: a file could not be read or written
 * - `file`: a file or a directory is not what it should be
 * - `in-use`: another process or an earlier import is in the way, or rows that are there already
 * - `inconsistent`: stored data contradicts itself
 * - `source`: the server to import from refused, or cannot be reached
 * - `unfinished`: some of the work is left to do; the same command goes on with it
 */
type OperatorErrorCode =
  | 'usage'
  | 'not-found'
  | 'refused'
  | 'disk'
  | 'file'
  | 'in-use'
  | 'inconsistent'
  | 'source'
  | 'unfinished';

/** An error that the operator can act on: the message alone is shown, without a stack. It never holds a secret. */
export class OperatorError<Code extends string = OperatorErrorCode> extends Error {
  override readonly name: string = 'OperatorError';
  readonly code: Code;

  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
