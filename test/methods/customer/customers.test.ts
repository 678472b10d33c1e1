import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { need } from '../../../src/domain/batch/need.js';
import { SENTENCES } from '../../../src/domain/sentences.js';
import { METHODS } from '../../../src/methods/registry.js';
import { putObjects } from '../../harness/objects.js';
import { addLicenseOf, countLogged } from '../../harness/productLicenses.js';
import { licenseServer, type TestParameters } from '../../harness/server.js';

const { server, token } = await licenseServer();

const call = async (method: string, parameters: TestParameters = {}, as = token) =>
  (await server.call(`customer/${method}`, as, parameters)).body;

/** Calls, and checks the answer against what the method declares. */
const granted = async (method: string, parameters: TestParameters = {}, as = token) => {
  const { result, message, ...rest } = await call(method, parameters, as);
  assert.deepEqual([result, message], [0, null], method);
  METHODS.find(({ name }) => name === method)?.result.parse(rest);
  return rest;
};

const refusedWith = async (sentence: string, method: string, parameters: TestParameters, as = token) =>
  assert.deepEqual(await call(method, parameters, as), { result: 1, message: sentence });

const add = async (parameters: TestParameters) => {
  const { customerId, secret } = await granted('AddCustomer', parameters);
  return { customerId: Number(customerId), secret: String(secret) };
};

const listed = async (parameters: TestParameters, as = token) => {
  const answer = await granted('GetCustomers', parameters, as);
  assert.deepEqual([answer.resellerCustomers, answer.visibleCustomers], [[], []]);
  return answer.customers as readonly Readonly<Record<string, unknown>>[];
};

const idsOf = (customers: readonly Readonly<Record<string, unknown>>[]) => customers.map(({ id }) => id);

