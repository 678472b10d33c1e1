import type { TokenId } from '../../domain/entities/ids.js';
import { ACCOUNT_AND, OF_ACCOUNT } from '../rowsOfAccount.js';
import { prepared } from '../statement.js';
import { columnsOf } from '../table.js';
import { TOKEN_TABLE, type TokenRow } from './tokenTable.js';

export interface NewAccountRow {
  readonly name: string;
  readonly created: number;
  /** Web API 2's secret. */
  readonly privateKey: string;
  readonly signingKeyPem: string;
  readonly publicKeyXml: string;
}

export const insertAccount = prepared<never, [accountId: number, account: NewAccountRow]>(
  'insert_account',
  `insert into account (account_id, name, created, private_key, signing_key_pem, public_key_xml)
   values ($1, $2, $3, $4, $5, $6)`,
  (accountId, account) => [
    accountId,
    account.name,
    account.created,
    account.privateKey,
    account.signingKeyPem,
    account.publicKeyXml,
  ],
);

export const insertLogHead = prepared<never, [accountId: number]>(
  'insert_log_head',
  'insert into log_head (account_id) values ($1)',
);

export const insertEventHead = prepared<never, [accountId: number]>(
  'insert_event_head',
  'insert into event_head (account_id) values ($1)',
);

export const greatestAccountId = prepared<{ readonly account_id: number | null }, []>(
  'greatest_account_id',
  'select max(account_id) as account_id from account',
);

export interface ListedAccountRow {
  readonly account_id: number;
  readonly name: string;
  readonly created: number;
  readonly log_rows: number;
  readonly last_logged: number;
  readonly events: number;
}

/** The accounts after one, in order of their ids. Ids of rows have no gaps: the last one is how many there were. */
export const accountsAfter = prepared<ListedAccountRow, [after: number, most: number]>(
  'accounts_after',
  `select a.account_id, a.name, a.created, h.last_id as log_rows, h.last_time as last_logged, e.last_id as events
   from account a join log_head h on h.account_id = a.account_id join event_head e on e.account_id = a.account_id
   where a.account_id > $1 order by a.account_id limit $2`,
);

export const accountKeys = prepared<
  { readonly signing_key_pem: string; readonly public_key_xml: string },
  [accountId: number]
>('account_keys', 'select signing_key_pem, public_key_xml from account where account_id = $1');

export const newestTokens = prepared<TokenRow, [accountId: number, most: number]>(
  'newest_tokens',
  `select ${columnsOf(TOKEN_TABLE, 't')} from token t where t.account_id = $1 order by t.token_id desc limit $2`,
);

export interface ListedTokenRow extends TokenRow {
  readonly last_used: number | null;
}

/** The newest tokens of an account that are older than one, with when they were last used. */
export const listTokens = prepared<ListedTokenRow, [accountId: number, before: number, most: number]>(
  'list_tokens',
  `select ${columnsOf(TOKEN_TABLE, 't')}, u.last_used from token t
   left join token_use u on u.account_id = $1 and u.token_id = t.token_id
   where t.account_id = $1 and t.token_id < $2 order by t.token_id desc limit $3`,
);

/** Stores later uses only, since several processes write concurrently. */
export const noteTokenUse = prepared<never, [accountId: number, tokenIds: readonly number[], times: readonly number[]]>(
  'note_token_use',
  `insert into token_use (account_id, token_id, last_used)
   select h.account_id, r.token_id, r.last_used
   from ${ACCOUNT_AND} unnest($2::int[], $3::bigint[]) as r(token_id, last_used)
   ${OF_ACCOUNT} order by r.token_id
   on conflict (account_id, token_id) do update set last_used = excluded.last_used
   where token_use.last_used < excluded.last_used`,
);

export const accountFacts = prepared<
  {
    readonly name: string;
    readonly created: number;
    readonly web_api_log: boolean;
    readonly public_key_xml: string;
  },
  [accountId: number]
>('account_facts', 'select name, created, web_api_log, public_key_xml from account where account_id = $1');

export const findToken = prepared<
  TokenRow & { readonly secret_hash: Uint8Array },
  [accountId: number, tokenId: TokenId]
>(
  'find_token',
  `select ${columnsOf(TOKEN_TABLE, 't')}, t.secret_hash from token t where t.account_id = $1 and t.token_id = $2`,
);
