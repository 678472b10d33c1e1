import type { User } from '../../domain/entities/identity.js';
import type { UserId } from '../../domain/entities/ids.js';
import type { Role } from '../../domain/entities/roles.js';
import { prepared, type Statement } from '../statement.js';

/** Users, with their e-mail addresses, passwords, links and sessions. */

interface UserRow {
  readonly user_id: UserId;
  readonly name: string;
  readonly email: string | null;
  readonly role: Role;
  readonly created: number;
  readonly password_set: number | null;
  readonly deleted_at: number | null;
}

const USER_COLUMNS = 'u.user_id, u.name, u.email, u.role, u.created, u.password_set, u.deleted_at';

export const userFromRow = (row: UserRow): User => ({
  userId: row.user_id,
  name: row.name,
  email: row.email,
  role: row.role,
  created: row.created,
  passwordSet: row.password_set,
  deletedAt: row.deleted_at,
});

/** Existing users (at most LIMITS.usersPerAccount), and the one with the greatest id, who may have been removed. */
export const usersOfAccount = prepared<UserRow, [accountId: number]>(
  'users_of_account',
  `select ${USER_COLUMNS} from app_user u
   where u.account_id = $1 and (u.deleted_at is null
     or u.user_id = (select max(m.user_id) from app_user m where m.account_id = $1))
   order by u.user_id`,
);

/** As `usersOfAccount`, with their sign-in state. */
export const listUsers = prepared<
  UserRow & { readonly last_sign_in: number | null },
  [accountId: number, most: number]
>(
  'list_users',
  `select ${USER_COLUMNS}, p.last_sign_in from app_user u
   left join user_password p on p.account_id = $1 and p.user_id = u.user_id
   where u.account_id = $1 and u.deleted_at is null order by u.user_id limit $2`,
);

/** Also of people who were removed. */
export const userNames = prepared<
  { readonly user_id: UserId; readonly name: string; readonly removed: boolean },
  [accountId: number, userIds: readonly number[]]
>(
  'user_names',
  `select u.user_id, u.name, u.deleted_at is not null as removed from app_user u
   where u.account_id = $1 and u.user_id = any($2::int[]) order by u.user_id`,
);

interface EmailRow {
  readonly email: string;
  readonly account_id: number;
  readonly user_id: UserId;
}

/** Of any account. */
export const emailOwners = prepared<EmailRow, [emails: readonly string[]]>(
  'email_owners',
  'select email, account_id, user_id from user_email where email = any($1::text[])',
);

export const insertUserEmail = prepared<never, [email: string, accountId: number, userId: UserId]>(
  'insert_user_email',
  'insert into user_email (email, account_id, user_id) values ($1, $2, $3)',
);

export const deleteUserEmail = prepared<never, [email: string, accountId: number]>(
  'delete_user_email',
  'delete from user_email where email = $1 and account_id = $2',
);

export const insertUser = prepared<never, [accountId: number, user: User]>(
  'insert_user',
  `insert into app_user (account_id, user_id, name, email, role, password_set, deleted_at, created)
   values ($1, $2, $3, $4, $5, $6, $7, $8)`,
  (accountId, user) => [...changedValues(accountId, user), user.created],
);

export const updateUser = prepared<never, [accountId: number, user: User]>(
  'update_user',
  `update app_user set name = $3, email = $4, role = $5, password_set = $6, deleted_at = $7
   where account_id = $1 and user_id = $2`,
  (accountId, user) => changedValues(accountId, user),
);

const changedValues = (accountId: number, user: User): readonly unknown[] => [
  accountId,
  user.userId,
  user.name,
  user.email,
  user.role,
  user.passwordSet,
  user.deletedAt,
];

interface LinkRow {
  readonly secret_hash: Uint8Array;
  readonly user_id: UserId;
  readonly expires: number;
  readonly signs_in: boolean;
}

export const userLinks = prepared<LinkRow, [accountId: number, hashes: readonly Uint8Array[]]>(
  'user_links',
  `select secret_hash, user_id, expires, signs_in from user_link
   where account_id = $1 and secret_hash = any($2::bytea[])`,
  (accountId, hashes) => [accountId, hashes.map((hash) => Buffer.from(hash))],
);

export interface NewUserLink {
  readonly secretHash: Uint8Array;
  readonly userId: UserId;
  readonly created: number;
  readonly expires: number;
  readonly signsIn: boolean;
}

export const insertUserLink = prepared<never, [accountId: number, link: NewUserLink]>(
  'insert_user_link',
  `insert into user_link (account_id, secret_hash, user_id, created, expires, signs_in) values ($1, $2, $3, $4, $5, $6)`,
  (accountId, link) => [accountId, Buffer.from(link.secretHash), link.userId, link.created, link.expires, link.signsIn],
);

export const deleteOldestLinks = prepared<never, [accountId: number, userId: UserId, kept: number]>(
  'delete_oldest_links',
  `delete from user_link where account_id = $1 and secret_hash in (
     select secret_hash from user_link where account_id = $1 and user_id = $2 order by created desc offset $3)`,
);

