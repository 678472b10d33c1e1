import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  OWNER_ACCOUNT,
  OWNER_KINDS,
  ownerKindOf,
  ownerOfLicense,
  ownerOfMachine,
  ownerOfProduct,
  referencerTypesOf,
} from '../../../src/domain/entities/objectOwners.js';

test('stored types are those of the API, and no two kinds share one', () => {
  const types = Object.entries(OWNER_KINDS).map(([kind, { referencerType }]) => [kind, referencerType]);
  assert.deepEqual(types, [
    ['account', 0],
    ['product', 1],
    ['key', 2],
    ['machine', 3],
  ]);
});

test('owners are named by their kind', () => {
  const owners = [OWNER_ACCOUNT, ownerOfProduct(7), ownerOfLicense(8), ownerOfMachine(8, 'PC')];
  assert.deepEqual(
    owners.map(({ referencerType, referencerId, machineCode }) => [
      ownerKindOf(referencerType),
      referencerId,
      machineCode,
    ]),
    [
      ['account', 0, ''],
      ['product', 7, ''],
      ['key', 8, ''],
      ['machine', 8, 'PC'],
    ],
  );
});

test('ids are of products and of licenses', () => {
  assert.deepEqual(referencerTypesOf('product'), [1]);
  assert.deepEqual(referencerTypesOf('license'), [2, 3]);
});
