import type { Account, Token } from '../../domain/entities/identity.js';
import type { CustomerId } from '../../domain/entities/ids.js';
import type { Machine } from '../../domain/entities/licensing.js';
import { CUSTOMER_TABLE } from '../licensing/customerTable.js';
import { DATA_OBJECT_TABLE } from '../licensing/dataObjectTable.js';
import { LICENSE_TABLE } from '../licensing/licenseTable.js';
import { MACHINE_TABLE } from '../licensing/machineTable.js';
import { PRODUCT_TABLE } from '../licensing/productTable.js';
import { ACCOUNT_AND, OF_ACCOUNT } from '../rowsOfAccount.js';
import { prepared, type Statement } from '../statement.js';
import type { ObjectTable } from '../table.js';

/**
 * Writes of a batch: whole rows as JSON, one statement a table. The text of each statement is built once from the
 * column lists in sql/licensing/*Table.ts.
 */

const upsertText = (table: { name: string; key: readonly string[]; columns: readonly string[] }) => {
  const { columns } = table;
  const changed = columns.filter((column) => !table.key.includes(column));
  return `insert into ${table.name} (account_id, ${columns.join(', ')})
    select h.account_id, ${columns.map((column) => `r.${column}`).join(', ')}
    from ${ACCOUNT_AND} json_populate_recordset(null::${table.name}, $2::json) r
    ${OF_ACCOUNT}
    on conflict (account_id, ${table.key.join(', ')})
    do update set ${changed.map((column) => `${column} = excluded.${column}`).join(', ')}`;
};

const upsert = <Entity, Row extends object>(table: ObjectTable<Entity, Row>) => {
  const statement = prepared<never, [accountId: number, rows: string]>(`upsert_${table.name}`, upsertText(table));
  return (accountId: number, entities: readonly Entity[]): Statement<never> =>
    statement(accountId, JSON.stringify(entities.map(table.toRow)));
};

export const upsertProducts = upsert(PRODUCT_TABLE);
export const upsertLicenses = upsert(LICENSE_TABLE);
export const upsertMachines = upsert(MACHINE_TABLE);
export const upsertCustomers = upsert(CUSTOMER_TABLE);
export const upsertDataObjects = upsert(DATA_OBJECT_TABLE);

/** Changes of a token that exists; its scope and secret never change. */
export const updateToken = prepared<never, [accountId: number, token: Token]>(
  'update_token',
  'update token set name = $3, expires = $4, revoked_at = $5 where account_id = $1 and token_id = $2',
  (accountId, { tokenId, name, expires, revokedAt }) => [accountId, tokenId, name, expires, revokedAt],
);

export const insertToken = prepared<never, [accountId: number, token: Token, secretHash: Uint8Array]>(
  'insert_token',
  `insert into token (account_id, token_id, user_id, name, secret_hash, permissions, product_lock, key_lock,
     feature_lock, created, expires) values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9, $10, $11)`,
  (accountId, token, secretHash) => [
    accountId,
    token.tokenId,
    token.userId,
    token.name,
    Buffer.from(secretHash),
    JSON.stringify(token.permissions),
    token.productLock,
    token.keyLock,
    token.featureLock,
    token.created,
    token.expires,
  ],
);

export const updateAccount = prepared<never, [account: Account]>(
  'update_account',
  'update account set name = $2, web_api_log = $3, plan_logs = $4 where account_id = $1',
  ({ accountId, name, webApiLog, planLogs }) => [accountId, name, webApiLog, planLogs],
);

export const deleteMachines = prepared<
  never,
  [accountId: number, machines: readonly Pick<Machine, 'licenseId' | 'floating' | 'machineCode'>[]]
>(
  'delete_machines',
  `delete from machine where account_id = $1 and (license_id, floating, machine_code) in
     (select * from unnest($2::int[], $3::boolean[], $4::text[]))`,
  (accountId, machines) => [
    accountId,
    machines.map((machine) => machine.licenseId),
    machines.map((machine) => machine.floating),
    machines.map((machine) => machine.machineCode),
  ],
);

export const deleteDataObjects = prepared<never, [accountId: number, ids: readonly number[]]>(
  'delete_data_objects',
  'delete from data_object where account_id = $1 and id = any($2::int[])',
);

export const deleteCustomers = prepared<never, [accountId: number, customerIds: readonly CustomerId[]]>(
  'delete_customers',
  'delete from customer where account_id = $1 and customer_id = any($2::int[])',
);
