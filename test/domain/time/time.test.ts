import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isoWithoutZone, isoWriter, unixSeconds } from '../../../src/domain/time/time.js';

const ISO_TABLE = [
  [0, '1970-01-01T00:00:00'],
  [1, '1970-01-01T00:00:00.001'],
  [10, '1970-01-01T00:00:00.01'],
  [100, '1970-01-01T00:00:00.1'],
  [-1, '1969-12-31T23:59:59.999'],
  [Date.UTC(2018, 5, 14, 9, 24, 55, 920), '2018-06-14T09:24:55.92'],
  [Date.UTC(2018, 5, 14, 9, 12, 46, 557), '2018-06-14T09:12:46.557'],
  [Date.UTC(2018, 1, 20), '2018-02-20T00:00:00'],
  [Date.UTC(2020, 0, 1, 10, 20, 30), '2020-01-01T10:20:30'],
  [Date.parse('0001-01-01T00:00:00Z'), '0001-01-01T00:00:00'],
  [Date.UTC(9999, 11, 31, 23, 59, 59, 999), '9999-12-31T23:59:59.999'],
] as const;

for (const [ms, text] of ISO_TABLE) {
  test(`${ms} ms is ${text}`, () => assert.equal(isoWithoutZone(ms), text));
}

test('every millisecond reads back, without zone, trailing zeros or trailing point', () => {
  fc.assert(
    fc.property(fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }), (ms) => {
      const text = isoWithoutZone(ms);
      assert.match(text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{0,2}[1-9])?$/);
      assert.equal(Date.parse(`${text}Z`), ms);
    }),
  );
});

test('a writer of many times writes each as it would be written alone', () => {
  const near = fc.integer({ min: -4_000_000, max: 4_000_000 });
  const times = fc
    .tuple(fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }), fc.array(near))
    .map(([first, steps]) => [first, ...steps.map((step) => first + step)])
    .map((all) => all.filter((ms) => ms >= -62_135_596_800_000 && ms <= 253_402_300_799_999));
  fc.assert(
    fc.property(times, (all) => {
      const write = isoWriter();
      assert.deepEqual(all.map(write), all.map(isoWithoutZone));
    }),
  );
  for (const ms of [-62_135_596_800_001, 253_402_300_800_000, Number.NaN]) {
    assert.throws(() => isoWriter()(ms), RangeError);
  }
});

test('years that no client can read are errors', () => {
  for (const ms of [-62_135_596_800_001, 253_402_300_800_000, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.throws(() => isoWithoutZone(ms), RangeError);
  }
});

test('unix seconds cut the fraction off', () => {
  assert.equal(unixSeconds(1_570_460_857_999), 1_570_460_857);
  assert.equal(unixSeconds(1_570_460_857_000), 1_570_460_857);
  assert.equal(unixSeconds(-1), -1);
  assert.equal(unixSeconds(0), 0);
});
