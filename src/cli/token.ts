import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { need } from '../domain/batch/need.js';
import type { Token } from '../domain/entities/identity.js';
import type { Milliseconds } from '../domain/time/units.js';
import { createToken, listTokens } from '../engine/administration/administration.js';
import type { Engine } from '../engine/engine.js';
import { LIMITS } from '../limits.js';
import { OperatorError } from '../operatorError.js';
import { callFromShell } from './shell/callFromShell.js';
import {
  type AccountOptions,
  accountOptions,
  anyInteger,
  futureDate,
  nameArgument,
  naturalNumber,
  permissionList,
  positiveInteger,
} from './shell/options.js';
import { answer, table } from './shell/output.js';
import { withAccount } from './shell/session.js';

type CreateOptions = AccountOptions &
  Pick<Token, 'name' | 'permissions' | 'productLock' | 'keyLock' | 'featureLock'> & { readonly expires?: number };

const describe = (tokens: readonly Token[], now: Milliseconds): string =>
  table(
    ['Id', 'Name', 'Permissions', 'Product', 'Key', 'Feature', 'Until'],
    tokens.map(({ tokenId, name, permissions, productLock, keyLock, featureLock, expires, revokedAt }) => [
      String(tokenId),
      name,
      permissions === 'all' ? 'all' : permissions.join(', '),
      ...[productLock, keyLock, featureLock].map((lock) => (lock === 0 ? '' : String(lock))),
      revokedAt !== null ? 'revoked' : until(expires, now),
    ]),
  );

const until = (expires: number | null, now: Milliseconds): string => {
  if (expires === null) return '';
  return expires <= now ? 'expired' : `${new Date(expires).toISOString().slice(0, 19)}Z`;
};

const hasToken = async (engine: Engine, accountId: number, id: number): Promise<boolean> =>
  (await engine.access(accountId).load([need.token(id)])).token(id) !== undefined;

export const addToken = (program: Command): void => {
  const token = program.command('token').description('create, list and revoke access tokens');
  accountOptions(token.command('create').description('create an access token; its text is shown once'))
    .requiredOption('--name <name>', 'its name', nameArgument)
    .requiredOption('--permissions <list>', 'all, or names separated by commas: Activate,GetKey', permissionList)
    .option('--product-lock <id>', 'only this product; 0: any', naturalNumber, 0)
    .option('--key-lock <id>', 'only the key with this GlobalId; below 0: calls must name a key; 0: any', anyInteger, 0)
    .option('--feature-lock <n>', 'its meaning depends on the method; 0: none', anyInteger, 0)
    .option('--expires <date>', 'when it expires: 2030-01-31 or 2030-01-31T12:00:00Z', futureDate)
    .action((options: CreateOptions) =>
      withAccount(options, async ({ engine }, accountId) => {
        const { name, permissions, productLock, keyLock, featureLock, expires = null } = options;
        const scope = { name, permissions, productLock, keyLock, featureLock, expires };
        const { token, text } = await createToken(engine, accountId, scope);
        const { tokenId: id } = token;
        answer(options, { id, token: text }, `Token ${id}: ${name}\n  ${text}\nKeep it safe: it is not shown again.`);
      }),
    );
  accountOptions(
    token.command('list').description(`show the newest ${LIMITS.tokensListed} tokens, without their texts`),
  ).action((options: AccountOptions) =>
    withAccount(options, async ({ engine }, accountId) => {
      const tokens = await listTokens(engine, accountId);
      answer(options, { tokens }, tokens.length === 0 ? 'There is no token.' : describe(tokens, Date.now()));
    }),
  );
  accountOptions(token.command('revoke').description('revoke a token'))
    .requiredOption('--id <n>', 'the id of the token', positiveInteger)
    .action((options: AccountOptions & { readonly id: number }) =>
      withAccount(options, async ({ engine }, accountId) => {
        const { id } = options;
        if (!(await hasToken(engine, accountId, id))) throw new OperatorError('not-found', `There is no token ${id}.`);
        await callFromShell(engine, accountId)('auth/RevokeToken', { TokenId: id });
        // Servers cache tokens for this long; after it no process accepts the token.
        await sleep(LIMITS.cacheMilliseconds);
        answer(options, { id, revoked: true }, `Token ${id} is revoked.`);
      }),
    );
};
