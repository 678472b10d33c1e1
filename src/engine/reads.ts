import type { Run } from '../sql/statement.js';

/** Reads of one account, with the timeout for reads and without a lock. Every statement names the account. */
export interface AccountReads {
  readonly accountId: number;
  readonly run: Run;
}
