import { z } from 'zod';
import { granted } from '../../domain/batch/outcome.js';
import { visibleTo } from '../../domain/entities/caller.js';
import type { DataObject, Product } from '../../domain/entities/licensing.js';
import { groupBy } from '../../domain/groupBy.js';
import { SENTENCES } from '../../domain/sentences.js';
import { isoWithoutZone } from '../../domain/time/time.js';
import { dataObjectFromRow } from '../../sql/licensing/dataObjectTable.js';
import { dataObjectsOfProducts, listProducts } from '../../sql/licensing/licenseLists.js';
import { productFromRow } from '../../sql/licensing/productTable.js';
import { shownObject } from '../data/operations.js';
import { defineQuery } from '../define.js';
import { dataObjectResult, dateText } from '../results.js';

/** Products in one answer of GetProducts. */
const PRODUCTS_PER_CALL = 1_000;

const feature = z.strictObject({
  name: z.string(),
  type: z.int().meta({ description: '0 plain, 1 time-limited, 2 trial.' }),
});

const productObject = z.strictObject({
  id: z.int(),
  name: z.string(),
  description: z.string(),
  creationDate: dateText,
  password: z.null(),
  isPublic: z.boolean(),
  keyAlgorithm: z.literal(1).meta({ description: '1: SKM15, the only one on this server.' }),
  featureDefinitions: z.strictObject({
    f1: feature,
    f2: feature,
    f3: feature,
    f4: feature,
    f5: feature,
    f6: feature,
    f7: feature,
    f8: feature,
    allLicensesTimeLimited: z.boolean(),
    blockExpiredLicenses: z.boolean(),
  }),
  dataObjects: z.array(dataObjectResult),
});

const NO_FEATURE = { name: '', type: 0 } as const;

const shownProduct = (product: Product, dataObjects: readonly DataObject[]): z.input<typeof productObject> => {
  const definition = (index: number) => product.features[index] ?? NO_FEATURE;
  return {
    id: product.productId,
    name: product.name,
    description: product.description,
    creationDate: isoWithoutZone(product.created),
    password: null,
    isPublic: product.isPublic,
    keyAlgorithm: 1,
    featureDefinitions: {
      f1: definition(0),
      f2: definition(1),
      f3: definition(2),
      f4: definition(3),
      f5: definition(4),
      f6: definition(5),
      f7: definition(6),
      f8: definition(7),
      allLicensesTimeLimited: false,
      blockExpiredLicenses: false,
    },
    dataObjects: dataObjects.map(shownObject),
  };
};

const EXAMPLE: Product = {
  productId: 3349,
  name: 'Editor',
  description: '',
  created: Date.UTC(2026, 10, 21, 12),
  isPublic: false,
  hsum: 751_963,
  lastLicenseId: 4,
  features: [
    { name: 'Time Limit', type: 1 },
    { name: 'Trial', type: 2 },
    ...[3, 4, 5, 6, 7, 8].map((number) => ({ name: `F${number}`, type: 0 }) as const),
  ],
};

export const GetProducts = defineQuery({
  category: 'product',
  name: 'GetProducts',
  title: 'Lists the account’s products.',
  description: `In order of id, at most ${PRODUCTS_PER_CALL}. A token with a product lock sees only its product.`,
  permission: 'GetProducts',
  scope: 'filterProduct',
  parameters: z.object({}),
  errors: [SENTENCES.accessDenied],
  states: [],
  refusal: null,
  result: z.strictObject({ products: z.array(productObject) }),
  example: {
    request: {},
    answer: { products: [shownProduct(EXAMPLE, [])], result: 0, message: null },
  },
  handle: async ({ accountId, run }, _parameters, { caller }) => {
    const onlyId = visibleTo(caller).productLock ?? null;
    const products = (await run(listProducts(accountId, onlyId, PRODUCTS_PER_CALL))).map(productFromRow);
    const ids = products.map((product) => product.productId);
    const objects = (await run(dataObjectsOfProducts(accountId, ids))).map(dataObjectFromRow);
    const objectsOf = groupBy(objects, (object) => object.referencerId);
    return granted({
      products: products.map((product) => shownProduct(product, objectsOf.get(product.productId) ?? [])),
    });
  },
});
