/**
 * Pseudo-random numbers, the same for a seed on every machine because only integer arithmetic and multiplication are
 * used. Not for secrets.
 */
export class SeededRandom {
  // xoshiro128**: four words of 32 bits.
  readonly #words: [number, number, number, number];

  constructor(seed: number) {
    let word = seed >>> 0;
    // The words must not all be 0, and similar seeds must not give similar words.
    const spread = (): number => {
      word = (word + 0x9e3779b9) >>> 0;
      let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
      mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
      return (mixed ^ (mixed >>> 16)) >>> 0;
    };
    this.#words = [spread(), spread(), spread(), spread()];
  }

  /** From 0 to 2³² - 1. */
  #word(): number {
    const [a, b, c, d] = this.#words;
    const scrambled = Math.imul(rotated(Math.imul(b, 5), 7), 9) >>> 0;
    const e = c ^ a;
    const f = d ^ b;
    this.#words[0] = a ^ f;
    this.#words[1] = b ^ e;
    this.#words[2] = e ^ (b << 9);
    this.#words[3] = rotated(f, 11);
    return scrambled;
  }

  /** From 0 up to, not including, 1. */
  fraction(): number {
    return this.#word() / 0x1_0000_0000;
  }

  /** From 0 up to 1, small ones far more often: half of them lie below a quarter. */
  early(): number {
    const fraction = this.fraction();
    return fraction * fraction;
  }

  /** Evenly between two numbers. */
  between(low: number, high: number): number {
    return low + (high - low) * this.fraction();
  }

  /** Between two numbers, mostly near the middle. */
  around(low: number, high: number): number {
    return low + ((high - low) * (this.fraction() + this.fraction() + this.fraction())) / 3;
  }

  /** An integer, both ends included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.fraction() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<Value>(values: readonly Value[]): Value {
    const picked = values[this.integer(0, values.length - 1)];
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  }

  text(alphabet: string, length: number): string {
    return Array.from({ length }, () => this.pick([...alphabet])).join('');
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.#word() >>> 24);
  }
}

const rotated = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));
