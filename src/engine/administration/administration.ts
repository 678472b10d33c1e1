import { randomBytes } from 'node:crypto';
import type { AccountState } from '../../domain/batch/accountState.js';
import type { DecideContext } from '../../domain/batch/decideContext.js';
import { type Need, need } from '../../domain/batch/need.js';
import type { Outcome } from '../../domain/batch/outcome.js';
import type { Account, Token } from '../../domain/entities/identity.js';
import type { ProductId, UserId } from '../../domain/entities/ids.js';
import type { Product } from '../../domain/entities/licensing.js';
import {
  decideCreateProduct,
  decideCreateToken,
  decideSetAccount,
  type NewProduct,
  type NewToken,
} from '../../domain/identity/administration.js';
import { encodeTokenText } from '../../domain/identity/tokenText.js';
import type { State } from '../../domain/log/states.js';
import { LIMITS } from '../../limits.js';
import { OperatorError } from '../../operatorError.js';
import { accountKeys, newestTokens } from '../../sql/identity/accounts.js';
import { tokenFromRow } from '../../sql/identity/tokenTable.js';
import type { Engine } from '../engine.js';
import { hashSecret } from '../identity/tokens.js';

/** Operations of the shell that no API method offers. All other changes by commands go through methods. */

/** Runs a rule as the shell. Throws `OperatorError` with the sentence of a refusal. */
export const administer = async <Result extends object>(
  engine: Engine,
  accountId: number,
  needs: readonly Need[],
  decide: (state: AccountState, context: DecideContext) => Outcome<Result, string, State>,
): Promise<Result> => {
  const { outcome } = await engine.submit(accountId, {
    method: 0,
    caller: { kind: 'shell', accountId },
    ip: '',
    needs,
    decide,
  });
  if (!outcome.granted) throw new OperatorError('refused', outcome.sentence);
  return outcome.result as Result;
};

/** An account as its owner may see it: the signing key itself stays in the database. */
export interface AccountDescription extends Account {
  /** The owner's. */
  readonly userId: UserId;
  readonly publicKeyXml: string;
}

/** Throws `OperatorError` when there is no such account. */
export const describeAccount = async (engine: Engine, accountId: number): Promise<AccountDescription> => {
  const access = engine.access(accountId);
  const [keys] = await access.run(accountKeys(accountId));
  if (keys === undefined) throw new OperatorError('not-found', `There is no account ${accountId}.`);
  const state = await access.load([]);
  return { ...state.account(), userId: accountId, publicKeyXml: keys.public_key_xml };
};

/** Creates a product with a given id, which imports need. Throws `OperatorError` when the id is taken. */
export const createProductWithId = (
  engine: Engine,
  accountId: number,
  product: NewProduct & { readonly productId: ProductId },
): Promise<Product> =>
  administer(engine, accountId, [need.product(product.productId)], (state, context) =>
    decideCreateProduct(state, product, context),
  );

/**
 * Creates a token whose locks may name a product or key that is not imported yet, which the method auth/CreateToken refuses.
 * Its text is only returned here: the database has a hash of its secret.
 */
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

/** Whether the account's plan includes the Web API 2 log: set by the operator, not by the account. */
export const setPlanLogs = async (engine: Engine, accountId: number, planLogs: boolean): Promise<void> => {
  await administer(engine, accountId, [], (state) => decideSetAccount(state, { planLogs }));
};
