import type { Readers } from '../../db/connections.js';
import { transaction } from '../../db/transaction.js';
import { accountsBehind, unsettleIncomplete } from '../../sql/analytics/projections.js';
import { ProjectionSteps, type StepOptions } from './projectionSteps.js';

/** Accounts whose log one process folds at the same time; each uses one writer connection. */
const PROJECTED_ACCOUNTS = 2;

export interface ProjectorOptions extends StepOptions {
  readonly readers: Pick<Readers, 'run'>;
  /** Called when a round failed; its remaining work is retried within a second. */
  readonly onError: (error: unknown) => void;
}

/** Debounce: commits within this time are folded together, so that not every commit costs a transaction. */
const DEBOUNCE_MS = 250;

/**
 * Cooldown of an account that is up to date, as a multiple of the time its last folds took, up to COOLDOWN_MOST_MS. A window
 * of one row costs nearly as much as one of a thousand, so under a steady load small windows would slow down requests.
 */
const COOLDOWN_FACTOR = 10;
const COOLDOWN_MOST_MS = 500;

/** Interval of polling for rows of other processes: with the debounce, they are found within a second of their commit. */
const POLL_MS = 500;

/**
 * Keeps the projections of every account up to date. Several processes may do so at once: a lock in the database
 * ensures that only one works on an account at a time.
 */
export class Projector {
  readonly #options: ProjectorOptions;
  readonly #steps: ProjectionSteps;
  /** Accounts with new rows since the last tick. */
  readonly #woken = new Set<number>();
  /** Accounts with work, in the order in which they became ready. */
  readonly #waiting = new Set<number>();
  readonly #running = new Map<number, Promise<void>>();
  /** End of each account's cooldown (performance.now). */
  readonly #coolingDown = new Map<number, number>();
  #ticking: NodeJS.Timeout | undefined;
  #polling: Promise<void> | undefined;
  #nextPoll = 0;
  #begun = false;
  #stopping = false;

  constructor(options: ProjectorOptions) {
    this.#options = options;
    this.#steps = new ProjectionSteps(options);
  }

  /** Starts folding existing and new log rows. */
  start(): void {
    this.#ticking = setInterval(() => this.#tick(), DEBOUNCE_MS);
    this.#ticking.unref();
    this.#tick();
  }

  /** An account has new log rows. */
  wake(accountId: number): void {
    if (this.#ticking !== undefined) this.#woken.add(accountId);
  }

  /** Stops; resolves when the running steps have ended. */
  async stop(): Promise<void> {
    this.#stopping = true;
    clearInterval(this.#ticking);
    await this.#polling;
    await Promise.all(this.#running.values());
  }

  #tick(): void {
    const now = performance.now();
    if (this.#polling === undefined && now >= this.#nextPoll) {
      this.#nextPoll = now + POLL_MS;
      this.#polling = this.#poll()
        .catch(this.#options.onError)
        .finally(() => {
          this.#polling = undefined;
        });
    }
    for (const accountId of this.#woken) this.#waiting.add(accountId);
    this.#woken.clear();
    for (const [accountId, until] of this.#coolingDown) if (now >= until) this.#coolingDown.delete(accountId);
    this.#pump();
  }

  async #poll(): Promise<void> {
    if (!this.#begun) {
      await this.#unsettle();
      this.#begun = true;
    }
    for (const { account_id: accountId } of await this.#options.readers.run(accountsBehind())) {
      this.#waiting.add(accountId);
    }
    this.#pump();
  }

  #coolDown(accountId: number, began: number): void {
    const now = performance.now();
    this.#coolingDown.set(accountId, now + Math.min(COOLDOWN_MOST_MS, (now - began) * COOLDOWN_FACTOR));
  }

  /** Makes accounts without one of this program's projections (after an upgrade) count as behind. */
  async #unsettle(): Promise<void> {
    const names = this.#options.projections.map(({ name }) => name);
    await transaction(this.#options.writers, async () => ({
      result: undefined,
      statements: [unsettleIncomplete(names)],
    }));
  }

  #pump(): void {
    for (const accountId of this.#waiting) {
      if (this.#stopping || this.#running.size >= PROJECTED_ACCOUNTS) return;
      if (this.#running.has(accountId) || this.#coolingDown.has(accountId)) continue;
      this.#waiting.delete(accountId);
      const began = performance.now();
      const running = this.#steps
        .step(accountId)
        .then((result) => {
          if (result === 'more') this.#waiting.add(accountId);
          else this.#coolDown(accountId, began);
        }, this.#options.onError)
        .then(() => {
          this.#running.delete(accountId);
          this.#pump();
        });
      this.#running.set(accountId, running);
    }
  }
}
