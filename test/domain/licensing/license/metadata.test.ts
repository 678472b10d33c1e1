import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FeatureDefinition } from '../../../../src/domain/entities/licensing.js';
import { licenseMetadata, metadataText } from '../../../../src/domain/licensing/license/metadata.js';
import { license, sampleView } from './sample.js';

const NOW = Date.UTC(2026, 5, 1, 12, 0, 0, 500);
const SECOND = 1000;
const DAY = 86_400 * SECOND;

/** As a new product has them: F1 time-limited, F2 trial, the others plain. */
const FEATURES: readonly FeatureDefinition[] = [1, 2, 0, 0, 0, 0, 0, 0].map((type, index) => ({
  name: `F${index + 1}`,
  type: type as FeatureDefinition['type'],
}));

const none = [false, false, false, false, false, false, false, false];
const on = (...numbers: number[]) => none.map((_, index) => numbers.includes(index + 1));

// features on, all time-limited, blocked, expires after → valid, reason, trial, time-limited, days left
const STATUS_TABLE = [
  { name: 'neither limited nor trial', expiresIn: 5 * DAY, want: [true, 0, false, false, 0] },
  { name: 'an expiry means nothing without a time limit', expiresIn: -5 * DAY, want: [true, 0, false, false, 0] },
  { name: 'time-limited', features: on(1), expiresIn: 5 * DAY, want: [true, 0, false, true, 5] },
  { name: 'a begun day counts', features: on(1), expiresIn: 5 * DAY + SECOND, want: [true, 0, false, true, 6] },
  { name: 'the last second', features: on(1), expiresIn: SECOND, want: [true, 0, false, true, 1] },
  { name: 'the second of expiry', features: on(1), expiresIn: 0, want: [true, 0, false, true, 0] },
  { name: 'a fraction before it', features: on(1), expiresIn: -400, want: [true, 0, false, true, 0] },
  { name: 'expired', features: on(1), expiresIn: -SECOND, want: [false, 1, false, true, 0] },
  { name: 'long expired', features: on(1), expiresIn: -50 * DAY, want: [false, 1, false, true, 0] },
  { name: 'trial', features: on(2), expiresIn: -DAY, want: [true, 0, true, false, 0] },
  { name: 'trial, time-limited', features: on(1, 2), expiresIn: -DAY, want: [false, 1, true, true, 0] },
  { name: 'plain features', features: on(3, 8), expiresIn: -DAY, want: [true, 0, false, false, 0] },
  { name: 'all time-limited', all: true, expiresIn: DAY, want: [true, 0, false, true, 1] },
  { name: 'all time-limited, expired', all: true, expiresIn: -DAY, want: [false, 1, false, true, 0] },
  { name: 'blocked', block: true, expiresIn: DAY, want: [false, 2, false, false, 0] },
  { name: 'blocked and expired', features: on(1), block: true, expiresIn: -DAY, want: [false, 2, false, true, 0] },
] as const;

for (const { name, expiresIn, want, ...row } of STATUS_TABLE) {
  test(`status: ${name}`, () => {
    const view = {
      license: license({
        features: 'features' in row ? row.features : none,
        block: 'block' in row,
        expires: NOW + expiresIn,
      }),
      machines: [],
    };
    const product = { features: FEATURES, allLicensesTimeLimited: 'all' in row };
    const [isValid, reasonForInvalidity, trial, timeLimited, timeLeft] = want;
    assert.deepEqual(licenseMetadata(view, product, NOW), {
      activatedMachines: 0,
      licenseStatus: { isValid, reasonForInvalidity, trial, timeLimited, timeLeft },
      usedFloatingMachines: 0,
    });
  });
}

test('a feature means what its product says, not its number', () => {
  const features = FEATURES.toReversed();
  const view = { license: license({ features: on(7) }), machines: [] };
  const { licenseStatus } = licenseMetadata(view, { features, allLicensesTimeLimited: false }, NOW);
  assert.deepEqual([licenseStatus.trial, licenseStatus.timeLimited], [true, false]);
});

test('machines and leases are counted apart, overdraft among the leases; the signed copy is in PascalCase', () => {
  const metadata = licenseMetadata(sampleView(), { features: FEATURES, allLicensesTimeLimited: false }, NOW);
  assert.equal(
    metadataText(metadata),
    '{"ActivatedMachines":2,"LicenseStatus":{"IsValid":false,"ReasonForInvalidity":1,"Trial":false,' +
      '"TimeLimited":true,"TimeLeft":0},"UsedFloatingMachines":3}',
  );
});
