import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { foldSeats, isHeld, type SeatRow, type SeatStretch } from '../../../../src/domain/analytics/seats.js';
import { limitsByStep, seatsToAvoidDenials, seatUsage } from '../../../../src/domain/analytics/seatUsage.js';
import { decideDeletion } from '../../../../src/domain/licensing/deletion.js';
import { NOW, SeatBench } from '../../../harness/seatBench.js';
import { limitDenies, rowsOfCalls, seatCalls } from '../../../harness/seatCalls.js';
import { holdersAt, type ReplayRow, replayStep } from '../../../harness/seatReplay.js';
import { anySeatRows } from '../../../harness/seatRows.js';

const seatRow = (row: ReplayRow): SeatRow => ({ ...row, deviceNo: 0, machineNo: 0 });

const stretchesOf = (rows: readonly ReplayRow[]): readonly SeatStretch[] => foldSeats([], rows.map(seatRow));

const heldAt = (stretches: readonly SeatStretch[], time: number): readonly SeatStretch[] =>
  stretches.filter(({ kind, since, until }) => isHeld(kind) && since <= time && (until === null || until > time));

// spec(GetSeatUsage and GetSeatHolders): seats are those that the rules have given
test('at every moment the log tells the seats that the rules have given', () => {
  fc.assert(
    fc.property(seatCalls(), (calls) => {
      rowsOfCalls(calls, (bench, rows) => {
        const held = heldAt(stretchesOf(rows), bench.now);
        assert.deepEqual(
          held
            .filter(({ kind }) => kind === 'nodeLocked')
            .map(({ machineCode }) => machineCode)
            .sort(),
          [...bench.locked].sort(),
        );
        const shown = (code: string, since: number, until: number | null, overdraft: boolean): string =>
          JSON.stringify([code, since, until, overdraft]);
        assert.deepEqual(
          held
            .filter(({ kind }) => kind !== 'nodeLocked')
            .map(({ machineCode, heldSince, until, kind }) =>
              shown(machineCode, heldSince, until, kind === 'overdraft'),
            )
            .sort(),
          bench.leases
            .map((lease) => shown(lease.machineCode, lease.time, lease.floatingExpires, lease.overdraft))
            .sort(),
        );
      });
    }),
    { numRuns: 500 },
  );
});

// spec(GetSeatUsage and GetSeatHolders): fold(a ++ b) = merge(fold a, fold b)
test('folding rows and then more of them = folding all at once', () => {
  fc.assert(
    fc.property(anySeatRows, fc.array(fc.nat(60)), (rows, cuts) => {
      const found = new Map<number, SeatStretch>();
      const ends = [...new Set(cuts), rows.length].sort((a, b) => a - b);
      let from = 0;
      for (const to of ends) {
        const last = [...found.values()].filter((stretch) => stretch.last);
        for (const stretch of foldSeats(last, rows.slice(from, to).map(seatRow))) found.set(stretch.id, stretch);
        from = to;
      }
      assert.deepEqual(
        [...found.values()].sort((a, b) => a.id - b.id),
        stretchesOf(rows),
      );
    }),
    { numRuns: 1000 },
  );
});

test('of any rows whatever: holders at every moment, and one last stretch for each machine', () => {
  fc.assert(
    fc.property(anySeatRows, (rows) => {
      const stretches = stretchesOf(rows);
      const moments = rows.flatMap(({ time, floatingInterval }) => [time, time + 1, time + floatingInterval * 1000]);
      for (const moment of new Set(moments.flatMap((time) => [time - 1, time]))) {
        assert.deepEqual(
          heldAt(stretches, moment).map(({ id, heldSince, kind }) => [id, heldSince, kind === 'overdraft']),
          holdersAt(rows, moment).map(({ id, since, overdraft }) => [id, since, overdraft]),
        );
      }
      const slots = stretches
        .filter(({ last }) => last)
        .map(({ licenseId, kind, machineCode }) => `${licenseId} ${kind.startsWith('nodeLocked')} ${machineCode}`);
      assert.equal(new Set(slots).size, slots.length);
    }),
    { numRuns: 500 },
  );
});

const period = fc.record({
  start: fc.integer({ min: -3, max: 60 }).map((seconds) => NOW + seconds * 1000),
  length: fc.integer({ min: 1, max: 90_000 }),
  step: fc.constantFrom(1000, 3000, 60_000),
});

