import { z } from 'zod';
import { need } from '../../domain/batch/need.js';
import { granted, refused } from '../../domain/batch/outcome.js';
import { SENTENCES } from '../../domain/sentences.js';
import { defineCommand } from '../define.js';
import { requiredInteger } from '../parameters.js';
import { nothing } from '../results.js';
import { isCustomerWithinLock, lockedCustomerNeeds } from './customerLock.js';

export const RemoveCustomer = defineCommand({
  category: 'customer',
  name: 'RemoveCustomer',
  title: 'Removes a customer.',
  description: 'The customer’s licences remain and keep working, without a customer. The id is never reused.',
  permission: 'RemoveCustomer',
  scope: 'customer',
  parameters: z.object({ CustomerId: requiredInteger({ min: 0 }).meta({ description: 'The customer id.' }) }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.customerNotFound],
  states: [],
  refusal: null,
  result: nothing,
  example: { request: { CustomerId: 7 }, answer: { result: 0, message: null } },
  needs: ({ CustomerId }, caller) => [need.customer(CustomerId), ...lockedCustomerNeeds(CustomerId, caller)],
  decide: (state, { CustomerId }, { caller }) => {
    const customer = state.customer(CustomerId);
    if (customer === undefined) return refused(SENTENCES.customerNotFound);
    if (!isCustomerWithinLock(state, customer, caller)) return refused(SENTENCES.accessDenied);
    return granted({}, { writes: [{ kind: 'customer', row: customer, remove: true }] });
  },
});
