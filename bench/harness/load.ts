import { runProgram } from './processes.js';

export interface LoadRequest {
  readonly path: string;
  readonly body: string;
  /** Default: a form. */
  readonly type?: string;
}

export interface LoadOptions {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  /** Requests per second. Default: as many as are answered. */
  readonly perSecond?: number;
  /** Dealt out to the connections in turn; each goes round its own. */
  readonly requests: readonly LoadRequest[];
}

export interface LoadResult {
  readonly perSecond: number;
  readonly answered: number;
  /** Answers that were not 2xx, broken connections, timeouts. */
  readonly failed: number;
  readonly p99Ms: number;
}

/** Loads a server from a process of its own. Throws when anything failed: a fast refusal is no result. */
export const load = async (options: LoadOptions): Promise<LoadResult> => {
  const result = await runProgram<LoadResult>('loadMain', options);
  if (result.failed > 0 || result.answered === 0) {
    throw new Error(`${result.failed} of ${result.answered} requests failed`);
  }
  return result;
};