/** Deletes a sign-in link and returns its user; only one of several concurrent callers gets the row. */
export const redeemSignInLink = prepared<
  { readonly user_id: UserId },
  [accountId: number, hash: Uint8Array, now: number]
>(
  'redeem_sign_in_link',
  `delete from user_link where account_id = $1 and secret_hash = $2 and signs_in and expires > $3 returning user_id`,
);

/** The person a link is for, without using it. */
export const personOfLink = prepared<
  PersonRow & { readonly signs_in: boolean },
  [accountId: number, hash: Uint8Array, now: number]
>(
  'person_of_link',
  `select u.user_id, u.name, u.email, u.role, u.created, a.name as account_name, l.signs_in
   from user_link l join app_user u on u.account_id = $1 and u.user_id = l.user_id and u.deleted_at is null
   join account a on a.account_id = $1
   where l.account_id = $1 and l.secret_hash = $2 and l.expires > $3`,
);

const deleteLinks = prepared<never, [accountId: number, userId: UserId]>(
  'delete_links',
  'delete from user_link where account_id = $1 and user_id = $2',
);

const deletePassword = prepared<never, [accountId: number, userId: UserId]>(
  'delete_password',
  'delete from user_password where account_id = $1 and user_id = $2',
);

export const deleteSessions = prepared<never, [accountId: number, userId: UserId]>(
  'delete_sessions',
  'delete from user_session where account_id = $1 and user_id = $2',
);

/** The password is deleted before the sessions: a concurrent sign-in locks its row until its session is visible. */
export const endAccess = (accountId: number, userId: UserId): readonly Statement<never>[] => [
  deleteLinks(accountId, userId),
  deletePassword(accountId, userId),
  deleteSessions(accountId, userId),
];

export const insertPassword = prepared<never, [accountId: number, userId: UserId, hash: string, now: number]>(
  'insert_password',
  'insert into user_password (account_id, user_id, hash, last_sign_in) values ($1, $2, $3, $4)',
);

/** No row: the password has changed since it was read. */
export const noteSignIn = prepared<
  { readonly user_id: UserId },
  [accountId: number, userId: UserId, hash: string, now: number]
>(
  'note_sign_in',
  `update user_password set last_sign_in = $4 where account_id = $1 and user_id = $2 and hash = $3 returning user_id`,
);

export const passwordOf = prepared<{ readonly hash: string }, [accountId: number, userId: UserId]>(
  'password_of',
  'select hash from user_password where account_id = $1 and user_id = $2',
);

/** What a session needs to know of its person. */
export interface PersonRow {
  readonly user_id: UserId;
  readonly name: string;
  readonly email: string | null;
  readonly role: Role;
  readonly created: number;
  readonly account_name: string;
}

export interface SessionRow extends PersonRow {
  readonly session_created: number;
  readonly last_seen: number;
}

export const findSession = prepared<SessionRow, [accountId: number, hash: Uint8Array]>(
  'find_session',
  `select u.user_id, u.name, u.email, u.role, u.created, a.name as account_name, s.created as session_created, s.last_seen
   from user_session s join app_user u on u.account_id = $1 and u.user_id = s.user_id and u.deleted_at is null
   join account a on a.account_id = $1
   where s.account_id = $1 and s.secret_hash = $2`,
);

export const insertSession = prepared<never, [accountId: number, hash: Uint8Array, userId: UserId, now: number]>(
  'insert_session',
  'insert into user_session (account_id, secret_hash, user_id, created, last_seen) values ($1, $2, $3, $4, $4)',
);

export const deleteOldestSessions = prepared<never, [accountId: number, userId: UserId, kept: number]>(
  'delete_oldest_sessions',
  `delete from user_session where account_id = $1 and secret_hash in (
     select secret_hash from user_session where account_id = $1 and user_id = $2 order by created desc offset $3)`,
);

export const deleteSession = prepared<never, [accountId: number, hash: Uint8Array]>(
  'delete_session',
  'delete from user_session where account_id = $1 and secret_hash = $2',
);

export const noteSessionSeen = prepared<never, [accountId: number, hash: Uint8Array, now: number]>(
  'note_session_seen',
  'update user_session set last_seen = $3 where account_id = $1 and secret_hash = $2 and last_seen < $3',
);

/** The first owner as long as no person of the account has a password; no row otherwise. */
export const ownerWithoutPassword = prepared<{ readonly user_id: UserId }, [accountId: number]>(
  'owner_without_password',
  `select min(u.user_id) as user_id from app_user u
   where u.account_id = $1 and u.deleted_at is null and u.role = 'owner'
     and not exists (select from user_password p where p.account_id = $1)
   having min(u.user_id) is not null`,
);

/** Sessions that have expired. */
export const deleteEndedSessions = prepared<never, [accountId: number, createdBefore: number, seenBefore: number]>(
  'delete_ended_sessions',
  'delete from user_session where account_id = $1 and (created < $2 or last_seen < $3)',
);

export const deleteEndedLinks = prepared<never, [accountId: number, now: number]>(
  'delete_ended_links',
  'delete from user_link where account_id = $1 and expires < $2',
);
