import { z } from 'zod';
import { need } from '../../domain/batch/need.js';
import { granted, refused } from '../../domain/batch/outcome.js';
import { randomGuid } from '../../domain/licensing/newCustomer.js';
import { SENTENCES } from '../../domain/sentences.js';
import { LIMITS } from '../../limits.js';
import { defineCommand } from '../define.js';
import { flag, optionalFlag, optionalInteger, optionalText, requiredInteger } from '../parameters.js';
import { CUSTOMER_TEXT_ERRORS, customerTexts } from './customerFields.js';
import { isCustomerWithinLock, lockedCustomerNeeds } from './customerLock.js';

export const EditCustomer = defineCommand({
  category: 'customer',
  name: 'EditCustomer',
  title: 'Changes the given fields of a customer.',
  description:
    'Fields that are not given stay unchanged. An empty text counts as not given, so a text can be replaced but not cleared. With `Secret` the answer has the new secret; with `Secret` or `EnableCustomerAssociation` it has `portalLink`, which is null because this server has no customer portal.',
  permission: 'EditCustomer',
  scope: 'customer',
  parameters: z.object({
    CustomerId: requiredInteger({ min: 0 }).meta({ description: 'The customer id.' }),
    ...customerTexts,
    Secret: flag().meta({ description: 'Replaces the secret by a new random one, which the answer returns.' }),
    SecretText: optionalText(LIMITS.customerSecretChars).meta({
      description: 'A secret of your own choice, unique in the account. Not together with `Secret`.',
    }),
    MaxNoOfDevices: optionalInteger({ min: 0 }).meta({
      description: 'Devices of the customer over all licences; 0: no limit. Stored without effect.',
    }),
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
  result: z.strictObject({
    customerId: z.int(),
    portalLink: z.null().optional(),
    secret: z.string().optional().meta({ description: 'The new secret.' }),
  }),
  example: { request: { CustomerId: 7, Name: 'Robert' }, answer: { customerId: 7, result: 0, message: null } },
  needs: ({ CustomerId, SecretText }, caller) => [
    need.customer(CustomerId),
    ...lockedCustomerNeeds(CustomerId, caller),
    ...(SecretText === undefined ? [] : [need.customerSecret(SecretText)]),
  ],
  decide: (state, parameters, context) => {
    const customer = state.customer(parameters.CustomerId);
    if (customer === undefined) return refused(SENTENCES.customerNotFound);
    if (!isCustomerWithinLock(state, customer, context.caller)) return refused(SENTENCES.accessDenied);
    const { Secret, SecretText, EnableCustomerAssociation } = parameters;
    if (Secret && SecretText !== undefined) return refused(SENTENCES.inputIncorrect);
    const holder = SecretText === undefined ? undefined : state.customerBySecret(SecretText);
    if (holder !== undefined && holder.customerId !== customer.customerId) {
      return refused(SENTENCES.customerSecretExists);
    }
    const changed = {
      ...customer,
      name: parameters.Name ?? customer.name,
      email: parameters.Email ?? customer.email,
      companyName: parameters.CompanyName ?? customer.companyName,
      notes: parameters.Notes ?? customer.notes,
      secret: Secret ? randomGuid(context.randomBytes(16)) : (SecretText ?? customer.secret),
      enableCustomerAssociation: EnableCustomerAssociation ?? customer.enableCustomerAssociation,
      allowActivationManagement: parameters.AllowActivationManagement ?? customer.allowActivationManagement,
      allowMultipleUserAssociation: parameters.AllowMultipleUserAssociation ?? customer.allowMultipleUserAssociation,
      maxNoOfDevices: parameters.MaxNoOfDevices ?? customer.maxNoOfDevices,
    };
    const answer = {
      customerId: customer.customerId,
      ...(Secret || EnableCustomerAssociation === true ? { portalLink: null } : {}),
      ...(Secret ? { secret: changed.secret } : {}),
    };
    return granted(answer, { writes: [{ kind: 'customer', row: changed }] });
  },
});
