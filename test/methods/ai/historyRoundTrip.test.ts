import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { ProjectionSteps } from '../../../src/engine/analytics/projectionSteps.js';
import { PROJECTIONS } from '../../../src/engine/analytics/projections/all.js';
import { createProduct } from '../../harness/administer.js';
import { HistoryBench, type Lines } from '../../harness/history.js';
import { addLicense } from '../../harness/licenses.js';
import { type ShownRow, wholeLog, writeLogRows, writeRandomLog } from '../../harness/randomLog.js';
import { startTestServer, type TestParameters, type TestServer } from '../../harness/server.js';

/** A log that is read by GetWebAPILog here and imported there is the same log, and says the same. */

const fold = async (server: TestServer, accountId: number): Promise<void> => {
  const steps = new ProjectionSteps({
    writers: server.writers,
    projections: PROJECTIONS,
    onTrouble: ({ error }) => assert.fail(String(error)),
  });
  while ((await steps.step(accountId)) !== 'settled');
};

/** All licenses of a product, as GetKeys shows them. */
const shownLicenses = async (server: TestServer, token: string, productId: number): Promise<Lines> => {
  const { body } = await server.call('product/GetKeys', token, { ProductId: productId, ModelVersion: 3 });
  assert.equal(body.result, 0);
  return body.licenseKeys as object[];
};

const withServers = async (
  work: (source: TestServer, token: string, bench: HistoryBench) => Promise<void>,
): Promise<void> => {
  const [source, target] = await Promise.all([startTestServer(), startTestServer()]);
  const bench = await HistoryBench.make(target);
  try {
    await work(source, await source.token(), bench);
  } finally {
    await bench.remove();
    await Promise.all([source.stop(), target.stop()]);
  }
};

test('random rows print equal in every field but the id', () =>
  withServers(async (source, token, bench) => {
    const { productId } = await source.product();
    const licenses = [];
    for (const key of ['A', 'B', 'C'])
      licenses.push(await addLicense(source.engine, { productId, key, idInProduct: licenses.length + 1 }));
    await writeRandomLog(source, licenses, 3000, 7);
    await createProduct(bench.server.engine, bench.accountId, {
      productId: 999,
      name: 'without licenses',
      description: '',
      isPublic: false,
    });
    const rows = await wholeLog(source, token);
    assert.equal(rows.length, 3000);
    const lines = await shownLicenses(source, token, productId);
    // Some were written before these: then ids differ.
    await bench.import(lines, [...rows.slice(1, 700), { logs: rows.slice(700, 1700) }, { logs: rows.slice(1700) }], {
      batchRows: 999,
    });
    const unnumbered = (shown: readonly ShownRow[]) => shown.map((row) => ({ ...row, id: 0 }));
    assert.deepEqual(unnumbered(await bench.log()), unnumbered(rows.slice(1)));
    assert.equal(await bench.sourceOf(1), rows[1]?.id);
    // Sorted by what stands in a row's detail, too.
    for (const field of ['key', 'doId', 'doIntValue', 'floatingExpires', 'ip', 'machineCode']) {
      const order = { OrderBy: `${field} descending`, Limit: 1000, StartingAfter: 0 };
      const here = (await source.call('ai/GetWebAPILog', token, { ...order, StartingAfter: rows[0]?.id ?? 0 })).body
        .logs;
      const there = (await bench.server.call('ai/GetWebAPILog', bench.token, order)).body.logs;
      assert.deepEqual(unnumbered(there as ShownRow[]), unnumbered(here as ShownRow[]), field);
    }
  }));

const METHODS: readonly (readonly [string, TestParameters])[] = [
  ['ai/GetLicenseActivityBuckets', { Limit: 1000 }],
  ['ai/GetKeyDevices', { Limit: 1000 }],
  ['ai/GetKeyUsageSummaries', { Limit: 1000 }],
  ['ai/GetDailyAggregates', { Limit: 1000 }],
  ['ai/GetDailyCountryAggregates', { Limit: 1000 }],
];

