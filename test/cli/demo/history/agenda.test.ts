import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Agenda } from '../../../../src/cli/demo/history/agenda.js';

test('everything happens in order of time, then of entry, and what it brings about too', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ at: fc.nat(20), after: fc.array(fc.nat(5), { maxLength: 3 }) })), (entries) => {
      const agenda = new Agenda();
      const happened: { readonly time: number; readonly made: number }[] = [];
      let made = 0;
      const enter = (seconds: number, then: readonly number[]): void => {
        const number = made;
        made += 1;
        agenda.at(seconds * 1000, () => {
          assert.equal(agenda.now, seconds * 1000);
          happened.push({ time: agenda.now, made: number });
          for (const later of then) enter(seconds + later, []);
        });
      };
      for (const { at, after } of entries) enter(at, after);
      agenda.runUntil(10_000);
      const before = happened.length;
      assert(happened.every(({ time }) => time <= 10_000));
      agenda.runUntil(100_000);
      assert.equal(happened.length, made);
      assert(happened.slice(before).every(({ time }) => time > 10_000));
      assert.deepEqual(
        happened,
        happened.toSorted((a, b) => a.time - b.time || a.made - b.made),
      );
    }),
  );
});

test('a time that has passed is now, and seconds are whole', () => {
  const agenda = new Agenda();
  agenda.runUntil(5_000);
  const times: number[] = [];
  agenda.at(1_000, () => times.push(agenda.now));
  agenda.at(7_999, () => times.push(agenda.now));
  agenda.runUntil(9_000);
  assert.deepEqual(times, [5_000, 7_000]);
});
