import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classified, isConnectionLost, isWorthRetrying } from '../../src/db/sqlState.js';

test('what the operating system says of a socket is a lost connection, also where its code looks like an SQLSTATE', () => {
  for (const [code, syscall] of [
    ['EPIPE', 'write'],
    ['ECONNRESET', 'read'],
  ]) {
    const error = classified(Object.assign(new Error(`${syscall} ${code}`), { code, syscall }));
    assert(isConnectionLost(error) && isWorthRetrying(error), code);
  }
  const unique = Object.assign(new Error('duplicate key'), { code: '23505', severity: 'ERROR' });
  assert.equal(classified(unique), unique);
  assert(!isWorthRetrying(unique));
});
