import { z } from 'zod';
import { need } from '../../domain/batch/need.js';
import { granted, refused } from '../../domain/batch/outcome.js';
import { SENTENCES } from '../../domain/sentences.js';
import { defineCommand } from '../define.js';
import { requiredInteger } from '../parameters.js';
import { nothing } from '../results.js';

export const RemoveCustomer = defineCommand({
  category: 'customer',
  name: 'RemoveCustomer',
  title: 'Removes a customer.',
  description: 'The customer’s licences remain and keep working, without a customer. The id is never reused.',
  permission: 'RemoveCustomer',
  scope: 'account',
  parameters: z.object({ CustomerId: requiredInteger({ min: 0 }).meta({ description: 'The customer id.' }) }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.customerNotFound],
  states: [],
  refusal: null,
  result: nothing,
  example: { request: { CustomerId: 7 }, answer: { result: 0, message: null } },
  needs: ({ CustomerId }) => [need.customer(CustomerId)],
  decide: (state, { CustomerId }) => {
    const customer = state.customer(CustomerId);
    if (customer === undefined) return refused(SENTENCES.customerNotFound);
    return granted({}, { writes: [{ kind: 'customer', row: customer, remove: true }] });
  },
});
