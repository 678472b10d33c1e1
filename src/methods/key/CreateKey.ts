import { z } from 'zod';
import { need } from '../../domain/batch/need.js';
import { granted, refused } from '../../domain/batch/outcome.js';
import { type CustomerChoice, decideKeyCreation } from '../../domain/licensing/keyCreation.js';
import { SENTENCES } from '../../domain/sentences.js';
import { LIMITS } from '../../limits.js';
import { defineCommand } from '../define.js';
import { flag, integer, literalText, optionalEmail, optionalId, optionalText, requiredInteger } from '../parameters.js';

/** UTF-16 units of notes and allowed machines that one CreateKey call may store for all its keys together. */
const KEY_TEXTS_PER_CALL_CHARS = 1_000_000;

/** Keys that one CreateKey call may create; one batch holds them all. */
const KEYS_PER_CALL = 1_000;

const parameters = z.object({
  ProductId: requiredInteger({ min: 1 }).meta({ description: 'The product id.' }),
  Period: integer(0, { min: 0, max: LIMITS.periodDays }).meta({ description: 'Days until the licence expires.' }),
  F1: flag().meta({ description: 'Feature flag 1.' }),
  F2: flag().meta({ description: 'Feature flag 2.' }),
  F3: flag().meta({ description: 'Feature flag 3.' }),
  F4: flag().meta({ description: 'Feature flag 4.' }),
  F5: flag().meta({ description: 'Feature flag 5.' }),
  F6: flag().meta({ description: 'Feature flag 6.' }),
  F7: flag().meta({ description: 'Feature flag 7.' }),
  F8: flag().meta({ description: 'Feature flag 8.' }),
  Notes: literalText(LIMITS.notesChars, SENTENCES.notesTooLong).meta({ description: 'Notes on the licence.' }),
  Block: flag().meta({ description: 'Create the licence blocked.' }),
  CustomerId: optionalId().meta({ description: 'The customer of the licence; 0: none.' }),
  NewCustomer: flag().meta({
    description: 'Create a customer from Name, Email and CompanyName. Requires `AddCustomer`.',
  }),
  AddOrUseExistingCustomer: flag().meta({
    description: 'As NewCustomer, unless a customer already has that Email in any case, who is then used unchanged.',
  }),
  Name: optionalText(LIMITS.customerFieldChars).meta({ description: 'The name of a new customer.' }),
  Email: optionalEmail(LIMITS.customerFieldChars).meta({ description: 'The e-mail address of a new customer.' }),
  CompanyName: optionalText(LIMITS.customerFieldChars).meta({ description: 'The company of a new customer.' }),
  EnableCustomerAssociation: flag().meta({ description: 'A setting of a new customer, stored without effect.' }),
  AllowActivationManagement: flag().meta({ description: 'A setting of a new customer, stored without effect.' }),
  AllowMultipleUserAssociation: flag().meta({
    description: 'A setting of a new customer, stored without effect.',
  }),
  TrialActivation: flag().meta({ description: 'Start the countdown upon activation.' }),
  MaxNoOfMachines: integer(0, { min: LIMITS.minNoOfMachines, max: LIMITS.maxNoOfMachines }).meta({
    description: 'Seats; 0: machines are not locked.',
  }),
  AllowedMachines: optionalText(LIMITS.allowedMachinesChars).meta({
    description: 'Machine codes, one per line, that may activate beyond the limit.',
  }),
  ExcludeFromAnalytics: flag().meta({ description: 'A test key: left out of the daily usage analytics.' }),
  ResellerId: integer(0).meta({ description: 'This server has no resellers: anything but 0 is refused.' }),
  NoOfKeys: optionalId(KEYS_PER_CALL).meta({
    description: `How many licences to create on these terms; default 1. Their Notes and AllowedMachines may have ${KEY_TEXTS_PER_CALL_CHARS} UTF-16 units in all.`,
  }),
});

const customerChoice = (given: z.output<typeof parameters>): CustomerChoice | null => {
  if (!given.NewCustomer && !given.AddOrUseExistingCustomer) {
    return given.CustomerId === undefined ? { kind: 'none' } : { kind: 'existing', customerId: given.CustomerId };
  }
  if (given.CustomerId !== undefined) return null;
  return {
    kind: given.AddOrUseExistingCustomer ? 'byEmail' : 'new',
    details: {
      name: given.Name ?? null,
      email: given.Email ?? null,
      companyName: given.CompanyName ?? null,
      notes: null,
      enableCustomerAssociation: given.EnableCustomerAssociation,
      allowActivationManagement: given.AllowActivationManagement,
      allowMultipleUserAssociation: given.AllowMultipleUserAssociation,
    },
  };
};

export const CreateKey = defineCommand({
  category: 'key',
  name: 'CreateKey',
  title: 'Creates a licence, or several on the same terms.',
  description:
    '`Created` is the current second, and the licence expires Period days later. Each licence leaves its own log row. NewCustomer and AddOrUseExistingCustomer cannot be given together with a CustomerId.',
  permission: 'CreateKey',
  scope: 'product',
  parameters,
  errors: [
    SENTENCES.accessDenied,
    SENTENCES.inputIncorrect,
    SENTENCES.productNotFound,
    SENTENCES.notesTooLong,
    SENTENCES.customerOfKeyNotFound,
    SENTENCES.resellerOfKeyNotFound,
    SENTENCES.addCustomerPermission,
  ],
  states: [3010, 3020],
  refusal: 3020,
  result: z.strictObject({
    key: z.string().meta({ description: 'The first one of `keys`.' }),
    keys: z.array(z.string()),
    customerId: z.int().optional().meta({ description: 'The customer that was created, or found by e-mail address.' }),
  }),
  example: {
    request: { ProductId: 3349, Period: 30, F1: 'true', MaxNoOfMachines: 2 },
    answer: { key: 'GEBNC-WZZJD-VJIHG-GCMVD', keys: ['GEBNC-WZZJD-VJIHG-GCMVD'], result: 0, message: '' },
  },
  needs: ({ ProductId, CustomerId, AddOrUseExistingCustomer, Email }) => [
    need.product(ProductId),
    ...(CustomerId === undefined ? [] : [need.customer(CustomerId)]),
    ...(AddOrUseExistingCustomer && Email !== undefined ? [need.customerEmail(Email)] : []),
  ],
  decide: (state, given, context) => {
    const customer = customerChoice(given);
    const { NoOfKeys: count = 1, AllowedMachines: allowedMachines = null } = given;
    const textsOfOne = given.Notes.length + (allowedMachines?.length ?? 0);
    if (customer === null || count * textsOfOne > KEY_TEXTS_PER_CALL_CHARS) return refused(SENTENCES.inputIncorrect);
    const outcome = decideKeyCreation(
      state,
      {
        productId: given.ProductId,
        terms: {
          period: given.Period,
          features: [given.F1, given.F2, given.F3, given.F4, given.F5, given.F6, given.F7, given.F8],
          notes: given.Notes,
          block: given.Block,
          trialActivation: given.TrialActivation,
          maxNoOfMachines: given.MaxNoOfMachines,
          allowedMachines,
          excludedFromAnalytics: given.ExcludeFromAnalytics,
        },
        count,
        customer,
        resellerId: given.ResellerId,
      },
      context,
    );
    if (!outcome.granted) return outcome;
    const { keys, customerId } = outcome.result;
    const [key = ''] = keys;
    return granted({ key, keys, ...(customerId === null ? {} : { customerId }) }, outcome);
  },
});
