import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  METHOD_NUMBERS,
  NEXT_METHOD_NUMBER,
  nameOfMethod,
  RETIRED_NUMBERS,
} from '../../../src/domain/log/methodNumbers.js';
import { EXT_METHODS, METHODS } from '../../../src/methods/registry.js';

const numbers = Object.values(METHOD_NUMBERS);
const retired = Object.keys(RETIRED_NUMBERS).map(Number);
const given = [...numbers, ...retired];

test('a number is given once', () => {
  assert.deepEqual(
    given.filter((number, index) => given.indexOf(number) !== index),
    [],
  );
});

test('the next number follows the greatest that was given', () => {
  assert.equal(NEXT_METHOD_NUMBER, Math.max(...given) + 1);
  assert(NEXT_METHOD_NUMBER < 32_768, 'the column is a smallint');
});

test('every number is that of a method that is registered', () => {
  const registered = [...METHODS.map(({ name }) => name), ...EXT_METHODS.map(({ name }) => `Ext/${name}`)];
  assert.deepEqual(Object.keys(METHOD_NUMBERS).sort(), registered.sort());
});

test('rows name their method', () => {
  assert.deepEqual([1, 52, 15, 32_000].map(nameOfMethod), ['Activate', 'Ext/Activate', 'DeleteKey', null]);
});
