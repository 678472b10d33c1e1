import type { Account } from '../../domain/entities/identity.js';
import type { ColumnsOf, RowOf } from '../table.js';

const COLUMNS = {
  accountId: 'account_id',
  name: 'name',
  privateKey: 'private_key',
  webApiLog: 'web_api_log',
  planLogs: 'plan_logs',
} as const satisfies ColumnsOf<Account>;

export type AccountRow = RowOf<Account, typeof COLUMNS>;

export const accountFromRow = (row: AccountRow): Account => ({
  accountId: row.account_id,
  name: row.name,
  privateKey: row.private_key,
  webApiLog: row.web_api_log,
  planLogs: row.plan_logs,
});
