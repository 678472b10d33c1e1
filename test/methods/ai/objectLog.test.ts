import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Client } from 'pg';
import { pino } from 'pino';
import { decodeTokenText } from '../../../src/domain/identity/tokenText.js';
import { revokeToken, setAccount } from '../../harness/administer.js';
import { privateKeyOf } from '../../harness/ext.js';
import { addLicense } from '../../harness/licenses.js';
import { licenseServer, type TestParameters } from '../../harness/server.js';

const INPUT = 'The input parameters were incorrect.';

// One test makes the server fail.
const { server, token, product } = await licenseServer({ log: pino({ level: 'silent' }) });
const license = await addLicense(server.engine, { productId: product.productId, key: 'KEY-A', maxNoOfMachines: 1 });
await server.call('key/Activate', token, { ProductId: product.productId, Key: 'KEY-A', MachineCode: 'm' });
for (let more = 0; more < 120; more += 1) await server.token();

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

// spec(GetObjectLog): who, what, when; license: added and updated
test('GetObjectLog: an added license and what an activation changed in it', async () => {
  const ofLicense = (await changes({ Limit: 100 })).filter((change) => change.resourceType === 3);
  const [added, updated] = ofLicense;
  assert(added !== undefined && updated !== undefined && ofLicense.length === 2);
  assert(Math.abs(added.created - Date.now() / 1000) < 60);
  const { data, id: _id, created: _created, ...rest } = added;
  assert.deepEqual(rest, {
    resourceType: 3,
    resourceAction: 1,
    affectedObjectId: license.licenseId,
    objectOwnerUserId: 1,
    performedByUserId: '1',
  });
  // Clients read these names, whatever the fields are called inside.
  const { globalId, id, key } = JSON.parse(data) as Record<string, unknown>;
  assert.deepEqual([globalId, id, key], [license.licenseId, license.idInProduct, 'KEY-A']);
  const differences = JSON.parse(updated.data) as Record<string, readonly unknown[]>;
  assert.deepEqual([updated.resourceAction, Object.keys(differences)], [2, ['firstActivated']]);
  assert.equal(differences.firstActivated?.[0], null);
});

// spec(GetObjectLog): Limit: default 10, at most 100
test('GetObjectLog: Limit is 10 by default and at most 100', async () => {
  for (const Limit of ['', '0', 'None']) assert.equal((await changes({ Limit })).length, 10);
  assert.equal((await changes({ Limit: 101 })).length, 100);
});

// spec(GetObjectLog): StartingAfter is the only cursor
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

// spec(GetObjectLog): The input parameters were incorrect.
test('GetObjectLog: a negative or non-numeric number is refused', async () => {
  for (const name of ['Limit', 'StartingAfter']) {
    for (const value of ['-1', 'abc']) {
      assert.equal((await server.call('ai/GetObjectLog', token, { [name]: value })).body.message, INPUT);
    }
  }
});

// spec(GetObjectLog): Access denied.
test('GetObjectLog: access denied without the permission, and with any lock', async () => {
  const scopes = [
    { permissions: ['GetEvents'] },
    { keyLock: -1 },
    { keyLock: license.licenseId },
    { productLock: license.productId },
  ];
  for (const scope of scopes) {
    const answer = await server.call('ai/GetObjectLog', await server.token(scope));
    assert.deepEqual(answer.body, { result: 1, message: 'Access denied.' });
  }
});

/** The rows that `work` leaves, without what every row has. */
const changesOf = async (work: () => Promise<unknown>) => {
  const last = (await newest())?.id ?? 0;
  await work();
  const rows = await changes({ StartingAfter: last, Limit: 100 });
  return rows.map((row) => ({
    what: [row.resourceType, row.resourceAction, row.affectedObjectId],
    data: JSON.parse(row.data) as Record<string, unknown>,
  }));
};

const newest = async (): Promise<ShownChange | undefined> => {
  let last: ShownChange | undefined;
  for (;;) {
    const page = await changes({ StartingAfter: last?.id ?? 0, Limit: 100 });
    if (page.length === 0) return last;
    last = page.at(-1);
  }
};

const granted = async (method: string, parameters: TestParameters): Promise<Record<string, unknown>> => {
  const { body } = await server.call(method, token, parameters);
  assert.equal(body.result, 0, `${method}: ${body.message}`);
  return body;
};

