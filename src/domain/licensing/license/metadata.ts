import type { FeatureDefinition, License } from '../../entities/licensing.js';
import { unixSeconds } from '../../time/time.js';
import type { Milliseconds } from '../../time/units.js';
import type { LicenseView } from './view.js';

const SECONDS_PER_DAY = 86_400;

/** The settings of a product that its licenses' metadata depend on. */
export interface ProductMeaning {
  /** F1..F8, always eight. */
  readonly features: readonly FeatureDefinition[];
  /** Every license of the product is time-limited, whatever its features. */
  readonly allLicensesTimeLimited: boolean;
}

interface LicenseStatus {
  readonly isValid: boolean;
  /** 0 valid, 1 expired, 2 blocked. */
  readonly reasonForInvalidity: 0 | 1 | 2;
  readonly trial: boolean;
  readonly timeLimited: boolean;
  /** Days until the license expires, rounded up; 0 once expired, and for one that is not time-limited. */
  readonly timeLeft: number;
}

/** The server's own evaluation of a license, for clients without their own. No mask hides any of it. */
export interface Metadata {
  /** Node-locked machines. */
  readonly activatedMachines: number;
  readonly licenseStatus: LicenseStatus;
  /** Leases that have not lapsed, those in overdraft included. */
  readonly usedFloatingMachines: number;
}

/** Reads only the view's license and machines. */
export function licenseMetadata(
  view: Pick<LicenseView, 'license' | 'machines'>,
  product: ProductMeaning,
  nowMs: Milliseconds,
): Metadata {
  const usedFloatingMachines = view.machines.filter(({ floating }) => floating).length;
  return {
    activatedMachines: view.machines.length - usedFloatingMachines,
    licenseStatus: licenseStatus(view.license, product, nowMs),
    usedFloatingMachines,
  };
}

/** The copy of the metadata that is signed: PascalCase JSON. */
export function metadataText(metadata: Metadata): string {
  const { licenseStatus: status } = metadata;
  return JSON.stringify({
    ActivatedMachines: metadata.activatedMachines,
    LicenseStatus: {
      IsValid: status.isValid,
      ReasonForInvalidity: status.reasonForInvalidity,
      Trial: status.trial,
      TimeLimited: status.timeLimited,
      TimeLeft: status.timeLeft,
    },
    UsedFloatingMachines: metadata.usedFloatingMachines,
  });
}

/** In whole seconds, because a client compares the whole seconds of `Expires` with its clock. */
function licenseStatus(license: License, product: ProductMeaning, nowMs: Milliseconds): LicenseStatus {
  const hasFeature = (type: FeatureDefinition['type']) =>
    product.features.some((definition, index) => definition.type === type && license.features[index] === true);
  const timeLimited = product.allLicensesTimeLimited || hasFeature(1);
  const secondsLeft = unixSeconds(license.expires) - unixSeconds(nowMs);
  // A block is named first: extending the license would not lift it.
  const reasonForInvalidity = license.block ? 2 : timeLimited && secondsLeft < 0 ? 1 : 0;
  return {
    isValid: reasonForInvalidity === 0,
    reasonForInvalidity,
    trial: hasFeature(2),
    timeLimited,
    timeLeft: timeLimited && secondsLeft > 0 ? Math.ceil(secondsLeft / SECONDS_PER_DAY) : 0,
  };
}
