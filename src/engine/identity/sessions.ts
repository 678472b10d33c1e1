import { timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Readers, Writers } from '../../db/connections.js';
import { transaction } from '../../db/transaction.js';
import type { UserId } from '../../domain/entities/ids.js';
import type { Role } from '../../domain/entities/roles.js';
import type { Milliseconds } from '../../domain/time/units.js';
import { LIMITS } from '../../limits.js';
import * as sql from '../../sql/identity/people.js';
import type { Statement } from '../../sql/statement.js';
import { isPassword } from './passwords.js';
import { csrfOf, newSecret, readSecret, type Secret } from './secretText.js';
import type { Authenticated } from './tokens.js';

/** A user who signed in. */
export interface Person {
  readonly accountId: number;
  readonly accountName: string;
  readonly userId: UserId;
  readonly email: string | null;
  readonly name: string;
  readonly role: Role;
}

/** A person's session. */
export interface Session {
  /** The cookie's value. */
  readonly text: string;
  readonly csrf: string;
  readonly person: Person;
  /** The caller for methods. */
  readonly authenticated: Authenticated;
}

interface Found {
  readonly session: Session;
  readonly created: number;
  lastSeen: number;
}

const personFrom = (accountId: number, row: sql.PersonRow): Person => ({
  accountId,
  accountName: row.account_name,
  userId: row.user_id,
  email: row.email,
  name: row.name,
  role: row.role,
});

const sessionOf = (text: string, accountId: number, row: sql.PersonRow): Session => ({
  text,
  csrf: csrfOf(text),
  person: personFrom(accountId, row),
  authenticated: {
    accountId,
    caller: { kind: 'person', userId: row.user_id, role: row.role },
  },
});

/** Whether the header is the session's CSRF token, compared in constant time. */
export const isCsrf = (session: Session, header: string): boolean => {
  const [expected, given] = [Buffer.from(session.csrf), Buffer.from(header)];
  return expected.length === given.length && timingSafeEqual(expected, given);
};

/**
 * Sessions of signed-in users. A session is cached for at most a second, like tokens, so that one ended by another process
 * ends here too within that time.
 */
export class Sessions {
  readonly #readers: Readers;
  readonly #writers: Writers;
  readonly #known = new LRUCache<string, Promise<Found | null>>({ max: 10_000, ttl: LIMITS.cacheMilliseconds });

  constructor(database: { readonly readers: Readers; readonly writers: Writers }) {
    this.#readers = database.readers;
    this.#writers = database.writers;
  }

  /** null when there is no such session, or it has ended. */
  async find(text: string, now: Milliseconds): Promise<Session | null> {
    if (text.length > LIMITS.secretChars) return null;
    const secret = readSecret(text);
    if (secret === null) return null;
    const found = await this.#remembered(secret);
    if (found === null) return null;
    if (now >= found.created + LIMITS.sessionMilliseconds) return null;
    if (now >= found.lastSeen + LIMITS.sessionIdleMilliseconds) return null;
    if (now >= found.lastSeen + LIMITS.sessionSeenMilliseconds) this.#noteSeen(secret, found, now);
    return found.session;
  }

  /**
   * A new session; null when e-mail or password is wrong, which takes the same time when there is no such person.
   * Throws `Overloaded`.
   *
   * @param email normalised
   */
  async signIn(email: string, password: string, now: Milliseconds): Promise<Session | null> {
    const [owner = { account_id: 0, user_id: 0 }] = await this.#readers.run(sql.emailOwners([email]));
    const { account_id: accountId, user_id: userId } = owner;
    const [stored] = await this.#readers.run(sql.passwordOf(accountId, userId));
    if (!(await isPassword(password, stored?.hash)) || stored === undefined) return null;
    // Under the lock of the password's row: a concurrent change of the password ends this session too, or prevents it.
    return this.#begin(accountId, sql.noteSignIn(accountId, userId, stored.hash, now), now);
  }

  /** The user whom a one-time link is for; null when it was used or has expired. `signsIn`: it sets no password. */
  async personOfLink(text: string, now: Milliseconds): Promise<{ person: Person; signsIn: boolean } | null> {
    const secret = readSecret(text);
    if (secret === null) return null;
    const [row] = await this.#readers.run(sql.personOfLink(secret.accountId, Buffer.from(secret.hash), now));
    return row === undefined ? null : { person: personFrom(secret.accountId, row), signsIn: row.signs_in };
  }

  /** A session by a sign-in link, which works once; null when it was used or has expired. */
  async signInByLink(text: string, now: Milliseconds): Promise<Session | null> {
    const secret = readSecret(text);
    if (secret === null) return null;
    return this.#begin(secret.accountId, sql.redeemSignInLink(secret.accountId, Buffer.from(secret.hash), now), now);
  }

  async signOut({ text, person: { accountId, userId } }: Session, everywhere: boolean): Promise<void> {
    const secret = readSecret(text);
    if (secret === null) return;
    await this.#writers.write([
      everywhere ? sql.deleteSessions(accountId, userId) : sql.deleteSession(accountId, Buffer.from(secret.hash)),
    ]);
    if (everywhere) this.#known.clear();
    else this.#known.delete(text);
  }

  /** @param permit gives the user's id, or no row and then no session begins */
  async #begin(
    accountId: number,
    permit: Statement<{ readonly user_id: UserId }>,
    now: Milliseconds,
  ): Promise<Session | null> {
    const secret = newSecret(accountId);
    const hash = Buffer.from(secret.hash);
    const isPermitted = await transaction(this.#writers, async ({ run }) => {
      const [user] = await run(permit);
      if (user === undefined) return { result: false, statements: [] };
      return {
        result: true,
        statements: [
          sql.insertSession(accountId, hash, user.user_id, now),
          sql.deleteOldestSessions(accountId, user.user_id, LIMITS.sessionsPerUser),
        ],
      };
    });
    return isPermitted ? this.find(secret.text, now) : null;
  }

  #remembered(secret: Secret): Promise<Found | null> {
    const known = this.#known.get(secret.text);
    if (known !== undefined) return known;
    const asked = this.#ask(secret);
    this.#known.set(secret.text, asked);
    // A failed look-up must not be cached.
    asked.catch(() => this.#known.delete(secret.text));
    return asked;
  }

  async #ask({ accountId, hash, text }: Secret): Promise<Found | null> {
    const [row] = await this.#readers.run(sql.findSession(accountId, Buffer.from(hash)));
    if (row === undefined) return null;
    return { session: sessionOf(text, accountId, row), created: row.session_created, lastSeen: row.last_seen };
  }

  /** Not awaited by the request: after a failure the next request writes it. */
  #noteSeen({ accountId, hash }: Secret, found: Found, now: Milliseconds): void {
    found.lastSeen = now;
    this.#writers.write([sql.noteSessionSeen(accountId, Buffer.from(hash), now)]).catch(() => {});
  }
}
