import type { Account, Token, User } from '../entities/identity.js';
import type { Customer, DataObject, License, Machine, Product } from '../entities/licensing.js';

/** The kinds of objects that a rule may write. */
export interface Objects {
  readonly product: Product;
  readonly license: License;
  readonly machine: Machine;
  readonly dataObject: DataObject;
  readonly customer: Customer;
  readonly token: Token;
  readonly user: User;
  readonly account: Account;
}

/** What comes with a change of a person and stands beside their row. Hashes are SHA-256 of secrets. */
export type UserAccess =
  | {
      readonly kind: 'link';
      readonly secretHash: Uint8Array;
      readonly created: number;
      readonly expires: number;
      readonly signsIn: boolean;
    }
  /** A new password: every session and link of before goes, and a session begins. */
  | {
      readonly kind: 'password';
      readonly passwordHash: string;
      readonly sessionHash: Uint8Array;
      readonly now: number;
    };

/** One change of one object, whole: the engine keeps the last of each and works out the object log from them. */
type WriteOf<Kind extends keyof Objects> = {
  readonly kind: Kind;
  readonly row: Objects[Kind];
  /** The row goes. Licenses never do: they are marked as deleted. */
  readonly remove?: Kind extends 'machine' | 'dataObject' | 'customer' ? boolean : false;
  /** SHA-256 of a new token's secret. */
  readonly secretHash?: Kind extends 'token' ? Uint8Array : never;
  readonly access?: Kind extends 'user' ? UserAccess : never;
};

export type Write = { [Kind in keyof Objects]: WriteOf<Kind> }[keyof Objects];
