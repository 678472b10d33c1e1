import type { Readers } from '../../db/connections.js';
import { transaction } from '../../db/transaction.js';
import { LIMITS } from '../../limits.js';
import { accountsBehind, unsettleIncomplete } from '../../sql/analytics/projections.js';
import { ProjectionSteps, type StepOptions } from './projectionSteps.js';

export interface ProjectorOptions extends StepOptions {
  readonly readers: Pick<Readers, 'run'>;
  /** Told of a round that failed; what it left undone is found again within a second. */
  readonly onError: (error: unknown) => void;
}

/** What was committed in this time is folded together: seen soon, without a transaction for each commit. */
const GATHER_MS = 250;

/**
 * After an account is up to date it rests so many times as long as that took, up to REST_MOST_MS: under a steady load most of
 * a small window's cost is the same for one row as for a thousand, and must not take the processor from requests.
 */
const REST_FACTOR = 10;
const REST_MOST_MS = 500;

/** How often rows of other processes are looked for: with the time to gather, within a second of their commit. */
const POLL_MS = 500;

/**
 * Keeps what is derived from the log up to date, for every account. Several processes may do so at once: a lock in the
 * database lets one of them at an account at a time.
 */
export class Projector {
  readonly #options: ProjectorOptions;
  readonly #steps: ProjectionSteps;
  /** Accounts with new rows since the last tick. */
  readonly #woken = new Set<number>();
  /** Accounts with something to do, the one that waited longest first. */
  readonly #waiting = new Set<number>();
  readonly #running = new Map<number, Promise<void>>();
  /** Until when (performance.now) accounts rest. */
  readonly #resting = new Map<number, number>();
  #ticking: NodeJS.Timeout | undefined;
  #polling: Promise<void> | undefined;
  #nextPoll = 0;
  #begun = false;
  #stopping = false;

  constructor(options: ProjectorOptions) {
    this.#options = options;
    this.#steps = new ProjectionSteps(options);
  }

  /** Begins to fold what is there and what comes. */
  start(): void {
    this.#ticking = setInterval(() => this.#tick(), GATHER_MS);
    this.#ticking.unref();
    this.#tick();
  }

  /** An account has new log rows. */
  wake(accountId: number): void {
    if (this.#ticking !== undefined) this.#woken.add(accountId);
  }

  /** Ends after the steps that are under way. */
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
    for (const [accountId, until] of this.#resting) if (now >= until) this.#resting.delete(accountId);
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

  #rest(accountId: number, began: number): void {
    const now = performance.now();
    this.#resting.set(accountId, now + Math.min(REST_MOST_MS, (now - began) * REST_FACTOR));
  }

  /** Lets projections that this program has and an earlier one had not begin. */
  async #unsettle(): Promise<void> {
    const names = this.#options.projections.map(({ name }) => name);
    await transaction(this.#options.writers, async () => ({
      result: undefined,
      statements: [unsettleIncomplete(names)],
    }));
  }

  #pump(): void {
    for (const accountId of this.#waiting) {
      if (this.#stopping || this.#running.size >= LIMITS.projectedAccounts) return;
      if (this.#running.has(accountId) || this.#resting.has(accountId)) continue;
      this.#waiting.delete(accountId);
      const began = performance.now();
      const running = this.#steps
        .step(accountId)
        .then((result) => {
          if (result === 'more') this.#waiting.add(accountId);
          else this.#rest(accountId, began);
        }, this.#options.onError)
        .then(() => {
          this.#running.delete(accountId);
          this.#pump();
        });
      this.#running.set(accountId, running);
    }
  }
}
