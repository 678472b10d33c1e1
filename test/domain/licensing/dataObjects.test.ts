import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decideStep, type OwnedObject, type Step } from '../../../src/domain/licensing/dataObjects.js';
import { SENTENCES } from '../../../src/domain/sentences.js';

const LEAST = -2_147_483_648n;
const GREATEST = 2_147_483_647n;

const owned = (intValue: number): OwnedObject => ({
  owner: { kind: 'account' },
  object: { id: 7, referencerType: 0, referencerId: 0, machineCode: '', name: 'n', stringValue: '', intValue },
});

const nearEdges = fc.oneof(
  fc.integer({ min: -20, max: 20 }),
  fc.integer({ min: Number(LEAST), max: Number(LEAST) + 20 }),
  fc.integer({ min: Number(GREATEST) - 20, max: Number(GREATEST) }),
  fc.integer({ min: Number(LEAST), max: Number(GREATEST) }),
);

interface TakenStep extends Step {
  readonly state: 8014 | 8015;
}

const step: fc.Arbitrary<TakenStep> = fc.record({
  state: fc.constantFrom<8014 | 8015>(8014, 8015),
  intValue: nearEdges,
  bound: fc.option(nearEdges),
  largestStep: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 30 })),
});

/** What a step should come to, in whole numbers without end: the new value or the sentence. */
const model = (value: bigint, { state, intValue, bound, largestStep }: TakenStep): bigint | string => {
  const size = intValue < 0 ? -BigInt(intValue) : BigInt(intValue);
  if (largestStep > 0 && size > BigInt(largestStep)) return SENTENCES.accessDenied;
  const next = value + (state === 8014 ? size : -size);
  if (bound !== null && state === 8014 && next > BigInt(bound)) return SENTENCES.dataObjectBound;
  if (bound !== null && state === 8015 && next < BigInt(bound)) return SENTENCES.dataObjectBound;
  return next < LEAST || next > GREATEST ? SENTENCES.dataObjectOverflow : next;
};

test('any sequence of steps goes as in the model, and the log says what was passed in', () => {
  fc.assert(
    fc.property(nearEdges, fc.array(step, { maxLength: 30 }), (start, steps) => {
      let value = start;
      for (const taken of steps) {
        const outcome = decideStep(owned(value), taken.state, taken);
        const expected = model(BigInt(value), taken);
        if (typeof expected === 'string') {
          assert(!outcome.granted);
          assert.equal(outcome.sentence, expected);
          assert.equal(outcome.log?.state, 8020);
          assert.equal(outcome.log?.dataObjectValue, taken.intValue);
          continue;
        }
        assert(outcome.granted);
        const [write] = outcome.writes;
        assert(write?.kind === 'dataObject');
        value = write.row.intValue;
        assert.equal(BigInt(value), expected);
        assert.deepEqual(
          outcome.logs.map((log) => [log.state, log.dataObjectId, log.dataObjectValue]),
          [[taken.state, 7, taken.intValue]],
        );
      }
    }),
  );
});

test('a step and the same step back lead to where it began', () => {
  fc.assert(
    fc.property(nearEdges, nearEdges, (start, intValue) => {
      const there = decideStep(owned(start), 8014, { intValue, bound: null, largestStep: 0 });
      if (!there.granted) return;
      const [write] = there.writes;
      assert(write?.kind === 'dataObject');
      const back = decideStep(owned(write.row.intValue), 8015, { intValue, bound: start, largestStep: 0 });
      assert(back.granted && back.writes[0]?.kind === 'dataObject');
      assert.equal(back.writes[0].row.intValue, start);
    }),
  );
});
