import { need } from '../../domain/batch/need.js';
import type { User } from '../../domain/entities/identity.js';
import type { UserId } from '../../domain/entities/ids.js';
import { decideNewLink, decidePasswordByLink, type NewLink } from '../../domain/identity/people.js';
import { SENTENCES } from '../../domain/sentences.js';
import { LIMITS } from '../../limits.js';
import { listUsers, ownerWithoutPassword, userFromRow } from '../../sql/identity/people.js';
import type { Engine } from '../engine.js';
import { hashPassword } from '../identity/passwords.js';
import { newSecret, readSecret } from '../identity/secretText.js';
import type { Session } from '../identity/sessions.js';
import type { AccountReads } from '../reads.js';
import { administer } from './administration.js';

/** Where in the dashboard a one-time link is opened. The secret is in the fragment, which reaches no log. */
export const linkPath = (secretText: string): string => `/welcome#${secretText}`;

/** The secret in a link's path. */
export const secretIn = (link: string): string => link.slice(link.indexOf('#') + 1);

export interface NewPassword {
  readonly password: string;
  /** Undefined: unchanged. */
  readonly name: string | undefined;
  /** Normalised. Counts for a first owner who has none yet. */
  readonly email: string | undefined;
}

export type SetPassword =
  | { readonly session: Session }
  /** `linkUsed`, `emailMissing` or `emailTaken`. */
  | { readonly refusal: string };

/** Sets a password by a one-time link and signs in. Throws `Overloaded`. */
export const setPasswordByLink = async (
  engine: Engine,
  link: string,
  { password, name, email }: NewPassword,
  ip: string,
): Promise<SetPassword> => {
  const now = Date.now();
  const found = await engine.sessions.personOfLink(link, now);
  const secret = readSecret(link);
  // Checked first: hashing a password is expensive.
  if (found === null || secret === null || found.signsIn) return { refusal: SENTENCES.linkUsed };
  const { accountId } = secret;
  const passwordHash = await hashPassword(password);
  const session = newSecret(accountId);
  const { outcome } = await engine.submit(accountId, {
    method: 0,
    caller: { kind: 'person', userId: found.person.userId, role: found.person.role },
    ip,
    needs: [need.users(), need.userLink(secret.hash), ...(email === undefined ? [] : [need.userEmail(email)])],
    decide: (state, context) => {
      const by = { linkHash: secret.hash, passwordHash, name, email, sessionHash: session.hash };
      return decidePasswordByLink(state, by, context);
    },
  });
  if (!outcome.granted) return { refusal: outcome.sentence };
  const begun = await engine.sessions.find(session.text, Date.now());
  if (begun === null) return { refusal: SENTENCES.linkUsed };
  return { session: begun };
};

/**
 * Creates a one-time link for a user, with a lifetime and kind that no method offers, and returns its path. Throws
 * `OperatorError` when there is no such user.
 */
export const createLink = async (
  engine: Engine,
  accountId: number,
  userId: UserId,
  link: Pick<NewLink, 'lifetime' | 'signsIn'>,
): Promise<string> => {
  const secret = newSecret(accountId);
  await administer(engine, accountId, [need.users()], (state, context) =>
    decideNewLink(state, userId, { ...link, secretHash: secret.hash }, context),
  );
  return linkPath(secret.text);
};

/** A user as lists show them. */
export interface ListedUser {
  readonly user: User;
  /** Milliseconds; null: never. */
  readonly lastSignIn: number | null;
}

/** In order of id. */
export const listPeople = async ({ run, accountId }: AccountReads): Promise<readonly ListedUser[]> =>
  (await run(listUsers(accountId, LIMITS.usersPerAccount))).map((row) => ({
    user: userFromRow(row),
    lastSignIn: row.last_sign_in,
  }));

/** The link by which the first owner sets a password, while no user of the account has one. Each call creates a new one. */
export const firstOwnerLink = async (engine: Engine, accountId: number): Promise<string | undefined> => {
  const [owner] = await engine.access(accountId).run(ownerWithoutPassword(accountId));
  if (owner === undefined) return undefined;
  const once = { lifetime: LIMITS.firstLinkMilliseconds, signsIn: false };
  return createLink(engine, accountId, owner.user_id, once);
};