// spec(GetObjectLog): customer
test('GetObjectLog: a customer added, changed and deleted; the secret is not in it', async () => {
  let id = 0;
  let secret = '';
  const rows = await changesOf(async () => {
    const added = await granted('customer/AddCustomer', { Name: 'Ünal' });
    id = Number(added.customerId);
    secret = String(added.secret);
    await granted('customer/EditCustomer', { CustomerId: id, Name: 'Erol' });
    await granted('customer/EditCustomer', { CustomerId: id, Name: 'Erol' });
    await granted('customer/RemoveCustomer', { CustomerId: id });
  });
  assert.deepEqual(
    rows.map(({ what }) => what),
    [
      [1, 1, id],
      [1, 2, id],
      [1, 3, id],
    ],
    'a change that changes nothing is no row',
  );
  assert.deepEqual([rows[0]?.data.name, rows[1]?.data], ['Ünal', { name: ['Ünal', 'Erol'] }]);
  assert(secret.length > 10 && !JSON.stringify(rows).includes(secret));
});

// spec(GetObjectLog): data object
test('GetObjectLog: a data object added, changed and deleted', async () => {
  let Id = 0;
  const rows = await changesOf(async () => {
    Id = Number((await granted('data/AddDataObject', { Name: 'count', IntValue: 5 })).id);
    await granted('data/IncrementIntValue', { Id, IntValue: 2 });
    await granted('data/SetStringValue', { Id, StringValue: 'text' });
    await granted('data/RemoveDataObject', { Id });
  });
  assert.deepEqual(
    rows.map(({ what }) => what),
    [1, 2, 2, 3].map((action) => [6, action, Id]),
  );
  assert.deepEqual([rows[1]?.data, rows[2]?.data], [{ intValue: [5, 7] }, { stringValue: ['', 'text'] }]);
});

// spec(GetObjectLog): {field: [old, new]}; license: updated and deleted
test('GetObjectLog: a license changed and deleted', async () => {
  const gone = await addLicense(server.engine, { productId: license.productId, key: 'GONE', notes: 'old' });
  const named = { ProductId: gone.productId, Key: gone.key };
  const rows = await changesOf(async () => {
    await granted('key/ChangeNotes', { ...named, Notes: 'new' });
    await granted('key/BlockKey', named);
    await granted('key/DeleteKey', named);
  });
  assert.deepEqual(
    rows.map(({ what }) => what),
    [2, 2, 3].map((action) => [3, action, gone.licenseId]),
  );
  assert.deepEqual([rows[0]?.data, rows[1]?.data], [{ notes: ['old', 'new'] }, { block: [false, true] }]);
});

// spec(GetObjectLog): product, token, setting
test('GetObjectLog: products, tokens and settings; no secret is in it', async () => {
  let productId = 0;
  let text = '';
  const rows = await changesOf(async () => {
    productId = (await server.product({ name: 'Second' })).productId;
    text = await server.token();
    await revokeToken(server.engine, 1, decodeTokenText(text)?.tokenId ?? 0);
    await setAccount(server.engine, 1, { webApiLog: true });
  });
  const { tokenId } = decodeTokenText(text) ?? {};
  assert.deepEqual(
    rows.map(({ what }) => what),
    [
      [5, 1, productId],
      [0, 1, tokenId],
      [0, 2, tokenId],
      [0, 2, 1],
    ],
  );
  assert.deepEqual(rows[3]?.data, { webApiLog: [false, true] });
  for (const secret of [text, decodeTokenText(text)?.secret, await privateKeyOf(server)]) {
    assert(secret !== undefined && secret.length > 10 && !JSON.stringify(rows).includes(secret));
  }
});

// spec(GetObjectLog): in the same transaction
test('GetObjectLog: a change and its row are one transaction: where the row cannot be written nothing changes', async () => {
  const owner = new Client({ connectionString: server.databaseUrl });
  await owner.connect();
  const named = { ProductId: license.productId, Key: license.key };
  const notes = async () =>
    (await owner.query('select notes from license where global_id = $1', [license.licenseId])).rows;
  try {
    const before = await notes();
    const last = (await newest())?.id ?? 0;
    await owner.query('alter table object_log add constraint closed check (resource_type <> 3) not valid');
    const refused = await server.call('key/ChangeNotes', token, { ...named, Notes: 'never' });
    assert.deepEqual([refused.status, refused.body.result], [500, 1]);
    assert.deepEqual(await notes(), before);
    await owner.query('alter table object_log drop constraint closed');
    await granted('key/ChangeNotes', { ...named, Notes: 'now' });
    assert.deepEqual(await notes(), [{ notes: 'now' }]);
    assert.deepEqual(
      (await changes({ StartingAfter: last })).map((change) => change.id),
      [last + 1],
    );
  } finally {
    await owner.end();
  }
});
