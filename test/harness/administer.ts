import type { AccountState } from '../../src/domain/batch/accountState.js';
import type { DecideContext } from '../../src/domain/batch/decideContext.js';
import { type Need, need } from '../../src/domain/batch/need.js';
import { granted, type Outcome } from '../../src/domain/batch/outcome.js';
import type { User } from '../../src/domain/entities/identity.js';
import type { Product } from '../../src/domain/entities/licensing.js';
import {
  type AccountSettings,
  decideCreateProduct,
  decideSetAccount,
  type NewProduct,
} from '../../src/domain/identity/administration.js';
import { decideCreateUser, type NewUser } from '../../src/domain/identity/people.js';
import type { State } from '../../src/domain/log/states.js';
import { linkPath } from '../../src/engine/administration/people.js';
import type { Engine } from '../../src/engine/engine.js';
import { newSecret } from '../../src/engine/identity/secretText.js';
import { LIMITS } from '../../src/limits.js';

/** What tests set up without a caller of their own: products of a chosen id, settings, users, revoked tokens. */

const administer = async <Result extends object>(
  engine: Engine,
  accountId: number,
  needs: readonly Need[],
  decide: (state: AccountState, context: DecideContext) => Outcome<Result, string, State>,
): Promise<Result> => {
  const caller = { kind: 'shell', accountId } as const;
  const { outcome } = await engine.submit(accountId, { method: 0, caller, ip: '', needs, decide });
  if (!outcome.granted) throw new Error(outcome.sentence);
  return outcome.result as Result;
};

export const createProduct = (engine: Engine, accountId: number, product: NewProduct): Promise<Product> =>
  administer(
    engine,
    accountId,
    product.productId === undefined ? [] : [need.product(product.productId)],
    (state, context) => decideCreateProduct(state, product, context),
  );

export const setAccount = async (engine: Engine, accountId: number, settings: AccountSettings): Promise<void> => {
  await administer(engine, accountId, [], (state) => decideSetAccount(state, settings));
};

export const revokeToken = async (engine: Engine, accountId: number, tokenId: number): Promise<void> => {
  await administer(engine, accountId, [need.token(tokenId)], (state, { now }) => {
    const token = state.token(tokenId);
    if (token === undefined) throw new Error(`there is no token ${tokenId}`);
    return granted({}, { writes: [{ kind: 'token', row: { ...token, revokedAt: now } }] });
  });
};

/** A user, and the path of the link by which they set a password. */
export const createUser = async (
  engine: Engine,
  accountId: number,
  user: NewUser,
): Promise<{ readonly user: User; readonly link: string }> => {
  const secret = newSecret(accountId);
  const link = { secretHash: secret.hash, lifetime: LIMITS.linkMilliseconds, signsIn: false };
  const needs = [need.users(), need.userEmail(user.email)];
  const created = await administer(engine, accountId, needs, (state, context) =>
    decideCreateUser(state, user, link, LIMITS.usersPerAccount, context),
  );
  return { user: created, link: linkPath(secret.text) };
};
