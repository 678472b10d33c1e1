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
  title: 'Creates a product.',
  description: 'Not part of the vendor’s API. The default feature names are Time Limit, Trial and F3 to F8.',
  permission: 'CreateProduct',
  scope: 'wholeAccount',
  parameters: z.object({
    Name: requiredText(LIMITS.nameChars).meta({ description: 'The product’s name.' }),
    Description: text(LIMITS.productDescriptionChars).meta({ description: 'Only the account’s own users see it.' }),
    FeatureNames: featureNames(),
    IsPublic: flag().meta({ description: 'Web API 2 works for public products only.' }),
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
    const outcome = decideCreateProduct(state, { ...product, featureNames: FeatureNames ?? [] }, context);
    if (!outcome.granted) throw new Error('a product created without a chosen id has an id that is already taken');
    return granted({ productId: outcome.result.productId }, { writes: outcome.writes });
  },
});
