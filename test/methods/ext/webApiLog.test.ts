import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isoWithoutZone } from '../../../src/domain/time/time.js';
import { createAccount } from '../../../src/engine/identity/accounts.js';
import { setAccount } from '../../harness/administer.js';
import { callExt, openLog, privateKeyOf, requestExt } from '../../harness/ext.js';
import { addLicense } from '../../harness/licenses.js';
import { type LogRow, logRows } from '../../harness/loggedRows.js';
import { serverOfFile } from '../../harness/server.js';

const EITHER_DISABLED =
  "The user has either disabled <i>Web API logs</i> or the <i>private key</i> was incorrect or the user's subscription level does not allow this functionality.";
const SUBSCRIPTION = 'The subscription level of the user does not allow this functionality.';
const NO_TYPE = 'No typeOfAction was specified. Either User, Product or Key.';
const INPUT = 'The input parameters were incorrect.';

let rows: readonly LogRow[];

/** What the method must show of rows, newest first. */
const shown = (of: 'user' | 'product' | 'key', stored: readonly LogRow[]) =>
  stored.toReversed().map((row) => ({
    ...(of === 'user' ? { Pid: row.productId } : {}),
    ...(of === 'key' ? {} : { Key: row.licenseId }),
    IP: row.address,
    Time: isoWithoutZone(row.time),
    State: row.state,
  }));

const server = await serverOfFile({ trustProxy: ['127.0.0.1'] });
const first = await server.product({ isPublic: true });
const second = await server.product();
const license = await addLicense(server.engine, { productId: first.productId, key: 'AAAAA-BBBBB-CCCCC-DDDDD' });
const other = await addLicense(server.engine, { productId: second.productId, key: 'AAAAA-BBBBB-CCCCC-DDDDD' });
const token = await server.token();
const activate = (productId: number, Key: string, address: string) =>
  fetch(`${server.url}/api/key/Activate`, {
    method: 'POST',
    headers: { 'x-forwarded-for': address },
    body: new URLSearchParams({ token, ProductId: String(productId), Key }),
  });
for (let call = 0; call < 14; call += 1) {
  await activate(first.productId, license.key, '90.227.166.132');
  await activate(first.productId, 'NO-SUCH-KEY', '2001:db8::7');
  await activate(second.productId, other.key, '198.51.100.7');
}
const owner: { readonly uid: number; readonly privateKey: string } = await openLog(server);
rows = await logRows(server);
assert.equal(rows.length, 42);

describe('what it returns', () => {
  // spec(WebAPILog): typeOfLog user: a UserLog of the whole account: Pid, Key, IP, Time, State
  // spec(WebAPILog): the most recent first
  // spec(WebAPILog): IP: the address of the client
  test('a UserLog: every row of the account with Pid, Key, IP, Time and State, newest first', async () => {
    const answer = await requestExt(server, 'WebAPILog', { ...owner, typeOfLog: 'user', range: 0 });
    const text = await answer.text();
    assert.deepEqual(JSON.parse(text), shown('user', rows));
    // The order of the members is the page's, too.
    assert.equal(text, JSON.stringify(shown('user', rows)));
    assert.equal(shown('user', rows)[0]?.IP, '198.51.100.7', 'the address is shown in full');
  });

  // spec(WebAPILog): typeOfLog product: a ProductLog: Key, IP, Time, State
  test('a ProductLog: the rows of one product with Key, IP, Time and State', async () => {
    const mine = rows.filter((row) => row.productId === first.productId);
    assert.equal(mine.length, 28);
    const answer = await callExt(server, 'WebAPILog', {
      ...owner,
      typeOfLog: 'product',
      id: first.productId,
      range: 0,
    });
    assert.deepEqual(answer, shown('product', mine));
  });

  // spec(WebAPILog): typeOfLog key: a KeyLog: IP, Time, State
  test('a KeyLog: the rows of one key, by its id, with IP, Time and State', async () => {
    const mine = rows.filter((row) => row.licenseId === license.licenseId);
    assert.equal(mine.length, 14);
    const answer = await callExt(server, 'WebAPILog', { ...owner, typeOfLog: 'key', id: license.licenseId, range: 0 });
    assert.deepEqual(answer, shown('key', mine));
  });

  // spec(WebAPILog): Key: the key id; in the example 0 for none
  test('the key id is 0 for a request whose key does not exist', async () => {
    const answer = await callExt(server, 'WebAPILog', {
      ...owner,
      typeOfLog: 'product',
      id: first.productId,
      range: 0,
    });
    assert(Array.isArray(answer));
    assert.deepEqual(
      new Set(answer.map((row) => `${row.State} ${row.Key}`)),
      new Set([`2010 ${license.licenseId}`, '2020 0']),
    );
  });

  // spec(WebAPILog): Time: as in the example, without zone
  test('Time has no zone, milliseconds without trailing zeros, and is UTC', async () => {
    const answer = await callExt(server, 'WebAPILog', { ...owner, typeOfLog: 'user' });
    assert(Array.isArray(answer));
    for (const { Time } of answer) {
      assert.match(Time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,2}[1-9])?$/);
      assert(Math.abs(Date.parse(`${Time}Z`) - Date.now()) < 60_000);
    }
  });

  // spec(WebAPILog): reading leaves no entry
  test('reading the log leaves no row', async () => {
    await callExt(server, 'WebAPILog', { ...owner, typeOfLog: 'user' });
    await callExt(server, 'WebAPILog', { ...owner, privateKey: 'wrong', typeOfLog: 'user' });
    assert.equal((await logRows(server)).length, rows.length);
  });
});

