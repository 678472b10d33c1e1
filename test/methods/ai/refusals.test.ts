import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { runEnd } from '../../../src/domain/analytics/refusals.js';
import { isRefusal } from '../../../src/domain/log/states.js';
import { findRefusals } from '../../../src/engine/analytics/refusals.js';
import { LIMITS } from '../../../src/limits.js';
import { FIRST_SECOND, ROWS, rowsTouched, startLargeLog } from '../../harness/largeLog.js';
import { addLicense } from '../../harness/licenses.js';
import { writeRandomLog } from '../../harness/randomLog.js';
import { startTestServer, type TestParameters, type TestServer } from '../../harness/server.js';

interface StateRefusals {
  readonly state: number;
  readonly cause: string;
  readonly count: number;
  readonly since: number;
  readonly grantedAgain: number | null;
  readonly lastId: number;
  readonly lastTime: number;
  readonly machineCode: string | null;
  readonly friendlyName: string;
  readonly seatLimit: number;
}

interface LicenseRefusals {
  readonly productId: number;
  readonly key: string;
  readonly keyId: number;
  readonly granted: number | null;
  readonly refused: number;
  readonly refusals: readonly StateRefusals[];
}

const ask = async (server: TestServer, token: string, parameters: TestParameters) => {
  const { body } = await server.call('ai/GetRefusals', token, { Limit: 50, ...parameters });
  assert.equal(body.result, 0, JSON.stringify(body));
  return body as unknown as { readonly licenses: readonly LicenseRefusals[]; readonly exact: boolean };
};

interface PlainRow {
  readonly id: number;
  readonly time: number;
  readonly state: number;
  readonly machine_code: string | null;
  readonly license_id: number;
  readonly seat_limit: number;
}

const CUSTOMER = 7;

