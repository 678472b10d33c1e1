/** Why a request to the server failed. `message` can be shown to people. */
export interface Problem {
  readonly kind: /** The method said no: the sentence is the API's own. */
    | 'refused'
    /** The session ended, or there was none. */
    | 'signedOut'
    /** Too many attempts; `retryAfter` seconds. */
    | 'throttled'
    /** No answer: the network or the server is unavailable. */
    | 'unreachable'
    /** An answer that is the server's fault, or none that this page understands. */
    | 'failed';
  readonly message: string;
  readonly retryAfter?: number;
}

/** A problem as TanStack Query carries it. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

export const problemOf = (error: unknown): Problem =>
  error instanceof ProblemError
    ? error.problem
    : { kind: 'failed', message: error instanceof Error ? error.message : 'Something went wrong on this page.' };
