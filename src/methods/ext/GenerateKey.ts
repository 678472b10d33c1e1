import { z } from 'zod';
import { licenseEntry } from '../../domain/batch/logEntry.js';
import { need } from '../../domain/batch/need.js';
import { granted, refused } from '../../domain/batch/outcome.js';
import { newLicenses } from '../../domain/licensing/newLicenses.js';
import { SENTENCES } from '../../domain/sentences.js';
import { LIMITS } from '../../limits.js';
import { flag, integer, text } from '../parameters.js';
import { defineExtCommand } from './define.js';
import { accountId, privateKey, productId } from './identity.js';

const feature = (number: number) => flag().meta({ description: `Feature ${number}.` });

export const GenerateKey = defineExtCommand({
  name: 'GenerateKey',
  title: 'Creates a new key.',
  description: 'Returns the key string as plain text, or with `json` as an object.',
  identity: { account: 'UserId', product: 'ProductId' },
  owner: true,
  stranger: SENTENCES.accessDenied,
  parameters: z.object({
    UserId: accountId(),
    PrivateKey: privateKey(),
    ProductId: productId(),
    SetTime: integer(0, { min: 0, max: LIMITS.periodDays }).meta({
      description: 'The validity period in days.',
    }),
    Feature1: feature(1),
    Feature2: feature(2),
    Feature3: feature(3),
    Feature4: feature(4),
    Feature5: feature(5),
    Feature6: feature(6),
    Feature7: feature(7),
    Feature8: feature(8),
    Notes: text(LIMITS.notesChars, SENTENCES.notesTooLong).meta({ description: 'Notes about the licence.' }),
    AutomaticActivation: flag(true).meta({
      description: 'Accepted for old clients and ignored: every key can be activated through the API.',
    }),
    UpdateTrialOnActivation: flag().meta({
      description: 'The countdown starts with the first activation of a machine.',
    }),
    MaxNoOfMachines: integer(0, { min: 0 }).meta({ description: 'The seat limit; 0: machines are not locked.' }),
    OptionalField: integer(0, { min: 0 }).meta({ description: 'The number that clients can decrease.' }),
    json: flag().meta({ description: 'Returns `{"key": "…"}` instead of plain text.' }),
  }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.productInaccessible, SENTENCES.notesTooLong],
  states: [3010, 3020],
  refusal: 3020,
  result: z.union([z.string(), z.strictObject({ key: z.string() })]),
  example: {
    request: { UserId: 1, PrivateKey: 'x1y2…', ProductId: 3349, SetTime: 30, Feature1: 'true', json: 'true' },
    answer: { key: 'GEBNC-WZZJD-VJIHG-GCMVD' },
  },
  needs: ({ ProductId }) => [need.product(ProductId)],
  decide: (state, parameters, context) => {
    const product = state.product(parameters.ProductId);
    if (product === undefined || !product.isPublic) return refused(SENTENCES.productInaccessible);
    const issued = newLicenses(
      product,
      {
        period: parameters.SetTime,
        features: [
          ...[parameters.Feature1, parameters.Feature2, parameters.Feature3, parameters.Feature4],
          ...[parameters.Feature5, parameters.Feature6, parameters.Feature7, parameters.Feature8],
        ],
        notes: parameters.Notes,
        block: false,
        customerId: null,
        trialActivation: parameters.UpdateTrialOnActivation,
        maxNoOfMachines: parameters.MaxNoOfMachines,
        allowedMachines: null,
        trialMachine: null,
        firstActivated: null,
        excludedFromAnalytics: false,
      },
      1,
      context,
    );
    const [bare] = issued?.licenses ?? [];
    if (issued === null || bare === undefined) return refused(SENTENCES.inputIncorrect);
    const license = { ...bare, optionalField: parameters.OptionalField };
    return granted(
      { key: license.key },
      {
        logs: [licenseEntry(3010, license)],
        writes: [
          { kind: 'product', row: issued.product },
          { kind: 'license', row: license },
        ],
      },
    );
  },
  present: ({ key }, { json }) => (json ? { key } : key),
});
