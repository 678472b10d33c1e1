import { z } from 'zod';
import { granted } from '../../domain/batch/outcome.js';
import { isPermitted } from '../../domain/entities/caller.js';
import { SENTENCES } from '../../domain/sentences.js';
import { search } from '../../engine/licensing/search.js';
import { LIMITS } from '../../limits.js';
import type { FoundCustomerRow, FoundDeviceRow, FoundKeyRow } from '../../sql/licensing/search.js';
import { defineQuery } from '../define.js';
import { pageLimit, requiredText } from '../parameters.js';
import { refuseReadFaults } from './readFaults.js';

/** Results of each kind in one answer of Search. */
const SEARCH_RESULTS = 20;

const device = z.strictObject({
  machineCode: z.string().meta({ description: 'As it was sent.' }),
  friendlyName: z.string(),
});

export const Search = defineQuery({
  category: 'ai',
  name: 'Search',
  title: 'Finds keys, machines, customers, products and addresses while the user types.',
  description: `Not part of the vendor’s API. The search is case-insensitive. Keys and machine codes match if they begin with the text, names if they contain it; a text of fewer than three letters must begin a friendly name, or a word of a customer’s name, company or e-mail address. Machines and friendly names come from the log. Addresses are compared and shown masked: the last octet of an IPv4 address, and everything after the /48 of an IPv6 address, is ignored. Machines, friendly names and addresses also need the permission GetWebAPILog, customers GetCustomers and products GetProducts: without it their lists are empty.`,
  permission: 'GetKeys',
  scope: 'wholeAccount',
  parameters: z.object({
    Query: requiredText(LIMITS.machineCodeChars).meta({ description: 'The text; white space around it is ignored.' }),
    Limit: pageLimit(10, SEARCH_RESULTS).meta({
      description: `How many results of each kind, at most ${SEARCH_RESULTS}.`,
    }),
  }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.errorOccured],
  states: [],
  refusal: null,
  result: z.strictObject({
    keys: z.array(
      z.strictObject({
        productId: z.int(),
        productName: z.string(),
        key: z.string(),
        globalId: z.int(),
        block: z.boolean(),
        customer: z
          .strictObject({ id: z.int(), name: z.string().nullable() })
          .nullable()
          .meta({ description: 'The company, or else the name, or else the e-mail address.' }),
      }),
    ),
    machines: z.array(device),
    friendlyNames: z.array(device),
    customers: z.array(
      z.strictObject({
        id: z.int(),
        name: z.string().nullable(),
        email: z.string().nullable(),
        companyName: z.string().nullable(),
      }),
    ),
    products: z.array(z.strictObject({ id: z.int(), name: z.string() })),
    addresses: z.array(
      z.strictObject({
        address: z.string().meta({ description: 'Masked, as in the Web API Log.' }),
        country: z.string().meta({ description: 'The country of one of its addresses; empty: unknown.' }),
      }),
    ),
  }),
  example: {
    request: { Query: 'geb', Limit: 5 },
    answer: {
      keys: [
        {
          productId: 3349,
          productName: 'Editor',
          key: 'GEBNC-WZZJD-VJIHG-GCMVD',
          globalId: 34,
          block: false,
          customer: { id: 7, name: 'Bob’s' },
        },
      ],
      machines: [],
      friendlyNames: [{ machineCode: 'ws-02', friendlyName: 'Gebhard’s desk' }],
      customers: [],
      products: [],
      addresses: [],
      result: 0,
      message: null,
    },
  },
  handle: async (access, { Query, Limit }, { caller }) => {
    const query = Query.trim();
    if (query === '') return granted(NOTHING);
    const kinds = {
      machines: isPermitted(caller, 'GetWebAPILog'),
      customers: isPermitted(caller, 'GetCustomers'),
      products: isPermitted(caller, 'GetProducts'),
    };
    return refuseReadFaults(async () => {
      const { keys, machines, friendlyNames, customers, products, addresses } = await search(
        access,
        query,
        kinds,
        Limit,
      );
      return granted({
        keys: keys.map((row) => presentKey(row, kinds.customers)),
        machines: machines.map(presentDevice),
        friendlyNames: friendlyNames.map(presentDevice),
        customers: customers.map(presentCustomer),
        products: products.map(({ product_id: id, name }) => ({ id, name })),
        addresses,
      });
    });
  },
});

const NOTHING = { keys: [], machines: [], friendlyNames: [], customers: [], products: [], addresses: [] };

const presentKey = (row: FoundKeyRow, mayCustomers: boolean) => ({
  productId: row.product_id,
  productName: row.product_name,
  key: row.key,
  globalId: row.global_id,
  block: row.block,
  customer: row.customer_id === null ? null : { id: row.customer_id, name: mayCustomers ? row.customer_name : null },
});

const presentDevice = (row: FoundDeviceRow) => ({ machineCode: row.machine_code, friendlyName: row.friendly_name });

const presentCustomer = (row: FoundCustomerRow) => ({
  id: row.customer_id,
  name: row.name,
  email: row.email,
  companyName: row.company_name,
});
