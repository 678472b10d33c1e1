import { z } from 'zod';
import { need } from '../../domain/batch/need.js';
import { granted, refused } from '../../domain/batch/outcome.js';
import { scopeOf } from '../../domain/entities/caller.js';
import { SENTENCES } from '../../domain/sentences.js';
import { LIMITS } from '../../limits.js';
import { defineQuery } from '../define.js';
import { requiredText } from '../parameters.js';
import { exampleLicense } from '../results.js';
import {
  CUSTOMER_LICENSES_DESCRIPTION,
  customerLicenses,
  customerLicensesParameters,
  customerLicensesResult,
} from './customerLicenses.js';

export const GetCustomerLicensesBySecret = defineQuery({
  category: 'customer',
  name: 'GetCustomerLicensesBySecret',
  title: 'Lists the licences of the customer with a given secret.',
  description: CUSTOMER_LICENSES_DESCRIPTION,
  permission: 'GetCustomerLicensesBySecret',
  scope: 'filterProduct',
  parameters: z.object({
    Secret: requiredText(LIMITS.customerSecretChars).meta({ description: 'The customer’s secret.' }),
    ...customerLicensesParameters,
  }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.customerNotFound],
  states: [],
  refusal: null,
  result: customerLicensesResult,
  example: {
    request: { Secret: '0b5b8a2e-4b1c-4d57-9d9e-0d6a7d4a1f11' },
    answer: {
      licenseKeys: [exampleLicense],
      result: 0,
      message: null,
    },
  },
  handle: async (access, parameters, { caller }) => {
    const state = await access.load([need.customerSecret(parameters.Secret)]);
    const customer = state.customerBySecret(parameters.Secret);
    if (customer === undefined) return refused(SENTENCES.customerNotFound);
    return granted(await customerLicenses(access, customer, scopeOf(caller).productLock, parameters));
  },
});
