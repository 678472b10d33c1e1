import type { AccountState } from '../batch/accountState.js';
import type { DecideContext } from '../batch/decideContext.js';
import { licenseEntry } from '../batch/logEntry.js';
import { granted, type Outcome, refused } from '../batch/outcome.js';
import { scopeOf } from '../entities/caller.js';
import type { ProductId } from '../entities/ids.js';
import type { License, Machine } from '../entities/licensing.js';
import { SENTENCES } from '../sentences.js';
import { isStillTrial, trialFeatures } from './features.js';
import { newLicenses } from './newLicenses.js';

const TRIAL_DAYS = 15;

export interface TrialRequest {
  readonly productId: ProductId;
  readonly machineCode: string;
  readonly friendlyName: string;
}

type TrialSentence =
  | typeof SENTENCES.productNotFound
  | typeof SENTENCES.inputIncorrect
  | typeof SENTENCES.trialAlreadyActivated;

/**
 * The trial of a machine: created by the first request and node-locked to the machine, returned to later ones as long as it
 * is a trial and not blocked. Checking its expiry is up to the client, as with any license.
 */
export const decideTrial = (
  state: AccountState,
  request: TrialRequest,
  context: DecideContext,
): Outcome<License, TrialSentence, 3011 | 3012> => {
  const product = state.product(request.productId);
  if (product === undefined) return refused(SENTENCES.productNotFound);
  const { machineCode, friendlyName } = request;
  const known = state.trialOf(product.productId, machineCode);
  if (known !== undefined) {
    if (known.block || !isStillTrial(known, product)) return refused(SENTENCES.trialAlreadyActivated);
    return granted(known, { logs: [licenseEntry(3012, known, { machineCode, friendlyName })] });
  }
  const { now, ip, caller } = context;
  const { featureLock } = scopeOf(caller);
  const made = newLicenses(
    product,
    {
      period: featureLock > 0 ? featureLock : TRIAL_DAYS,
      features: trialFeatures(product),
      notes: '',
      block: false,
      customerId: null,
      trialActivation: false,
      maxNoOfMachines: 1,
      allowedMachines: null,
      trialMachine: machineCode,
      firstActivated: now,
      excludedFromAnalytics: false,
    },
    1,
    context,
  );
  const license = made?.licenses[0];
  if (made === null || license === undefined) return refused(SENTENCES.inputIncorrect);
  const machine: Machine = {
    licenseId: license.licenseId,
    floating: false,
    machineCode,
    friendlyName,
    ip,
    time: now,
    floatingExpires: null,
    overdraft: false,
  };
  return granted(license, {
    logs: [licenseEntry(3011, license, { machineCode, friendlyName })],
    writes: [
      { kind: 'product', row: made.product },
      { kind: 'license', row: license },
      { kind: 'machine', row: machine },
    ],
  });
};
