import type { AccountState } from '../batch/accountState.js';
import type { DecideContext } from '../batch/decideContext.js';
import { licenseEntry } from '../batch/logEntry.js';
import { granted, type Outcome, refused } from '../batch/outcome.js';
import type { Write } from '../batch/write.js';
import { isPermitted } from '../entities/caller.js';
import type { CustomerId, ProductId } from '../entities/ids.js';
import { SENTENCES } from '../sentences.js';
import { type CustomerDetails, newCustomer } from './newCustomer.js';
import { newLicenses, type Terms } from './newLicenses.js';

export interface KeyCreation {
  readonly productId: ProductId;
  readonly terms: Omit<Terms, 'customerId' | 'trialMachine' | 'firstActivated'>;
  readonly count: number;
  readonly customer: CustomerChoice;
  /** Must be 0: resellers are not supported. */
  readonly resellerId: number;
}

/** The customer of the new licenses: none, an existing one, a new one, or the one with the e-mail address. */
export type CustomerChoice =
  | { readonly kind: 'none' }
  | { readonly kind: 'existing'; readonly customerId: CustomerId }
  | { readonly kind: 'new' | 'byEmail'; readonly details: CustomerDetails };

export interface CreatedKeys {
  readonly keys: readonly string[];
  /** The customer that was created or found by e-mail. */
  readonly customerId: CustomerId | null;
}

type CreationSentence =
  | typeof SENTENCES.productNotFound
  | typeof SENTENCES.inputIncorrect
  | typeof SENTENCES.customerOfKeyNotFound
  | typeof SENTENCES.resellerOfKeyNotFound
  | typeof SENTENCES.addCustomerPermission;

/** Creates the licenses and, if requested, their customer; one log row for each license. */
export const decideKeyCreation = (
  state: AccountState,
  request: KeyCreation,
  context: DecideContext,
): Outcome<CreatedKeys, CreationSentence, 3010> => {
  const product = state.product(request.productId);
  if (product === undefined) return refused(SENTENCES.productNotFound);
  if (request.resellerId !== 0) return refused(SENTENCES.resellerOfKeyNotFound);
  const chosen = chooseCustomer(state, request.customer, context);
  if (typeof chosen === 'string') return refused(chosen);
  const { customerId, named, writes } = chosen;
  const made = newLicenses(
    product,
    { ...request.terms, customerId, trialMachine: null, firstActivated: null },
    request.count,
    context,
  );
  if (made === null) return refused(SENTENCES.inputIncorrect);
  return granted(
    { keys: made.licenses.map(({ key }) => key), customerId: named ? customerId : null },
    {
      logs: made.licenses.map((license) => licenseEntry(3010, license)),
      writes: [
        ...writes,
        { kind: 'product', row: made.product },
        ...made.licenses.map((row): Write => ({ kind: 'license', row })),
      ],
    },
  );
};

interface ChosenCustomer {
  readonly customerId: CustomerId | null;
  /** Whether the answer includes the id, which the caller cannot know yet. */
  readonly named: boolean;
  readonly writes: readonly Write[];
}

const chooseCustomer = (
  state: AccountState,
  choice: CustomerChoice,
  context: DecideContext,
): ChosenCustomer | typeof SENTENCES.customerOfKeyNotFound | typeof SENTENCES.addCustomerPermission => {
  if (choice.kind === 'none') return { customerId: null, named: false, writes: [] };
  if (choice.kind === 'existing') {
    const customer = state.customer(choice.customerId);
    if (customer === undefined) return SENTENCES.customerOfKeyNotFound;
    return { customerId: customer.customerId, named: false, writes: [] };
  }
  if (!isPermitted(context.caller, 'AddCustomer')) return SENTENCES.addCustomerPermission;
  const { email } = choice.details;
  const known = choice.kind === 'byEmail' && email !== null ? state.customerByEmail(email) : undefined;
  const customer = known ?? newCustomer(choice.details, context);
  return {
    customerId: customer.customerId,
    named: true,
    writes: known === undefined ? [{ kind: 'customer', row: customer }] : [],
  };
};
