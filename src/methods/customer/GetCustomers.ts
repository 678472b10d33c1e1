import { z } from 'zod';
import { granted, refused } from '../../domain/batch/outcome.js';
import { SENTENCES } from '../../domain/sentences.js';
import { isoWithoutZone } from '../../domain/time/time.js';
import { LIMITS } from '../../limits.js';
import { findCustomers, findCustomersByCreated } from '../../sql/licensing/customers.js';
import { customerFromRow } from '../../sql/licensing/customerTable.js';
import { defineQuery } from '../define.js';
import { cursor, flag, optionalId, pageLimit, text } from '../parameters.js';
import { customerObject } from '../results.js';

/** Customers in one answer of GetCustomers. */
const CUSTOMERS_PER_CALL = 10_000;

export const GetCustomers = defineQuery({
  category: 'customer',
  name: 'GetCustomers',
  title: 'Lists customers, those with the greatest id first.',
  description: 'This server has no resellers, so the lists of their customers are always empty.',
  permission: 'GetCustomers',
  scope: 'account',
  parameters: z.object({
    Search: text(LIMITS.searchChars).meta({
      description: 'Part of the name, company, e-mail address or secret, case-insensitive.',
    }),
    IncludeIdInSearch: flag().meta({ description: 'A number in `Search` also finds the customer with that id.' }),
    CustomerId: optionalId().meta({ description: 'Only this customer.' }),
    Limit: pageLimit(CUSTOMERS_PER_CALL, CUSTOMERS_PER_CALL).meta({
      description: `How many, at most and by default ${CUSTOMERS_PER_CALL}.`,
    }),
    EndingBefore: cursor().meta({
      description:
        'Customers with a smaller id: pass the last id of a page to get the next page. Not together with `SortByCreatedDescending`.',
    }),
    SortByCreatedDescending: flag().meta({
      description: 'By time of creation, which differs from the order of ids for imported customers.',
    }),
  }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect],
  states: [],
  refusal: null,
  result: z.strictObject({
    customers: z.array(customerObject),
    resellerCustomers: z.array(customerObject),
    visibleCustomers: z.array(customerObject),
  }),
  example: {
    request: { Search: 'bob' },
    answer: {
      customers: [
        { id: 7, name: 'Bob', email: 'bob@example.com', companyName: null, created: '2026-11-21T12:00:00.7' },
      ],
      resellerCustomers: [],
      visibleCustomers: [],
      result: 0,
      message: null,
    },
  },
  handle: async (
    { accountId, run },
    { Search, IncludeIdInSearch, CustomerId, Limit, EndingBefore, SortByCreatedDescending },
  ) => {
    if (SortByCreatedDescending && EndingBefore !== undefined) return refused(SENTENCES.inputIncorrect);
    const find = SortByCreatedDescending ? findCustomersByCreated : findCustomers;
    const rows = await run(
      find(accountId, {
        customerId: CustomerId ?? null,
        text: Search,
        searchesId: IncludeIdInSearch,
        before: EndingBefore ?? null,
        limit: Limit,
      }),
    );
    const customers = rows.map(customerFromRow).map((customer) => ({
      id: customer.customerId,
      name: customer.name,
      email: customer.email,
      companyName: customer.companyName,
      created: isoWithoutZone(customer.created),
    }));
    return granted({ customers, resellerCustomers: [], visibleCustomers: [] });
  },
});