test('after real calls, the usage methods and the seats say the same', () =>
  withServers(async (source, token, bench) => {
    const { productId } = await source.product();
    const keys = ['NODE', 'FLOAT', 'TRIAL', 'GONE'];
    for (const [index, key] of keys.entries()) {
      await addLicense(source.engine, {
        productId,
        key,
        idInProduct: index + 1,
        maxNoOfMachines: 2,
        trialActivation: key === 'TRIAL',
      });
    }
    const call = (method: string, key: string, parameters: TestParameters = {}) =>
      source.call(method, token, { ProductId: productId, Key: key, ...parameters });
    // No lease is denied: for how long it was asked for is not shown, so how long it was wanted is lost.
    for (const MachineCode of ['a', 'A', 'b', '']) {
      await call('key/Activate', 'NODE', { MachineCode, FriendlyName: `Name of ${MachineCode}` });
      await call('key/Activate', 'TRIAL', { MachineCode });
      await call('key/Activate', 'GONE', { MachineCode });
      await call('key/Activate', 'NO-SUCH-KEY', { MachineCode });
      await call('key/Activate', 'FLOAT', { MachineCode, FloatingTimeInterval: 5000, MaxOverdraft: 2 });
    }
    await call('key/Deactivate', 'NODE', { MachineCode: 'a' });
    await call('key/Activate', 'NODE', { MachineCode: 'b' });
    await call('key/Deactivate', 'FLOAT', { MachineCode: 'A', Floating: true });
    await call('data/AddDataObjectToKey', 'NODE', { Name: 'n', StringValue: 's', IntValue: 7 });
    await call('key/DeleteKey', 'GONE');
    const from = ['8.8.8.8', '212.58.244.20', '203.0.113.9'];
    await writeLogRows(
      source,
      from.map((ip) => ({
        ip,
        entry: {
          state: 2020,
          productId,
          licenseId: 0,
          attemptedKey: 'GUESS',
          customerId: 0,
          seatLimit: 0,
          machineCode: 'far',
          friendlyName: '',
          floatingInterval: 0,
          dataObjectId: 0,
          dataObjectValue: 0,
        },
      })),
    );
    const rows = await wholeLog(source, token);
    const lines = await shownLicenses(source, token, productId);
    const summary = await bench.import(lines, [{ logs: rows }]);
    assert.deepEqual([summary.imported, summary.importedRows, summary.seatRows], [3, rows.length, 0]);
    assert.deepEqual(await bench.log(), rows);
    await Promise.all([fold(source, 1), fold(bench.server, bench.accountId)]);
    const both = async (method: string, parameters: TestParameters) => {
      const here = await source.call(method, token, parameters);
      const there = await bench.server.call(method, bench.token, parameters);
      assert.equal(here.body.result, 0, String(here.body.message));
      return [there.body, here.body] as const;
    };
    for (const [method, parameters] of METHODS) {
      const [there, here] = await both(method, parameters);
      // The license that was deleted there was never here: its rows name a key that nobody knows.
      const known = (body: object): readonly object[] =>
        Object.values(body)
          .flatMap((value) => (Array.isArray(value) ? (value as Readonly<Record<string, unknown>>[]) : []))
          .filter((row) => row.key !== '');
      const noKeys = ({ activeKeys: _keys, ...row }: Record<string, unknown>): object => row;
      const expected = known(here).map((row) => noKeys({ ...row }));
      assert(expected.length > 0, method);
      assert.deepEqual(
        known(there).map((row) => noKeys({ ...row })),
        expected,
        method,
      );
    }
    const hour = Math.floor((rows[0]?.time ?? 0) / 3600) * 3600;
    for (const key of ['NODE', 'FLOAT', 'TRIAL']) {
      const [there, here] = await both('ai/GetSeatHolders', { ProductId: productId, Key: key });
      assert((here.holders as unknown[]).length > 0, key);
      assert.deepEqual(there, here);
      const period = {
        ProductId: productId,
        Key: key,
        Start: new Date((hour - 7200) * 1000).toISOString().slice(0, 10),
        Step: 3600,
      };
      // Both end now, in whole seconds.
      const now = Date.now();
      const clock = mock.method(Date, 'now', () => now);
      const [usageThere, usageHere] = await both('ai/GetSeatUsage', period);
      clock.mock.restore();
      assert.deepEqual(usageThere, usageHere);
    }
  }));

test('a lease that an import brought is imported as one: its row tells when it lapses', () =>
  withServers(async (source, token, bench) => {
    const { productId } = await source.product();
    await addLicense(source.engine, { productId, key: 'L', maxNoOfMachines: 2 });
    const entry = {
      state: 5010 as const,
      productId,
      licenseId: 1,
      attemptedKey: '',
      customerId: 0,
      seatLimit: 2,
      machineCode: 'm',
      friendlyName: '',
      floatingInterval: 900,
      dataObjectId: 0,
      dataObjectValue: 0,
    };
    await writeLogRows(source, [{ ip: '', entry }]);
    const [row] = await wholeLog(source, token);
    assert.equal(row?.floatingExpires, (row?.time ?? 0) + 900);
    await bench.import(await shownLicenses(source, token, productId), [row ?? {}]);
    assert.deepEqual(await bench.log(), [row]);
    await fold(bench.server, bench.accountId);
    const { body } = await bench.server.call('ai/GetSeatHolders', bench.token, { ProductId: productId });
    assert.deepEqual(
      (body.holders as { floating: boolean; until: number }[]).map(({ floating, until }) => [floating, until]),
      [[true, (row?.time ?? 0) + 900]],
    );
  }));
