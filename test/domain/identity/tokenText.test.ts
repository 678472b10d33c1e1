import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeTokenText, encodeTokenText } from '../../../src/domain/identity/tokenText.js';

const TOKEN = { accountId: 12, tokenId: 345, secret: 'c2VjcmV0-x/+==' };

test('the first element is an integer, as clients read it', () => {
  const [id, secret] = JSON.parse(atob(encodeTokenText(TOKEN)));
  assert.equal(id, '345');
  assert.equal(typeof secret, 'string');
});

test('a text is read back, also one of the earlier form', () => {
  assert.deepEqual(decodeTokenText(encodeTokenText(TOKEN)), TOKEN);
  assert.deepEqual(decodeTokenText(btoa(JSON.stringify(['12-345', TOKEN.secret]))), TOKEN);
});

test('anything else is no token', () => {
  const parts = [
    ['345'],
    ['345', 'secret'],
    ['345', '12-'],
    ['0', '12-s'],
    ['345', '0-s'],
    ['x', '12-s'],
    [345, 1],
    ['1', '1-s', 2],
  ];
  for (const part of parts) assert.equal(decodeTokenText(btoa(JSON.stringify(part))), null, JSON.stringify(part));
  for (const text of ['', 'x', '{}', btoa('{}'), btoa('1')]) assert.equal(decodeTokenText(text), null);
});
