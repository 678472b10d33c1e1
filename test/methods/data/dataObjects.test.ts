import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { License } from '../../../src/domain/entities/licensing.js';
import { SENTENCES } from '../../../src/domain/sentences.js';
import { LIMITS } from '../../../src/limits.js';
import { putObjects } from '../../harness/objects.js';
import { addLicenseOf, countLogged, lastLogged } from '../../harness/productLicenses.js';
import { licenseServer, type TestParameters } from '../../harness/server.js';

let license: License;

const { server, token, product } = await licenseServer();
license = await addLicenseOf(server, product.productId);

const OPERATIONS = [
  'AddDataObject',
  'ListDataObjects',
  'SetIntValue',
  'SetStringValue',
  'IncrementIntValue',
  'DecrementIntValue',
  'RemoveDataObject',
] as const;

/** Calls a method on data objects; answers the body. */
const call = async (method: string, parameters: TestParameters, as = token) =>
  (await server.call(`data/${method}`, as, parameters)).body;

const granted = async (method: string, parameters: TestParameters, as = token) => {
  const body = await call(method, parameters, as);
  assert.deepEqual([body.result, body.message], [0, ''], method);
  return body;
};

const refusedWith = async (sentence: string, method: string, parameters: TestParameters, as = token) => {
  const body = await call(method, parameters, as);
  assert.deepEqual(body, { result: 1, message: sentence });
};

const keyAddress = (of: License = license) => ({ ProductId: of.productId, Key: of.key });

/** The three forms: where the owner is named, and how an object is. */
const FORMS = [
  {
    suffix: '',
    first: 20,
    owner: () => ({ ReferencerType: 'Key', ReferencerId: license.licenseId }),
    object: () => ({}),
    machineCode: null,
  },
  { suffix: 'ToKey', first: 27, owner: keyAddress, object: keyAddress, machineCode: null },
  {
    suffix: 'ToMachineCode',
    first: 34,
    owner: () => ({ ...keyAddress(), MachineCode: 'machine-1' }),
    object: () => ({ ...keyAddress(), MachineCode: 'machine-1' }),
    machineCode: 'machine-1',
  },
] as const;