describe('what GetRefusals tells of a random log', () => {
  let server: TestServer;
  let token: string;
  let productIds: readonly number[];
  let keyIds: readonly number[];
  let rows: readonly PlainRow[];
  before(async () => {
    server = await startTestServer();
    token = await server.token();
    productIds = [(await server.product()).productId, (await server.product()).productId];
    const [one = 0, two = 0] = productIds;
    const licenses = await Promise.all(
      [one, one, two, two, two].map((productId, index) =>
        addLicense(server.engine, { productId, key: `KEY-${index}`, customerId: index === 4 ? null : CUSTOMER }),
      ),
    );
    keyIds = licenses.map(({ licenseId }) => licenseId);
    await writeRandomLog(server, licenses, 900, 44);
    rows = await server.readers.run<PlainRow>({
      name: '',
      text: `select l.id, l.time, l.state, d.machine_code, s.license_id, s.seat_limit
        from web_api_log l join log_subject s using (account_id, subject_no)
        left join log_device d using (account_id, device_no) where l.account_id = 1 order by l.id`,
      values: [],
    });
  });
  after(() => server.stop());

  /** The same from all rows, without the causes. */
  const plainly = (keyId: number, first = 1, last = Number.MAX_SAFE_INTEGER) => {
    const own = rows.filter((row) => row.license_id === keyId);
    const within = own.filter(({ id, state }) => id >= first && id <= last && state !== 5010);
    const refused = within.filter(({ state }) => isRefusal(state));
    const states = [...new Set(refused.map(({ state }) => state).reverse())];
    const refusals = states.map((state) => {
      const same = refused.filter((row) => row.state === state);
      const newest = same.at(-1);
      assert(newest !== undefined);
      const machines = new Set(same.map(({ machine_code }) => machine_code));
      const { states: ending, ofRefusedMachines } = runEnd(state);
      const ends = (row: PlainRow): boolean =>
        ending.includes(row.state) &&
        (!ofRefusedMachines || (row.machine_code !== null && machines.has(row.machine_code)));
      const granted = own.findLast((row) => row.id < newest.id && ends(row))?.id ?? 0;
      const since = own.find((row) => row.id > granted && row.state === state);
      const again = own.find((row) => row.id > newest.id && ends(row));
      return {
        state,
        count: same.length,
        lastId: newest.id,
        seatLimit: newest.seat_limit,
        since: Math.floor((since?.time ?? 0) / 1000),
        lastTime: Math.floor(newest.time / 1000),
        grantedAgain: again === undefined ? null : Math.floor(again.time / 1000),
      };
    });
    return { keyId, granted: within.length - refused.length, refused: refused.length, refusals };
  };

  const comparable = ({ keyId, granted, refused, refusals }: LicenseRefusals) => ({
    keyId,
    granted,
    refused,
    refusals: refusals.map(({ state, count, lastId, seatLimit, since, lastTime, grantedAgain }) => ({
      state,
      count,
      lastId,
      seatLimit,
      since,
      lastTime,
      grantedAgain,
    })),
  });

  test('is what a plain count of all rows tells, key by key', async () => {
    const { licenses, exact } = await ask(server, token, { CustomerId: CUSTOMER });
    assert(exact);
    assert.equal(licenses.length, 4, 'the fifth is nobody’s');
    const newest = licenses.map(({ refusals }) => refusals[0]?.lastId ?? 0);
    assert.deepEqual(
      newest,
      newest.toSorted((a, b) => b - a),
    );
    for (const license of licenses) assert.deepEqual(comparable(license), plainly(license.keyId));
  });

  const findWithin = (most: Readonly<Record<keyof typeof LIMITS.refusals, number>>) => {
    const named = { customerId: CUSTOMER, seesAll: true };
    return findRefusals(
      { run: server.readers.run, accountId: 1 },
      named,
      { start: 0, end: Date.now() + 1_000 },
      50,
      most,
    );
  };

  test('by the subjects’ own rows too, where the period is long', async () => {
    const most = { ...LIMITS.refusals, countedRows: 890 };
    const { licenses, exact } = await findWithin(most);
    assert(exact);
    for (const { license, granted, refused } of licenses) {
      const { granted: counted, refused: denied } = plainly(license.license_id);
      assert.deepEqual([granted, refused], [counted, denied]);
    }
  });

  test('where there are too many rows to count it says so, and tells of the newest', async () => {
    const most = { ...LIMITS.refusals, countedRows: 100, newestRows: 40 };
    const { licenses, exact } = await findWithin(most);
    assert.equal(exact, false);
    assert(licenses.every(({ granted }) => granted === null));
    assert.equal(
      licenses.reduce((sum, { refused }) => sum + refused, 0),
      40,
    );
    const one = await findWithin({ ...most, newestRows: 1 });
    assert.equal(one.licenses.length, licenses.length, 'a key that was not refused lately was asked for all the same');
  });

  test('with fewer refusals looked at than there are, it is not exact', async () => {
    const { exact } = await findWithin({ ...LIMITS.refusals, newestRows: 40 });
    assert.equal(exact, false);
  });

  test('a product, a key, a limit, locks, a period', async () => {
    const [one = 0, two = 0] = productIds;
    const [keyId = 0] = keyIds;
    const ids = async (parameters: TestParameters, as = token) =>
      (await ask(server, as, parameters)).licenses.map((license) => license.keyId).toSorted((a, b) => a - b);
    assert.deepEqual(await ids({ CustomerId: CUSTOMER, ProductId: one }), keyIds.slice(0, 2));
    assert.deepEqual(await ids({ ProductId: two, Key: 'KEY-4' }), keyIds.slice(4));
    assert.deepEqual(await ids({ CustomerId: CUSTOMER, ProductId: two, Key: 'KEY-4' }), []);
    assert.deepEqual(await ids({ CustomerId: 999 }), []);
    assert.equal((await ids({ CustomerId: CUSTOMER, Limit: 1 })).length, 1);
    const productLocked = await server.token({ productLock: one });
    assert.deepEqual(await ids({ CustomerId: CUSTOMER }, productLocked), keyIds.slice(0, 2));
    const keyLocked = await server.token({ productLock: one, keyLock: keyId });
    assert.deepEqual(await ids({}, keyLocked), [keyId]);
    assert.deepEqual(await ids({ CustomerId: CUSTOMER }, keyLocked), [keyId]);
    assert.deepEqual(await ids({ CustomerId: CUSTOMER, Start: 1_000, End: 2_000 }), []);
    const { body } = await server.call('ai/GetRefusals', token, { ProductId: one });
    assert.equal(body.message, 'The input parameters were incorrect.');
  });
});

