import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDate } from '../../../src/domain/time/dateText.js';

test('dates are read as UTC unless they say otherwise', () => {
  assert.equal(readDate('2030-01-31'), Date.UTC(2030, 0, 31));
  assert.equal(readDate('2018-06-14T09:24:55.92'), Date.UTC(2018, 5, 14, 9, 24, 55, 920));
  assert.equal(readDate('2018-06-14T09:24:55.1234567'), Date.UTC(2018, 5, 14, 9, 24, 55, 123));
  assert.equal(readDate('2018-06-14 09:24Z'), Date.UTC(2018, 5, 14, 9, 24));
  assert.equal(readDate('2018-06-14T09:24:55+02:00'), Date.UTC(2018, 5, 14, 7, 24, 55));
});

test('anything else is no date', () => {
  for (const text of [
    '',
    'tomorrow',
    '2018-02-30',
    '2018-13-01',
    '2018-6-1',
    '14.06.2018',
    '1528968295',
    '2018-06-14T25:00',
  ]) {
    assert.equal(readDate(text), null, text);
  }
});
