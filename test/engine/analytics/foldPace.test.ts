import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FoldPace, WINDOW_ROWS_MOST as most, WINDOW_MS as wanted } from '../../../src/engine/analytics/foldPace.js';
import { LIMITS } from '../../../src/limits.js';

const { projectionWindowRows: least } = LIMITS;

/** Folds full windows that take as long as `cost` says, until the size settles. */
const settle = (pace: FoldPace, cost: (rows: number) => number): number => {
  for (let window = 0; window < 50; window += 1) {
    const rows = pace.rowsFor('devices');
    pace.note('devices', rows, cost(rows));
  }
  return pace.rowsFor('devices');
};

test('windows grow until they take the time that they may, and shrink when they take longer', () => {
  const pace = new FoldPace();
  assert.equal(pace.rowsFor('devices'), least);
  const cheap = settle(pace, (rows) => rows / 50);
  assert(cheap >= 40 * wanted && cheap <= 75 * wanted, `${cheap}`);
  const dear = settle(pace, (rows) => rows / 10);
  assert(dear >= 8 * wanted && dear <= 15 * wanted, `${dear}`);
  assert.equal(pace.rowsFor('keys'), least, 'each projection has a pace of its own');
});

test('windows whose costs hardly depend on their rows become large', () => {
  const flat = (rows: number): number => Math.min(rows, 12_000) / 20 + rows / 500;
  assert(settle(new FoldPace(), flat) > 100_000);
});

test('they keep within bounds, and one slow window is not believed at once', () => {
  const pace = new FoldPace();
  assert.equal(
    settle(pace, () => 1),
    most,
  );
  pace.note('devices', most, 100 * wanted);
  assert.equal(pace.rowsFor('devices'), most / 2);
  assert.equal(
    settle(pace, () => 100 * wanted),
    least,
  );
});

test('a window that was cut short changes nothing unless it took too long', () => {
  const pace = new FoldPace();
  settle(pace, (rows) => rows / 50);
  const before = pace.rowsFor('devices');
  pace.note('devices', 100, 1);
  assert.equal(pace.rowsFor('devices'), before);
  pace.note('devices', before / 2, 3 * wanted);
  assert(pace.rowsFor('devices') < before);
});
