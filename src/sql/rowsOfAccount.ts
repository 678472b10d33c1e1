/**
 * How rows from parameters are inserted: `insert into … select h.account_id, r.… from ${ACCOUNT_AND} unnest(…) as r(…)
 * ${OF_ACCOUNT}`. Where tables are distributed by account, this goes to the account's shard as it is; `select $1, …` would
 * run apart from it and the rows be copied there, in more steps, and a duplicate then has no SQLSTATE of its own.
 * The row of log_head is there as long as the account is: an insert has it locked, or created the account.
 */
export const ACCOUNT_AND = 'log_head h,';
export const OF_ACCOUNT = 'where h.account_id = $1';
