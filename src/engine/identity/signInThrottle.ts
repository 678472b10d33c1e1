import { LRUCache } from 'lru-cache';
import { LIMITS } from '../../limits.js';

interface Counter {
  failures: number;
  /** Milliseconds. */
  readonly until: number;
}

/** The network of an address, which is what one caller has: an IPv4 address, or the /64 of an IPv6 address. */
const networkOf = (address: string): string =>
  address.includes(':') ? address.replace(/%.*$/s, '').split(':').slice(0, 4).join(':') : address;

/**
 * Counts sign-ins that have not succeeded, each from its beginning, so that many at once are not more. One process's
 * memory, bounded: several processes let as many times as much pass, which no password of the least length minds.
 */
export class SignInThrottle {
  readonly #counters = new LRUCache<string, Counter>({ max: LIMITS.signInCounters });

  /** null: go on. Otherwise the milliseconds after which it may be tried again. */
  begin(email: string, address: string, now: number): number | null {
    const counters = this.#countersOf(email, address, now);
    const full = counters.filter(({ counter, most }) => counter.failures >= most);
    if (full.length > 0) return Math.max(...full.map(({ counter }) => counter.until - now));
    for (const { counter } of counters) counter.failures += 1;
    return null;
  }

  /** It was the right password, or it was never compared: the attempt does not count. */
  forgive(email: string, address: string, now: number): void {
    for (const { counter } of this.#countersOf(email, address, now)) {
      counter.failures = Math.max(0, counter.failures - 1);
    }
  }

  #countersOf(email: string, address: string, now: number) {
    const network = networkOf(address);
    const { emailAndNetwork, network: ofNetwork, email: ofEmail } = LIMITS.signInFailures;
    return [
      { counter: this.#counter(`b ${network} ${email}`, now), most: emailAndNetwork },
      { counter: this.#counter(`n ${network}`, now), most: ofNetwork },
      { counter: this.#counter(`e ${email}`, now), most: ofEmail },
    ];
  }

  #counter(name: string, now: number): Counter {
    const known = this.#counters.get(name);
    if (known !== undefined && known.until > now) return known;
    const counter = { failures: 0, until: now + LIMITS.signInWindowMilliseconds };
    this.#counters.set(name, counter);
    return counter;
  }
}
