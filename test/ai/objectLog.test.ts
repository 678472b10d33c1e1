import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { License } from '../../src/domain/entities.js';
import { addLicense } from '../harness/licenses.js';
import { startTestServer, type TestParameters, type TestServer } from '../harness/server.js';

const INPUT = 'The input parameters were incorrect.';

let server: TestServer;
let token: string;
let license: License;

before(async () => {
  server = await startTestServer();
  token = await server.token();
  const product = await server.product();
  license = await addLicense(server.engine, { productId: product.productId, key: 'KEY-A', maxNoOfMachines: 1 });
  await server.call('key/Activate', token, { ProductId: product.productId, Key: 'KEY-A', MachineCode: 'm' });
  for (let more = 0; more < 120; more += 1) await server.token();
});

after(() => server.stop());

interface ShownChange {
  readonly id: number;
  readonly created: number;
  readonly resourceType: number;
  readonly resourceAction: number;
  readonly affectedObjectId: number;
  readonly objectOwnerUserId: number;
  readonly performedByUserId: string;
  readonly data: string;
}

const changes = async (parameters: TestParameters = {}): Promise<readonly ShownChange[]> => {
  const answer = await server.call('ai/GetObjectLog', token, parameters);
  assert.deepEqual([answer.status, answer.body.result, answer.body.message], [200, 0, null]);
  return answer.body.events as ShownChange[];
};

test('GetObjectLog: an added license and what an activation changed in it', async () => {
  const ofLicense = (await changes({ Limit: 100 })).filter((change) => change.resourceType === 3);
  const [added, updated] = ofLicense;
  assert(added !== undefined && updated !== undefined && ofLicense.length === 2);
  assert(Math.abs(added.created - Date.now() / 1000) < 60);
  const { data, id: _id, created: _created, ...rest } = added;
  assert.deepEqual(rest, {
    resourceType: 3,
    resourceAction: 1,
    affectedObjectId: license.globalId,
    objectOwnerUserId: 1,
    performedByUserId: '1',
  });
  assert.equal((JSON.parse(data) as License).key, 'KEY-A');
  const differences = JSON.parse(updated.data) as Record<string, readonly unknown[]>;
  assert.deepEqual([updated.resourceAction, Object.keys(differences)], [2, ['firstActivated']]);
  assert.equal(differences.firstActivated?.[0], null);
});

test('GetObjectLog: Limit is 10 by default and at most 100', async () => {
  for (const Limit of ['', '0', 'None']) assert.equal((await changes({ Limit })).length, 10);
  assert.equal((await changes({ Limit: 101 })).length, 100);
});

test('GetObjectLog: StartingAfter covers each row once; EndingBefore is no parameter of it', async () => {
  const ids: number[] = [];
  for (;;) {
    const page = await changes({ StartingAfter: ids.at(-1) ?? 0, Limit: 7, EndingBefore: 1 });
    if (page.length === 0) break;
    ids.push(...page.map((change) => change.id));
  }
  assert.deepEqual(
    ids,
    ids.map((_, index) => index + 1),
  );
  assert(ids.length > 120);
});

test('GetObjectLog: a negative or non-numeric number is refused', async () => {
  for (const name of ['Limit', 'StartingAfter']) {
    for (const value of ['-1', 'abc']) {
      assert.equal((await server.call('ai/GetObjectLog', token, { [name]: value })).body.message, INPUT);
    }
  }
});

test('GetObjectLog: access denied without the permission, and with any lock', async () => {
  const scopes = [
    { permissions: ['GetEvents'] },
    { keyLock: -1 },
    { keyLock: license.globalId },
    { productLock: license.productId },
  ];
  for (const scope of scopes) {
    const answer = await server.call('ai/GetObjectLog', await server.token(scope));
    assert.deepEqual(answer.body, { result: 1, message: 'Access denied.' });
  }
});
