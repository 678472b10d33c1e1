import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { License } from '../../../src/domain/entities/licensing.js';
import { logOf } from '../../harness/loggedRows.js';
import { putObjects, putProductData, readLicense } from '../../harness/objects.js';
import { licenseServer, type TestParameters } from '../../harness/server.js';

const DAY = 86_400_000;

const { server, token, product } = await licenseServer();
const { productId } = product;

const createKey = async (terms: TestParameters = {}): Promise<string> => {
  const { body } = await server.call('key/CreateKey', token, { ProductId: productId, ...terms });
  return String(body.key);
};

let key = await createKey({ MaxNoOfMachines: 2 });

const call = (method: string, parameters: TestParameters = {}, by = token) =>
  server.call(`key/${method}`, by, { ProductId: productId, Key: key, ...parameters });

const license = async (): Promise<License> => (await readLicense(server, productId, key)).license;

const NOTES = 'The notes field cannot be more than 500 characters.';
const INPUT = 'The input parameters were incorrect.';
const NO_CUSTOMER = 'Customer not found, so current key no longer references any customer.';

/** Each method: number, state, good parameters, and what they make of the license. */
const CHANGES: readonly {
  readonly method: string;
  readonly number: number;
  readonly state: number;
  readonly good: readonly (readonly [parameters: TestParameters, change: Partial<License>, message?: string])[];
  readonly bad: readonly (readonly [parameters: TestParameters, message: string])[];
}[] = [
  {
    method: 'AddFeature',
    number: 6,
    state: 7011,
    good: [
      [{ Feature: 1 }, { features: [true, false, false, false, false, false, false, false] }],
      [{ feature: '8' }, { features: [true, false, false, false, false, false, false, true] }],
      [{ Feature: 8 }, {}],
    ],
    bad: [{ Feature: 0 }, { Feature: 9 }, { Feature: -1 }, { Feature: 'x' }, { Feature: '' }, {}].map((p) => [
      p,
      INPUT,
    ]),
  },
  {
    method: 'RemoveFeature',
    number: 7,
    state: 7012,
    good: [
      [{ Feature: 1 }, { features: [false, false, false, false, false, false, false, true] }],
      [{ Feature: 2 }, {}],
    ],
    bad: [{ Feature: 0 }, { Feature: 9 }, {}].map((p) => [p, INPUT]),
  },
  {
    method: 'BlockKey',
    number: 8,
    state: 7013,
    good: [
      [{}, { block: true }],
      [{}, {}],
    ],
    bad: [],
  },
  {
    method: 'UnblockKey',
    number: 9,
    state: 7014,
    good: [
      [{}, { block: false }],
      [{}, {}],
    ],
    bad: [],
  },
  {
    method: 'MachineLockLimit',
    number: 11,
    state: 7016,
    good: [
      [{ NumberOfMachines: 3 }, { maxNoOfMachines: 3 }],
      [{ NumberOfMachines: 0 }, { maxNoOfMachines: 0 }],
      [{ NumberOfMachines: -1 }, { maxNoOfMachines: -1 }],
      [{ NumberOfMachines: 2_147_483_647 }, { maxNoOfMachines: 2_147_483_647 }],
    ],
    bad: [{}, { NumberOfMachines: -2 }, { NumberOfMachines: 2_147_483_648 }, { NumberOfMachines: '1.5' }].map((p) => [
      p,
      INPUT,
    ]),
  },
  {
    method: 'ChangeNotes',
    number: 12,
    state: 7017,
    good: [
      [{ Notes: 'x y&z\nåäö 🎉' }, { notes: 'x y&z\nåäö 🎉' }],
      [{ notes: 'null' }, { notes: 'null' }],
      [{ Notes: 'x'.repeat(500) }, { notes: 'x'.repeat(500) }],
      [{ Notes: '' }, { notes: '' }],
      [{ Notes: 'a' }, { notes: 'a' }],
      [{}, { notes: '' }],
    ],
    bad: [
      [{ Notes: 'x'.repeat(501) }, NOTES],
      [{ Notes: 'a\0b' }, INPUT],
    ],
  },
  {
    method: 'TrialActivation',
    number: 13,
    state: 7018,
    good: [
      [{ Enabled: 'True' }, { trialActivation: true }],
      [{ Enabled: 'false' }, { trialActivation: false }],
      [{ Enabled: 1 }, { trialActivation: true }],
      [{}, { trialActivation: false }],
    ],
    bad: [[{ Enabled: 'yes' }, INPUT]],
  },
  {
    method: 'ChangeCustomer',
    number: 14,
    state: 7019,
    good: [
      [{ CustomerId: 501 }, { customerId: 501 }],
      [{ CustomerId: 502 }, { customerId: 502 }],
      [{ CustomerId: 777 }, { customerId: null }, NO_CUSTOMER],
      [{ CustomerId: 501 }, { customerId: 501 }],
      [{ CustomerId: 0 }, { customerId: null }, NO_CUSTOMER],
      [{ CustomerId: 501 }, { customerId: 501 }],
      [{ CustomerId: -4 }, { customerId: null }, NO_CUSTOMER],
      [{ CustomerId: 'None' }, {}, NO_CUSTOMER],
      [{}, {}, NO_CUSTOMER],
    ],
    bad: [[{ CustomerId: 'x' }, INPUT]],
  },
];