for (const { suffix, first, owner, object, machineCode } of FORMS) {
  const method = (operation: (typeof OPERATIONS)[number]) => operation + suffix;
  const number = (operation: (typeof OPERATIONS)[number]) => first + OPERATIONS.indexOf(operation);

  describe(`data objects, form "${suffix}"`, () => {
    before(async () => {
      license = await addLicenseOf(server, product.productId);
    });

    test('each operation does what it says and leaves its row', async () => {
      const added = await granted(method('AddDataObject'), {
        ...owner(),
        Name: 'count',
        IntValue: 5,
        StringValue: 'None',
      });
      const id = Number(added.id);
      const one = { ...object(), Id: id };
      await granted(method('IncrementIntValue'), { ...one, IntValue: -4 });
      await granted(method('DecrementIntValue'), { ...one, IntValue: 2 });
      await granted(method('SetStringValue'), { ...one, StringValue: 'null' });
      const listed = await granted(method('ListDataObjects'), { ...owner(), Contains: 'oun' });
      assert.deepEqual(listed.dataObjects, [{ id, name: 'count', stringValue: 'null', intValue: 7 }]);
      await granted(method('SetIntValue'), { ...one, IntValue: -2147483648 });
      await granted(method('RemoveDataObject'), one);
      assert.deepEqual((await granted(method('ListDataObjects'), owner())).dataObjects, []);
      const about = { productId: product.productId, licenseId: license.licenseId, machineCode };
      assert.deepEqual(await lastLogged(server, 8), [
        { state: 8011, method: number('AddDataObject'), detail: `d${id},5`, ...about },
        { state: 8014, method: number('IncrementIntValue'), detail: `d${id},-4`, ...about },
        { state: 8015, method: number('DecrementIntValue'), detail: `d${id},2`, ...about },
        { state: 8017, method: number('SetStringValue'), detail: `d${id},0`, ...about },
        { state: 8013, method: number('ListDataObjects'), detail: '', ...about },
        { state: 8016, method: number('SetIntValue'), detail: `d${id},-2147483648`, ...about },
        { state: 8012, method: number('RemoveDataObject'), detail: `d${id},0`, ...about },
        { state: 8013, method: number('ListDataObjects'), detail: '', ...about },
      ]);
    });

    test('a bound may be reached and not passed', async () => {
      const { id } = await granted(method('AddDataObject'), { ...owner(), Name: 'bounded', IntValue: 9 });
      const one = { ...object(), Id: Number(id), EnableBound: true };
      await granted(method('IncrementIntValue'), { ...one, IntValue: 1, Bound: 10 });
      await refusedWith(SENTENCES.dataObjectBound, method('IncrementIntValue'), { ...one, IntValue: 1, Bound: 10 });
      const about = { productId: product.productId, licenseId: license.licenseId, machineCode };
      assert.deepEqual(await lastLogged(server, 1), [
        { state: 8020, method: number('IncrementIntValue'), detail: `d${id},1`, ...about },
      ]);
      await granted(method('DecrementIntValue'), { ...one, IntValue: 10, Bound: 0 });
      await refusedWith(SENTENCES.dataObjectBound, method('DecrementIntValue'), { ...one, IntValue: 1, Bound: 0 });
      await granted(method('DecrementIntValue'), { ...one, IntValue: 1, Bound: 0, EnableBound: false });
      await granted(method('IncrementIntValue'), { ...object(), Id: Number(id) });
      await granted(method('RemoveDataObject'), one);
    });

    test('no step leaves int32', async () => {
      const { id } = await granted(method('AddDataObject'), { ...owner(), IntValue: 2147483647 });
      const one = { ...object(), Id: Number(id) };
      await refusedWith(SENTENCES.dataObjectOverflow, method('IncrementIntValue'), { ...one, IntValue: 1 });
      await granted(method('SetIntValue'), { ...one, IntValue: -2147483648 });
      await refusedWith(SENTENCES.dataObjectOverflow, method('DecrementIntValue'), { ...one, IntValue: 1 });
      await granted(method('RemoveDataObject'), one);
    });

    test('an integer beyond int32 is set as 0 and added not at all', async () => {
      const { id } = await granted(method('AddDataObject'), { ...owner(), Name: 'wide', IntValue: 7 });
      const one = { ...object(), Id: Number(id) };
      await granted(method('SetIntValue'), { ...one, IntValue: '2147483648' });
      const listed = await granted(method('ListDataObjects'), { ...owner(), Contains: 'wide' });
      assert.deepEqual(listed.dataObjects, [{ id, name: 'wide', stringValue: '', intValue: 0 }]);
      await granted(method('SetIntValue'), { ...one, IntValue: '-99999999999999999999999999' });
      const wrong = SENTENCES.inputIncorrect;
      await refusedWith(wrong, method('SetIntValue'), { ...one, IntValue: 'seven' });
      await refusedWith(wrong, method('IncrementIntValue'), { ...one, IntValue: '2147483648' });
      await refusedWith(wrong, method('AddDataObject'), { ...owner(), IntValue: '2147483648' });
      await granted(method('RemoveDataObject'), one);
    });

    test('a second object of a name is refused only on request', async () => {
      const twice = { ...owner(), Name: 'twice' };
      const { id } = await granted(method('AddDataObject'), twice);
      await refusedWith(SENTENCES.dataObjectExists, method('AddDataObject'), { ...twice, CheckForDuplicates: 'True' });
      const second = await granted(method('AddDataObject'), twice);
      await granted(method('AddDataObject'), { ...owner(), Name: 'Twice', CheckForDuplicates: 'True' });
      if (suffix !== '') {
        await granted(method('SetIntValue'), { ...object(), Id: 0, Name: 'twice', IntValue: 3 });
        assert.equal((await lastLogged(server, 1))[0]?.detail, `d${id},3`);
      }
      assert.notEqual(second.id, id);
    });

    test('lengths are bounded', async () => {
      const wrong = SENTENCES.inputIncorrect;
      await granted(method('AddDataObject'), { ...owner(), Name: 'n'.repeat(100), StringValue: 's'.repeat(10_000) });
      await refusedWith(wrong, method('AddDataObject'), { ...owner(), Name: 'n'.repeat(101) });
      await refusedWith(wrong, method('AddDataObject'), { ...owner(), StringValue: 's'.repeat(10_001) });
    });

    // spec(writing the log): 8020
    test('an object that is not there is refused with its sentence', async () => {
      const missing = { ...object(), Id: 999_999 };
      for (const operation of OPERATIONS.slice(2)) {
        await refusedWith(SENTENCES.dataObjectNotFound, method(operation), { ...missing, IntValue: 1 });
        const [row] = await lastLogged(server, 1);
        assert.equal(row?.state, 8020);
        assert.equal(row?.method, number(operation));
        assert.match(String(row?.detail), /^d999999,/);
        await refusedWith(SENTENCES.dataObjectNotFound, method(operation), {
          ...object(),
          Id: 0,
          IntValue: 1,
          Name: '',
        });
      }
    });

    test('the feature lock is the largest step', async () => {
      const careful = await server.token({ featureLock: 3 });
      const { id } = await granted(method('AddDataObject'), { ...owner(), IntValue: 100 });
      const one = { ...object(), Id: Number(id) };
      await granted(method('IncrementIntValue'), { ...one, IntValue: 3 }, careful);
      await granted(method('DecrementIntValue'), { ...one, IntValue: -3 }, careful);
      await refusedWith(SENTENCES.accessDenied, method('IncrementIntValue'), { ...one, IntValue: 4 }, careful);
      await refusedWith(SENTENCES.accessDenied, method('DecrementIntValue'), { ...one, IntValue: -4 }, careful);
    });

    test('50 increments at once add up, and a bound holds among them', async () => {
      const { id } = await granted(method('AddDataObject'), { ...owner(), Name: 'parallel' });
      const one = { ...object(), Id: Number(id) };
      const before = await countLogged(server);
      await Promise.all(
        Array.from({ length: 50 }, () => granted(method('IncrementIntValue'), { ...one, IntValue: 3 })),
      );
      const bounded = { ...one, IntValue: 1, EnableBound: true, Bound: 160 };
      const answers = await Promise.all(Array.from({ length: 20 }, () => call(method('IncrementIntValue'), bounded)));
      assert.equal(answers.filter(({ result }) => result === 0).length, 10);
      const listed = await granted(method('ListDataObjects'), { ...owner(), Contains: 'parallel' });
      assert.deepEqual(listed.dataObjects, [{ id, name: 'parallel', stringValue: '', intValue: 160 }]);
      assert.equal(await countLogged(server), before + 71);
    });

    test('a token needs the permission of the operation', async () => {
      const other = await server.token({ permissions: ['Activate'] });
      for (const operation of OPERATIONS) {
        await refusedWith(SENTENCES.accessDenied, method(operation), { ...owner(), ...object(), IntValue: 1 }, other);
        assert.equal((await lastLogged(server, 1))[0]?.state, 8020);
        const right = await server.token({ permissions: [operation] });
        const { message } = await call(method(operation), { ...owner(), ...object(), Id: 999_999, IntValue: 1 }, right);
        assert.notEqual(message, SENTENCES.accessDenied);
      }
    });
  });
}