describe('parameters', () => {
  const read = (parameters: Record<string, string | number>) =>
    callExt(server, 'WebAPILog', { ...owner, ...parameters });

  // spec(WebAPILog): typeOfLog: user, product or key
  test('typeOfLog takes user, product and key in any case', async () => {
    for (const typeOfLog of ['user', 'USER', 'User']) {
      assert.deepEqual(await read({ typeOfLog, range: 1 }), shown('user', rows).slice(0, 1));
    }
    assert.deepEqual(await read({ typeOfLog: 'Product', id: second.productId, range: 1 }), [
      ...shown('product', rows.slice(-1)),
    ]);
    assert.deepEqual(
      await read({ typeOfLog: 'KEY', id: license.licenseId, range: 1 }),
      shown('key', rows.filter((row) => row.licenseId === license.licenseId).slice(-1)),
    );
  });

  // spec(WebAPILog): id: not needed for user
  test('id is not needed for user and whatever it names is not looked at', async () => {
    for (const id of [1, 999_999, 0, '']) {
      assert.deepEqual(await read({ typeOfLog: 'user', id, range: 2 }), shown('user', rows).slice(0, 2));
    }
  });

  // spec(WebAPILog): id: required for product and key
  // spec(WebAPILog): id: the key id, not the serial key
  // spec(WebAPILog, errors): The input parameters were incorrect. (ours)
  test('a missing id is an input error for product and key, an unknown one an empty list', async () => {
    for (const typeOfLog of ['product', 'key']) {
      assert.deepEqual(await read({ typeOfLog }), { error: INPUT });
      assert.deepEqual(await read({ typeOfLog, id: '' }), { error: INPUT });
      assert.deepEqual(
        await read({ typeOfLog, id: license.key }),
        { error: INPUT },
        'the key string is not the key id',
      );
      assert.deepEqual(await read({ typeOfLog, id: 999_999 }), []);
      assert.deepEqual(await read({ typeOfLog, id: 999_999, range: 0 }), []);
    }
  });

  // spec(WebAPILog): id of no product
  test('a product that does not exist has no rows, even where refused requests named it', async () => {
    const token = await server.token();
    await server.call('key/Activate', token, { ProductId: 777, Key: 'X' });
    assert.deepEqual(await read({ typeOfLog: 'product', id: 777 }), []);
    rows = await logRows(server);
    assert.equal(rows.at(-1)?.productId, 777);
  });

  // spec(WebAPILog): range: default 30; 0 returns all
  test('range is 30 unless given, any number of rows, and all for 0', async () => {
    const all = shown('user', rows);
    assert.equal(all.length, 43);
    for (const parameters of [{}, { range: '' }, { range: 'null' }, { range: 30 }] as const) {
      assert.deepEqual(await read({ typeOfLog: 'user', ...parameters }), all.slice(0, 30));
    }
    for (const range of [1, 7, 42, 43, 44, 100_000]) {
      assert.deepEqual(await read({ typeOfLog: 'user', range }), all.slice(0, range));
    }
    assert.deepEqual(await read({ typeOfLog: 'user', range: 0 }), all);
  });

  // spec(WebAPILog): range: negative or no number
  test('a range that is negative or no number is an input error', async () => {
    for (const range of [-1, 'NaN', '1.5', 'ten', '99999999999']) {
      assert.deepEqual(await read({ typeOfLog: 'user', range }), { error: INPUT });
    }
  });

  // spec(WebAPILog): fromdate, todate: bounds of Time
  test('fromdate and todate bound Time, both inclusive, to the millisecond', async () => {
    const all = shown('user', rows);
    const times = all.map((row) => row.Time);
    for (const at of [0, 5, 20, 42]) {
      const time = times[at] ?? '';
      const ms = rows[42 - at]?.time ?? 0;
      assert.deepEqual(
        await read({ typeOfLog: 'user', range: 0, fromdate: time }),
        shown(
          'user',
          rows.filter((row) => row.time >= ms),
        ),
      );
      assert.deepEqual(
        await read({ typeOfLog: 'user', range: 0, todate: `${time}Z` }),
        shown(
          'user',
          rows.filter((row) => row.time <= ms),
        ),
      );
      assert.deepEqual(
        await read({ typeOfLog: 'user', range: 0, fromdate: time, todate: time }),
        shown(
          'user',
          rows.filter((row) => row.time === ms),
        ),
      );
    }
  });

  // spec(WebAPILog): fromdate, todate: null is no boundary; default null
  test('a bare date is its midnight; empty and null are no bound; a bound may lie anywhere', async () => {
    const all = shown('user', rows);
    const day = (offset: number) => new Date((rows[0]?.time ?? 0) + offset * 86_400_000).toISOString().slice(0, 10);
    assert.deepEqual(await read({ typeOfLog: 'user', range: 0, fromdate: day(0) }), all);
    assert.deepEqual(await read({ typeOfLog: 'user', range: 0, todate: day(0) }), []);
    assert.deepEqual(await read({ typeOfLog: 'user', range: 0, fromdate: day(2) }), []);
    assert.deepEqual(await read({ typeOfLog: 'user', range: 0, todate: day(2), fromdate: day(-1) }), all);
    assert.deepEqual(await read({ typeOfLog: 'user', range: 0, fromdate: '', todate: 'null' }), all);
    assert.deepEqual(await read({ typeOfLog: 'user', range: 0, fromdate: '0001-01-01', todate: '9999-12-31' }), all);
    assert.deepEqual(await read({ typeOfLog: 'user', range: 0, fromdate: day(1), todate: day(0) }), []);
  });

  // spec(WebAPILog): fromdate, todate: anything else
  test('a date that is none is an input error', async () => {
    for (const date of ['yesterday', '2026-02-30', '2026-13-01', '17/03/2015', '1426627412', '2015-03-17T25:00:00']) {
      assert.deepEqual(await read({ typeOfLog: 'user', fromdate: date }), { error: INPUT });
      assert.deepEqual(await read({ typeOfLog: 'user', todate: date }), { error: INPUT });
    }
  });

  // spec(WebAPILog): fromdate, todate: formats
  test('dates of every precision are read', async () => {
    for (const todate of [
      '2015-03-17',
      '2015-03-17T21:23',
      '2015-03-17T21:23:32',
      '2015-03-17T21:23:32.153',
      '2015-03-17T21:23:32.1534567Z',
    ]) {
      assert.deepEqual(await read({ typeOfLog: 'user', todate }), []);
    }
  });
});

