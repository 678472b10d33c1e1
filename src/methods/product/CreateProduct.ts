import { z } from 'zod';
import { granted } from '../../domain/batch/outcome.js';
import { decideCreateProduct } from '../../domain/identity/administration.js';
import { SENTENCES } from '../../domain/sentences.js';
import { LIMITS } from '../../limits.js';
import { defineCommand } from '../define.js';
import { flag, requiredText, text } from '../parameters.js';
import { featureNames } from './productFields.js';

export const CreateProduct = defineCommand({
  category: 'product',
  name: 'CreateProduct',
  title: 'Makes a product.',
  description:
    'Not a method of the vendor. Its features are called Time Limit, Trial, F3 to F8 unless named otherwise.',
  permission: 'CreateProduct',
  scope: 'wholeAccount',
  parameters: z.object({
    Name: requiredText(LIMITS.nameChars).meta({ description: 'The product’s name.' }),
    Description: text(LIMITS.productDescriptionChars).meta({ description: 'For the people of the account.' }),
    FeatureNames: featureNames(),
    IsPublic: flag().meta({ description: 'Web API 2 works on public products only.' }),
  }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect],
  states: [],
  refusal: null,
  result: z.strictObject({ productId: z.int() }),
  example: {
    request: { Name: 'Editor', FeatureNames: '["Time Limit","Trial","Export"]' },
    answer: { productId: 3349, result: 0, message: null },
  },
  needs: () => [],
  decide: (state, { Name, Description, FeatureNames, IsPublic }, context) => {
    const product = { name: Name, description: Description, isPublic: IsPublic, productId: undefined };
    const made = decideCreateProduct(state, { ...product, featureNames: FeatureNames ?? [] }, context);
    if (!made.granted) throw new Error('a product that was given no id has that of another');
    return granted({ productId: made.result.productId }, { writes: made.writes });
  },
});
