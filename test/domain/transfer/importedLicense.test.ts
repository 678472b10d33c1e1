import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseImportedLicense } from '../../../src/domain/transfer/importedLicense.js';
import { LIMITS } from '../../../src/limits.js';

/** As a signed answer of ModelVersion 3 has it. */
const SIGNED = {
  ProductId: 3349,
  ID: 5,
  Key: 'GEBNC-WZZJD-VJIHG-GCMVD',
  Created: 1_500_000_000,
  Expires: 1_900_000_000,
  Period: 30,
  F1: true,
  F8: true,
  Notes: 'for Ann',
  Block: true,
  GlobalId: 77,
  Customer: { Id: 6, Name: 'Ann', Email: null, CompanyName: 'Acme', Created: 1_400_000_000 },
  ActivatedMachines: [
    { Mid: 'b', FriendlyName: 'B', IP: '1.2.3.4', Time: 1_600_000_000, FloatingExpires: null },
    { Mid: 'floating:a', IP: '::1', Time: 1_550_000_000, FloatingExpires: 1_600_000_300 },
    { Mid: 'floating:overdraft:a:b', IP: '', Time: 1_700_000_000, FloatingExpires: 1_700_000_300 },
  ],
  TrialActivation: true,
  MaxNoOfMachines: 3,
  AllowedMachines: 'x\ny',
  DataObjects: [{ Id: 9, Name: 'n', StringValue: 's', IntValue: -5 }],
  Reseller: null,
  SignDate: 1_800_000_000,
};

const parse = (value: object) => parseImportedLicense(JSON.stringify(value), LIMITS);

test('a signed answer is read whole', () => {
  const parsed = parse(SIGNED);
  assert(parsed.readable);
  const { license, customer, machines, dataObjects } = parsed.imported;
  assert.deepEqual(license, {
    licenseId: 77,
    productId: 3349,
    idInProduct: 5,
    key: 'GEBNC-WZZJD-VJIHG-GCMVD',
    created: 1_500_000_000_000,
    expires: 1_900_000_000_000,
    period: 30,
    features: [true, false, false, false, false, false, false, true],
    notes: 'for Ann',
    block: true,
    customerId: 6,
    trialActivation: true,
    maxNoOfMachines: 3,
    allowedMachines: 'x\ny',
    resellerId: 0,
    optionalField: 0,
    trialMachine: null,
    firstActivated: 1_550_000_000_000,
    excludedFromAnalytics: false,
    deletedAt: null,
  });
  assert.deepEqual(customer, {
    customerId: 6,
    name: 'Ann',
    email: null,
    companyName: 'Acme',
    created: 1_400_000_000_000,
  });
  const machine = { licenseId: 77, floating: false, floatingExpires: null, overdraft: false, friendlyName: '' };
  assert.deepEqual(machines, [
    { ...machine, machineCode: 'b', friendlyName: 'B', ip: '1.2.3.4', time: 1_600_000_000_000 },
    {
      ...machine,
      floating: true,
      machineCode: 'a',
      ip: '::1',
      time: 1_550_000_000_000,
      floatingExpires: 1_600_000_300_000,
    },
    {
      ...machine,
      floating: true,
      overdraft: true,
      machineCode: 'a:b',
      ip: '',
      time: 1_700_000_000_000,
      floatingExpires: 1_700_000_300_000,
    },
  ]);
  assert.deepEqual(dataObjects, [
    { id: 9, referencerType: 2, referencerId: 77, machineCode: '', name: 'n', stringValue: 's', intValue: -5 },
  ]);
});

test('a negative period is read as 0, and a customer’s empty texts as not set', () => {
  const parsed = parse({
    ...SIGNED,
    Period: -5,
    Customer: { Id: 6, Name: '', Email: '', CompanyName: '', Created: 1 },
  });
  assert(parsed.readable);
  assert.equal(parsed.imported.license.period, 0);
  const { name, email, companyName } = parsed.imported.customer ?? {};
  assert.deepEqual([name, email, companyName], [null, null, null]);
});

