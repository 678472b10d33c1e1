import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { LIMITS } from '../../../src/limits.js';
import { GetLogRow } from '../../../src/methods/ai/GetLogRow.js';
import { foldAccount } from '../../harness/foldedLog.js';
import { addLicense } from '../../harness/licenses.js';
import { type ShownRow, wholeLog, writeRandomLog } from '../../harness/randomLog.js';
import { licenseServer } from '../../harness/server.js';
import { createSubject } from '../../harness/subject.js';

let rows: readonly ShownRow[];
const { server, token } = await licenseServer();
const subject = await createSubject(server);
const { productId } = subject.product;
const other = await server.product();
const elsewhere = await addLicense(server.engine, { productId: other.productId, key: 'ELSEWHERE' });
const seated = await addLicense(server.engine, { productId, key: 'SEATS', maxNoOfMachines: 2 });
const key = seated.key ?? '';
for (const MachineCode of ['one', 'two', 'three', 'two']) {
  await server.call('key/Activate', token, { ProductId: productId, Key: key, MachineCode });
}
await server.call('key/Deactivate', token, { ProductId: productId, Key: key, MachineCode: 'one' });
for (const MachineCode of ['one', 'two', 'three']) {
  const parameters = { ProductId: productId, Key: key, MachineCode, FloatingTimeInterval: 300 };
  await server.call('key/Activate', token, parameters);
}
await server.call('key/Activate', token, { ProductId: productId, Key: 'NO-SUCH-KEY', MachineCode: 'two' });
await writeRandomLog(server, [subject.license, seated, elsewhere], 200, 11);
rows = await wholeLog(server, token);

interface Answer {
  readonly row: (ShownRow & Readonly<Record<string, unknown>>) | null;
  readonly before: readonly ShownRow[];
  readonly after: readonly ShownRow[];
  readonly seats: { readonly floating: boolean; readonly held: number; readonly limit: number } | null;
}

const read = async (Id: number, as = token, filters: Readonly<Record<string, string | number>> = {}) => {
  const { body } = await server.call('ai/GetLogRow', as, { Id, ...filters });
  const { result, message, ...rest } = body;
  assert.deepEqual([result, message], [0, null]);
  assert(GetLogRow.result.safeParse(rest).success, JSON.stringify(rest));
  return rest as unknown as Answer;
};

/** What the description says, over all rows. */
const expectedAround = (row: ShownRow, visible: (other: ShownRow) => boolean) => {
  const known = (other: ShownRow): boolean => ['SEATS', 'ELSEWHERE', subject.license.key].includes(other.key);
  const near = rows.filter(
    (other) =>
      visible(other) &&
      ((known(row) && other.key === row.key && other.productId === row.productId) ||
        (row.machineCode !== null && row.machineCode !== '' && other.machineCode === row.machineCode)),
  );
  return {
    before: near.filter(({ id }) => id < row.id).slice(-LIMITS.logRowNeighbours),
    after: near.filter(({ id }) => id > row.id).slice(0, LIMITS.logRowNeighbours),
  };
};

