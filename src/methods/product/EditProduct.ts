import { z } from 'zod';
import { need } from '../../domain/batch/need.js';
import { granted, refused } from '../../domain/batch/outcome.js';
import { withFeatureNames } from '../../domain/identity/administration.js';
import { SENTENCES } from '../../domain/sentences.js';
import { LIMITS } from '../../limits.js';
import { defineCommand } from '../define.js';
import { optionalFlag, optionalText, requiredInteger } from '../parameters.js';
import { nothing } from '../results.js';
import { featureNames } from './productFields.js';

export const EditProduct = defineCommand({
  category: 'product',
  name: 'EditProduct',
  title: 'Changes a product.',
  description: 'Not part of the vendor’s API. Fields that are not given stay unchanged.',
  permission: 'EditProduct',
  scope: 'product',
  parameters: z.object({
    ProductId: requiredInteger({ min: 1 }).meta({ description: 'The product id.' }),
    Name: optionalText(LIMITS.nameChars).meta({ description: 'The product’s name.' }),
    Description: optionalText(LIMITS.productDescriptionChars).meta({
      description: 'Only the account’s own users see it.',
    }),
    FeatureNames: featureNames(),
    IsPublic: optionalFlag().meta({ description: 'Web API 2 works for public products only.' }),
  }),
  errors: [SENTENCES.accessDenied, SENTENCES.inputIncorrect, SENTENCES.productNotFound],
  states: [],
  refusal: null,
  result: nothing,
  example: { request: { ProductId: 3349, Name: 'Editor 2' }, answer: { result: 0, message: null } },
  needs: ({ ProductId }) => [need.product(ProductId)],
  decide: (state, { ProductId, Name, Description, FeatureNames, IsPublic }) => {
    const product = state.product(ProductId);
    if (product === undefined) return refused(SENTENCES.productNotFound);
    const changed = {
      ...product,
      name: Name ?? product.name,
      description: Description ?? product.description,
      isPublic: IsPublic ?? product.isPublic,
      features: withFeatureNames(product.features, FeatureNames ?? []),
    };
    return granted({}, { writes: [{ kind: 'product', row: changed }] });
  },
});