test('each change changes its field alone, and is logged as the license was', async () => {
  await putObjects(
    server,
    [501, 502].map((customerId) => ({
      kind: 'customer' as const,
      row: {
        customerId,
        name: null,
        email: null,
        companyName: null,
        notes: null,
        secret: `secret ${customerId}`,
        created: 0,
        enableCustomerAssociation: false,
        allowActivationManagement: false,
        allowMultipleUserAssociation: false,
        maxNoOfDevices: 0,
      },
    })),
  );
  for (const { method, number, state, good } of CHANGES) {
    for (const [parameters, change, message = ''] of good) {
      const before = await license();
      const { result, rows } = await logOf(server, () => call(method, parameters));
      assert.deepEqual(
        result,
        { status: 200, body: { result: 0, message } },
        `${method} ${JSON.stringify(parameters)}`,
      );
      assert.deepEqual(await license(), { ...before, ...change });
      assert.deepEqual(
        rows.map((row) => [row.state, row.method, row.licenseId, row.customerId, row.seatLimit, row.machineCode]),
        [[state, number, before.licenseId, before.customerId ?? 0, before.maxNoOfMachines, null]],
      );
    }
  }
});

// spec(writing the log): 7020
test('each refusal has its sentence, changes nothing, and is 7020', async () => {
  const other = await server.product({ name: 'Other' });
  const methods = [
    ...CHANGES,
    {
      method: 'ExtendLicense',
      number: 10,
      bad: [[{ NoOfDays: 'x' }, INPUT]] as const,
      good: [[{ NoOfDays: 1 }]] as const,
    },
    {
      method: 'SetExcludedFromAnalytics',
      number: 16,
      bad: [
        [{}, INPUT],
        [{ Excluded: 'x' }, INPUT],
      ] as const,
      good: [[{ Excluded: true }]] as const,
    },
    { method: 'DeleteKey', number: 15, bad: [], good: [[{}]] as const },
  ];
  for (const { method, number, good, bad } of methods) {
    const [right] = good[0] ?? [{}];
    const { licenseId } = await license();
    const refusals: [TestParameters, string, number, string?][] = [
      ...bad.map(([parameters, message]): [TestParameters, string, number] => [parameters, message, licenseId]),
      [{ ...right, Key: 'NOSUC-HKEYA-TALLX-XXXXX' }, 'Could not find the key.', 0],
      [{ ...right, ProductId: other.productId }, 'Could not find the key.', 0],
      [{ ...right, ProductId: 999 }, 'Could not find the product.', 0],
      [{ ...right, Key: '' }, INPUT, 0],
      [right, 'Access denied.', licenseId, await server.token({ permissions: ['GetKey', 'Activate'] })],
      [right, 'Access denied.', licenseId, await server.token({ productLock: other.productId })],
      [right, 'Access denied.', licenseId, await server.token({ keyLock: licenseId + 1 })],
    ];
    const before = await license();
    for (const [parameters, message, licenseId, by] of refusals) {
      const { result, rows } = await logOf(server, () => call(method, parameters, by));
      assert.deepEqual(
        result,
        { status: 200, body: { result: 1, message } },
        `${method} ${JSON.stringify(parameters)}`,
      );
      assert.deepEqual(
        rows.map((row) => [row.state, row.method, row.licenseId]),
        [[7020, number, licenseId]],
        `${method} ${message}`,
      );
    }
    assert.deepEqual(await license(), before, method);
  }
});

