import type { Token } from './identity.js';
import type { LicenseId, ProductId, UserId } from './ids.js';
import type { Permission } from './permissions.js';
import { permissionsOf, type Role } from './roles.js';

/** Who calls a method or runs a rule. */
export type Caller =
  | { readonly kind: 'token'; readonly token: Token }
  /** Signed in to the dashboard. */
  | { readonly kind: 'person'; readonly userId: UserId; readonly role: Role }
  /** The command line, which acts as the account's first owner. */
  | { readonly kind: 'shell'; readonly accountId: number }
  /** Web API 2, which has no tokens: its changes are attributed to the account's first owner. */
  | { readonly kind: 'legacy'; readonly accountId: number };

/** A caller's permissions, the locks that narrow them, and the expiry. */
export type Scope = Pick<Token, 'permissions' | 'productLock' | 'keyLock' | 'featureLock' | 'expires'>;

/** No lock and no expiry. */
const UNLOCKED: Omit<Scope, 'permissions'> = { productLock: 0, keyLock: 0, featureLock: 0, expires: null };

const EVERYTHING: Scope = { ...UNLOCKED, permissions: 'all' };

export const scopeOf = (caller: Caller): Scope => {
  switch (caller.kind) {
    case 'token':
      return caller.token;
    case 'person':
      return { ...UNLOCKED, permissions: permissionsOf(caller.role) };
    case 'shell':
    case 'legacy':
      return EVERYTHING;
    default:
      return caller satisfies never;
  }
};

/** Whether the caller has the permission. Locks are checked separately. */
export const isPermitted = (caller: Caller, permission: Permission): boolean => {
  const { permissions } = scopeOf(caller);
  return permissions === 'all' || permissions.includes(permission);
};

/** Whether a lock restricts the caller to one product or to keys. */
export const isLocked = (caller: Caller): boolean => {
  const { productLock, keyLock } = scopeOf(caller);
  return productLock !== 0 || keyLock !== 0;
};

/** How locks filter a list: the only visible product and license; undefined: no filter. */
interface VisibleTo {
  readonly productLock: ProductId | undefined;
  /** A license id. */
  readonly licenseLock: LicenseId | undefined;
}

export const visibleTo = (caller: Caller): VisibleTo => {
  const { productLock, keyLock } = scopeOf(caller);
  return {
    productLock: productLock === 0 ? undefined : productLock,
    licenseLock: keyLock > 0 ? keyLock : undefined,
  };
};

/** The user who acts: the creator of the token, the person, or the first owner, whose user id is the account's id. */
export const userIdOf = (caller: Caller): number => {
  switch (caller.kind) {
    case 'token':
      return caller.token.userId;
    case 'person':
      return caller.userId;
    case 'shell':
    case 'legacy':
      return caller.accountId;
    default:
      return caller satisfies never;
  }
};
