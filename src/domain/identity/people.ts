import type { AccountState } from '../batch/accountState.js';
import type { DecideContext } from '../batch/decideContext.js';
import { granted, type Outcome, refused } from '../batch/outcome.js';
import { scopeOf } from '../entities/caller.js';
import type { User } from '../entities/identity.js';
import type { UserId } from '../entities/ids.js';
import type { Role } from '../entities/roles.js';
import { SENTENCES } from '../sentences.js';
import { coversRole } from './coverage.js';

/** Rules about the people of an account. The needs of each: `users`, and `userEmail` or `userLink` where it names one. */

/** A one-time link to be created: the hash of its secret, and its lifetime. */
export interface NewLink {
  /** SHA-256 of its secret. */
  readonly secretHash: Uint8Array;
  /** Milliseconds for which it is valid. */
  readonly lifetime: number;
  /** It signs in by itself and sets no password. */
  readonly signsIn: boolean;
}

export interface NewUser {
  /** Normalised. */
  readonly email: string;
  readonly name: string;
  readonly role: Role;
}

type CreateUserRefusal = typeof SENTENCES.accessDenied | typeof SENTENCES.emailTaken | typeof SENTENCES.userLimit;

/** @param most how many people the account may have */
export const decideCreateUser = (
  state: AccountState,
  { email, name, role }: NewUser,
  link: NewLink,
  most: number,
  context: DecideContext,
): Outcome<User, CreateUserRefusal, never> => {
  if (!coversRole(scopeOf(context.caller), role)) return refused(SENTENCES.accessDenied);
  if (state.emailOwner(email) !== undefined) return refused(SENTENCES.emailTaken);
  if (state.users().length >= most) return refused(SENTENCES.userLimit);
  const user: User = {
    userId: state.lastUserId() + 1,
    name,
    email,
    role,
    created: context.now,
    passwordSet: null,
    deletedAt: null,
  };
  return granted(user, { writes: [{ kind: 'user', row: user, access: linkFrom(link, context) }] });
};

type RemoveUserRefusal = typeof SENTENCES.accessDenied | typeof SENTENCES.userNotFound | typeof SENTENCES.lastOwner;

/** Undefined fields stay unchanged. */
export interface UserChange {
  readonly name?: string | undefined;
  /** Normalised. */
  readonly email?: string | undefined;
  readonly role?: Role | undefined;
}

export const decideChangeUser = (
  state: AccountState,
  userId: UserId,
  change: UserChange,
  { caller }: DecideContext,
): Outcome<object, RemoveUserRefusal | typeof SENTENCES.emailTaken, never> => {
  const user = state.user(userId);
  if (user === undefined) return refused(SENTENCES.userNotFound);
  const role = change.role ?? user.role;
  const scope = scopeOf(caller);
  if (!coversRole(scope, user.role) || !coversRole(scope, role)) return refused(SENTENCES.accessDenied);
  if (role !== 'owner' && isLastOwner(state, user)) return refused(SENTENCES.lastOwner);
  const email = change.email ?? user.email;
  if (email !== null && email !== user.email && state.emailOwner(email) !== undefined)
    return refused(SENTENCES.emailTaken);
  return granted({}, { writes: [{ kind: 'user', row: { ...user, email, role, name: change.name ?? user.name } }] });
};

export const decideRemoveUser = (
  state: AccountState,
  userId: UserId,
  { caller, now }: DecideContext,
): Outcome<object, RemoveUserRefusal, never> => {
  const user = state.user(userId);
  if (user === undefined) return refused(SENTENCES.userNotFound);
  if (!coversRole(scopeOf(caller), user.role)) return refused(SENTENCES.accessDenied);
  if (isLastOwner(state, user)) return refused(SENTENCES.lastOwner);
  return granted({}, { writes: [{ kind: 'user', row: { ...user, passwordSet: null, deletedAt: now } }] });
};

/** The current password stays valid until the link is used. */
export const decideNewLink = (
  state: AccountState,
  userId: UserId,
  link: NewLink,
  context: DecideContext,
): Outcome<User, typeof SENTENCES.accessDenied | typeof SENTENCES.userNotFound, never> => {
  const user = state.user(userId);
  if (user === undefined) return refused(SENTENCES.userNotFound);
  if (!coversRole(scopeOf(context.caller), user.role)) return refused(SENTENCES.accessDenied);
  return granted(user, { writes: [{ kind: 'user', row: user, access: linkFrom(link, context) }] });
};

const linkFrom = ({ lifetime, ...link }: NewLink, { now }: DecideContext) =>
  ({ ...link, kind: 'link', created: now, expires: now + lifetime }) as const;

const isLastOwner = (state: AccountState, user: User): boolean =>
  user.role === 'owner' && !state.users().some(({ role, userId }) => role === 'owner' && userId !== user.userId);

export interface PasswordByLink {
  /** SHA-256 of the link's secret. */
  readonly linkHash: Uint8Array;
  readonly passwordHash: string;
  /** Undefined: it stays. */
  readonly name: string | undefined;
  /** Normalised; counts for a first owner who has none. */
  readonly email: string | undefined;
  /** SHA-256 of the secret of the session that begins. */
  readonly sessionHash: Uint8Array;
}

type PasswordRefusal = typeof SENTENCES.linkUsed | typeof SENTENCES.emailMissing | typeof SENTENCES.emailTaken;

/** Ends all other sessions and links of the person. */
export const decidePasswordByLink = (
  state: AccountState,
  { linkHash, passwordHash, name, email: saidEmail, sessionHash }: PasswordByLink,
  { now }: DecideContext,
): Outcome<User, PasswordRefusal, never> => {
  const link = state.userLink(linkHash);
  const user = link === undefined ? undefined : state.user(link.userId);
  if (link === undefined || user === undefined || link.expires <= now || link.signsIn)
    return refused(SENTENCES.linkUsed);
  const email = user.email ?? saidEmail;
  if (email === undefined) return refused(SENTENCES.emailMissing);
  if (user.email === null && state.emailOwner(email) !== undefined) return refused(SENTENCES.emailTaken);
  const changed: User = { ...user, email, name: name ?? user.name, passwordSet: now };
  return granted(changed, {
    writes: [{ kind: 'user', row: changed, access: { kind: 'password', passwordHash, sessionHash, now } }],
  });
};
