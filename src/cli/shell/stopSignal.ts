import { constants } from 'node:os';

/** A signal stopped this program before it was done. */
export class Interrupted extends Error {
  readonly exitCode: number;

  constructor(signal: NodeJS.Signals) {
    super(`stopped by ${signal}`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/**
 * Aborted with an `Interrupted` by the first SIGINT or SIGTERM, so that the program can clean up. A second one ends the
 * process at once. `release` restores the default handling of the signals.
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
 * Runs work that the first SIGINT or SIGTERM interrupts. Later failures are reported as that interruption, because a
 * terminal also interrupts the child processes.
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
