import type { License, Product } from '../entities/licensing.js';

/** F1..F8 with one of them, 1 to 8, set or cleared; the same array if nothing changes. */
export const withFeature = (features: License['features'], number: number, on: boolean): License['features'] =>
  features[number - 1] === on ? features : features.map((value, index) => (index === number - 1 ? on : value));

/** F1..F8 of a trial of this product: those defined as time-limited or trial. */
export const trialFeatures = (product: Product): License['features'] => product.features.map(({ type }) => type !== 0);

/** Whether the license still has every feature that makes it a trial: a sold one has lost at least one of them. */
export const isStillTrial = (license: License, product: Product): boolean =>
  trialFeatures(product).every((isTrial, index) => !isTrial || license.features[index] === true);
