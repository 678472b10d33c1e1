import type { Kind } from '../kind.js';

/** Unique in the account, like every id here. The API calls it `GlobalId`, `globalId` or `keyId`, depending on the method. */
export type LicenseId = Kind<'license'>;
export type ProductId = Kind<'product'>;
export type CustomerId = Kind<'customer'>;
export type TokenId = Kind<'token'>;
export type UserId = Kind<'user'>;
/** Number of a machine code in the usage analytics of an account: codes that are equal after normalising share one. */
export type MachineNo = Kind<'machine'>;
