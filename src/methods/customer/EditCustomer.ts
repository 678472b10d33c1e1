import { z } from 'zod';
import { need } from '../../domain/batch/need.js';
import { granted, refused } from '../../domain/batch/outcome.js';
import { SENTENCES } from '../../domain/sentences.js';
import { LIMITS } from '../../limits.js';
import { defineCommand } from '../define.js';
import { optionalFlag, optionalText, requiredInteger } from '../parameters.js';
import { nothing } from '../results.js';
import { CUSTOMER_TEXT_ERRORS, customerTexts } from './customerFields.js';

export const EditCustomer = defineCommand({
  category: 'customer',
  name: 'EditCustomer',
  title: 'Changes the given fields of a customer.',
  description:
    'Fields that are not given stay unchanged. An empty text counts as not given, so a text can be replaced but not cleared.',
  permission: 'EditCustomer',
  scope: 'account',
  parameters: z.object({
    CustomerId: requiredInteger({ min: 0 }).meta({ description: 'The customer id.' }),
    ...customerTexts,
    Secret: optionalText(LIMITS.customerSecretChars).meta({ description: 'Unique in the account.' }),
    EnableCustomerAssociation: optionalFlag().meta({
      description: 'Stored without effect: this server has no customer portal.',
    }),
    AllowActivationManagement: optionalFlag().meta({
      description: 'Stored without effect: this server has no customer portal.',
    }),
    AllowMultipleUserAssociation: optionalFlag().meta({
      description: 'Stored without effect: this server has no customer portal.',
    }),
  }),
  errors: [
    SENTENCES.accessDenied,
    SENTENCES.inputIncorrect,
    SENTENCES.customerNotFound,
    SENTENCES.customerSecretExists,
    ...CUSTOMER_TEXT_ERRORS,
  ],
  states: [],
  refusal: null,
  result: nothing,
  example: { request: { CustomerId: 7, Name: 'Robert' }, answer: { result: 0, message: null } },
  needs: ({ CustomerId, Secret }) => [
    need.customer(CustomerId),
    ...(Secret === undefined ? [] : [need.customerSecret(Secret)]),
  ],
  decide: (state, parameters) => {
    const customer = state.customer(parameters.CustomerId);
    if (customer === undefined) return refused(SENTENCES.customerNotFound);
    const { Secret } = parameters;
    const holder = Secret === undefined ? undefined : state.customerBySecret(Secret);
    if (holder !== undefined && holder.customerId !== customer.customerId) {
      return refused(SENTENCES.customerSecretExists);
    }
    const changed = {
      ...customer,
      name: parameters.Name ?? customer.name,
      email: parameters.Email ?? customer.email,
      companyName: parameters.CompanyName ?? customer.companyName,
      notes: parameters.Notes ?? customer.notes,
      secret: Secret ?? customer.secret,
      enableCustomerAssociation: parameters.EnableCustomerAssociation ?? customer.enableCustomerAssociation,
      allowActivationManagement: parameters.AllowActivationManagement ?? customer.allowActivationManagement,
      allowMultipleUserAssociation: parameters.AllowMultipleUserAssociation ?? customer.allowMultipleUserAssociation,
    };
    return granted({}, { writes: [{ kind: 'customer', row: changed }] });
  },
});
