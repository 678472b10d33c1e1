import { createHash, timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Caller } from '../../domain/entities/caller.js';
import type { Token } from '../../domain/entities/identity.js';
import type { TokenId } from '../../domain/entities/ids.js';
import { decodeTokenText } from '../../domain/identity/tokenText.js';
import type { Milliseconds } from '../../domain/time/units.js';
import { LIMITS } from '../../limits.js';
import { findToken } from '../../sql/identity/accounts.js';
import { tokenFromRow } from '../../sql/identity/tokenTable.js';
import type { Run } from '../../sql/statement.js';

export const hashSecret = (secret: string): Uint8Array => createHash('sha256').update(secret).digest();

/** A caller and its account. */
export interface Authenticated {
  readonly accountId: number;
  readonly caller: Caller;
}

interface AuthenticatedToken extends Authenticated {
  readonly caller: Extract<Caller, { readonly kind: 'token' }>;
}

interface KnownToken {
  readonly token: Token;
  readonly secretHash: Uint8Array;
}

const isInForce = ({ revokedAt, expires }: Token, now: Milliseconds): boolean =>
  revokedAt === null && (expires === null || expires > now);

/** A validated token text, with the look-up that it was compared with; it is valid as long as that is cached. */
interface GoodText {
  readonly name: string;
  readonly asked: Promise<KnownToken | null>;
  readonly authenticated: AuthenticatedToken;
}

/** Called at each use of a valid token. */
export type TokenUsed = (accountId: number, tokenId: TokenId, now: Milliseconds) => void;

/** Finds the caller of a token. Tokens are cached for at most a second. */
export class Tokens {
  readonly #run: Run;
  readonly #known = new LRUCache<string, Promise<KnownToken | null>>({ max: 50_000, ttl: LIMITS.cacheMilliseconds });
  readonly #good = new LRUCache<string, GoodText>({ max: 10_000, ttl: LIMITS.cacheMilliseconds });

  readonly #onUsed: TokenUsed | undefined;

  constructor(run: Run, onUsed?: TokenUsed) {
    this.#run = run;
    this.#onUsed = onUsed;
  }

  /** null when the token is unknown, expired or revoked. */
  async authenticate(text: string, now: Milliseconds): Promise<AuthenticatedToken | null> {
    if (text.length > LIMITS.tokenChars) return null;
    const good = this.#good.get(text);
    const authenticated =
      good !== undefined && this.#known.get(good.name) === good.asked ? good.authenticated : await this.#check(text);
    if (authenticated === null || !isInForce(authenticated.caller.token, now)) return null;
    this.#onUsed?.(authenticated.accountId, authenticated.caller.token.tokenId, now);
    return authenticated;
  }

  async #check(text: string): Promise<AuthenticatedToken | null> {
    const decoded = decodeTokenText(text);
    if (decoded === null) return null;
    const { accountId, tokenId, secret } = decoded;
    const name = `${accountId}-${tokenId}`;
    const asked = this.#find(name, accountId, tokenId);
    const known = await asked;
    if (known === null || !timingSafeEqual(hashSecret(secret), known.secretHash)) return null;
    const authenticated = { accountId, caller: { kind: 'token', token: known.token } } as const;
    this.#good.set(text, { name, asked, authenticated });
    return authenticated;
  }

  #find(name: string, accountId: number, tokenId: TokenId): Promise<KnownToken | null> {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const asked = this.#ask(accountId, tokenId);
    this.#known.set(name, asked);
    // A failed look-up must not be cached.
    asked.catch(() => this.#known.delete(name));
    return asked;
  }

  async #ask(accountId: number, tokenId: TokenId): Promise<KnownToken | null> {
    const [row] = await this.#run(findToken(accountId, tokenId));
    return row === undefined ? null : { token: tokenFromRow(row), secretHash: row.secret_hash };
  }
}
