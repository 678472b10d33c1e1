import type { CustomerId } from '../../domain/entities/ids.js';
import { prepared } from '../statement.js';
import { columnsOf } from '../table.js';
import { CUSTOMER_TABLE, type CustomerRow } from './customerTable.js';

export interface CustomerSearch {
  /** null: any. */
  readonly customerId: CustomerId | null;
  /** A part of a text; "" matches all. */
  readonly text: string;
  /** Ids below; null: all. */
  readonly before: number | null;
  readonly limit: number;
}

/** The newest first. */
export const findCustomers = prepared<CustomerRow, [accountId: number, search: CustomerSearch]>(
  'find_customers',
  `select ${columnsOf(CUSTOMER_TABLE, 'c')} from customer c
   where c.account_id = $1 and ($2::int is null or c.customer_id = $2)
     and ($5::bigint is null or c.customer_id < $5)
     and ($3 = '' or strpos(lower(concat_ws(E'\\n', c.name, c.company_name, c.email, c.secret)), lower($3)) > 0)
   order by c.customer_id desc limit $4`,
  (accountId, { customerId, text, limit, before }) => [accountId, customerId, text, limit, before],
);
