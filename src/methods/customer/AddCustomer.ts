import { z } from 'zod';
import { granted } from '../../domain/batch/outcome.js';
import { newCustomer } from '../../domain/licensing/newCustomer.js';
import { SENTENCES } from '../../domain/sentences.js';
import { defineCommand } from '../define.js';
import { flag } from '../parameters.js';
import { CUSTOMER_TEXT_ERRORS, customerTexts } from './customerFields.js';

export const AddCustomer = defineCommand({
  category: 'customer',
  name: 'AddCustomer',
  title: 'Adds a customer.',
  description:
    'E-mail addresses need not be unique: each call makes a customer. The secret is a random GUID, by which GetCustomerLicensesBySecret finds the customer’s licenses. There is no customer portal here, so `portalLink` is always null; the three flags are kept as they are given.',
  permission: 'AddCustomer',
  scope: 'account',
  parameters: z.object({
    ...customerTexts,
    EnableCustomerAssociation: flag().meta({ description: 'Kept as given: there is no customer portal here.' }),
    AllowActivationManagement: flag().meta({ description: 'Kept as given: there is no customer portal here.' }),
    AllowMultipleUserAssociation: flag().meta({ description: 'Kept as given: there is no customer portal here.' }),
  }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, ...CUSTOMER_TEXT_ERRORS],
  states: [],
  refusal: null,
  result: z.strictObject({ customerId: z.int(), portalLink: z.null(), secret: z.string() }),
  example: {
    request: { Name: 'Bob', Email: 'bob@example.com', CompanyName: 'Bob’s' },
    answer: {
      customerId: 7,
      portalLink: null,
      secret: '0b5b8a2e-4b1c-4d57-9d9e-0d6a7d4a1f11',
      result: 0,
      message: null,
    },
  },
  needs: () => [],
  decide: (_state, parameters, context) => {
    const customer = newCustomer(
      {
        name: parameters.Name ?? null,
        email: parameters.Email ?? null,
        companyName: parameters.CompanyName ?? null,
        notes: parameters.Notes ?? null,
        enableCustomerAssociation: parameters.EnableCustomerAssociation,
        allowActivationManagement: parameters.AllowActivationManagement,
        allowMultipleUserAssociation: parameters.AllowMultipleUserAssociation,
      },
      context,
    );
    return granted(
      { customerId: customer.customerId, portalLink: null, secret: customer.secret },
      { writes: [{ kind: 'customer', row: customer }] },
    );
  },
});
