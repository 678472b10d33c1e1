import { constants } from 'node:os';

/** The person or the system asked this program to stop before it was done. */
export class Interrupted extends Error {
  readonly exitCode: number;

  constructor(signal: NodeJS.Signals) {
    super(`stopped by ${signal}`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/**
 * Is aborted, with an `Interrupted`, by the first SIGINT or SIGTERM, so that the program can leave in order. A second
 * one ends the process at once. `release` gives the signals their ordinary meaning back.
 */
const stopSignal = (): { readonly signal: AbortSignal; release(): void } => {
  const stopping = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    release();
    stopping.abort(new Interrupted(name));
  };
  const release = (): void => {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return { signal: stopping.signal, release };
};

/**
 * Does work that the first SIGINT or SIGTERM is to end. What fails after it fails because of it, and is reported as that: a
 * terminal interrupts the programs that this one started, too.
 */
export const withStopSignal = async <Result>(work: (stopping: AbortSignal) => Promise<Result>): Promise<Result> => {
  const { signal, release } = stopSignal();
  try {
    return await work(signal);
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    release();
  }
};

/** Resolves once the signal is aborted. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