describe('GetLogRow', () => {
  // spec(read by the dashboard): one row and those around it
  test('a row, and those around it', async () => {
    for (const row of rows.filter(({ id }) => id % 3 === 0 || id < 12)) {
      const found = await read(row.id);
      const { id, productId, key, ip, time, state, machineCode, friendlyName, floatingExpires, doIntValue, doId } =
        found.row ?? row;
      assert.deepEqual(
        { id, productId, key, ip, time, state, machineCode, friendlyName, floatingExpires, doIntValue, doId },
        row,
      );
      const { before, after } = found;
      assert.deepEqual(
        { before, after },
        expectedAround(row, () => true),
        `row ${row.id}`,
      );
    }
  });

  test('what a row shows beyond the page', async () => {
    const denied = rows.find(({ state, key }) => state === 2022 && key === 'SEATS');
    const { row } = await read(denied?.id ?? 0);
    assert(row !== null);
    const { method, methodName, seatLimit, customerId, tokenId, tokenName, country, sourceId } = row;
    assert.deepEqual(
      { method, methodName, seatLimit, customerId, tokenName, country, sourceId },
      ...[
        {
          method: 1,
          methodName: 'Activate',
          seatLimit: 2,
          customerId: 0,
          tokenName: 'test',
          country: '',
          sourceId: null,
        },
      ],
    );
    assert(Number(tokenId) > 0);
    const { customer, license, product, machine } = subject;
    const { machineCode } = machine;
    await server.call('key/Deactivate', token, {
      ProductId: product.productId,
      Key: license.key ?? '',
      MachineCode: machineCode,
    });
    rows = await wholeLog(server, token);
    const of = (await read(rows.at(-1)?.id ?? 0)).row;
    assert.deepEqual(
      [of?.methodName, of?.keyId, of?.customerId, of?.customerName, of?.companyName],
      ['Deactivate', license.licenseId, customer.customerId, 'Customer', 'Company'],
    );
  });

  // spec(read by the dashboard): seats just after a row
  test('seats just after the row, of its kind, once they are folded', async () => {
    const early = rows[0];
    assert.equal((await read(early?.id ?? 0)).seats, null, 'not folded yet');
    await foldAccount(server, 1);
    const held: (readonly [state: number, floating: boolean, held: number])[] = [];
    for (const { id, state } of rows.slice(0, 8)) {
      const { seats } = await read(id);
      assert.equal(seats?.limit, 2);
      held.push([state, seats.floating, seats.held]);
    }
    assert.deepEqual(held, [
      [2012, false, 1],
      [2012, false, 2],
      [2022, false, 2],
      [2011, false, 2],
      [6010, false, 1],
      [2014, true, 1],
      [2014, true, 2],
      [2024, true, 2],
    ]);
    assert.equal((await read(rows[8]?.id ?? 0)).seats, null, 'no such key');
  });

  // spec(read by the dashboard): what a token may not see is not there
  test('what a token may not see is not there', async () => {
    const { productId } = subject.product;
    const own = await server.token({ productLock: productId });
    const ofKey = await server.token({ keyLock: subject.license.licenseId });
    for (const row of rows.filter(({ id }) => id % 4 === 0)) {
      const seen = await read(row.id, own);
      assert.equal(seen.row?.id, row.productId === productId ? row.id : undefined);
      if (seen.row === null) assert.deepEqual(seen, { row: null, before: [], after: [], seats: null });
      else
        assert.deepEqual(
          { before: seen.before, after: seen.after },
          expectedAround(row, (other) => other.productId === productId),
        );
      const isOwn = row.key === subject.license.key && row.productId === productId;
      const underKey = await read(row.id, ofKey);
      assert.equal(underKey.row?.id, isOwn ? row.id : undefined);
      for (const other of [...underKey.before, ...underKey.after]) assert.equal(other.key, row.key);
    }
    const anyKey = await server.token({ keyLock: -1 });
    const row = rows.find(({ key }) => key === 'SEATS');
    const { body } = await server.call('ai/GetLogRow', anyKey, { Id: row?.id ?? 0 });
    assert.equal(body.message, 'The input parameters were incorrect.');
    const named = await read(row?.id ?? 0, anyKey, { ProductId: productId, Key: 'SEATS' });
    assert.equal(named.row?.id, row?.id);
    for (const other of [...named.before, ...named.after]) assert.equal(other.key, 'SEATS');
    assert.equal((await read(row?.id ?? 0, anyKey, { ProductId: productId, Key: 'ELSEWHERE' })).row, null);
  });

  test('an id that there is not; a key without a product', async () => {
    assert.deepEqual(await read(1_000_000), { row: null, before: [], after: [], seats: null });
    const { body } = await server.call('ai/GetLogRow', token, { Id: 1, Key: 'SEATS' });
    assert.equal(body.message, 'The input parameters were incorrect.');
  });
});