describe('owners', () => {
  const owner = (ReferencerType: string | number, ReferencerId: number) => ({ ReferencerType, ReferencerId });

  test('account, product, key and machine keep their objects apart', async () => {
    const other = await addLicenseOf(server, product.productId);
    const byReference = [owner('User', 0), owner(1, product.productId), owner('key', other.licenseId)];
    const ids = [];
    for (const address of byReference) {
      ids.push((await granted('AddDataObject', { ...address, Name: 'apart', CheckForDuplicates: true })).id);
    }
    const onMachine = { ...keyAddress(other), MachineCode: '', Name: 'apart', CheckForDuplicates: true };
    ids.push((await granted('AddDataObjectToMachineCode', onMachine)).id);
    ids.push((await granted('AddDataObjectToMachineCode', { ...onMachine, MachineCode: 'b' })).id);
    const lists = [];
    for (const address of byReference) lists.push((await granted('ListDataObjects', address)).dataObjects);
    lists.push((await granted('ListDataObjectsToMachineCode', onMachine)).dataObjects);
    lists.push((await granted('ListDataObjectsToMachineCode', { ...onMachine, MachineCode: 'b' })).dataObjects);
    assert.deepEqual(
      lists,
      ids.map((id) => [{ id, name: 'apart', stringValue: '', intValue: 0 }]),
    );
    await refusedWith(SENTENCES.dataObjectNotFound, 'SetIntValueToKey', {
      ...keyAddress(other),
      Id: Number(ids[3]),
      IntValue: 1,
    });
    const rows = await lastLogged(server, 6);
    assert.deepEqual(
      rows.map((row) => [row.productId, row.licenseId, row.machineCode]),
      [
        [0, 0, null],
        [product.productId, 0, null],
        [product.productId, other.licenseId, null],
        [product.productId, other.licenseId, ''],
        [product.productId, other.licenseId, 'b'],
        [product.productId, other.licenseId, null],
      ],
    );
    const answer = await server.call('key/GetKey', token, { ...keyAddress(other), SignMethod: 0 });
    const shown = answer.body.licenseKey as { readonly dataObjects: readonly unknown[] };
    assert.deepEqual(shown.dataObjects, [{ id: ids[2], name: 'apart', stringValue: '', intValue: 0 }]);
  });

  test('an owner that is not there is named as such', async () => {
    await refusedWith(SENTENCES.productNotFound, 'AddDataObject', owner('Product', 999));
    await refusedWith(SENTENCES.keyNotFound, 'AddDataObject', owner('Key', 999_999));
    await refusedWith(SENTENCES.keyNotFound, 'ListDataObjects', owner('Key', 999_999));
    await refusedWith(SENTENCES.inputIncorrect, 'ListDataObjects', owner('Machine', 1));
    await refusedWith(SENTENCES.productNotFound, 'AddDataObjectToKey', { ProductId: 999, Key: license.key });
    await refusedWith(SENTENCES.keyNotFound, 'AddDataObjectToKey', {
      ProductId: product.productId,
      Key: 'NO-SUCH-KEY',
    });
    const [row] = await lastLogged(server, 1);
    assert.deepEqual([row?.state, row?.detail], [8020, 'kNO-SUCH-KEY']);
  });

  test('the objects of a deleted key are out of reach', async () => {
    const gone = await addLicenseOf(server, product.productId);
    const { id } = await granted('AddDataObjectToKey', keyAddress(gone));
    await putObjects(server, [{ kind: 'license', row: { ...gone, deletedAt: Date.now() } }]);
    await refusedWith(SENTENCES.dataObjectNotFound, 'SetIntValue', { Id: Number(id), IntValue: 1 });
    await refusedWith(SENTENCES.keyNotFound, 'ListDataObjects', owner('Key', gone.licenseId));
  });

  test('an owner has a limited number of objects', async () => {
    const full = await addLicenseOf(server, product.productId);
    await putObjects(
      server,
      Array.from({ length: LIMITS.dataObjectsPerOwner }, (_, index) => ({
        kind: 'dataObject',
        row: {
          id: 100_000 + index,
          referencerType: 2,
          referencerId: full.licenseId,
          machineCode: '',
          name: '',
          stringValue: '',
          intValue: 0,
        },
      })),
    );
    await refusedWith(SENTENCES.dataObjectLimit, 'AddDataObjectToKey', keyAddress(full));
    await granted('AddDataObjectToMachineCode', { ...keyAddress(full), MachineCode: 'm' });
  });

  test('ShowAll lists every owner’s objects in pages', async () => {
    const page = await granted('ListDataObjects', { ShowAll: true });
    const objects = page.dataObjects as readonly { readonly id: number; readonly referencerType: number }[];
    assert.equal(objects.length, LIMITS.dataObjectsPerPage);
    const last = objects.at(-1);
    const rest = await granted('ListDataObjects', { ShowAll: true, StartingAfter: last?.id ?? 0 });
    const more = rest.dataObjects as typeof objects;
    assert.deepEqual(new Set([...objects, ...more].map((object) => object.referencerType)), new Set([0, 1, 2, 3]));
    assert(more.every((object) => object.id > (last?.id ?? 0)));
    const named = await granted('ListDataObjects', { ShowAll: true, Contains: 'apart' });
    assert.equal((named.dataObjects as typeof objects).length, 5);
  });
});