test('GetKeys writes the same in other words', () => {
  const iso = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000Z', '');
  const lowered = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(lowered);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, field]) => [
        name.charAt(0).toLowerCase() + name.slice(1),
        /^(Created|Expires|Time|FloatingExpires)$/.test(name) && field !== null ? iso(field) : lowered(field),
      ]),
    );
  };
  const camelCase = lowered(SIGNED);
  assert(typeof camelCase === 'object' && camelCase !== null);
  assert.deepEqual(parse({ ...camelCase, signDate: '0001-01-01T00:00:00', signature: '' }), parse(SIGNED));
});

test('an answer without lists and with little else is enough', () => {
  const { ProductId, ID, Key, Created, Expires, GlobalId } = SIGNED;
  const parsed = parse({ ProductId, ID, Key, Created, Expires, GlobalId, Customer: null, ActivatedMachines: null });
  assert(parsed.readable);
  assert.equal(parsed.imported.license.firstActivated, null);
  assert.deepEqual(parsed.imported.machines, []);
});

test('what cannot be stored is named', () => {
  const reasons: readonly [object, RegExp][] = [
    [{ ...SIGNED, Key: null }, /^Key is missing$/],
    [{ ...SIGNED, Key: 'K'.repeat(101) }, /^Key is longer than 100 characters$/],
    [{ ...SIGNED, Key: 'a\0b' }, /^Key has characters/],
    [{ ...SIGNED, ID: -1 }, /^ID is not an integer from 1/],
    [{ ...SIGNED, GlobalId: '77' }, /^GlobalId is not an integer/],
    [{ ...SIGNED, Created: '2018-02-30' }, /^Created is neither unix seconds nor an ISO date$/],
    [{ ...SIGNED, Expires: 1e15 }, /^Expires is neither/],
    [{ ...SIGNED, Expires: undefined }, /^Expires is missing$/],
    [{ ...SIGNED, F3: 'yes' }, /^F3 is neither true nor false$/],
    [{ ...SIGNED, Customer: [] }, /^Customer is not an object$/],
    [{ ...SIGNED, Customer: { Id: 6 } }, /^Customer\.Created is missing$/],
    [{ ...SIGNED, ActivatedMachines: [null] }, /^ActivatedMachines is not a list of objects$/],
    [
      { ...SIGNED, ActivatedMachines: [{ Mid: 'a', Time: 1 }, { Mid: 'a' }] },
      /^ActivatedMachines\[1\]\.Time is missing$/,
    ],
    [
      { ...SIGNED, ActivatedMachines: ['a', 'a'].map((Mid) => ({ Mid, Time: 1 })) },
      /^ActivatedMachines names "a" twice$/,
    ],
    [{ ...SIGNED, DataObjects: [{ Id: 1, Name: 'n'.repeat(101) }] }, /^DataObjects\[0\]\.Name is longer/],
    [{ ...SIGNED, DataObjects: [{ Id: 1, IntValue: 2 ** 31 }] }, /^DataObjects\[0\]\.IntValue is not an integer/],
    [[SIGNED], /^it is not a JSON object$/],
  ];
  for (const [value, reason] of reasons) {
    const parsed = parse(value);
    assert(!parsed.readable, String(reason));
    assert.match(parsed.reason, reason);
  }
  const cut = parseImportedLicense('{"ProductId":', LIMITS);
  assert.deepEqual(cut, { readable: false, reason: 'it is not JSON' });
});

test('a key that clients send for no key is refused', () => {
  for (const Key of ['None', 'null']) {
    const parsed = parse({ ...SIGNED, Key });
    assert(!parsed.readable);
    assert.match(parsed.reason, /^Key is "(None|null)"/);
  }
  assert(parse({ ...SIGNED, Key: 'none' }).readable);
});