describe('errors, in the order in which they are looked for', () => {
  const read = (parameters: Record<string, string | number>) => callExt(server, 'WebAPILog', parameters);
  // Everything after the point of failure is wrong as well.
  const nonsense = { typeOfLog: 'nothing', range: -1, fromdate: 'x' };

  // spec(WebAPILog): uid: required
  // spec(WebAPILog): privateKey: required
  // spec(WebAPILog, errors): The user has either disabled `<i>`Web API logs`</i>` or the `<i>`private key`</i>` was incorrect or the user's subscription level does not allow this functionality. (uid, private key)
  test('uid or privateKey wrong, unknown or missing', async () => {
    const { uid, privateKey } = owner;
    for (const parameters of [
      {},
      { uid },
      { privateKey },
      { uid, privateKey: '' },
      { uid, privateKey: `${privateKey}x` },
      { uid, privateKey: privateKey.toLowerCase() },
      { uid: 2, privateKey },
      { uid: 'one', privateKey },
      { uid: 0, privateKey },
      { uid: -1, privateKey },
    ]) {
      assert.deepEqual(await read({ ...nonsense, ...parameters }), { error: EITHER_DISABLED });
    }
  });

  // spec(WebAPILog): access must be enabled explicitly
  test('the log must be switched on: it is off in a new account', async () => {
    const uid = await createAccount(server.writers, 'Another');
    const another = { uid, privateKey: await privateKeyOf(server, uid), typeOfLog: 'user' };
    assert.deepEqual(await read(another), { error: EITHER_DISABLED });
    await setAccount(server.engine, uid, { webApiLog: true });
    assert.deepEqual(await read(another), [], 'and has nothing of other accounts');
  });

  // spec(WebAPILog): access can be disabled
  // spec(WebAPILog, errors): the same (disabled)
  test('the switch of the account off', async () => {
    await setAccount(server.engine, 1, { webApiLog: false, planLogs: false });
    assert.deepEqual(await read({ ...owner, ...nonsense }), { error: EITHER_DISABLED });
    assert.deepEqual(await read({ ...owner, typeOfLog: 'user' }), { error: EITHER_DISABLED });
    await setAccount(server.engine, 1, { webApiLog: true, planLogs: true });
  });

  // spec(WebAPILog, errors): The subscription level of the user does not allow this functionality.
  test("the account's plan without logs", async () => {
    await setAccount(server.engine, 1, { planLogs: false });
    assert.deepEqual(await read({ ...owner, ...nonsense }), { error: SUBSCRIPTION });
    await setAccount(server.engine, 1, { planLogs: true });
  });

  // spec(WebAPILog): typeOfLog: required
  // spec(WebAPILog, errors): No typeOfAction was specified. Either User, Product or Key.
  test('typeOfLog missing or none of the three', async () => {
    for (const typeOfLog of ['nothing', '', 'null', 'users']) {
      assert.deepEqual(await read({ ...owner, ...nonsense, typeOfLog }), { error: NO_TYPE });
    }
    assert.deepEqual(await read(owner), { error: NO_TYPE });
  });
});