describe('why activations are refused', () => {
  let server: TestServer;
  let token: string;
  let ProductId: number;
  before(async () => {
    server = await startTestServer();
    token = await server.token();
    ProductId = (await server.product()).productId;
  });
  after(() => server.stop());

  const call = (method: string, parameters: TestParameters, as = token) =>
    server.call(method, as, { ProductId, ...parameters });

  const only = async (Key: string) => {
    const { licenses } = await ask(server, token, { ProductId, Key });
    const [license] = licenses;
    assert(license !== undefined);
    return license;
  };

  test('all seats are taken, until another machine is let in', async () => {
    await addLicense(server.engine, { productId: ProductId, key: 'FULL', maxNoOfMachines: 1 });
    await call('key/Activate', { Key: 'FULL', MachineCode: 'a' });
    await call('key/Activate', { Key: 'FULL', MachineCode: 'b', FriendlyName: 'Bea' });
    await call('key/Activate', { Key: 'FULL', MachineCode: 'a' });
    await call('key/Activate', { Key: 'FULL', MachineCode: 'b' });
    const { granted, refused, refusals } = await only('FULL');
    assert.deepEqual([granted, refused], [2, 2]);
    const [told] = refusals;
    assert.deepEqual(
      [told?.state, told?.cause, told?.count, told?.seatLimit, told?.machineCode, told?.friendlyName],
      [2022, 'seats', 2, 1, 'b', 'Bea'],
    );
    assert.equal(told?.grantedAgain, null, 'the machine that has the seat goes on');
    await call('key/MachineLockLimit', { Key: 'FULL', NumberOfMachines: 2 });
    await call('key/Activate', { Key: 'FULL', MachineCode: 'b' });
    assert.notEqual((await only('FULL')).refusals[0]?.grantedAgain, null);
  });

  test('floating: that another machine renews its lease ends nothing', async () => {
    const lease = { Key: 'FLOATING', FloatingTimeInterval: 600 };
    await addLicense(server.engine, { productId: ProductId, key: 'FLOATING', maxNoOfMachines: 1 });
    await call('key/Activate', { ...lease, MachineCode: 'a' });
    await call('key/Activate', { ...lease, MachineCode: 'b' });
    await call('key/Activate', { ...lease, MachineCode: 'a' });
    const [told] = (await only('FLOATING')).refusals;
    assert.deepEqual([told?.state, told?.cause, told?.grantedAgain], [2024, 'seats', null]);
    await call('key/Deactivate', { Key: 'FLOATING', MachineCode: 'a', Floating: true });
    await call('key/Activate', { ...lease, MachineCode: 'b', FriendlyName: 'Bea' });
    assert.notEqual((await only('FLOATING')).refusals[0]?.grantedAgain, null);
  });

  test('a lock tells no name that a machine has under another key', async () => {
    for (const Key of ['THEIRS', 'MINE']) {
      await addLicense(server.engine, { productId: ProductId, key: Key, maxNoOfMachines: 1 });
    }
    await call('key/Activate', { Key: 'THEIRS', MachineCode: 'shared code', FriendlyName: 'Anna’s laptop' });
    await call('key/Activate', { Key: 'MINE', MachineCode: 'mine' });
    await call('key/Activate', { Key: 'MINE', MachineCode: 'shared code' });
    const asked = { ProductId, Key: 'MINE' };
    const nameFor = async (as: string) => (await ask(server, as, asked)).licenses[0]?.refusals[0]?.friendlyName;
    assert.equal(await nameFor(token), 'Anna’s laptop');
    assert.equal(await nameFor(await server.token({ permissions: ['GetWebAPILog'], keyLock: -1 })), '');
    assert.equal(await nameFor(await server.token({ permissions: ['GetWebAPILog'], productLock: ProductId })), '');
  });

  test('blocked then, whatever it is now; a token that may not; a key that is gone', async () => {
    await addLicense(server.engine, { productId: ProductId, key: 'BLOCKED', block: true });
    const activate = (Key: string, as = token) => call('key/Activate', { Key, MachineCode: 'm' }, as);
    await activate('BLOCKED');
    const cause = async (Key: string) => (await only(Key)).refusals[0]?.cause;
    assert.equal(await cause('BLOCKED'), 'blocked', 'from the beginning');
    await call('key/UnblockKey', { Key: 'BLOCKED' });
    assert.equal(await cause('BLOCKED'), 'blocked', 'it was, then');
    await activate('BLOCKED', await server.token({ permissions: ['GetKey'] }));
    assert.equal(await cause('BLOCKED'), 'other');
    await call('key/BlockKey', { Key: 'BLOCKED' });
    assert.equal(await cause('BLOCKED'), 'other', 'it was not, then');
    await activate('BLOCKED');
    assert.equal(await cause('BLOCKED'), 'blocked');
    await call('key/BlockKey', { Key: 'BLOCKED' });
    assert.equal(await cause('BLOCKED'), 'blocked', 'blocked twice');
    await call('key/DeleteKey', { Key: 'BLOCKED' });
    assert.equal(await cause('BLOCKED'), 'blocked', 'the row is older');
  });
});

test('a bounded number of rows is read of a long log', async () => {
  const log = await startLargeLog();
  await log.owner.query('update license set customer_id = 7 where account_id = 1 and global_id > 2');
  await log.owner.query('update web_api_log set state = 2020 where id % 50 = 0');
  await log.owner.query('vacuum analyze web_api_log');
  const period = { start: FIRST_SECOND * 1000, end: (FIRST_SECOND + ROWS) * 1000 };
  const touched = await rowsTouched(log.server, (run) =>
    findRefusals({ run, accountId: 1 }, { customerId: 7, seesAll: true }, period, 3, {
      ...LIMITS.refusals,
      countedRows: 10_000,
      newestRows: 100,
    }),
  );
  assert(touched < ROWS / 4, `${touched} of ${ROWS} rows`);
  const token = await log.server.token();
  const asked = { CustomerId: 7, Start: FIRST_SECOND, End: FIRST_SECOND + ROWS };
  const { licenses, exact } = await ask(log.server, token, asked);
  assert.equal(exact, false, 'more refusals than are looked at');
  const refused = licenses.reduce((sum, license) => sum + license.refused, 0);
  assert(refused > 0 && refused <= ROWS / 50);
});
