import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { type Answer, call } from '../../api/call.js';
import { ProductLink } from '../../products/ProductLink.js';
import { useNow } from '../../time/useNow.js';
import { ConfirmAction } from '../../ui/ConfirmAction.js';
import { type Column, DataTable } from '../../ui/DataTable.js';
import { TimeText } from '../../ui/TimeText.js';
import classes from './TokenTable.module.css';

export type Token = Answer<'auth/GetTokens'>['tokens'][number];

/** Whether it works: neither revoked nor lapsed. `now` in Unix seconds. */
export const isInForce = ({ revoked, expires }: Token, now: number): boolean =>
  revoked === null && (expires === null || expires > now);

const permissionText = ({ permissions }: Token): string => {
  if (permissions === 'all') return 'everything';
  const [first, second, third, ...others] = permissions;
  const shown = [first, second, third].filter((name) => name !== undefined).join(', ');
  return others.length === 0 ? shown : `${shown} and ${others.length} more`;
};

const Locks = ({ token: { productLock, keyLock, featureLock } }: { readonly token: Token }) => {
  if (productLock === 0 && keyLock === 0 && featureLock === 0) return <span className={classes.quiet}>none</span>;
  return (
    <span className={classes.locks}>
      {productLock !== 0 && <ProductLink productId={productLock} />}
      {keyLock > 0 && <span>key {keyLock}</span>}
      {keyLock < 0 && <span title="Key lock −1: each call must name the key">names its key</span>}
      {featureLock !== 0 && <span>feature lock {featureLock}</span>}
    </span>
  );
};

const Ends = ({ token: { expires, revoked } }: { readonly token: Token }) => {
  const now = useNow();
  if (revoked !== null) {
    return (
      <span className={classes.ended}>
        revoked <TimeText time={revoked} />
      </span>
    );
  }
  if (expires === null) return <span className={classes.quiet}>never</span>;
  return (
    <span className={expires <= now ? classes.ended : undefined}>
      {expires <= now && 'ended '}
      <TimeText time={expires} />
    </span>
  );
};

const Revoke = ({ token: { id, name } }: { readonly token: Token }) => {
  const queryClient = useQueryClient();
  const run = async () => {
    const result = await call('auth/RevokeToken', { TokenId: id });
    if ('problem' in result) return result.problem;
    await queryClient.invalidateQueries({ queryKey: ['auth/GetTokens'] });
    return undefined;
  };
  return (
    <ConfirmAction label="Revoke" danger run={run} done={`The token “${name}” is revoked.`}>
      The token “{name}” stops working within a second, wherever it is used. This cannot be taken back: what uses it
      needs another one.
    </ConfirmAction>
  );
};

/** Access tokens. `nameOf`: who made them. */
export const TokenTable = ({
  tokens,
  nameOf,
}: {
  readonly tokens: readonly Token[];
  readonly nameOf: (userId: number) => string;
}) => {
  const now = useNow();
  const columns = useMemo<readonly Column<Token>[]>(
    () => [
      {
        id: 'name',
        head: 'Name',
        width: '18%',
        card: 'title',
        cell: ({ name, id }) => <span title={`${name} (${id})`}>{name === '' ? `token ${id}` : name}</span>,
      },
      {
        id: 'permissions',
        head: 'May',
        width: '22%',
        card: 'detail',
        cell: (token) => (
          <span title={token.permissions === 'all' ? 'everything' : token.permissions.join(', ')}>
            {permissionText(token)}
          </span>
        ),
      },
      {
        id: 'locks',
        head: 'Locked to',
        width: '16%',
        cell: (token) => <Locks token={token} />,
      },
      { id: 'maker', head: 'Made by', cell: ({ userId }) => nameOf(userId) },
      {
        id: 'created',
        head: 'Created',
        width: '104px',
        numeric: true,
        cell: ({ created }) => <TimeText time={created} />,
      },
      {
        id: 'used',
        head: 'Last used',
        width: '104px',
        numeric: true,
        cell: ({ lastUsed }) =>
          lastUsed === null ? <span className={classes.quiet}>never</span> : <TimeText time={lastUsed} />,
      },
      {
        id: 'ends',
        head: 'Ends',
        width: '136px',
        numeric: true,
        cell: (token) => <Ends token={token} />,
      },
      {
        id: 'revoke',
        head: 'Action',
        width: '96px',
        numeric: true,
        card: 'aside',
        cell: (token) =>
          isInForce(token, now) ? (
            <Revoke token={token} />
          ) : (
            <span className={classes.onCard}>
              <Ends token={token} />
            </span>
          ),
      },
    ],
    [nameOf, now],
  );
  return <DataTable label="Access tokens" columns={columns} rows={tokens} rowKey={({ id }) => id} />;
};
