import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ImportedLogOrder,
  type ImportedLogRow,
  parseImportedLogLine,
} from '../../../src/domain/transfer/importedLogRow.js';
import { LIMITS } from '../../../src/limits.js';

const ROW = {
  id: 91_815,
  productId: 3349,
  key: 'GEBNC-WZZJD-VJIHG-GCMVD',
  ip: '203.0.113.0',
  time: 1_767_225_600,
  state: 2014,
  machineCode: 'ws-02',
  friendlyName: 'Desk 2',
  floatingExpires: 1_767_225_900,
  doIntValue: -4,
  doId: 17,
};

const READ: ImportedLogRow = {
  sourceId: 91_815,
  productId: 3349,
  key: 'GEBNC-WZZJD-VJIHG-GCMVD',
  address: '203.0.113.0',
  time: 1_767_225_600_000,
  state: 2014,
  machineCode: 'ws-02',
  friendlyName: 'Desk 2',
  floatingInterval: 300,
  dataObjectId: 17,
  dataObjectValue: -4,
};

const parse = (value: unknown) =>
  parseImportedLogLine(typeof value === 'string' ? value : JSON.stringify(value), LIMITS);

test('a row is read whole, names in any case, unknown fields passed over', () => {
  assert.deepEqual(parse(ROW), { readable: true, rows: [READ], isAnswer: false });
  const upper = Object.fromEntries(Object.entries(ROW).map(([name, value]) => [name.toUpperCase(), value]));
  assert.deepEqual(parse({ ...upper, isAnomaly: false, anomalyProperties: null }), {
    readable: true,
    rows: [READ],
    isAnswer: false,
  });
});

test('a whole answer is read with all its rows, an empty one too', () => {
  const answer = { logs: [ROW, { ...ROW, id: 91_816 }], result: 0, message: null };
  assert.deepEqual(parse(answer), { readable: true, rows: [READ, { ...READ, sourceId: 91_816 }], isAnswer: true });
  assert.deepEqual(parse({ Logs: [] }), { readable: true, rows: [], isAnswer: true });
});

test('what says nothing may be left out or null; an empty machine code is one', () => {
  const nothing = { productId: 0, key: '', address: '', machineCode: null, friendlyName: '', floatingInterval: 0 };
  const row = { ...nothing, sourceId: 5, time: 60_000, state: 8013, dataObjectId: 0, dataObjectValue: 0 };
  assert.deepEqual(parse({ id: 5, time: 60, state: 8013 }), { readable: true, rows: [row], isAnswer: false });
  const nulls = { key: null, ip: null, machineCode: null, friendlyName: null, floatingExpires: null, doId: null };
  assert.deepEqual(parse({ id: 5, time: 60, state: 8013, ...nulls }), { readable: true, rows: [row], isAnswer: false });
  const parsed = parse({ id: 5, time: 60, state: 2011, machineCode: '' });
  assert.equal(parsed.readable && parsed.rows[0]?.machineCode, '');
});

test('what cannot be read is told', () => {
  const bad: readonly [unknown, string][] = [
    ['{"id":', 'it is not JSON: each line must be one row, or one whole answer'],
    ['{', 'it is not JSON: each line must be one row, or one whole answer'],
    [[ROW], 'it is neither a row nor a whole answer'],
    ['7', 'it is neither a row nor a whole answer'],
    [{ result: 1, message: 'x' }, 'it is an answer without rows: the request for it was refused'],
    [{ logs: null }, 'logs is not a list'],
    [{ ...ROW, id: undefined }, 'id is missing'],
    [{ ...ROW, id: -1 }, `id is not an integer from 0 to ${Number.MAX_SAFE_INTEGER}`],
    [{ ...ROW, id: 1.5 }, `id is not an integer from 0 to ${Number.MAX_SAFE_INTEGER}`],
    [{ ...ROW, productId: 'x' }, 'productId is not an integer from 0 to 2147483647'],
    [{ ...ROW, productId: 2 ** 31 }, 'productId is not an integer from 0 to 2147483647'],
    [{ ...ROW, key: 7 }, 'key is not text'],
    [{ ...ROW, key: 'a\0' }, 'key has characters that no text has'],
    [{ ...ROW, ip: 'x'.repeat(65) }, 'ip is longer than 64 characters'],
    [{ ...ROW, time: undefined }, 'time is missing'],
    [{ ...ROW, time: 1_767_225_600_000 }, 'time is neither unix seconds nor an ISO date'],
    [{ ...ROW, time: -1 }, 'time is neither unix seconds nor an ISO date'],
    [{ ...ROW, state: undefined }, 'state is missing'],
    [{ ...ROW, state: 2099 }, 'there is no state 2099'],
    [{ ...ROW, machineCode: 'x'.repeat(501) }, 'machineCode is longer than 500 characters'],
    [{ ...ROW, machineCode: '\ud800' }, 'machineCode has characters that no text has'],
    [{ ...ROW, machineCode: null }, 'it has a friendlyName and no machineCode'],
    [{ ...ROW, friendlyName: 'x'.repeat(301) }, 'friendlyName is longer than 300 characters'],
    [{ ...ROW, floatingExpires: ROW.time }, 'floatingExpires is not after time'],
    [{ ...ROW, floatingExpires: ROW.time + 2 ** 31 }, 'floatingExpires is too late'],
    [{ ...ROW, doId: -1 }, 'doId is not an integer from 0 to 2147483647'],
    [{ ...ROW, doIntValue: 2 ** 31 }, 'doIntValue is not an integer from -2147483648 to 2147483647'],
  ];
  for (const [value, reason] of bad) assert.deepEqual(parse(value), { readable: false, row: null, reason });
});

test('a bad row of a whole answer is counted out', () => {
  const expected = { readable: false, row: 2, reason: 'there is no state 1' };
  assert.deepEqual(parse({ logs: [ROW, { ...ROW, state: 1 }, { ...ROW, state: 2 }] }), expected);
  assert.deepEqual(parse({ logs: [7] }), { readable: false, row: 1, reason: 'it is not an object' });
});

test('rows come oldest first, none of them twice', () => {
  const order = new ImportedLogOrder();
  const problemOf = (sourceId: number, time: number): string | null => order.problemOf({ ...READ, sourceId, time });
  // Ids may come in any order: where they are from, another account may have the next one.
  assert.deepEqual([problemOf(9, 1000), problemOf(4, 1000), problemOf(5, 3000)], [null, null, null]);
  assert.equal(problemOf(5, 3000), 'the row of id 5 stands in the file twice');
  assert.equal(
    problemOf(6, 2000),
    'its time (1970-01-01T00:00:02.000Z) is before that of the row before it (1970-01-01T00:00:03.000Z): rows must come oldest first',
  );
});