test('usage by steps = every step counted from the beginning', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        anySeatRows,
        seatCalls().map((calls) => rowsOfCalls(calls)),
      ),
      period,
      (rows, drawn) => {
        const { start, length, step } = drawn;
        const end = start + length;
        const { nodeLocked, floating } = seatUsage(stretchesOf(rows).toReversed(), { start, end, step });
        const limits = limitsByStep(
          rows.map(({ time, seatLimit }) => ({ since: time, seatLimit })),
          { start, end, step },
        );
        const found = nodeLocked.steps.map(({ held, peak, denials }, index) => {
          const lease = floating.steps[index];
          assert(lease !== undefined);
          return {
            limit: limits[index],
            nodeLocked: { held, peak, denials },
            floating: { held: lease.held, peak: lease.peak, denials: lease.denials, overdraft: lease.overdraft },
          };
        });
        const expected = Array.from({ length: Math.ceil(length / step) }, (_, index) =>
          replayStep(rows, start + index * step, Math.min(start + (index + 1) * step, end)),
        );
        assert.deepEqual(found, expected);
        const whole = replayStep(rows, start, end);
        assert.deepEqual([nodeLocked.peak, nodeLocked.denials], [whole.nodeLocked.peak, whole.nodeLocked.denials]);
        assert.deepEqual(
          [floating.peak, floating.denials, floating.overdraft],
          [whole.floating.peak, whole.floating.denials, whole.floating.overdraft],
        );
        const { peakTime } = floating;
        assert.equal(replayStep(rows, peakTime, peakTime + 1).floating.peak, floating.peak);
        if (peakTime > start) assert(replayStep(rows, start, peakTime).floating.peak < floating.peak);
      },
    ),
    { numRuns: 1000 },
  );
});

// spec(GetSeatUsage and GetSeatHolders): how many seats would have avoided every denial
test('seatsToAvoidDenials is the smallest limit with which the rules deny nobody', () => {
  fc.assert(
    fc.property(seatCalls(70), period, (calls, { start, length, step }) => {
      const rows = rowsOfCalls(calls);
      const end = start + length;
      // The order in which stretches come does not matter.
      const found = seatsToAvoidDenials(stretchesOf(rows).toReversed(), { start, end, step });
      // A limit of 0 locks nothing, so 1 is the smallest one.
      let smallest = 1;
      while (limitDenies(rows, start, end, smallest)) smallest += 1;
      assert.equal(Math.max(found, 1), smallest);
    }),
    { numRuns: 2000 },
  );
});

/** Rows of one license by hand: seconds from the start, state, machine, length of the lease. */
const rows = (...drawn: readonly (readonly [at: number, state: number, machineCode: string, interval?: number])[]) =>
  drawn.map(
    ([at, state, machineCode, floatingInterval = 0], index): ReplayRow => ({
      id: index + 1,
      time: NOW + at * 1000,
      licenseId: 1,
      productId: 3,
      state,
      machineCode,
      floatingInterval,
      byDeleteKey: state === 7010,
      seatLimit: 1,
    }),
  );

const spans = (stretches: readonly SeatStretch[]) =>
  stretches.map(({ kind, machineCode, heldSince, since, until }) => [
    kind,
    machineCode,
    ...[heldSince, since, until].map((time) => (time === null ? null : (time - NOW) / 1000)),
  ]);

// spec(GetSeatUsage and GetSeatHolders): a lease that is renewed in its last moment
test('a renewal in the last millisecond goes on, one in the millisecond of the end begins anew', () => {
  const late = rows([0, 2014, 'a', 10], [9.999, 2014, 'a', 10]);
  assert.deepEqual(spans(stretchesOf(late)), [['floating', 'a', 0, 0, 19.999]]);
  const tooLate = rows([0, 2014, 'a', 10], [10, 2014, 'a', 10]);
  assert.deepEqual(spans(stretchesOf(tooLate)), [
    ['floating', 'a', 0, 0, 10],
    ['floating', 'a', 10, 10, 20],
  ]);
});

// spec(GetSeatUsage and GetSeatHolders): floating: from the first 2014 or 2015 to the last one's floatingExpires or 6011
test('a renewal may end a lease sooner; a release ends it', () => {
  assert.deepEqual(spans(stretchesOf(rows([0, 2014, 'a', 100], [5, 2014, 'a', 10]))), [['floating', 'a', 0, 0, 15]]);
  assert.deepEqual(spans(stretchesOf(rows([0, 2014, 'a', 100], [5, 6011, 'a']))), [['floating', 'a', 0, 0, 5]]);
});

// spec(GetSeatUsage and GetSeatHolders): overdraft
test('a lease that leaves overdraft is the same seat in another stretch', () => {
  assert.deepEqual(spans(stretchesOf(rows([0, 2015, 'a', 10], [4, 2014, 'a', 10], [6, 2014, 'a', 10]))), [
    ['overdraft', 'a', 0, 0, 4],
    ['floating', 'a', 0, 4, 16],
  ]);
});

