import { z } from 'zod';
import { need } from '../../domain/batch/need.js';
import { changeLicense } from '../../domain/licensing/licenseChange.js';
import { SENTENCES } from '../../domain/sentences.js';
import { defineLicenseCommand } from '../define.js';
import { integer, licenseAddress } from '../parameters.js';
import { nothing } from '../results.js';

export const ChangeCustomer = defineLicenseCommand({
  category: 'key',
  name: 'ChangeCustomer',
  title: 'Assigns a licence to another customer, or to none.',
  description: `A CustomerId of 0, or of an unknown customer, leaves the licence without a customer; the call succeeds with the message \`${SENTENCES.customerDissociated}\``,
  permission: 'ChangeCustomer',
  parameters: z.object({
    ...licenseAddress,
    CustomerId: integer(0).meta({ description: 'The new customer; 0: none.' }),
  }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.productNotFound, SENTENCES.keyNotFound],
  states: [7019, 7020],
  refusal: 7020,
  result: nothing,
  example: {
    request: { ProductId: 3349, Key: 'GEBNC-WZZJD-VJIHG-GCMVD', CustomerId: 5 },
    answer: { result: 0, message: '' },
  },
  needs: ({ CustomerId }) => (CustomerId > 0 ? [need.customer(CustomerId)] : []),
  decide: ({ license }, state, { CustomerId }) => {
    const customer = state.customer(CustomerId);
    return customer === undefined
      ? changeLicense(7019, license, { customerId: null }, SENTENCES.customerDissociated)
      : changeLicense(7019, license, { customerId: customer.customerId });
  },
});