describe('customers', () => {
  // spec(writing the log): customers are not
  test('are added with a secret of their own and leave no row in the Web API Log', async () => {
    const logged = await countLogged(server);
    const answer = await granted('AddCustomer', { Name: 'Ann', Email: 'None', EnableCustomerAssociation: 'True' });
    assert.equal(answer.portalLink, null);
    assert.match(String(answer.secret), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const [ann] = await listed({ CustomerId: Number(answer.customerId) });
    assert.deepEqual(ann, {
      id: answer.customerId,
      name: 'Ann',
      email: null,
      companyName: null,
      created: ann?.created,
    });
    assert.match(String(ann?.created), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?$/);
    assert.equal(await countLogged(server), logged);
  });

  test('are changed in what is given only', async () => {
    const { customerId, secret } = await add({ Name: 'Bob', Email: 'bob@example.com', CompanyName: 'Bobs' });
    await granted('EditCustomer', {
      CustomerId: customerId,
      Name: 'Robert',
      Email: '',
      AllowActivationManagement: true,
    });
    const state = await server.engine.access(1).load([need.customer(customerId)]);
    const { created, ...customer } = state.customer(customerId) ?? {};
    assert.deepEqual(customer, {
      customerId,
      secret,
      name: 'Robert',
      email: 'bob@example.com',
      companyName: 'Bobs',
      notes: null,
      enableCustomerAssociation: false,
      allowActivationManagement: true,
      allowMultipleUserAssociation: false,
      maxNoOfDevices: 0,
    });
    assert(created !== undefined);
    await granted('EditCustomer', {
      CustomerId: customerId,
      SecretText: 'open sesame',
      AllowActivationManagement: false,
    });
    await granted('EditCustomer', { CustomerId: customerId, SecretText: 'open sesame' });
    assert.deepEqual(idsOf(await listed({ Search: 'SESAME' })), [customerId]);
  });

  test('have secrets that are unique, also among requests at once', async () => {
    const [one, two] = [await add({}), await add({})];
    const exists = SENTENCES.customerSecretExists;
    await refusedWith(exists, 'EditCustomer', { CustomerId: one.customerId, SecretText: two.secret });
    const answers = await Promise.all(
      [one, two].map(({ customerId }) => call('EditCustomer', { CustomerId: customerId, SecretText: 'the same' })),
    );
    assert.deepEqual(answers.map(({ message }) => message).sort(), [exists, null]);
  });

  test('get a new random secret from EditCustomer with Secret, as the .NET SDK sends it, and keep it otherwise', async () => {
    const { customerId, secret } = await add({ Name: 'Kim' });
    const edit = (parameters: TestParameters) => granted('EditCustomer', { CustomerId: customerId, ...parameters });
    const bySecret = (Secret: string) => call('GetCustomerLicensesBySecret', { Secret });
    for (const Secret of ['False', '', 'null']) {
      assert.deepEqual(await edit({ Secret, MaxNoOfDevices: 3 }), { customerId });
      assert.equal((await bySecret(secret)).result, 0);
    }
    const renewed = await edit({ Secret: 'True', MaxNoOfDevices: '' });
    assert.match(String(renewed.secret), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.deepEqual(renewed, { customerId, portalLink: null, secret: renewed.secret });
    assert.equal((await bySecret(String(renewed.secret))).result, 0);
    for (const old of [secret, 'True']) assert.equal((await bySecret(old)).message, SENTENCES.customerNotFound);
    const other = await add({});
    const both = await granted('EditCustomer', { CustomerId: other.customerId, Secret: true });
    assert.notEqual(both.secret, renewed.secret);
    assert.deepEqual(await edit({ EnableCustomerAssociation: true }), { customerId, portalLink: null });
    await refusedWith(SENTENCES.inputIncorrect, 'EditCustomer', {
      CustomerId: customerId,
      Secret: true,
      SecretText: 'mine',
    });
    const state = await server.engine.access(1).load([need.customer(customerId)]);
    assert.equal(state.customer(customerId)?.maxNoOfDevices, 3);
    await refusedWith(SENTENCES.inputIncorrect, 'EditCustomer', { CustomerId: customerId, MaxNoOfDevices: -1 });
  });

  test('have texts of bounded length', async () => {
    const { customerId } = await add({ Name: 'n'.repeat(100), Notes: 'n'.repeat(1000) });
    const tooLong = [
      [SENTENCES.customerNameTooLong, { Name: 'n'.repeat(101) }],
      [SENTENCES.customerEmailTooLong, { Email: 'n'.repeat(101) }],
      [SENTENCES.customerCompanyTooLong, { CompanyName: 'n'.repeat(101) }],
      [SENTENCES.customerNotesTooLong, { Notes: 'n'.repeat(1001) }],
    ] as const;
    for (const [sentence, parameters] of tooLong) {
      await refusedWith(sentence, 'AddCustomer', parameters);
      await refusedWith(sentence, 'EditCustomer', { CustomerId: customerId, ...parameters });
    }
    await refusedWith(SENTENCES.inputIncorrect, 'EditCustomer', {
      CustomerId: customerId,
      SecretText: 's'.repeat(101),
    });
  });

  test('are listed newest first, by any of their texts', async () => {
    const cid = await add({ Name: 'Cid 100% Ltd', Email: 'cid@example.org' });
    const dan = await add({ CompanyName: 'Dan & cid_co' });
    const expected = [dan.customerId, cid.customerId];
    assert.deepEqual(idsOf(await listed({ Search: 'CID' })), expected);
    assert.deepEqual(idsOf(await listed({ Search: '100%' })), [cid.customerId]);
    assert.deepEqual(idsOf(await listed({ Search: 'd_c' })), [dan.customerId]);
    assert.deepEqual(idsOf(await listed({ Search: cid.secret.slice(3, 30) })), [cid.customerId]);
    assert.deepEqual(idsOf(await listed({ Limit: 2 })), expected);
    assert.deepEqual(idsOf(await listed({ Limit: 0, CustomerId: cid.customerId, Search: '' })), [cid.customerId]);
    assert.deepEqual(await listed({ CustomerId: 999_999 }), []);
    await refusedWith(SENTENCES.inputIncorrect, 'GetCustomers', { Limit: -1 });
  });

  test('are read page by page, each once, also while others are added', async () => {
    const made = [];
    for (let count = 0; count < 7; count += 1) made.push((await add({ Name: `Paged ${count}` })).customerId);
    const seen: unknown[] = [];
    for (let EndingBefore = 0; ; ) {
      const page = idsOf(await listed({ Search: 'paged', Limit: 3, EndingBefore }));
      seen.push(...page);
      await add({ Name: 'Paged meanwhile' });
      if (page.length < 3) break;
      EndingBefore = Number(page.at(-1));
    }
    assert.deepEqual(seen, made.toReversed());
    assert.deepEqual(idsOf(await listed({ CustomerId: made[0] ?? 0, EndingBefore: made[1] ?? 0 })), [made[0]]);
    for (const EndingBefore of ['', 'None', 'null', 0]) {
      assert.deepEqual(idsOf(await listed({ Search: 'Paged 6', EndingBefore })), [made[6]]);
    }
    await refusedWith(SENTENCES.inputIncorrect, 'GetCustomers', { EndingBefore: -1 });
  });

  test('have e-mail addresses that are trimmed and checked', async () => {
    const { customerId } = await add({ Email: ' Mia@x.org ' });
    const emailOf = async () => (await listed({ CustomerId: customerId }))[0]?.email;
    assert.equal(await emailOf(), 'Mia@x.org');
    for (const Email of ['a@', '@a', 'a b@x.org']) {
      await refusedWith(SENTENCES.inputIncorrect, 'AddCustomer', { Email });
      await refusedWith(SENTENCES.inputIncorrect, 'EditCustomer', { CustomerId: customerId, Email });
    }
    await granted('EditCustomer', { CustomerId: customerId, Email: '  ' });
    assert.equal(await emailOf(), 'Mia@x.org');
  });

  test('are found by id and sorted by time of creation on request', async () => {
    const [older, newer] = [await add({ Name: 'Sorted' }), await add({ Name: 'Sorted' })];
    const state = await server.engine.access(1).load([need.customer(older.customerId)]);
    const row = state.customer(older.customerId) ?? assert.fail('no customer');
    await putObjects(server, [{ kind: 'customer', row: { ...row, created: row.created + 86_400_000 } }]);
    const sorted = { Search: 'sorted', SortByCreatedDescending: 'True' };
    assert.deepEqual(idsOf(await listed({ Search: 'sorted' })), [newer.customerId, older.customerId]);
    assert.deepEqual(idsOf(await listed(sorted)), [older.customerId, newer.customerId]);
    assert.deepEqual(idsOf(await listed({ ...sorted, Limit: 1 })), [older.customerId]);
    await refusedWith(SENTENCES.inputIncorrect, 'GetCustomers', { ...sorted, EndingBefore: newer.customerId });
    const { customerId } = await add({ Name: 'Numbered' });
    const Search = String(customerId);
    const found = async (more: TestParameters) => idsOf(await listed({ Search, ...more })).includes(customerId);
    assert.equal(await found({ IncludeIdInSearch: true, CustomerId: customerId }), true);
    const { secret } = (await server.engine.access(1).load([need.customer(customerId)])).customer(customerId) ?? {};
    assert.equal(await found({ CustomerId: customerId }), secret?.includes(Search) ?? false);
  });

  test('are gone once removed', async () => {
    const { customerId, secret } = await add({ Name: 'Eve' });
    const product = await server.product();
    const license = await addLicenseOf(server, product.productId, { customerId });
    await granted('RemoveCustomer', { CustomerId: customerId });
    for (const method of ['RemoveCustomer', 'EditCustomer', 'GetCustomerLicenses']) {
      await refusedWith(SENTENCES.customerNotFound, method, { CustomerId: customerId });
      await refusedWith(SENTENCES.customerNotFound, method, { CustomerId: 0 });
      await refusedWith(SENTENCES.inputIncorrect, method, { CustomerId: 'Eve' });
    }
    await refusedWith(SENTENCES.customerNotFound, 'GetCustomerLicensesBySecret', { Secret: secret });
    await refusedWith(SENTENCES.inputIncorrect, 'GetCustomerLicensesBySecret', { Secret: '' });
    const shown = await server.call('key/GetKey', token, { ProductId: product.productId, Key: license.key });
    assert.equal((shown.body.licenseKey as { readonly customer: unknown }).customer, null);
    assert.notEqual((await add({})).customerId, customerId);
  });
});

describe('a customer’s licenses', () => {
  test('are listed newest first, in detail and with metadata on request', async () => {
    const { customerId, secret } = await add({ Name: 'Fay' });
    const [one, two] = [await server.product(), await server.product()];
    const older = await addLicenseOf(server, one.productId, { customerId });
    const newer = await addLicenseOf(server, two.productId, { customerId });
    const gone = await addLicenseOf(server, two.productId, { customerId });
    await putObjects(server, [{ kind: 'license', row: { ...gone, deletedAt: Date.now() } }]);
    await server.call('key/Activate', token, { ProductId: one.productId, Key: older.key, MachineCode: 'm' });
    await server.call('data/AddDataObjectToKey', token, { ProductId: one.productId, Key: older.key, Name: 'n' });
    type Listed = {
      readonly key: string;
      readonly customer: { readonly id: number };
      readonly activatedMachines: readonly { readonly mid: string }[];
      readonly dataObjects: readonly { readonly name: string }[];
      readonly metadata?: { readonly activatedMachines: number };
    };
    const licenses = async (parameters: TestParameters, method = 'GetCustomerLicenses', as = token) =>
      (await granted(method, parameters, as)).licenseKeys as readonly Listed[];
    const basic = await licenses({ CustomerId: customerId });
    assert.deepEqual(
      basic.map(({ key, customer, activatedMachines, dataObjects }) => [
        key,
        customer.id,
        activatedMachines,
        dataObjects,
      ]),
      [
        [newer.key, customerId, [], []],
        [older.key, customerId, [], []],
      ],
    );
    const [, detailed] = await licenses({ CustomerId: customerId, Detailed: 'True', Metadata: 'True' });
    assert.equal(detailed?.activatedMachines[0]?.mid, 'm');
    assert.equal(detailed?.dataObjects[0]?.name, 'n');
    assert.equal(detailed?.metadata?.activatedMachines, 1);
    for (const [method, named] of [
      ['GetCustomerLicenses', { CustomerId: customerId }],
      ['GetCustomerLicensesBySecret', { Secret: secret }],
    ] as const) {
      const [, whole] = await licenses({ ...named, ModelVersion: 3, Detailed: 'False' }, method);
      assert.deepEqual([whole?.activatedMachines[0]?.mid, whole?.dataObjects[0]?.name], ['m', 'n'], method);
    }
    assert.deepEqual(await licenses({ Secret: secret }, 'GetCustomerLicensesBySecret'), basic);
    const locked = await server.token({ productLock: one.productId });
    assert.deepEqual(
      (await licenses({ CustomerId: customerId }, 'GetCustomerLicenses', locked)).map(({ key }) => key),
      [older.key],
    );
  });
});

test('a product lock keeps customers with licenses of other products from being changed or removed', async () => {
  const [inside, outside] = [await server.product(), await server.product()];
  const locked = await server.token({ productLock: inside.productId });
  const { customerId } = await add({ Name: 'Lou' });
  await addLicenseOf(server, inside.productId, { customerId });
  await granted('EditCustomer', { CustomerId: customerId, Notes: 'inside' }, locked);
  const other = await addLicenseOf(server, outside.productId, { customerId });
  for (const method of ['EditCustomer', 'RemoveCustomer']) {
    await refusedWith(SENTENCES.accessDenied, method, { CustomerId: customerId, Secret: '' }, locked);
  }
  assert.deepEqual(idsOf(await listed({ CustomerId: customerId })), [customerId]);
  await granted('EditCustomer', { CustomerId: customerId, Notes: 'by a token without lock' });
  await putObjects(server, [{ kind: 'license', row: { ...other, deletedAt: Date.now() } }]);
  await granted('RemoveCustomer', { CustomerId: customerId }, locked);
});

test('each method needs its own permission and no key lock', async () => {
  for (const { category, name } of METHODS.filter((method) => method.category === 'customer')) {
    const parameters = { CustomerId: 1, ...(name === 'GetCustomerLicensesBySecret' ? { Secret: 'none' } : {}) };
    assert.equal(category, 'customer');
    const others = await server.token({
      permissions: ['Activate', name === 'GetCustomers' ? 'GetKeys' : 'GetCustomers'],
    });
    await refusedWith(SENTENCES.accessDenied, name, parameters, others);
    for (const keyLock of [-1, 5]) {
      await refusedWith(SENTENCES.accessDenied, name, parameters, await server.token({ keyLock }));
    }
  }
});
