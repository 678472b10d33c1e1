import { need } from '../../domain/batch/need.js';
import type { User } from '../../domain/identity/entities.js';
import {
  decideCreateUser,
  decideNewLink,
  decidePasswordByLink,
  type NewLink,
  type NewUser,
} from '../../domain/identity/people.js';
import { SENTENCES } from '../../domain/sentences.js';
import { LIMITS } from '../../limits.js';
import { emailOwners, listUsers, ownerWithoutPassword, userFromRow } from '../../sql/identity/people.js';
import type { AccountAccess } from '../access.js';
import type { Engine } from '../engine.js';
import { AdministrationRefused, administer } from './administration.js';
import { hashPassword } from './passwords.js';
import { newSecret, readSecret } from './secretText.js';
import type { Session } from './sessions.js';

/** Where in the dashboard a one-time link is opened. The secret is in the fragment, which reaches no log. */
export const linkPath = (secretText: string): string => `/welcome#${secretText}`;

/** The secret in a link's path. */
export const secretIn = (link: string): string => link.slice(link.indexOf('#') + 1);

export interface NewPassword {
  readonly password: string;
  /** Undefined: it stays. */
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
  // Nobody gets a password hashed for nothing.
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

/** A person, and the path of a one-time link for them: see `linkPath`. */
export interface Invited {
  readonly user: User;
  readonly link: string;
}

/** Makes a user from the shell. Throws `AdministrationRefused`. */
export const createUser = async (engine: Engine, accountId: number, user: NewUser): Promise<Invited> => {
  const secret = newSecret(accountId);
  const link = { secretHash: secret.hash, lifetime: LIMITS.linkMilliseconds, signsIn: false };
  const needs = [need.users(), need.userEmail(user.email)];
  const made = await administer(engine, accountId, needs, (state, context) =>
    decideCreateUser(state, user, link, LIMITS.usersPerAccount, context),
  );
  return { user: made, link: linkPath(secret.text) };
};

/** Makes a new one-time link for a user from the shell. Throws `AdministrationRefused` when there is no such user. */
export const makeLink = async (
  engine: Engine,
  accountId: number,
  userId: number,
  link: Pick<NewLink, 'lifetime' | 'signsIn'> = { lifetime: LIMITS.linkMilliseconds, signsIn: false },
): Promise<Invited> => {
  const secret = newSecret(accountId);
  const user = await administer(engine, accountId, [need.users()], (state, context) =>
    decideNewLink(state, userId, { ...link, secretHash: secret.hash }, context),
  );
  return { user, link: linkPath(secret.text) };
};

/** As `makeLink`, for whoever of the account has an e-mail address. */
export const makeLinkFor = async (engine: Engine, accountId: number, email: string): Promise<Invited> => {
  const [owner] = await engine.access(accountId).run(emailOwners([email]));
  if (owner?.account_id !== accountId) throw new AdministrationRefused(SENTENCES.userNotFound);
  return makeLink(engine, accountId, owner.user_id);
};

/** A user as lists show them. */
export interface ListedUser {
  readonly user: User;
  /** Milliseconds; null: never. */
  readonly lastSignIn: number | null;
}

/** In order of id. */
export const listPeople = async ({ run, accountId }: AccountAccess): Promise<readonly ListedUser[]> =>
  (await run(listUsers(accountId, LIMITS.usersPerAccount))).map((row) => ({
    user: userFromRow(row),
    lastSignIn: row.last_sign_in,
  }));

/** The link by which the first owner sets a password, while nobody of the account has one. Each call makes a new one. */
export const firstOwnerLink = async (engine: Engine, accountId: number): Promise<string | undefined> => {
  const [owner] = await engine.access(accountId).run(ownerWithoutPassword(accountId));
  if (owner === undefined) return undefined;
  const once = { lifetime: LIMITS.firstLinkMilliseconds, signsIn: false };
  return (await makeLink(engine, accountId, owner.user_id, once)).link;
};
