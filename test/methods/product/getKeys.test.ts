import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { License, Product } from '../../../src/domain/entities/licensing.js';
import { SENTENCES } from '../../../src/domain/sentences.js';
import { GetKeys } from '../../../src/methods/product/GetKeys.js';
import { GetProducts } from '../../../src/methods/product/GetProducts.js';
import { putObjects } from '../../harness/objects.js';
import { addLicenseOf, addLicenses } from '../../harness/productLicenses.js';
import { licenseServer, type TestParameters } from '../../harness/server.js';

const DAY_MS = 86_400_000;

interface Listed {
  readonly id: number;
  readonly key: string;
  readonly customer: { readonly id: number } | null;
  readonly activatedMachines: readonly { readonly mid: string }[];
  readonly dataObjects: readonly unknown[];
}

const { server, token } = await licenseServer();

/** Calls GetKeys, and checks the answer against the declaration. */
const getKeys = async (parameters: TestParameters, as = token) => {
  const { result, message, ...rest } = (await server.call('product/GetKeys', as, parameters)).body;
  assert.deepEqual([result, message], [0, null]);
  GetKeys.result.parse(rest);
  return rest as unknown as { licenseKeys: readonly Listed[]; returned: number; total: number; pageCount: number };
};

const refusedWith = async (sentence: string, parameters: TestParameters, as = token) =>
  assert.deepEqual((await server.call('product/GetKeys', as, parameters)).body, { result: 1, message: sentence });

describe('pages of GetKeys', () => {
  let product: Product;
  let licenses: readonly License[];

  before(async () => {
    product = await server.product();
    licenses = await addLicenses(server, product.productId, 200);
    await addLicenseOf(server, (await server.product()).productId);
  });

  test('hold 99 licenses each, in order, and every license once', async () => {
    const pages = [];
    for (const Page of [1, 2, 3, 4]) pages.push(await getKeys({ ProductId: product.productId, Page }));
    assert.deepEqual(
      pages.map(({ returned, total, pageCount }) => [returned, total, pageCount]),
      [99, 99, 2, 0].map((returned) => [returned, 200, 3]),
    );
    const keys = pages.flatMap(({ licenseKeys }) => licenseKeys.map(({ key }) => key));
    assert.deepEqual(
      keys,
      licenses.map(({ key }) => key),
    );
    const last = await getKeys({ ProductId: product.productId, OrderBy: 'id descending' });
    assert.equal(last.licenseKeys[0]?.key, licenses.at(-1)?.key);
  });

  test('have no tombstones', async () => {
    const gone = await addLicenseOf(server, product.productId);
    await putObjects(server, [{ kind: 'license', row: { ...gone, deletedAt: Date.now() } }]);
    assert.equal((await getKeys({ ProductId: product.productId })).total, 200);
    assert.equal((await getKeys({ ProductId: product.productId, GlobalId: gone.licenseId })).total, 0);
  });

  test('are found by GlobalId', async () => {
    const licenseId = licenses[120]?.licenseId ?? 0;
    const found = await getKeys({ ProductId: product.productId, GlobalId: licenseId });
    assert.deepEqual([found.returned, found.total, found.pageCount], [1, 1, 1]);
    assert.equal(found.licenseKeys[0]?.key, licenses[120]?.key);
  });

  test('follow the locks: a key lock has no effect, a product lock must fit', async () => {
    const parameters = { ProductId: product.productId };
    for (const keyLock of [-1, 3]) {
      assert.equal((await getKeys(parameters, await server.token({ keyLock }))).total, 200);
    }
    await refusedWith(SENTENCES.accessDenied, parameters, await server.token({ productLock: product.productId + 1 }));
    assert.equal((await getKeys(parameters, await server.token({ productLock: product.productId }))).total, 200);
    await refusedWith(SENTENCES.accessDenied, parameters, await server.token({ permissions: ['GetKey'] }));
  });

  test('what is wrong has its sentence', async () => {
    const { productId: ProductId } = product;
    await refusedWith(SENTENCES.productNotFound, { ProductId: 999 });
    await refusedWith(SENTENCES.inputIncorrect, { ProductId: 'x' });
    await refusedWith(SENTENCES.inputIncorrect, { ProductId, Page: -1 });
    for (const OrderBy of ['nothing', 'ID upwards', 'ID;', 'constructor', 'customer', 'x'.repeat(1001)]) {
      await refusedWith(SENTENCES.orderBy, { ProductId, OrderBy });
    }
    for (const SearchQuery of ['id ==', 'x'.repeat(1001), "key = 'a'", 'nothing = 1', 'a b', '(id = 1', 'id < null']) {
      await refusedWith(SENTENCES.searchQuery, { ProductId, SearchQuery });
    }
  });

  test('are asked for by clients in their own ways', async () => {
    const ask = async (path: string, form: string) => {
      const response = await fetch(server.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: `token=${encodeURIComponent(token)}&${form}`,
      });
      return (await response.json()) as { readonly returned: number };
    };
    const { productId } = product;
    const python = await ask(
      '/api//product/getkeys/',
      `ProductId=${productId}&Page=1&OrderBy=ID+ascending&SearchQuery=`,
    );
    assert.equal(python.returned, 99);
    const node = await ask('/api/product/GetKeys', `productId=${productId}&page=3&orderBy=&searchQuery=&globalId=0`);
    assert.equal(node.returned, 2);
  });
});

