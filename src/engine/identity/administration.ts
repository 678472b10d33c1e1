import { randomBytes } from 'node:crypto';
import type { AccountState } from '../../domain/batch/accountState.js';
import type { DecideContext } from '../../domain/batch/decideContext.js';
import { type Need, need } from '../../domain/batch/need.js';
import { granted, type Outcome } from '../../domain/batch/outcome.js';
import type { Account, Product, Token } from '../../domain/entities.js';
import {
  type AccountSettings,
  decideCreateProduct,
  decideCreateToken,
  decideSetAccount,
  type NewProduct,
  type NewToken,
} from '../../domain/identity/administration.js';
import { encodeTokenText } from '../../domain/identity/tokenText.js';
import type { State } from '../../domain/log/states.js';
import { LIMITS } from '../../limits.js';
import { accountKeys, newestTokens } from '../../sql/identity/accounts.js';
import { tokenFromRow } from '../../sql/licensing/tokenTable.js';
import type { Engine } from '../engine.js';
import { hashSecret } from './tokens.js';

/** Something was refused; the message says why. */
export class AdministrationRefused extends Error {}

/** Who acts from the shell: the account's owner, with every right and no token. */
export const shellToken = (accountId: number): Token => ({
  tokenId: 0,
  userId: accountId,
  name: 'shell',
  permissions: 'all',
  productLock: 0,
  keyLock: 0,
  featureLock: 0,
  created: 0,
  expires: null,
  revokedAt: null,
});

/** Runs a rule as the shell. Throws `AdministrationRefused` with the sentence of a refusal. */
export const administer = async <Result extends object>(
  engine: Engine,
  accountId: number,
  needs: readonly Need[],
  decide: (state: AccountState, context: DecideContext) => Outcome<Result, string, State>,
): Promise<Result> => {
  const { outcome } = await engine.submit(accountId, {
    method: 0,
    token: shellToken(accountId),
    ip: '',
    needs,
    decide,
  });
  if (!outcome.granted) throw new AdministrationRefused(outcome.sentence);
  return outcome.result as Result;
};

/** An account as its owner may see it: the signing key itself stays in the database. */
export interface AccountDescription extends Account {
  /** The owner's. */
  readonly userId: number;
  readonly publicKeyXml: string;
}

/** Throws `AdministrationRefused` when there is no such account. */
export const describeAccount = async (engine: Engine, accountId: number): Promise<AccountDescription> => {
  const access = engine.access(accountId);
  const [keys] = await access.run(accountKeys(accountId));
  if (keys === undefined) throw new AdministrationRefused(`There is no account ${accountId}.`);
  const state = await access.load([]);
  return { ...state.account(), userId: accountId, publicKeyXml: keys.public_key_xml };
};

/** Throws `AdministrationRefused` when the id is taken. */
export const createProduct = (engine: Engine, accountId: number, product: NewProduct): Promise<Product> =>
  administer(
    engine,
    accountId,
    product.productId === undefined ? [] : [need.product(product.productId)],
    (state, context) => decideCreateProduct(state, product, context),
  );

/** The token's text is told here and never again: only a hash of its secret is kept. */
export const createToken = async (
  engine: Engine,
  accountId: number,
  request: Omit<NewToken, 'secretHash'>,
): Promise<{ readonly token: Token; readonly text: string }> => {
  // 30 bytes are 40 base64 characters, the vendor's form.
  const secret = randomBytes(30).toString('base64');
  const token = await administer(engine, accountId, [], (_state, context) =>
    decideCreateToken({ ...request, secretHash: hashSecret(secret) }, context),
  );
  return { token, text: encodeTokenText({ accountId, tokenId: token.tokenId, secret }) };
};

/** The newest tokens of an account, revoked and expired ones among them, the newest first. */
export const listTokens = async (engine: Engine, accountId: number): Promise<readonly Token[]> =>
  (await engine.access(accountId).run(newestTokens(accountId, LIMITS.tokensListed))).map(tokenFromRow);

export const setAccount = async (engine: Engine, accountId: number, settings: AccountSettings): Promise<void> => {
  await administer(engine, accountId, [], (state) => decideSetAccount(state, settings));
};

/** Revokes a token; false when there is none of that id. In force everywhere within a second. */
export const revokeToken = async (engine: Engine, accountId: number, tokenId: number): Promise<boolean> => {
  const { found } = await administer(engine, accountId, [need.token(tokenId)], (state, context) => {
    const token = state.token(tokenId);
    if (token === undefined) return granted({ found: false });
    return granted({ found: true }, { writes: [{ kind: 'token', row: { ...token, revokedAt: context.now } }] });
  });
  return found;
};
