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
    'E-mail addresses need not be unique: each call creates a customer. The secret is a random GUID with which GetCustomerLicensesBySecret finds the customer’s licences. This server has no customer portal, so `portalLink` is always null; the three flags are stored and have no effect.',
  permission: 'AddCustomer',
  scope: 'account',
  parameters: z.object({
    ...customerTexts,
    EnableCustomerAssociation: flag().meta({
      description: 'Stored without effect: this server has no customer portal.',
    }),
    AllowActivationManagement: flag().meta({
      description: 'Stored without effect: this server has no customer portal.',
    }),
    AllowMultipleUserAssociation: flag().meta({
      description: 'Stored without effect: this server has no customer portal.',
    }),
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