describe('the way in', () => {
  // spec(WebAPILog): path /Ext/WebAPILog, as old programs call it
  test('GET and POST are equal, names and path in any case, slashes doubled and trailing', async () => {
    const expected = shown('user', rows).slice(0, 3);
    const parameters = { ...owner, typeOfLog: 'user', range: 3 };
    for (const verb of ['GET', 'POST'] as const) {
      for (const action of ['WebAPILog', 'webapilog', 'WEBAPILOG/', '/WebAPILog//']) {
        assert.deepEqual(await callExt(server, action, parameters, verb), expected);
      }
      const { uid, privateKey } = owner;
      const renamed = { UID: uid, PRIVATEKEY: privateKey, TypeOfLog: 'user', Range: 3 };
      assert.deepEqual(await callExt(server, 'WebAPILog', renamed, verb), expected);
    }
    const form = new URLSearchParams({ ...owner, uid: '1', typeOfLog: 'user', range: '3' });
    const lower = await fetch(`${server.url}/ext/webapilog?${form}&`);
    assert.deepEqual(await lower.json(), expected, 'old clients end the query with &');
  });

  test('faults have the form of Web API 2', async () => {
    const wrongVerb = await fetch(`${server.url}/Ext/WebAPILog`, { method: 'PUT' });
    assert.equal(wrongVerb.status, 405);
    assert.deepEqual(await wrongVerb.json(), { error: 'Use GET or POST.' });
    const unknown = await fetch(`${server.url}/Ext/Nothing`);
    assert.equal(unknown.status, 404);
    assert.deepEqual(await unknown.json(), { error: 'There is no such method.' });
    const badBody = await fetch(`${server.url}/Ext/WebAPILog`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    assert.equal(badBody.status, 400);
    assert.deepEqual(await badBody.json(), { error: INPUT });
  });
});
