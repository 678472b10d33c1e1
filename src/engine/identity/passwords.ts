import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { LIMITS } from '../../limits.js';
import { Overloaded } from '../batch/batchQueue.js';

/** scrypt's costs: N blocks of 128 r bytes, p times. 32 MB and some 0.2 s each. */
interface Costs {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

const COSTS: Costs = { N: 2 ** 15, r: 8, p: 2 };
const HASH_BYTES = 32;
const SALT_BYTES = 16;

/** Limits concurrent hashing, which keeps threads free for signing and bounds memory. */
class Semaphore {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  /** Runs work once a slot is free. Throws `Overloaded` when too many wait. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#running < LIMITS.passwordsHashed) this.#running += 1;
    else {
      if (this.#waiting.length >= LIMITS.passwordsQueued) throw new Overloaded();
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}

const semaphore = new Semaphore();

const derive = (password: string, salt: Buffer, { N, r, p }: Costs): Promise<Buffer> =>
  semaphore.run(
    () =>
      new Promise((resolve, reject) => {
        const options = { N, r, p, maxmem: 256 * N * r };
        // Normalised, since keyboards compose accents differently.
        scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, hash) => {
          if (error === null) resolve(hash);
          else reject(error);
        });
      }),
  );

/** The stored form of a password: `scrypt$N$r$p$salt$hash`. Throws `Overloaded`. */
export const hashPassword = async (password: string): Promise<string> => {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, salt, COSTS);
  return ['scrypt', COSTS.N, COSTS.r, COSTS.p, salt.toString('base64'), hash.toString('base64')].join('$');
};

/**
 * Whether the password matches. Without a stored one the same work is done, so that the time does not reveal which users exist.
 * Throws `Overloaded`.
 */
export const isPassword = async (password: string, stored: string | undefined): Promise<boolean> => {
  const [scheme, N, r, p, salt = '', expected = ''] = stored?.split('$') ?? [];
  if (stored === undefined || scheme !== 'scrypt') {
    await derive(password, randomBytes(SALT_BYTES), COSTS);
    return false;
  }
  const costs = { N: Number(N), r: Number(r), p: Number(p) };
  const hash = await derive(password, Buffer.from(salt, 'base64'), costs);
  return timingSafeEqual(hash, Buffer.from(expected, 'base64'));
};
