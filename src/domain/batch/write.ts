import type { Account, Token, User } from '../entities/identity.js';
import type { Customer, DataObject, License, Machine, Product } from '../entities/licensing.js';
import type { Milliseconds } from '../time/units.js';

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

/** A change of a person's access, which is stored beside their row. Hashes are SHA-256 of secrets. */
export type UserAccess =
  | {
      readonly kind: 'link';
      readonly secretHash: Uint8Array;
      readonly created: number;
      readonly expires: number;
      readonly signsIn: boolean;
    }
  /** A new password: deletes all earlier sessions and links, and begins a session. */
  | {
      readonly kind: 'password';
      readonly passwordHash: string;
      readonly sessionHash: Uint8Array;
      readonly now: Milliseconds;
    };

/** The new state of one object, complete: the engine stores the last one of each and derives the object log from them. */
type WriteOf<Kind extends keyof Objects> = {
  readonly kind: Kind;
  readonly row: Objects[Kind];
  /** Deletes the row. Never for licenses, which are marked as deleted. */
  readonly remove?: Kind extends 'machine' | 'dataObject' | 'customer' ? boolean : false;
  /** SHA-256 of a new token's secret. */
  readonly secretHash?: Kind extends 'token' ? Uint8Array : never;
  readonly access?: Kind extends 'user' ? UserAccess : never;
};

export type Write = { [Kind in keyof Objects]: WriteOf<Kind> }[keyof Objects];
