import { uniformFloat32 } from 'pure-rand/distribution/uniformFloat32';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Pseudo-random numbers, the same for a seed on every machine. Not for secrets. */
export class SeededRandom {
  readonly #generator: ReturnType<typeof xoroshiro128plus>;

  constructor(seed: number) {
    this.#generator = xoroshiro128plus(seed);
  }

  /** From 0 up to, not including, 1. */
  fraction(): number {
    return uniformFloat32(this.#generator);
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
    return uniformInt(this.#generator, low, high);
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
    return Uint8Array.from({ length }, () => this.integer(0, 255));
  }
}
