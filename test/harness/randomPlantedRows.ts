import fc from 'fast-check';
import { ALL_STATES, DEACTIVATIONS, deniesSeat, REFRESHES, takesSeat } from '../../src/domain/log/stateLists.js';
import type { PlantedRow } from './plantedLog.js';

const ACTIVITY_CODES: readonly number[] = [...REFRESHES, ...DEACTIVATIONS];

/** Codes of which several are one machine. */
const CODES = [null, '', ' \t', 'a', 'A', '\u0007a ', 'PC-1', 'pc-1', 'ß', 'SS', 'x'.repeat(300), 'X'.repeat(256)];

/** From one row to the next, in milliseconds: nothing, moments, and steps that meet edges of half hours and days. */
const STEPS = [0, 1, 999, 1000, 59_000, 1_799_999, 1_800_000, 1_800_001, 43_200_000, 86_399_999, 86_400_000];

/** The licenses 1 to 6 are of the products 1 to 3, two each; 7 is a license that there is no record of. */
export const productOf = (licenseId: number): number => Math.ceil(licenseId / 2);

const step = fc.record({
  elapsed: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...STEPS) }, fc.nat(200_000)),
  state: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...ACTIVITY_CODES) }, fc.constantFrom<number>(...ALL_STATES)),
  licenseId: fc.oneof({ weight: 2, arbitrary: fc.constant(1) }, fc.integer({ min: 0, max: 7 })),
  /** Of a key that is not there. */
  productId: fc.constantFrom(0, 1, 2, 99),
  customerId: fc.constantFrom(0, 0, 1, 2),
  machineCode: fc.constantFrom(...CODES),
  country: fc.constantFrom('', 'SE', 'DE', 'US'),
  seatLimit: fc.constantFrom(0, 2, 2, 2, 3),
  /** Of a lease; one of them ends with the half hour that it begins. */
  floatingInterval: fc.constantFrom(1, 60, 1_800, 86_400, 864_000),
  /** Of an import. */
  isLease: fc.boolean(),
  /** A manipulation that deletes the key. */
  byDeleteKey: fc.boolean(),
});

const LEASE_STATES: readonly number[] = [...takesSeat('floating', 'overdraft'), ...deniesSeat('floating')];

/** Starts before the edges at which calendars go wrong. */
const STARTS = ['2023-12-31T23:59:59.999Z', '2024-02-28T23:30:00Z', '2024-02-29T23:59:00Z', '2025-06-30T11:59:58.500Z'];

/** A log from one of a few starts on. */
export const plantedRows = (maxLength: number, minLength = 1): fc.Arbitrary<readonly PlantedRow[]> =>
  fc
    .record({
      start: fc.constantFrom(...STARTS.map(Date.parse)),
      steps: fc.array(step, { minLength, maxLength, size: 'max' }),
    })
    .map(({ start, steps }) => {
      let time = start;
      return steps.map(({ elapsed, licenseId, productId, floatingInterval, isLease, byDeleteKey, ...row }) => {
        time += elapsed;
        const { state } = row;
        return {
          ...row,
          time,
          licenseId,
          productId: licenseId === 0 ? productId : productOf(licenseId),
          floatingInterval: LEASE_STATES.includes(state) || (state === 5010 && isLease) ? floatingInterval : 0,
          byDeleteKey: state === 7010 && byDeleteKey,
        };
      });
    });

/** So many random rows, the same ones for the same seed. */
export const sampledRows = (count: number, seed: number): readonly PlantedRow[] =>
  fc.sample(plantedRows(count, count), { numRuns: 1, seed }).flat();
