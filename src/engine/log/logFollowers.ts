import { setTimeout as sleep } from 'node:timers/promises';
import { lastLogId } from '../../sql/log/logBounds.js';
import type { Run } from '../../sql/statement.js';

/** Milliseconds between two polls for rows of other processes, and the debounce: the minimum between any two polls. */
const FOLLOW_MILLISECONDS = { poll: 1_000, debounce: 100 } as const;

/** Waits for new rows of the log. */
export interface FollowsLog {
  readonly followers: LogFollowers;
}

interface Waiting {
  readonly after: number;
  readonly resolve: (lastId: number) => void;
}

/** One account that is followed. */
interface Followed {
  readonly waiting: Set<Waiting>;
  /** The greatest id known to be visible. */
  lastId: number;
  /** Ends the pause between two polls. */
  wake: () => void;
  /** A commit happened since the last poll. */
  isWoken: boolean;
}

/**
 * Notifies followers of the log about new rows: at a commit of this process, and by a poll every second for commits of
 * others. All followers of an account share one poll.
 */
export class LogFollowers {
  readonly #run: Run;
  readonly #accounts = new Map<number, Followed>();

  constructor(run: Run) {
    this.#run = run;
  }

  /** A commit of this process added log rows. */
  wake(accountId: number): void {
    const followed = this.#accounts.get(accountId);
    if (followed === undefined) return;
    followed.isWoken = true;
    followed.wake();
  }

  /**
   * Resolves with the last id as soon as it is greater than `after`: every row up to it is visible. Resolves with `after`
   * after `milliseconds` without a new row, or when the signal is aborted. Never rejects: an unavailable database counts as
   * having no new rows.
   */
  async beyond(accountId: number, after: number, milliseconds: number, ended: AbortSignal): Promise<number> {
    if (ended.aborted) return after;
    const followed = this.#accounts.get(accountId) ?? this.#follow(accountId);
    return new Promise((resolve) => {
      const settle = (lastId: number): void => {
        clearTimeout(timer);
        ended.removeEventListener('abort', giveUp);
        followed.waiting.delete(waiting);
        if (followed.waiting.size === 0) followed.wake();
        resolve(lastId);
      };
      const giveUp = (): void => settle(after);
      const waiting = { after, resolve: settle };
      const timer = setTimeout(giveUp, milliseconds);
      ended.addEventListener('abort', giveUp, { once: true });
      followed.waiting.add(waiting);
      if (followed.lastId > after) settle(followed.lastId);
    });
  }

  #follow(accountId: number): Followed {
    const followed: Followed = { waiting: new Set(), lastId: 0, wake: () => {}, isWoken: false };
    this.#accounts.set(accountId, followed);
    // Started after the first follower waits.
    queueMicrotask(() => void this.#watch(accountId, followed));
    return followed;
  }

  async #watch(accountId: number, followed: Followed): Promise<void> {
    while (followed.waiting.size > 0) {
      followed.isWoken = false;
      const [head] = await this.#run(lastLogId(accountId)).catch(() => []);
      if (head !== undefined) followed.lastId = head.id;
      for (const { after, resolve } of [...followed.waiting]) if (followed.lastId > after) resolve(followed.lastId);
      await pause(followed);
    }
    this.#accounts.delete(accountId);
  }
}

/** Waits until the next commit or poll, and at least for the debounce. */
const pause = async (followed: Followed): Promise<void> => {
  const { poll, debounce } = FOLLOW_MILLISECONDS;
  await sleep(debounce);
  if (followed.isWoken || followed.waiting.size === 0) return;
  const woken = new AbortController();
  followed.wake = () => woken.abort();
  await sleep(poll - debounce, undefined, { signal: woken.signal }).catch(() => {});
  followed.wake = () => {};
};
