import type { Token } from '../../domain/entities/identity.js';
import type { ColumnsOf, RowOf } from '../table.js';

const COLUMNS = {
  tokenId: 'token_id',
  userId: 'user_id',
  name: 'name',
  permissions: 'permissions',
  productLock: 'product_lock',
  keyLock: 'key_lock',
  featureLock: 'feature_lock',
  created: 'created',
  expires: 'expires',
  revokedAt: 'revoked_at',
} as const satisfies ColumnsOf<Token>;

export type TokenRow = RowOf<Token, typeof COLUMNS>;

export const tokenFromRow = (row: TokenRow): Token => ({
  tokenId: row.token_id,
  userId: row.user_id,
  name: row.name,
  permissions: row.permissions,
  productLock: row.product_lock,
  keyLock: row.key_lock,
  featureLock: row.feature_lock,
  created: row.created,
  expires: row.expires,
  revokedAt: row.revoked_at,
});

export const TOKEN_TABLE = { columns: Object.values(COLUMNS) } as const;
