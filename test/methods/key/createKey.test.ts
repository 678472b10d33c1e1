import assert from 'node:assert/strict';
import { test } from 'node:test';
import { need } from '../../../src/domain/batch/need.js';
import { isKeyString } from '../../../src/domain/licensing/license/keyString.js';
import { SENTENCES } from '../../../src/domain/sentences.js';
import { CreateKey } from '../../../src/methods/key/CreateKey.js';
import { logOf } from '../../harness/loggedRows.js';
import { putObjects, readLicense } from '../../harness/objects.js';
import { licenseServer, type TestAnswer, type TestParameters } from '../../harness/server.js';

const DAY = 86_400_000;

const { server, token, product } = await licenseServer();
const { productId } = product;

const create = (parameters: TestParameters = {}, by = token): Promise<TestAnswer> =>
  server.call('key/CreateKey', by, { ProductId: productId, ...parameters });

const created = async (parameters: TestParameters = {}) => {
  const { body } = await create(parameters);
  const { result, message, ...own } = body;
  assert.deepEqual([result, message], [0, '']);
  CreateKey.result.parse(own);
  return { body, ...(await readLicense(server, productId, String(body.key))) };
};

const customerCount = async (): Promise<number> => {
  const [row] = await server.readers.run<{ n: number }>({
    name: 'test_customers',
    text: 'select count(*)::int as n from customer where account_id = 1',
    values: [],
  });
  return row?.n ?? 0;
};

test('a key of nothing but a product has the defaults', async () => {
  const started = Date.now();
  const { result, rows } = await logOf(server, () => created());
  const { licenseId, idInProduct: id, key, created: at, expires, ...terms } = result.license;
  assert.ok(isKeyString(key));
  assert.deepEqual(result.body, { key, keys: [key], result: 0, message: '' });
  assert.equal(at % 1000, 0);
  assert.ok(at > started - 2000 && at <= Date.now());
  assert.equal(expires, at);
  assert.deepEqual(terms, {
    productId,
    period: 0,
    features: Array<boolean>(8).fill(false),
    notes: '',
    block: false,
    customerId: null,
    trialActivation: false,
    maxNoOfMachines: 0,
    allowedMachines: null,
    resellerId: 0,
    optionalField: 0,
    trialMachine: null,
    firstActivated: null,
    excludedFromAnalytics: false,
    deletedAt: null,
  });
  assert.deepEqual(
    rows.map((row) => [row.state, row.method, row.productId, row.licenseId, row.machineCode]),
    [[3010, 4, productId, licenseId, null]],
  );
  assert.ok(id > 0);
});

test('every term is kept', async () => {
  const { license } = await created({
    Period: 30,
    F1: 'True',
    F2: 'false',
    F3: 1,
    F4: 0,
    F8: 'true',
    Notes: 'null and None are words',
    Block: true,
    TrialActivation: 'true',
    MaxNoOfMachines: 7,
    AllowedMachines: 'a\nb',
  });
  assert.equal(license.expires - license.created, 30 * DAY);
  assert.deepEqual(license.features, [true, false, true, false, false, false, false, true]);
  const { period, notes, block, trialActivation, maxNoOfMachines, allowedMachines } = license;
  assert.deepEqual(
    { period, notes, block, trialActivation, maxNoOfMachines, allowedMachines },
    {
      period: 30,
      notes: 'null and None are words',
      block: true,
      trialActivation: true,
      maxNoOfMachines: 7,
      allowedMachines: 'a\nb',
    },
  );
});

// spec(writing the log): CreateKey with NoOfKeys n writes n rows
test('several keys: different strings, ids in a row, a log row each', async () => {
  const { result, rows } = await logOf(server, () => created({ NoOfKeys: 5, Notes: 'five', MaxNoOfMachines: 3 }));
  const keys = result.body.keys as readonly string[];
  assert.equal(new Set(keys).size, 5);
  assert.equal(keys[0], result.body.key);
  const licenses = await Promise.all(keys.map(async (key) => (await readLicense(server, productId, key)).license));
  const first = licenses[0]?.idInProduct ?? 0;
  assert.deepEqual(
    licenses.map(({ idInProduct: id }) => id),
    [0, 1, 2, 3, 4].map((n) => first + n),
  );
  assert.deepEqual(
    rows.map(({ state, licenseId, seatLimit }) => [state, licenseId, seatLimit]),
    licenses.map(({ licenseId }) => [3010, licenseId, 3]),
  );
  assert.ok(licenses.every(({ notes }) => notes === 'five'));
  const one = await created({ NoOfKeys: 0 });
  assert.deepEqual(one.body.keys, [one.body.key]);
  assert.equal(one.license.idInProduct, first + 5);
});

