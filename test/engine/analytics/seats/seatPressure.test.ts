import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { foldAccount } from '../../../harness/foldedLog.js';
import { addLicense } from '../../../harness/licenses.js';
import { type ShownRow, wholeLog, writeRandomLog } from '../../../harness/randomLog.js';
import { licenseServer } from '../../../harness/server.js';

const { server, token } = await licenseServer();
const productIds: readonly number[] = [(await server.product()).productId, (await server.product()).productId];
const [one = 0, two = 0] = productIds;
const licenses = await Promise.all([
  addLicense(server.engine, { productId: one, key: 'A', maxNoOfMachines: 2 }),
  addLicense(server.engine, { productId: one, key: 'B', maxNoOfMachines: 5 }),
  addLicense(server.engine, { productId: two, key: 'C', maxNoOfMachines: 3 }),
]);
const quiet = await Promise.all([
  addLicense(server.engine, { productId: one, key: 'FULL', maxNoOfMachines: 2 }),
  addLicense(server.engine, { productId: two, key: 'FULL-FLOATING', maxNoOfMachines: 1 }),
  addLicense(server.engine, { productId: one, key: 'ROOM', maxNoOfMachines: 3 }),
  addLicense(server.engine, { productId: one, key: 'OPEN', maxNoOfMachines: 0 }),
]);
const keyIds: Readonly<Record<string, number>> = Object.fromEntries(
  [...licenses, ...quiet].map(({ key, licenseId }) => [key ?? '', licenseId]),
);
await writeRandomLog(server, licenses, 1_500, 21);
for (const [ProductId, Key, FloatingTimeInterval] of [
  [one, 'FULL', 0],
  [two, 'FULL-FLOATING', 3_600],
  [one, 'ROOM', 0],
  [one, 'OPEN', 0],
] as const) {
  for (const MachineCode of ['m1', 'm2'].slice(0, FloatingTimeInterval === 0 ? 2 : 1)) {
    await server.call('key/Activate', token, { ProductId, Key, MachineCode, FloatingTimeInterval });
  }
}
await foldAccount(server, 1);
const rows: readonly ShownRow[] = await wholeLog(server, token);

interface Pressed {
  readonly productId: number;
  readonly key: string;
  readonly keyId: number;
  readonly limit: number;
  readonly held: number;
  readonly peak: number;
  readonly denials: number;
  readonly seatsToAvoidDenials: number;
  readonly lastDenial: number | null;
}

const ask = async (parameters: Readonly<Record<string, number>>, as = token) => {
  const { body } = await server.call('ai/GetSeatPressure', as, { Limit: 100, ...parameters });
  assert.equal(body.result, 0, JSON.stringify(body));
  return body as unknown as { readonly licenses: readonly Pressed[]; readonly exact: boolean };
};

/** Denials by key, counted in the log. */
const deniedIn = (period: readonly ShownRow[]): ReadonlyMap<number, { denials: number; lastDenial: number }> => {
  const found = new Map<number, { denials: number; lastDenial: number }>();
  for (const { state, key, time } of period) {
    const keyId = keyIds[key];
    if (keyId === undefined || (state !== 2022 && state !== 2024)) continue;
    found.set(keyId, { denials: (found.get(keyId)?.denials ?? 0) + 1, lastDenial: time });
  }
  return found;
};

describe('GetSeatPressure', () => {
  // spec(read by the dashboard): seats that are short
  test('denials as the log has them, most first; then keys that are full', async () => {
    const { licenses, exact } = await ask({});
    assert(exact);
    const expected = deniedIn(rows);
    assert.equal(expected.size, 3);
    const denied = licenses.slice(0, 3);
    assert.deepEqual(
      new Map(denied.map(({ keyId, denials, lastDenial }) => [keyId, { denials, lastDenial }])),
      expected,
    );
    const counts = denied.map(({ denials }) => denials);
    assert.deepEqual(
      counts,
      counts.toSorted((a, b) => b - a),
    );
    assert.deepEqual(
      licenses.slice(3).map(({ key, limit, held, denials, lastDenial }) => ({ key, limit, held, denials, lastDenial })),
      [
        { key: 'FULL-FLOATING', limit: 1, held: 1, denials: 0, lastDenial: null },
        { key: 'FULL', limit: 2, held: 2, denials: 0, lastDenial: null },
      ],
      'the latest active first; not one with room, nor one without a limit',
    );
  });

  // spec(read by the dashboard): levels of seats are those of GetSeatUsage
  test('levels are those of GetSeatUsage', async () => {
    const today = new Date().toISOString().slice(0, 10);
    const Start = Date.parse(today) / 1000;
    for (const { keyId, peak, seatsToAvoidDenials } of (await ask({ Start })).licenses) {
      const { body } = await server.call('ai/GetSeatUsage', token, { KeyId: keyId, Start: today });
      const total = body.total as {
        readonly nodeLocked: { readonly peak: number };
        readonly floating: { readonly peak: number };
        readonly seatsToAvoidDenials: number;
      };
      assert.equal(peak, Math.max(total.nodeLocked.peak, total.floating.peak));
      assert.equal(seatsToAvoidDenials, total.seatsToAvoidDenials);
    }
  });

  test('a period, a product, a limit, a lock', async () => {
    const first = rows[0]?.time ?? 0;
    const before = await ask({ Start: first - 500, End: first });
    assert.deepEqual([before.licenses, before.exact], [[], true]);
    const [one = 0, two = 0] = productIds;
    const ofTwo = (await ask({ ProductId: two })).licenses.map(({ key }) => key);
    assert.deepEqual(ofTwo, ['C', 'FULL-FLOATING']);
    assert.deepEqual((await ask({ ProductId: two, Limit: 1 })).licenses.length, 1);
    const locked = await ask({}, await server.token({ productLock: one }));
    assert.deepEqual(
      locked.licenses.map(({ productId }) => productId),
      [one, one, one],
    );
    const { body } = await server.call('ai/GetSeatPressure', token, { ProductId: 999 });
    assert.equal(body.message, 'Could not find the product.');
  });
});
