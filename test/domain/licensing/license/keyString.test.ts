import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { isKeyString, randomKeyString } from '../../../../src/domain/licensing/license/keyString.js';

const repeating =
  (...bytes: number[]) =>
  (n: number) =>
    Uint8Array.from({ length: n }, (_, index) => bytes[index % bytes.length] ?? 0);

test('a random key is a key, begins with B..N, and is new each time', () => {
  const keys = Array.from({ length: 2000 }, () => randomKeyString(randomBytes));
  for (const key of keys) assert.match(key, /^[B-N][A-Z]{4}-[A-Z]{5}-[A-Z]{5}-[A-Z]{5}$/);
  assert.ok(keys.every(isKeyString));
  assert.equal(new Set(keys).size, keys.length);
  const lettersAt = (position: number) => new Set(keys.map((key) => key.charAt(position))).size;
  assert.equal(lettersAt(0), 13);
  for (const position of [1, 4, 6, 12, 22]) assert.equal(lettersAt(position), 26);
});

test('every letter has the same number of bytes: those that would favour some are passed over', () => {
  const secondLetters = new Map<string, number>();
  const firstLetters = new Map<string, number>();
  for (let byte = 0; byte < 256; byte++) {
    const first = randomKeyString(repeating(byte, 1)).charAt(0);
    if (byte < 247) firstLetters.set(first, (firstLetters.get(first) ?? 0) + 1);
    const second = randomKeyString(repeating(0, byte, 1)).charAt(1);
    if (byte < 234) secondLetters.set(second, (secondLetters.get(second) ?? 0) + 1);
  }
  assert.deepEqual([...firstLetters.keys()].join(''), 'BCDEFGHIJKLMN');
  assert.ok([...firstLetters.values()].every((count) => count === 19));
  assert.deepEqual([...secondLetters.keys()].join(''), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ');
  assert.ok([...secondLetters.values()].every((count) => count === 9));
  assert.equal(randomKeyString(repeating(247, 1, 0)).slice(0, 2), 'CA');
  assert.equal(randomKeyString(repeating(0, 234, 255, 3)).slice(0, 2), 'BD');
});

test('a source that gives nothing usable is an error, not an endless loop', () => {
  assert.throws(() => randomKeyString(repeating(255)), /random source is broken/);
  assert.throws(() => randomKeyString(() => new Uint8Array()), /random source is broken/);
});

test('the shape of a key', () => {
  for (const key of ['LEPWV-FOTPG-MWBEO-FBFPS', 'AAAAA-AAAAA-AAAAA-ZZZZZ']) assert.ok(isKeyString(key), key);
  const wrong = [
    '',
    'LEPWVFOTPGMWBEOFBFPS',
    'lepwv-fotpg-mwbeo-fbfps',
    'LEPWV-FOTPG-MWBEO',
    'LEPWV-FOTPG-MWBEO-FBFPS-AAAAA',
    'LEPWV-FOTPG-MWBEO-FBFP1',
    'LEPWV-FOTPG-MWBEO-FBFPÅ',
    ' LEPWV-FOTPG-MWBEO-FBFPS',
    'LEPWV-FOTPG-MWBEO-FBFPS\n',
  ];
  for (const text of wrong) assert.ok(!isKeyString(text), JSON.stringify(text));
  fc.assert(fc.property(fc.string(), (text) => !isKeyString(text)));
});