test('ids count per product, also when many calls share a batch', async () => {
  const other = await server.product({ name: 'Other' });
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => create({ ProductId: n % 2 === 0 ? other.productId : productId })),
  );
  const keys = answers.filter((_, n) => n % 2 === 0).map(({ body }) => String(body.key));
  const licenses = await Promise.all(keys.map((key) => readLicense(server, other.productId, key)));
  assert.deepEqual(
    licenses.map(({ license }) => license.idInProduct).sort((a, b) => a - b),
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  );
});

test('a customer by id', async () => {
  const { body } = await create({ NewCustomer: true, Name: 'Anna' });
  const customerId = Number(body.customerId);
  const { result, rows } = await logOf(server, () => created({ CustomerId: customerId }));
  assert.equal(result.license.customerId, customerId);
  assert.equal(result.body.customerId, undefined, 'the caller knows it');
  assert.equal(rows[0]?.customerId, customerId);
});

test('a new customer, with what was said of it', async () => {
  const { body, customer, license } = await created({
    NewCustomer: true,
    Name: 'Anna',
    Email: 'anna@example.org',
    CompanyName: 'None',
    EnableCustomerAssociation: true,
    AllowActivationManagement: false,
    AllowMultipleUserAssociation: true,
    NoOfKeys: 2,
  });
  assert.equal(body.customerId, license.customerId);
  const { secret, created: at, customerId, ...rest } = customer ?? assert.fail('no customer');
  assert.equal(customerId, license.customerId);
  assert.match(secret, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  assert.ok(at > 0);
  assert.deepEqual(rest, {
    name: 'Anna',
    email: 'anna@example.org',
    companyName: null,
    notes: null,
    enableCustomerAssociation: true,
    allowActivationManagement: false,
    allowMultipleUserAssociation: true,
    maxNoOfDevices: 0,
  });
});

test('AddOrUseExistingCustomer finds a customer by e-mail, or makes one', async () => {
  const before = await customerCount();
  const use = { AddOrUseExistingCustomer: true, Email: 'bo@example.org' };
  const answers = await Promise.all([
    create(use),
    create({ ...use, Name: 'Bo' }),
    create({ ...use, NewCustomer: true }),
  ]);
  assert.equal(new Set(answers.map(({ body }) => body.customerId)).size, 1);
  assert.equal(await customerCount(), before + 1);
  await create({ NewCustomer: true, Email: 'bo@example.org' });
  assert.equal(await customerCount(), before + 2, 'NewCustomer always makes one');
  const again = await create(use);
  assert.equal(again.body.customerId, answers[0]?.body.customerId, 'the first of that address');
  await create({ AddOrUseExistingCustomer: true });
  await create({ AddOrUseExistingCustomer: true, Email: 'None' });
  assert.equal(await customerCount(), before + 4, 'without an address there is nobody to find');
});

test('AddOrUseExistingCustomer compares addresses without case and blanks, also with stored ones', async () => {
  const idOf = async (Email: string) =>
    Number((await create({ AddOrUseExistingCustomer: true, Email })).body.customerId);
  const first = await idOf('Ann@x.org');
  for (const Email of ['ann@x.org', ' ann@x.org ', 'ANN@X.ORG\t']) assert.equal(await idOf(Email), first);
  const state = await server.engine.access(1).load([need.customer(first)]);
  const row = state.customer(first) ?? assert.fail('no customer');
  assert.equal(row.email, 'Ann@x.org', 'the case that was sent is kept');
  await putObjects(server, [{ kind: 'customer', row: { ...row, email: '  OLD@x.org ' } }]);
  assert.equal(await idOf('old@x.org'), first);
  const before = await customerCount();
  for (const Email of ['a@', '@x.org', 'a b@x.org', 'a@b@x.org', 'x']) {
    assert.equal((await create({ AddOrUseExistingCustomer: true, Email })).body.message, SENTENCES.inputIncorrect);
  }
  assert.equal(await customerCount(), before);
});

// spec(writing the log): 3020: a refused CreateKey
test('each refusal has its sentence and leaves a row and no key', async () => {
  const { body } = await create({ NewCustomer: true, Name: 'C' });
  const customerId = Number(body.customerId);
  const input = 'The input parameters were incorrect.';
  const noAddCustomer = await server.token({ permissions: ['CreateKey'] });
  const before = await server.engine.access(1).load([need.product(productId)]);
  const calls: [parameters: TestParameters, message: string, by?: string][] = [
    [{ ProductId: 999 }, 'Could not find the product.'],
    [{ ProductId: 999, ResellerId: 4, CustomerId: 9999 }, 'Could not find the product.'],
    [{ ProductId: '' }, input],
    [{ Period: -1 }, input],
    [{ Period: 2_900_001 }, input],
    [{ Period: 'many' }, input],
    [{ F1: 'maybe' }, input],
    [{ MaxNoOfMachines: -2 }, input],
    [{ MaxNoOfMachines: 2_147_483_648 }, input],
    [{ NoOfKeys: 1001 }, input],
    [{ NoOfKeys: 1000, Notes: 'n', AllowedMachines: 'm'.repeat(1000) }, input],
    [{ NoOfKeys: -1 }, input],
    [{ Notes: 'x'.repeat(501) }, 'The notes field cannot be more than 500 characters.'],
    [{ CustomerId: 9999 }, 'Could not find the customer.'],
    [{ CustomerId: customerId, NewCustomer: true }, input],
    [{ CustomerId: customerId, AddOrUseExistingCustomer: true }, input],
    [{ NewCustomer: true, Name: 'x'.repeat(101) }, input],
    [{ ResellerId: 4 }, 'Could not issue a new license. Error message: Could not find the reseller.'],
    [{ ResellerId: 4, CustomerId: 9999 }, 'Could not issue a new license. Error message: Could not find the reseller.'],
    [{ NewCustomer: true }, "Access denied. Please add 'AddCustomer' permission.", noAddCustomer],
    [
      { AddOrUseExistingCustomer: true, Email: 'bo@example.org' },
      "Access denied. Please add 'AddCustomer' permission.",
      noAddCustomer,
    ],
    [{}, 'Access denied.', await server.token({ permissions: ['GetKey', 'AddCustomer'] })],
    [{}, 'Access denied.', await server.token({ productLock: productId + 100 })],
    [{}, 'Access denied.', await server.token({ keyLock: 1 })],
    [{}, 'Access denied.', await server.token({ keyLock: -1 })],
  ];
  for (const [parameters, message, by] of calls) {
    const { result, rows } = await logOf(server, () => create(parameters, by));
    assert.deepEqual(result, { status: 200, body: { result: 1, message } });
    assert.deepEqual(
      rows.map(({ state, method, licenseId }) => [state, method, licenseId]),
      [[3020, 4, 0]],
      JSON.stringify(parameters),
    );
  }
  const state = await server.engine.access(1).load([need.product(productId)]);
  assert.deepEqual(state.product(productId), before.product(productId));
});

test('the date of expiry stays within the year 9999', async () => {
  const { license } = await created({ Period: 2_900_000 });
  assert.ok(new Date(license.expires).getUTCFullYear() <= 9999);
  const { body } = await server.call('key/GetKey', token, { ProductId: productId, Key: license.key });
  assert.equal(body.result, 0);
});

test('a string is never issued twice, not even after the key was deleted', async () => {
  const { license } = await created();
  await server.call('key/DeleteKey', token, { ProductId: productId, Key: license.key });
  const again = putObjects(server, [{ kind: 'license', row: { ...license, licenseId: 999_999 } }]);
  await assert.rejects(again, { code: '23505' });
});

test('what the client libraries literally send', async () => {
  const python = `ProductId=${productId}&Period=30&F1=True&F2=False&F3=False&F4=False&F5=False&F6=False&F7=False&F8=False&Notes=n&Block=False&CustomerId=0&NewCustomer=False&AddOrUseExistingCustomer=False&TrialActivation=False&MaxNoOfMachines=0&NoOfKeys=1&Name=None&Email=None&CompanyName=None&EnableCustomerAssociation=False&AllowActivationManagement=False`;
  const node = `ProductId=${productId}&Period=30&Notes=notes&Block=false&CustomerId=null&TrialActivation=false&MaxNoOfMachines=1&AllowedMachines=null&ResellerId=0&NoOfKeys=1&F1=true&F2=false&F3=false&F4=false&F5=false&F6=false&F7=false&F8=false&NewCustomer=false&AddOrUseExistingCustomer=false`;
  const before = await customerCount();
  for (const [form, notes] of [
    [python, 'n'],
    [node, 'notes'],
  ]) {
    const response = await fetch(`${server.url}/api/key/createkey`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `token=${encodeURIComponent(token)}&${form}`,
    });
    const body = (await response.json()) as Record<string, unknown>;
    assert.deepEqual([body.result, body.message], [0, '']);
    const { license } = await readLicense(server, productId, String(body.key));
    assert.deepEqual(
      [license.period, license.notes, license.customerId, license.allowedMachines],
      [30, notes, null, null],
    );
  }
  assert.equal(await customerCount(), before);
});
