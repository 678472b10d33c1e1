import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { HeldSeats } from '../../../src/domain/analytics/heldSeats.js';
import { foldSeats, isHeld, type SeatRow, seatPool } from '../../../src/domain/analytics/seats.js';

const row = fc.record({
  seconds: fc.integer({ min: 0, max: 4 }),
  state: fc.constantFrom(2012, 2013, 2014, 2015, 2022, 2024, 3011, 5010, 6010, 6011, 7010, 2011),
  licenseId: fc.integer({ min: 1, max: 2 }),
  machineCode: fc.constantFrom('', 'a', 'A'),
  floatingInterval: fc.integer({ min: 0, max: 6 }),
  byDeleteKey: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
});

const rowsOf = (made: readonly (typeof row extends fc.Arbitrary<infer Row> ? Row : never)[]): readonly SeatRow[] => {
  let time = 0;
  return made.map(({ seconds, byDeleteKey, ...rest }, index) => {
    time += seconds * 1000;
    const deletes = byDeleteKey && rest.state === 7010;
    return { ...rest, id: index + 1, time, productId: 1, deviceNo: 1, machineNo: 1, byDeleteKey: deletes };
  });
};

test('whoever holds a seat by the fold of the whole log holds it, however the rows are cut, whoever is asked for', () => {
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 40 }),
      fc.array(fc.nat(40), { maxLength: 4 }),
      fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
      fc.integer({ min: 0, max: 5 }),
      (made, cuts, isAsked, later) => {
        const rows = rowsOf(made);
        const now = (rows.at(-1)?.time ?? 0) + later * 1000;
        const seats = [1, 2].flatMap((licenseId) =>
          ['', 'a', 'A'].flatMap((machineCode) =>
            [true, false].map((floating) => ({ licenseId, machineCode, floating })),
          ),
        );
        const asked = seats.filter((_, index) => isAsked[index]);
        const held = new HeldSeats(asked);
        const borders = [0, ...cuts.toSorted((a, b) => a - b), rows.length];
        for (const [index, from] of borders.entries()) held.fold(rows.slice(from, borders[index + 1] ?? rows.length));
        const live = foldSeats([], rows).filter(
          ({ kind, until, last }) => last && isHeld(kind) && (until === null || until > now),
        );
        for (const seat of asked) {
          const expected = live.some(
            (stretch) =>
              stretch.licenseId === seat.licenseId &&
              stretch.machineCode === seat.machineCode &&
              (seatPool(stretch.kind) === 'floating') === seat.floating,
          );
          assert.equal(held.holds(seat, now), expected);
        }
      },
    ),
    { numRuns: 500 },
  );
});