describe('locks on the general methods', () => {
  test('a product lock reaches its product and that product’s keys', async () => {
    const elsewhere = await server.product();
    const foreign = await addLicenseOf(server, elsewhere.productId);
    const locked = await server.token({ productLock: product.productId });
    const foreignId = Number((await granted('AddDataObjectToKey', keyAddress(foreign))).id);
    const accountId = Number((await granted('AddDataObject', { ReferencerType: 0 })).id);
    const ownId = Number(
      (await granted('AddDataObject', { ReferencerType: 1, ReferencerId: product.productId }, locked)).id,
    );
    const keyId = Number(
      (await granted('AddDataObject', { ReferencerType: 2, ReferencerId: license.licenseId }, locked)).id,
    );
    await granted('SetIntValue', { Id: ownId, IntValue: 1 }, locked);
    await granted('SetIntValue', { Id: keyId, IntValue: 1 }, locked);
    for (const Id of [foreignId, accountId]) {
      await refusedWith(SENTENCES.dataObjectNotFound, 'SetIntValue', { Id, IntValue: 1 }, locked);
    }
    const denied = SENTENCES.accessDenied;
    await refusedWith(denied, 'AddDataObject', { ReferencerType: 0 }, locked);
    await refusedWith(denied, 'AddDataObject', { ReferencerType: 1, ReferencerId: elsewhere.productId }, locked);
    await refusedWith(denied, 'AddDataObject', { ReferencerType: 1, ReferencerId: 999 }, locked);
    await refusedWith(denied, 'ListDataObjects', { ReferencerType: 2, ReferencerId: foreign.licenseId }, locked);
    await refusedWith(denied, 'ListDataObjects', { ReferencerType: 2, ReferencerId: 999_999 }, locked);
    await refusedWith(denied, 'ListDataObjects', { ShowAll: true }, locked);
    await refusedWith(denied, 'AddDataObjectToKey', keyAddress(foreign), locked);
  });

  test('a key lock reaches its key only', async () => {
    const other = await addLicenseOf(server, product.productId);
    const otherId = Number((await granted('AddDataObjectToKey', keyAddress(other))).id);
    const locked = await server.token({ keyLock: license.licenseId });
    const { id } = await granted('AddDataObject', { ReferencerType: 2, ReferencerId: license.licenseId }, locked);
    await granted('IncrementIntValue', { Id: Number(id), IntValue: 1 }, locked);
    await granted('IncrementIntValueToKey', { ...keyAddress(), Id: Number(id), IntValue: 1 }, locked);
    await refusedWith(SENTENCES.dataObjectNotFound, 'IncrementIntValue', { Id: otherId, IntValue: 1 }, locked);
    const denied = SENTENCES.accessDenied;
    await refusedWith(denied, 'IncrementIntValueToKey', { ...keyAddress(other), Id: otherId, IntValue: 1 }, locked);
    await refusedWith(denied, 'AddDataObject', { ReferencerType: 1, ReferencerId: product.productId }, locked);
    await refusedWith(denied, 'AddDataObject', { ReferencerType: 2, ReferencerId: other.licenseId }, locked);
    await refusedWith(denied, 'ListDataObjects', { ShowAll: true }, locked);
  });

  test('a key lock below 0 works with product and key only', async () => {
    const naming = await server.token({ keyLock: -1 });
    const { id } = await granted('AddDataObjectToKey', keyAddress(), naming);
    await granted('SetIntValueToKey', { ...keyAddress(), Id: Number(id), IntValue: 1 }, naming);
    await refusedWith(SENTENCES.dataObjectNotFound, 'SetIntValue', { Id: Number(id), IntValue: 1 }, naming);
    await refusedWith(
      SENTENCES.accessDenied,
      'ListDataObjects',
      { ReferencerType: 2, ReferencerId: license.licenseId },
      naming,
    );
  });
});

