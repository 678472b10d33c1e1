import type { Milliseconds } from '../time/units.js';
import type { ProductId, TokenId, UserId } from './ids.js';
import type { Role } from './roles.js';

/**
 * An account with its users and tokens, as the rules see them. Every time is in milliseconds since 1970 (UTC) unless its
 * name says otherwise; every id is unique within its account.
 */

/** A company that runs its licensing here. Everything else belongs to one account. */
export interface Account {
  readonly accountId: number;
  readonly name: string;
  /** The secret of Web API 2 (`privateKey`), not the signing key. */
  readonly privateKey: string;
  /** Security setting: whether `/Ext/WebAPILog` can be read. Off by default. */
  readonly webApiLog: boolean;
  /** Whether the account's plan includes the Web API 2 log. */
  readonly planLogs: boolean;
}

/** A person of the account, who signs in with an e-mail address and a password. */
export interface User {
  /** The first owner's is the account's id; none is ever used twice. */
  readonly userId: UserId;
  readonly name: string;
  /** As `normalizeEmail` makes it, unique over all accounts; null: the first owner has not set it yet. */
  readonly email: string | null;
  readonly role: Role;
  readonly created: Milliseconds;
  /** When the password was last set; null: there is none. */
  readonly passwordSet: Milliseconds | null;
  /** Set when the person is removed; the row stays, so that logs can still show the name. */
  readonly deletedAt: Milliseconds | null;
}

/** An access token's scope. Its secret is kept only as a hash, beside it. */
export interface Token {
  readonly tokenId: TokenId;
  readonly userId: UserId;
  readonly name: string;
  /** Permission names, or `all`. */
  readonly permissions: 'all' | readonly string[];
  /** 0: any product. */
  readonly productLock: ProductId;
  /** 0: any key; above 0: only the license with that GlobalId; below 0: calls must name product and key. */
  readonly keyLock: number;
  /** Meaning depends on the method (see each method's page); 0: none. */
  readonly featureLock: number;
  readonly created: Milliseconds;
  readonly expires: Milliseconds | null;
  readonly revokedAt: Milliseconds | null;
}
