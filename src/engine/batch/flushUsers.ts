import type { UserAccess } from '../../domain/batch/write.js';
import type { User } from '../../domain/entities/identity.js';
import type { UserId } from '../../domain/entities/ids.js';
import * as sql from '../../sql/identity/people.js';
import type { Statement } from '../../sql/statement.js';
import type { Change } from './workingSet.js';

/** Unused links of one person; beyond it the oldest are deleted. */
const LINKS_PER_USER = 10;

const isUser = (object: object): object is User => 'userId' in object && 'role' in object;

/** Changes of people are written one by one: they are rare, and each needs its statements in order. */
export const userStatements = (accountId: number, changes: readonly Change[]): readonly Statement<object>[] =>
  changes.flatMap(({ write, before }) => {
    if (write.kind !== 'user') return [];
    const { row, access } = write;
    const old = before !== undefined && isUser(before) ? before : undefined;
    return [
      ...(old === undefined ? [sql.insertUser(accountId, row)] : [sql.updateUser(accountId, row)]),
      ...emailStatements(accountId, row, old),
      ...(row.deletedAt === null
        ? accessStatements(accountId, row.userId, access)
        : sql.endAccess(accountId, row.userId)),
    ];
  });

const emailStatements = (accountId: number, user: User, old: User | undefined): readonly Statement<object>[] => {
  if (user.email === null) return [];
  if (user.deletedAt !== null) return [sql.deleteUserEmail(user.email, accountId)];
  if (old?.email === user.email) return [];
  const added = sql.insertUserEmail(user.email, accountId, user.userId);
  return old === undefined || old.email === null ? [added] : [sql.deleteUserEmail(old.email, accountId), added];
};

const accessStatements = (
  accountId: number,
  userId: UserId,
  access: UserAccess | undefined,
): readonly Statement<object>[] => {
  switch (access?.kind) {
    case undefined:
      return [];
    case 'link': {
      const { secretHash, created, expires, signsIn } = access;
      return [
        sql.insertUserLink(accountId, { secretHash, userId, created, expires, signsIn }),
        sql.deleteOldestLinks(accountId, userId, LINKS_PER_USER),
      ];
    }
    case 'password':
      return [
        ...sql.endAccess(accountId, userId),
        sql.insertPassword(accountId, userId, access.passwordHash, access.now),
        sql.insertSession(accountId, Buffer.from(access.sessionHash), userId, access.now),
      ];
    default:
      return access satisfies never;
  }
};
