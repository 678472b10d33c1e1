import { z } from 'zod';
import { need } from '../../domain/batch/need.js';
import { granted, refused } from '../../domain/batch/outcome.js';
import { scopeOf } from '../../domain/entities/caller.js';
import { SENTENCES } from '../../domain/sentences.js';
import { defineQuery } from '../define.js';
import { requiredInteger } from '../parameters.js';
import { exampleLicense } from '../results.js';
import {
  CUSTOMER_LICENSES_DESCRIPTION,
  customerLicenses,
  customerLicensesParameters,
  customerLicensesResult,
} from './customerLicenses.js';

export const GetCustomerLicenses = defineQuery({
  category: 'customer',
  name: 'GetCustomerLicenses',
  title: 'Lists a customer’s licences.',
  description: CUSTOMER_LICENSES_DESCRIPTION,
  permission: 'GetCustomerLicenses',
  scope: 'filterProduct',
  parameters: z.object({
    CustomerId: requiredInteger({ min: 0 }).meta({ description: 'The customer id.' }),
    ...customerLicensesParameters,
  }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.customerNotFound],
  states: [],
  refusal: null,
  result: customerLicensesResult,
  example: {
    request: { CustomerId: 7 },
    answer: {
      licenseKeys: [exampleLicense],
      result: 0,
      message: null,
    },
  },
  handle: async (access, parameters, { caller }) => {
    const state = await access.load([need.customer(parameters.CustomerId)]);
    const customer = state.customer(parameters.CustomerId);
    if (customer === undefined) return refused(SENTENCES.customerNotFound);
    return granted(await customerLicenses(access, customer, scopeOf(caller).productLock, parameters));
  },
});
