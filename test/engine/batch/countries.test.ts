import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countryOf } from '../../../src/engine/batch/countries.js';

test('the country of an address', () => {
  // Universities, broadcasters and resolvers that have been where they are for decades.
  const known: Readonly<Record<string, string>> = {
    '8.8.8.8': 'US',
    '133.11.0.1': 'JP',
    '193.10.0.7': 'SE',
    '200.147.3.157': 'BR',
    '212.58.244.20': 'GB',
    '::ffff:193.10.0.7': 'SE',
    '::FFFF:193.10.0.7': 'SE',
    '2001:6b0::1': 'SE',
    '2001:06B0:0000::1': 'SE',
    '2001:200::1': 'JP',
    '2003::1': 'DE',
  };
  for (const [address, country] of Object.entries(known)) assert.equal(countryOf(address), country, address);
});

test('private and reserved addresses, and what is no address, have no country', () => {
  const none = ['10.0.0.1', '127.0.0.1', '172.16.0.1', '192.168.1.1', '100.64.0.1', '169.254.1.1', '224.0.0.1'];
  const documentation = ['192.0.2.1', '198.51.100.1', '203.0.113.7', '2001:db8::1'];
  const local = ['::', '::1', 'fe80::1', 'fe80::1%eth0', 'fd00::1', '::ffff:10.0.0.1'];
  // The first parts of some are an address that has a country.
  const texts = ['', 'unknown', '8.8.8', '8.8.8.8:443', ' 8.8.8.8', '8.8.8.8/24', '08.8.8.8', '8.8.8.999', '1::2::3'];
  for (const address of [...none, ...documentation, ...local, ...texts]) assert.equal(countryOf(address), '', address);
});
