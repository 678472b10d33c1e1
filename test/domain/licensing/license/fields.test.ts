import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isShown } from '../../../../src/domain/licensing/license/fields.js';
import { legacyLicense } from '../../../../src/domain/licensing/license/legacy.js';
import { renderSigned } from '../../../../src/domain/licensing/license/payload.js';
import { SIGN_DATE_MS, sampleView } from './sample.js';

/** The published table: bit, name in both notations, value when hidden. */
const TABLE = [
  [2, 'ID', 'id', -1],
  [4, 'Key', 'key', null],
  [8, 'Notes', 'notes', null],
  [16, 'GlobalId', 'globalId', -1],
  [32, 'Customer', 'customer', null],
  [64, 'ActivatedMachines', 'activatedMachines', 'only the own entry'],
  [128, 'AllowedMachines', 'allowedMachines', null],
  [256, 'MaxNoOfMachines', 'maxNoOfMachines', 0],
  [512, 'DataObjects', 'dataObjects', []],
] as const;

const options = (mask: number) =>
  ({
    mask,
    modelVersion: 1,
    callingMachine: { machineCode: 'b', floating: false },
    signDateMs: SIGN_DATE_MS,
  }) as const;

const signed = (mask: number): Record<string, unknown> => JSON.parse(renderSigned(sampleView(), options(mask)));
const legacy = (mask: number): Record<string, unknown> => ({ ...legacyLicense(sampleView(), options(mask)) });

for (const [notation, render, column, code] of [
  ['SignMethod 1', signed, 1, 'Mid'],
  ['SignMethod 0', legacy, 2, 'mid'],
] as const) {
  test(`${notation}: under any mask each field is whole or hidden, and no other field changes`, () => {
    const everything = render(0);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8191 }), (mask) => {
        const expected = { ...everything };
        for (const row of TABLE) {
          if (mask === 0 || Math.floor(mask / row[0]) % 2 === 1) continue;
          expected[row[column]] = row[3];
          if (row[0] !== 64) continue;
          const machines = everything[row[column]];
          assert.ok(Array.isArray(machines));
          expected[row[column]] = machines.filter((item) => item[code] === 'b');
        }
        assert.deepEqual(render(mask), expected);
      }),
    );
  });
}

test('0 and 1022 show everything; 1 and the bits from 10 up name no field', () => {
  assert.deepEqual(signed(1022), signed(0));
  assert.deepEqual(signed(8191), signed(0));
  assert.deepEqual(signed(1), signed(1024));
  assert.ok(isShown(0, 'key'));
  assert.ok(!isShown(1, 'key'));
  assert.ok(!isShown(7168, 'key'));
});

test('the masks of the documentation: 1014 hides the notes alone', () => {
  assert.deepEqual(signed(1014), { ...signed(0), Notes: null });
});
