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
  title: 'Changes what is given of a customer.',
  description:
    'What is not given stays as it is. An empty text counts as not given, so a text can be replaced but not emptied.',
  permission: 'EditCustomer',
  scope: 'account',
  parameters: z.object({
    CustomerId: requiredInteger({ min: 0 }).meta({ description: 'The customer id.' }),
    ...customerTexts,
    Secret: optionalText(LIMITS.customerSecretChars).meta({ description: 'Unique in the account.' }),
    EnableCustomerAssociation: optionalFlag().meta({ description: 'Kept as given: there is no customer portal here.' }),
    AllowActivationManagement: optionalFlag().meta({ description: 'Kept as given: there is no customer portal here.' }),
    AllowMultipleUserAssociation: optionalFlag().meta({
      description: 'Kept as given: there is no customer portal here.',
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
