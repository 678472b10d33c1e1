import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { maskAddress } from '../../../src/domain/log/address.js';

// spec(GetWebAPILog): ip is anonymised
test('an address tells the network and not the device', () => {
  const masked: Readonly<Record<string, string>> = {
    '203.0.113.77': '203.0.113.0',
    '::ffff:203.0.113.77': '203.0.113.0',
    '::FFFF:203.0.113.77': '203.0.113.0',
    '2001:db8:1:2:3:4:5:6': '2001:db8:1::',
    '2001:db8::1': '2001:db8::',
    '2001:0DB8:0001::': '2001:db8:1::',
    '2001:db8:1:2:3:4:203.0.113.77': '2001:db8:1::',
    '64:ff9b::203.0.113.77': '64:ff9b::',
    'fe80::1%eth0': 'fe80::',
    '::1': '::',
    '::': '::',
    '1::': '1::',
    '0:0:1::': '0:0:1::',
    '': '',
    unknown: '',
    '1:2:3': '',
    '1::2::3': '',
    '1:2:3:4:5:6:7:8:9': '',
    '1:2:3:4:5:6:7:8::': '',
    '12345::': '',
    '203.0.113': '',
  };
  for (const [address, shown] of Object.entries(masked)) assert.equal(maskAddress(address), shown, address);
});

test('the last 80 bits of an IPv6 address never show', () => {
  fc.assert(
    fc.property(fc.ipV6(), fc.ipV6(), (one, two) => {
      const masked = maskAddress(one);
      assert.match(masked, /^(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,2})?::$/);
      assert.equal(maskAddress(masked), masked);
      assert.notEqual(maskAddress(two), '');
    }),
  );
});
