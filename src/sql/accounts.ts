import { prepared } from './statement.js';
import { columnsOf, TOKEN_COLUMNS, type TokenRow } from './tables.js';

export const insertAccount = prepared<
  never,
  [accountId: number, name: string, created: number, privateKey: string, signingKeyPem: string, publicKeyXml: string]
>(
  'insert_account',
  `insert into account (account_id, name, created, private_key, signing_key_pem, public_key_xml)
   values ($1, $2, $3, $4, $5, $6)`,
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

export const accountKeys = prepared<
  { readonly signing_key_pem: string; readonly public_key_xml: string },
  [accountId: number]
>('account_keys', 'select signing_key_pem, public_key_xml from account where account_id = $1');

export const newestTokens = prepared<TokenRow, [accountId: number, most: number]>(
  'newest_tokens',
  `select ${columnsOf(TOKEN_COLUMNS, 't')} from token t where t.account_id = $1 order by t.token_id desc limit $2`,
);

export const findToken = prepared<
  TokenRow & { readonly secret_hash: Uint8Array },
  [accountId: number, tokenId: number]
>(
  'find_token',
  `select ${columnsOf(TOKEN_COLUMNS, 't')}, t.secret_hash from token t where t.account_id = $1 and t.token_id = $2`,
);
