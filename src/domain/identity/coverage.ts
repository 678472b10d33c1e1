import type { Scope } from '../entities/caller.js';
import { permissionsOf, type Role } from '../entities/roles.js';

/** Whether `holder` includes all of `wanted`: a caller cannot grant more than it has. */
export const covers = (holder: Scope, wanted: Scope): boolean =>
  coversPermissions(holder.permissions, wanted.permissions) &&
  coversLock(holder.productLock, wanted.productLock) &&
  coversLock(holder.keyLock, wanted.keyLock) &&
  coversLock(holder.featureLock, wanted.featureLock) &&
  (holder.expires === null || (wanted.expires !== null && wanted.expires <= holder.expires));

const coversPermissions = (held: Scope['permissions'], wanted: Scope['permissions']): boolean =>
  held === 'all' || (wanted !== 'all' && wanted.every((name) => held.includes(name)));

/** 0 is no lock. */
const coversLock = (held: number, wanted: number): boolean => held === 0 || held === wanted;

/** Whether a caller may create or change a user of a role: it could sign in as that user afterwards. */
export const coversRole = (holder: Scope, role: Role): boolean =>
  covers(holder, {
    permissions: permissionsOf(role),
    productLock: 0,
    keyLock: 0,
    featureLock: 0,
    // A user has no expiry; the caller that creates it may have one.
    expires: holder.expires,
  });