describe('searches of GetKeys', () => {
  let product: Product;
  let licenses: readonly License[];
  const NOW = Date.now();

  before(async () => {
    product = await server.product();
    const add = (details: Parameters<typeof addLicenseOf>[2]) => addLicenseOf(server, product.productId, details);
    const customers = [];
    for (const parameters of [
      { Name: 'Bob', Email: 'bob@example.com' },
      { Name: 'Ann', CompanyName: 'Anns' },
    ]) {
      customers.push(Number((await server.call('customer/AddCustomer', token, parameters)).body.customerId));
    }
    licenses = [
      await add({ notes: 'for "Bob" \\ 100%', customerId: customers[0] ?? null, created: NOW - 400 * DAY_MS }),
      await add({ notes: null, block: true, customerId: customers[1] ?? null, period: 365 }),
      await add({ features: Array.from({ length: 8 }, () => false), expires: NOW - DAY_MS, maxNoOfMachines: 7 }),
      await add({ allowedMachines: 'one\ntwo', trialActivation: true, created: NOW - DAY_MS }),
    ];
    const [first, , , fourth] = licenses;
    for (const MachineCode of ['m1', 'm2']) {
      const address = { ProductId: product.productId, Key: first?.key ?? '', MachineCode };
      assert.equal((await server.call('key/Activate', token, address)).body.result, 0);
    }
    const address = { ProductId: product.productId, Key: fourth?.key ?? '' };
    await server.call('data/AddDataObjectToKey', token, { ...address, Name: 'usagecount', IntValue: 5 });
  });

  /** Which of the four licenses fit, counted from 1. */
  const fitting = async (SearchQuery: string, OrderBy = '') => {
    const { licenseKeys } = await getKeys({ ProductId: product.productId, SearchQuery, OrderBy });
    return licenseKeys.map(({ key }) => licenses.findIndex((license) => license.key === key) + 1);
  };

  test('find by every kind of field', async () => {
    const [first] = licenses;
    const cases: readonly (readonly [string, readonly number[]])[] = [
      [`id=${first?.idInProduct}`, [1]],
      [`id > ${first?.idInProduct} && ID <= ${(first?.idInProduct ?? 0) + 2}`, [2, 3]],
      [`id == ${first?.idInProduct} or id=${(first?.idInProduct ?? 0) + 1}`, [1, 2]],
      [`key="${first?.key}"`, [1]],
      [`key.contains("${first?.key.slice(-3).toLowerCase()}")`, [1]],
      [first?.key.slice(-3) ?? '', [1]],
      ['TESTS-', [1, 2, 3, 4]],
      ['period = 30', [1, 3, 4]],
      ['period != 30 || maxnoofmachines=7', [2, 3]],
      ['F1', [1, 2, 4]],
      ['F1 = true and not block', [1, 4]],
      ['!(F1 == true)', [3]],
      ['block=True', [2]],
      ['notes = null', [2]],
      ['notes != null', [1, 3, 4]],
      ['notes != ""', [1, 2]],
      ['not (notes = "x")', [1, 2, 3, 4]],
      ['notes.contains("BOB")', [1]],
      ['notes.Contains("100%")', [1]],
      ['notes.contains("\\\\ 1")', [1]],
      ['notes.contains("\\"bob")', [1]],
      ['notes.contains("_ob")', []],
      ['notes.StartsWith("FOR")', [1]],
      ['notes.EndsWith("0%")', [1]],
      ['customer.name="Bob"', [1]],
      ['customer.email.contains("@EXAMPLE")', [1]],
      ['customer.companyname = "Anns"', [2]],
      ['customer = null', [3, 4]],
      ['customer != null and customer.id > 0', [1, 2]],
      ['customer.created = today or customer.created = yesterday', [1, 2]],
      ['allowedmachines.contains("two")', [4]],
      ['trialactivation = true', [4]],
      ['ActivatedMachines.Count() > 0', [1]],
      ['ActivatedMachines.Count() = 0 and F1', [2, 4]],
      ['ActivatedMachines.Count(it.Mid="m2") = 1', [1]],
      ['ActivatedMachines.Count(it.Time >= DateTime(2015,01,01)) > 1', [1]],
      ['dataobjects.count(it.name="usagecount" and it.IntValue >= 5) > 0', [4]],
      ['dataobjects.count(name="other") > 0', []],
      ['resellerid=0 and globalid > 0', [1, 2, 3, 4]],
    ];
    for (const [query, expected] of cases) assert.deepEqual(await fitting(query), expected, query);
  });

  test('compare times with days and instants', async () => {
    const cases: readonly (readonly [string, readonly number[]])[] = [
      ['created < monthback', [1]],
      ['created >= yesterday', [2, 3, 4]],
      ['created = yesterday', [4]],
      ['created != yesterday', [1, 2, 3]],
      ['created <= yesterday', [1, 4]],
      ['created > yesterday', [2, 3]],
      ['created < yesterday', [1]],
      ['expires < tomorrow', [3]],
      ['expires > monthforward or expires <= monthforward', [1, 2, 3, 4]],
      ['created >= DateTime(2015,01,01)', [1, 2, 3, 4]],
      ['created <= DateTime(2015,1,1,12,30,0)', []],
    ];
    for (const [query, expected] of cases) assert.deepEqual(await fitting(query), expected, query);
  });

  test('go with any order', async () => {
    assert.deepEqual(await fitting('', 'Created'), [1, 4, 2, 3]);
    assert.deepEqual(await fitting('', 'created DESC'), [3, 2, 4, 1]);
    assert.deepEqual(await fitting('F1', 'Period descending'), [2, 4, 1]);
    assert.deepEqual(await fitting('', 'Block ascending'), [1, 3, 4, 2]);
    assert.deepEqual(await fitting('', 'f1 asc'), [3, 1, 2, 4]);
  });

  test('what hangs on a license is listed with it', async () => {
    const { licenseKeys } = await getKeys({ ProductId: product.productId });
    const [first, , third, fourth] = licenseKeys;
    assert.deepEqual(
      first?.activatedMachines.map(({ mid }) => mid),
      ['m1', 'm2'],
    );
    assert.notEqual(first?.customer, null);
    assert.deepEqual([third?.activatedMachines, third?.customer, third?.dataObjects], [[], null, []]);
    assert.equal(fourth?.dataObjects.length, 1);
  });
});