// spec(GetSeatUsage and GetSeatHolders): 2010 and 2011 are no seats; two pools
test('the pools know nothing of each other, and 2010 and 2011 nothing of seats', () => {
  const both = rows([0, 2012, 'a'], [1, 2014, 'a', 10], [2, 6011, 'a'], [3, 2010, 'b'], [4, 2011, 'b'], [5, 6010, 'A']);
  assert.deepEqual(spans(stretchesOf(both)), [
    ['nodeLocked', 'a', 0, 0, null],
    ['floating', 'a', 1, 1, 2],
  ]);
});

// spec(GetSeatUsage and GetSeatHolders): node-locked: from 2012, 2013 (or 5010) to 6010; trial keys
test('imports and trial keys begin seats', () => {
  assert.deepEqual(spans(stretchesOf(rows([0, 5010, 'a'], [0, 5010, 'b', 7], [1, 3011, 'c'], [2, 3012, 'd']))), [
    ['nodeLocked', 'a', 0, 0, null],
    ['floating', 'b', 0, 0, 7],
    ['nodeLocked', 'c', 1, 1, null],
  ]);
});

// spec(GetSeatUsage and GetSeatHolders): DeleteKey ends the seats of its key
test('a deletion ends what is live, as the rule that deletes does', () => {
  const deleted = rows([0, 2014, 'a', 2], [1, 2012, 'a'], [1, 2014, 'b', 10], [3, 7010, '']);
  assert.deepEqual(spans(stretchesOf(deleted)), [
    ['floating', 'a', 0, 0, 2],
    ['nodeLocked', 'a', 1, 1, 3],
    ['floating', 'b', 1, 1, 3],
  ]);
  const bench = new SeatBench({ maxNoOfMachines: 3 });
  bench.activate('a');
  bench.lease('b');
  const outcome = decideDeletion(bench.license, bench.state, {
    now: bench.now,
    caller: { kind: 'shell', accountId: 1 },
    ip: '',
    nextId: () => assert.fail(),
    claimId: () => assert.fail(),
    randomBytes: () => assert.fail(),
  });
  assert.equal(outcome.logs[0]?.state, 7010);
  assert.equal(outcome.writes.filter((write) => write.kind === 'machine' && write.remove).length, 2);
});

// spec(GetSeatUsage and GetSeatHolders): a machine that is denied again and again
test('a machine that is denied again and again is one demand', () => {
  const denied = rows([0, 2012, 'a'], [1, 2022, 'b'], [2, 2022, 'b'], [3, 2022, 'c'], [4, 6010, 'a'], [5, 2012, 'c']);
  const stretches = stretchesOf(denied);
  const demand = (from: number, to: number): number =>
    seatsToAvoidDenials(stretches, { start: NOW + from * 1000, end: NOW + to * 1000, step: 1000 });
  assert.equal(demand(0, 10), 3);
  assert.equal(demand(0, 3), 2);
  // From 3 on: a holds, c asks; b was denied earlier and is not heard of.
  assert.equal(demand(3, 10), 2);
  // From 4 on: a is gone, c asks.
  assert.equal(demand(4, 10), 1);
  assert.equal(demand(6, 10), 0);
});

test('a lease that leaves overdraft asks for no seat; a machine that lost its seat and is denied does', () => {
  const period = { start: NOW + 3000, end: NOW + 10_000, step: 1000 };
  const renewed = rows(
    [0, 2014, 'a', 100],
    [1, 2014, 'b', 100],
    [2, 2015, 'c', 100],
    [3, 6011, 'b'],
    [4, 2014, 'c', 9],
  );
  assert.equal(seatsToAvoidDenials(stretchesOf(renewed), period), 0);
  // An import rounds the end of a lease up to the next second.
  const lost = rows([0, 5010, 'a', 4], [1, 2014, 'b', 100], [3.5, 2024, 'a', 9]);
  assert.deepEqual(spans(stretchesOf(lost)), [
    ['floating', 'a', 0, 0, 3.5],
    ['floating', 'b', 1, 1, 101],
    ['floatingDenied', 'a', 3.5, 3.5, 12.5],
  ]);
  assert.equal(seatsToAvoidDenials(stretchesOf(lost), period), 2);
});

test('a denied lease of no known length, as imported rows have it, asks for a seat at its moment', () => {
  const imported = rows([0, 2014, 'a', 10], [1, 2014, 'b', 10], [2, 2024, 'c'], [2, 2024, 'd'], [3, 2014, 'a', 10]);
  assert.deepEqual(spans(stretchesOf(imported)).slice(2), [
    ['floatingDenied', 'c', 2, 2, 2],
    ['floatingDenied', 'd', 2, 2, 2],
  ]);
  const period = { start: NOW, end: NOW + 10_000, step: 1000 };
  assert.equal(seatsToAvoidDenials(stretchesOf(imported), period), 3);
});
