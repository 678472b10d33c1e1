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

test('an IPv6 address shows its first three groups, however it is written', () => {
  // Not ffff: before an IPv4 tail it makes an IPv4 address of the whole.
  const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xfffe }));
  const writing = fc.record({
    widths: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 8, maxLength: 8 }),
    zerosAt: fc.nat(7),
    hasTail: fc.boolean(),
    isUpper: fc.boolean(),
    zone: fc.constantFrom('', '%eth0', '%', '%a%b'),
  });
  fc.assert(
    fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), writing, (groups, how) => {
      const written = groups.map((value, index) => value.toString(16).padStart(how.widths[index] ?? 1, '0'));
      if (how.hasTail) {
        const octets = groups.slice(6).flatMap((value) => [value >> 8, value & 0xff]);
        written.splice(6, 2, octets.join('.'));
      }
      let zeros = 0;
      while (groups[how.zerosAt + zeros] === 0 && how.zerosAt + zeros < written.length - (how.hasTail ? 1 : 0))
        zeros += 1;
      const before = written.slice(0, how.zerosAt).join(':');
      const text = zeros === 0 ? written.join(':') : `${before}::${written.slice(how.zerosAt + zeros).join(':')}`;
      const network = groups.slice(0, 3).map((value) => value.toString(16));
      const shown = `${network.join(':').replace(/(?:(?:^|:)0)+$/, '')}::`;
      assert.equal(maskAddress((how.isUpper ? text.toUpperCase() : text) + how.zone), shown, text);
    }),
    { numRuns: 2_000 },
  );
});

test('what is nearly an address shows nothing', () => {
  const broken = ['1::0x7f.0.0.1', '1::1.0.0.0.1', '1:2.3.4.5:6::', '1:2:3:4:5:6:7:1.2.3.4', '1.2.3.4:', '::1.2.3'];
  for (const address of [...broken, ':1::', '1:::2', '1::g', '1::+1', ' 1::']) {
    assert.equal(maskAddress(address), '', address);
  }
  // Octets are read as those of an IPv4 address are: up to three digits, whatever their value.
  assert.equal(maskAddress('1::300.1.1.1'), '1::');
});