test('a token with only its permission, locked to the product or the key, may', async () => {
  const { licenseId } = await license();
  for (const [method, parameters] of [
    ['AddFeature', { Feature: 2 }],
    ['RemoveFeature', { Feature: 2 }],
    ['BlockKey', {}],
    ['UnblockKey', {}],
    ['ExtendLicense', { NoOfDays: 1 }],
    ['MachineLockLimit', { NumberOfMachines: 2 }],
    ['ChangeNotes', { Notes: 'n' }],
    ['TrialActivation', {}],
    ['ChangeCustomer', {}],
    ['SetExcludedFromAnalytics', { Excluded: true }],
    ['DeleteKey', {}],
  ] as const) {
    if (method === 'DeleteKey') key = await createKey();
    const keyLock = method === 'DeleteKey' ? -1 : licenseId;
    const by = await server.token({ permissions: [method], productLock: productId, keyLock });
    assert.equal((await call(method, parameters, by)).body.result, 0, method);
  }
  key = await createKey();
});

test('a blocked key can still be changed', async () => {
  await call('BlockKey');
  for (const [method, parameters] of [
    ['AddFeature', { Feature: 3 }],
    ['MachineLockLimit', { NumberOfMachines: 9 }],
    ['ExtendLicense', { NoOfDays: 3 }],
    ['ChangeNotes', { Notes: 'blocked' }],
  ] as const) {
    assert.equal((await call(method, parameters)).body.result, 0);
  }
  assert.deepEqual([(await license()).block, (await license()).notes], [true, 'blocked']);
  await call('UnblockKey');
});

test('an extension counts from the date of expiry, or from now once it has passed', async () => {
  key = await createKey({ Period: 30 });
  const first = await license();
  const { result, rows } = await logOf(server, () => call('ExtendLicense', { noOfDays: 10 }));
  assert.deepEqual(result.body, { result: 0, message: '' });
  assert.deepEqual(
    rows.map(({ state, method }) => [state, method]),
    [[7015, 10]],
  );
  const second = await license();
  assert.equal(second.expires, first.expires + 10 * DAY);
  assert.ok(second.period === 40 || second.period === 39, 'whole days left and the days given');
  await call('ExtendLicense', { NoOfDays: -100 });
  const third = await license();
  assert.equal(third.expires, first.expires - 90 * DAY);
  assert.equal(third.period, 0, 'clients read it as an unsigned number');
  const stored = await server.call('product/GetKeys', token, { ProductId: third.productId, SearchQuery: 'Period < 0' });
  assert.equal(stored.body.total, 0, 'searches read what is stored');
  await call('ExtendLicense', { NoOfDays: 5 });
  const fourth = await license();
  assert.ok(Math.abs(fourth.expires - (Date.now() + 5 * DAY)) < 5_000);
  assert.equal(fourth.expires % 1000, 0);
  assert.equal(fourth.period, 5, 'nothing was left');
  await call('ExtendLicense');
  assert.equal((await license()).expires, fourth.expires);
});

test('a date that no client can read is refused', async () => {
  key = await createKey({ Period: 10 });
  const before = await license();
  for (const NoOfDays of [-2_900_000, 2_900_001, 2_147_483_648]) {
    assert.equal((await call('ExtendLicense', { NoOfDays })).body.message, INPUT);
  }
  assert.deepEqual(await license(), before);
  assert.equal((await call('ExtendLicense', { NoOfDays: 2_900_000 })).body.result, 0);
  const { rows } = await logOf(server, async () => {
    assert.equal((await call('ExtendLicense', { NoOfDays: 100_000 })).body.message, INPUT);
  });
  assert.deepEqual(
    rows.map(({ state }) => state),
    [7020],
  );
  assert.equal((await call('ExtendLicense', { NoOfDays: -2_900_000 })).body.result, 0);
  assert.equal((await license()).expires, before.expires);
});

test('an extension lifts a block where the product says so', async () => {
  key = await createKey({ Period: 10, Block: true });
  await call('ExtendLicense', { NoOfDays: 1 });
  assert.equal((await license()).block, true);
  const product = await server.product({ name: 'Unblocking' });
  await putProductData(server, product.productId, 'cryptolens_unblockextendedlicenses', 'True');
  const here = { ProductId: product.productId };
  const { body } = await server.call('key/CreateKey', token, { ...here, Block: true });
  await server.call('key/ExtendLicense', token, { ...here, Key: String(body.key), NoOfDays: 1 });
  const { license: unblocked } = await readLicense(server, product.productId, String(body.key));
  assert.equal(unblocked.block, false);
});
