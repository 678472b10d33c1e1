import { z } from 'zod';
import { need } from '../../domain/batch/need.js';
import { granted } from '../../domain/batch/outcome.js';
import { decideTrial } from '../../domain/licensing/trial.js';
import { SENTENCES } from '../../domain/sentences.js';
import { defineCommand } from '../define.js';
import { friendlyName, requiredInteger, requiredText } from '../parameters.js';

/** UTF-16 units of a machine code in CreateTrialKey (the vendor's bound). */
const TRIAL_MACHINE_CODE_CHARS = 128;

export const CreateTrialKey = defineCommand({
  category: 'key',
  name: 'CreateTrialKey',
  title: 'Returns the trial key of a machine, creating it on the first request.',
  description:
    'A new trial has the features that the product marks as time-limited and trial, lasts 15 days, and is node-locked to the machine, which is activated on it. Further calls for the same machine return the same key while it is still a trial and not blocked.',
  permission: 'CreateTrialKey',
  scope: 'product',
  featureLock: 'Days that a new trial lasts.',
  parameters: z.object({
    ProductId: requiredInteger({ min: 1 }).meta({ description: 'The product id.' }),
    MachineCode: requiredText(TRIAL_MACHINE_CODE_CHARS, SENTENCES.machineCodeTooLong, SENTENCES.machineCodeNull).meta({
      description: 'The machine that the trial is for.',
    }),
    FriendlyName: friendlyName(),
  }),
  errors: [
    SENTENCES.accessDenied,
    SENTENCES.inputIncorrect,
    SENTENCES.productNotFound,
    SENTENCES.trialAlreadyActivated,
    SENTENCES.machineCodeNull,
    SENTENCES.machineCodeTooLong,
  ],
  states: [3011, 3012, 3021],
  refusal: 3021,
  result: z.strictObject({ key: z.string() }),
  example: {
    request: { ProductId: 3349, MachineCode: 'MACHINE-1' },
    answer: { key: 'GEBNC-WZZJD-VJIHG-GCMVD', result: 0, message: '' },
  },
  needs: ({ ProductId, MachineCode }) => [need.product(ProductId), need.trial(ProductId, MachineCode)],
  decide: (state, { ProductId, MachineCode, FriendlyName }, context) => {
    const outcome = decideTrial(
      state,
      { productId: ProductId, machineCode: MachineCode, friendlyName: FriendlyName },
      context,
    );
    return outcome.granted ? granted({ key: outcome.result.key }, outcome) : outcome;
  },
});
