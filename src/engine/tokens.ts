import { createHash, timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Token } from '../domain/entities.js';
import { decodeTokenText } from '../domain/tokenText.js';
import { LIMITS } from '../limits.js';
import { findToken } from '../sql/accounts.js';
import { tokenFromRow } from '../sql/tables.js';
import type { Run } from './load.js';

export const hashSecret = (secret: string): Uint8Array => createHash('sha256').update(secret).digest();

export interface Authenticated {
  readonly accountId: number;
  readonly token: Token;
}

interface KnownToken {
  readonly token: Token;
  readonly secretHash: Uint8Array;
}

/** Finds who a token stands for. What the database said is believed for at most a second. */
export class Tokens {
  readonly #run: Run;
  readonly #known = new LRUCache<string, Promise<KnownToken | null>>({ max: 50_000, ttl: LIMITS.cacheMilliseconds });

  constructor(run: Run) {
    this.#run = run;
  }

  /** null when the token is none of ours, expired or revoked. */
  async authenticate(text: string, now: number): Promise<Authenticated | null> {
    if (text.length > LIMITS.tokenChars) return null;
    const decoded = decodeTokenText(text);
    if (decoded === null) return null;
    const known = await this.#find(decoded.accountId, decoded.tokenId);
    if (known === null || !timingSafeEqual(hashSecret(decoded.secret), known.secretHash)) return null;
    const { token } = known;
    if (token.revokedAt !== null || (token.expires !== null && token.expires <= now)) return null;
    return { accountId: decoded.accountId, token };
  }

  #find(accountId: number, tokenId: number): Promise<KnownToken | null> {
    const name = `${accountId}-${tokenId}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const asked = this.#ask(accountId, tokenId);
    this.#known.set(name, asked);
    // A failed look-up must not be remembered.
    asked.catch(() => this.#known.delete(name));
    return asked;
  }

  async #ask(accountId: number, tokenId: number): Promise<KnownToken | null> {
    const [row] = await this.#run(findToken(accountId, tokenId));
    return row === undefined ? null : { token: tokenFromRow(row), secretHash: row.secret_hash };
  }
}
