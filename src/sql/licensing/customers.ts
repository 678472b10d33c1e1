import type { CustomerId } from '../../domain/entities/ids.js';
import { prepared } from '../statement.js';
import { columnsOf } from '../table.js';
import { CUSTOMER_TABLE, type CustomerRow } from './customerTable.js';

export interface CustomerSearch {
  /** null: any. */
  readonly customerId: CustomerId | null;
  /** A part of a text; "" matches all. */
  readonly text: string;
  /** Whether the text also matches the id that it writes. */
  readonly searchesId: boolean;
  /** Ids below; null: all. */
  readonly before: number | null;
  readonly limit: number;
}

type Found = [accountId: number, search: CustomerSearch];

const search = (order: string): string =>
  `select ${columnsOf(CUSTOMER_TABLE, 'c')} from customer c
   where c.account_id = $1 and ($2::int is null or c.customer_id = $2)
     and ($5::bigint is null or c.customer_id < $5)
     and ($3 = '' or strpos(lower(concat_ws(E'\\n', c.name, c.company_name, c.email, c.secret)), lower($3)) > 0
       or ($6 and c.customer_id::text = $3))
   order by ${order} limit $4`;

const values = (accountId: number, { customerId, text, limit, before, searchesId }: CustomerSearch) => [
  accountId,
  customerId,
  text,
  limit,
  before,
  searchesId,
];

/** Those with the greatest id first. */
export const findCustomers = prepared<CustomerRow, Found>('find_customers', search('c.customer_id desc'), values);

/** The newest first: imported customers keep their ids and times. */
export const findCustomersByCreated = prepared<CustomerRow, Found>(
  'find_customers_by_created',
  search('c.created desc, c.customer_id desc'),
  values,
);