test('GetProducts lists products with their features and data objects', async () => {
  const product = await server.product({ name: 'Editor', isPublic: true });
  await server.call('data/AddDataObject', token, { ReferencerType: 1, ReferencerId: product.productId, Name: 'n' });
  const list = async (as: string) => {
    const { result, message, ...rest } = (await server.call('product/GetProducts', as)).body;
    assert.deepEqual([result, message], [0, null]);
    GetProducts.result.parse(rest);
    return rest.products as readonly { readonly id: number; readonly dataObjects: readonly { name: string }[] }[];
  };
  const all = await list(token);
  const ids = all.map(({ id }) => id);
  assert.deepEqual(
    ids,
    [...ids].sort((a, b) => a - b),
  );
  const [own, ...none] = await list(await server.token({ productLock: product.productId }));
  assert.deepEqual(none, []);
  assert.deepEqual(
    own,
    all.find(({ id }) => id === product.productId),
  );
  assert.deepEqual(
    own?.dataObjects.map(({ name }) => name),
    ['n'],
  );
  const { dataObjects, ...shown } = { ...own } as Record<string, unknown>;
  assert(Array.isArray(dataObjects));
  const plain = (name: string) => ({ name, type: 0 });
  assert.deepEqual(shown, {
    id: product.productId,
    name: 'Editor',
    description: '',
    creationDate: shown.creationDate,
    password: null,
    isPublic: true,
    keyAlgorithm: 1,
    featureDefinitions: {
      f1: { name: 'Time Limit', type: 1 },
      f2: { name: 'Trial', type: 2 },
      f3: plain('F3'),
      f4: plain('F4'),
      f5: plain('F5'),
      f6: plain('F6'),
      f7: plain('F7'),
      f8: plain('F8'),
      allLicensesTimeLimited: false,
      blockExpiredLicenses: false,
    },
  });
  for (const scope of [{ keyLock: -1 }, { keyLock: 4 }, { permissions: ['GetKeys'] as const }]) {
    const { body } = await server.call('product/GetProducts', await server.token(scope));
    assert.deepEqual(body, { result: 1, message: SENTENCES.accessDenied });
  }
});