test('requests as client SDKs send them', async () => {
  const send = async (path: string, form: string) => {
    const response = await fetch(server.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `token=${encodeURIComponent(token)}&${form}`,
    });
    assert.equal(response.status, 200);
    return (await response.json()) as Record<string, unknown>;
  };
  const { key } = await addLicenseOf(server, product.productId);
  const address = `ProductId=${product.productId}&Key=${key}`;
  const added = await send(
    '/api//data/AddDataObjectToKey/',
    `${address}&Name=n&IntValue=1&StringValue=s&CheckForDuplicates=True`,
  );
  assert.deepEqual(added, { id: added.id, result: 0, message: '' });
  const step = `${address}&Id=0&Name=n&IntValue=1&EnableBound=True&Bound=10`;
  const done = { result: 0, message: '' };
  assert.deepEqual(await send('/api//data/IncrementIntValueToKey/', step), done);
  assert.deepEqual(await send('/api//data/DecrementIntValueToKey/', step.replace('Bound=10', 'Bound=0')), done);
  assert.deepEqual(await send('/api//data/ListDataObjectsToKey/', `${address}&Contains=`), {
    dataObjects: [{ id: added.id, name: 'n', stringValue: 's', intValue: 1 }],
    ...done,
  });
  assert.deepEqual(await send('/api//data/RemoveDataObjectToKey/', `${address}&Name=&Id=${added.id}`), done);
  const machine = `${address}&Name=n&IntValue=1&StringValue=s&CheckForDuplicates=False&MachineCode=m`;
  const onMachine = await send('/api//data/AddDataObjectToMachineCode/', machine);
  assert.equal(onMachine.result, 0);
  assert.deepEqual(await send('/api//data/ListDataObjectsToMachineCode/', `${address}&MachineCode=m&Contains=`), {
    dataObjects: [{ id: onMachine.id, name: 'n', stringValue: 's', intValue: 1 }],
    ...done,
  });
  const remove = `${address}&MachineCode=m&Name=n&Id=0`;
  assert.deepEqual(await send('/api//data/RemoveDataObjectToMachineCode/', remove), done);
  const node = `productId=${product.productId}&key=${key}&checkForDuplicates=true&name=n&stringValue=s&intValue=1`;
  assert.equal((await send('/api/data/AddDataObjectToKey', node)).result, 0);
});
