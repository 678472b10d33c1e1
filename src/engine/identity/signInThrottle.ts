import { LRUCache } from 'lru-cache';
import type { Milliseconds } from '../../domain/time/units.js';
import { LIMITS } from '../../limits.js';

interface Counter {
  failures: number;
  /** Milliseconds. */
  readonly until: number;
}

/** The network that one caller usually controls: an IPv4 address, or the /64 of an IPv6 address. */
const networkOf = (address: string): string =>
  address.includes(':') ? address.replace(/%.*$/s, '').split(':').slice(0, 4).join(':') : address;

/**
 * Limits failed sign-ins. Each attempt counts from its start, so that concurrent ones do not exceed the limit. Counters are
 * kept in this process's memory, bounded: several processes multiply the limit, which is still safe for the shortest passwords.
 */
export class SignInThrottle {
  readonly #counters = new LRUCache<string, Counter>({ max: LIMITS.signInCounters });

  /** null: allowed. Otherwise the milliseconds until the next attempt is allowed. */
  begin(email: string, address: string, now: Milliseconds): number | null {
    const counters = this.#countersOf(email, address, now);
    const full = counters.filter(({ counter, most }) => counter.failures >= most);
    if (full.length > 0) return Math.max(...full.map(({ counter }) => counter.until - now));
    for (const { counter } of counters) counter.failures += 1;
    return null;
  }

  /** Uncounts the attempt: the password was right, or was never compared. */
  forgive(email: string, address: string, now: Milliseconds): void {
    for (const { counter } of this.#countersOf(email, address, now)) {
      counter.failures = Math.max(0, counter.failures - 1);
    }
  }

  #countersOf(email: string, address: string, now: Milliseconds) {
    const network = networkOf(address);
    const { emailAndNetwork, network: ofNetwork, email: ofEmail } = LIMITS.signInFailures;
    return [
      { counter: this.#counter(`b ${network} ${email}`, now), most: emailAndNetwork },
      { counter: this.#counter(`n ${network}`, now), most: ofNetwork },
      { counter: this.#counter(`e ${email}`, now), most: ofEmail },
    ];
  }

  #counter(name: string, now: Milliseconds): Counter {
    const known = this.#counters.get(name);
    if (known !== undefined && known.until > now) return known;
    const counter = { failures: 0, until: now + LIMITS.signInWindowMilliseconds };
    this.#counters.set(name, counter);
    return counter;
  }
}
