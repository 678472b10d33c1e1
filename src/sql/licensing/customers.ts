import { prepared } from '../statement.js';
import { CUSTOMER_TABLE, type CustomerRow } from './customerTable.js';
import { columnsOf } from './table.js';

/** Customers by id or by a part of a text, the newest first; an empty search fits all. */
export const findCustomers = prepared<
  CustomerRow,
  [accountId: number, customerId: number | null, search: string, most: number, before: number | null]
>(
  'find_customers',
  `select ${columnsOf(CUSTOMER_TABLE, 'c')} from customer c
   where c.account_id = $1 and ($2::int is null or c.customer_id = $2)
     and ($5::bigint is null or c.customer_id < $5)
     and ($3 = '' or strpos(lower(concat_ws(E'\\n', c.name, c.company_name, c.email, c.secret)), lower($3)) > 0)
   order by c.customer_id desc limit $4`,
);
