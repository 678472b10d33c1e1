import { LRUCache } from 'lru-cache';
import type { Writers } from '../../db/connections.js';
import type { TokenId } from '../../domain/entities/ids.js';
import type { Milliseconds } from '../../domain/time/units.js';
import { LIMITS } from '../../limits.js';
import { noteTokenUse } from '../../sql/identity/accounts.js';

const INTERVAL_MS = 10_000;

/**
 * Stores when tokens were last used, in the background: at most once an hour for each token, all of an account in one
 * statement. A use that is lost when the process is killed is replaced by the next one.
 */
export class TokenUses {
  readonly #writers: Writers;
  readonly #onError: (error: unknown) => void;
  readonly #noted = new LRUCache<number, number>({ max: LIMITS.tokenUses });
  #pending = new Map<number, Map<number, number>>();
  #waiting = 0;
  #timer: NodeJS.Timeout | undefined;
  #flush: Promise<void> = Promise.resolve();

  constructor(writers: Writers, onError: (error: unknown) => void) {
    this.#writers = writers;
    this.#onError = onError;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#flush = this.flush();
    }, INTERVAL_MS);
    this.#timer.unref();
  }

  /** Stops and stores the remaining uses. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#flush;
    await this.flush();
  }

  /** Records the use of a valid token. Called in every request. */
  readonly note = (accountId: number, tokenId: TokenId, now: Milliseconds): void => {
    const key = accountId * 2 ** 32 + tokenId;
    const noted = this.#noted.get(key);
    if (noted !== undefined && now < noted + LIMITS.tokenUseMilliseconds) return;
    if (this.#waiting >= LIMITS.tokenUses) return;
    this.#noted.set(key, now);
    this.#waiting += 1;
    const ofAccount = this.#pending.get(accountId) ?? new Map<number, number>();
    this.#pending.set(accountId, ofAccount.set(tokenId, now));
  };

  /** Stores the recorded uses. Never rejects. */
  async flush(): Promise<void> {
    const pending = this.#pending;
    this.#pending = new Map();
    this.#waiting = 0;
    for (const [accountId, uses] of pending) {
      try {
        await this.#write(accountId, uses);
      } catch (error) {
        this.#noted.clear();
        this.#onError(error);
      }
    }
  }

  async #write(accountId: number, uses: ReadonlyMap<number, number>): Promise<void> {
    await this.#writers.write([noteTokenUse(accountId, [...uses.keys()], [...uses.values()])]);
  }
}
