import type { Token } from './entities.js';
import { permissionsOf, type Role } from './roles.js';

/** What an identity may do and for how long: nobody gives more of it than they have. */
export type Scope = Pick<Token, 'permissions' | 'productLock' | 'keyLock' | 'featureLock' | 'expires'>;

/** Whether everything that `wanted` may do is something that `holder` may do. */
export const covers = (holder: Scope, wanted: Scope): boolean =>
  coversPermissions(holder.permissions, wanted.permissions) &&
  coversLock(holder.productLock, wanted.productLock) &&
  coversLock(holder.keyLock, wanted.keyLock) &&
  coversLock(holder.featureLock, wanted.featureLock) &&
  (holder.expires === null || (wanted.expires !== null && wanted.expires <= holder.expires));

const coversPermissions = (held: Token['permissions'], wanted: Token['permissions']): boolean =>
  held === 'all' || (wanted !== 'all' && wanted.every((name) => held.includes(name)));

/** 0 is no lock. */
const coversLock = (held: number, wanted: number): boolean => held === 0 || held === wanted;

/** Whether an identity may make somebody of a role, or change one: it could sign in as them afterwards. */
export const coversRole = (holder: Scope, role: Role): boolean =>
  covers(holder, {
    permissions: permissionsOf(role),
    productLock: 0,
    keyLock: 0,
    featureLock: 0,
    // People stay until they are removed; who makes them may go sooner.
    expires: holder.expires,
  });
