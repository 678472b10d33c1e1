import fc from 'fast-check';
import { SeatBench } from './seatBench.js';
import type { ReplayRow } from './seatReplay.js';

/** Log rows that the real rules write when one license is called at random. */

const code = fc.constantFrom('m0', 'm1', 'm2', 'm3', 'M0', '');

const call = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('activate' as const), code }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('lease' as const),
      code,
      seconds: fc.integer({ min: 1, max: 20 }),
      overdraft: fc.constantFrom(0, 0, 1, 2),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('deactivate' as const), code, floating: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('limit' as const), limit: fc.integer({ min: -1, max: 4 }) }) },
  // Whole seconds, so that leases end in the very millisecond of a call; and none, as in one batch.
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 12 }) }) },
);

type Call = typeof call extends fc.Arbitrary<infer Value> ? Value : never;

export interface SeatCalls {
  readonly limit: number;
  /** `m0` may go beyond the limit. */
  readonly allowed: boolean;
  readonly calls: readonly Call[];
}

export const seatCalls = (maxLength = 50): fc.Arbitrary<SeatCalls> =>
  fc.record({
    limit: fc.integer({ min: 0, max: 3 }),
    allowed: fc.boolean(),
    calls: fc.array(call, { minLength: 1, maxLength }),
  });

/** Makes the calls; `each` is told of the bench and the rows so far, after every call. */
export const rowsOfCalls = (
  { limit, allowed, calls }: SeatCalls,
  each: (bench: SeatBench, rows: readonly ReplayRow[]) => void = () => {},
): readonly ReplayRow[] => {
  const bench = new SeatBench({ maxNoOfMachines: limit, allowedMachines: allowed ? 'm0' : null });
  const rows: ReplayRow[] = [];
  const note = (state: number | string, machineCode: string, floatingInterval: number): void => {
    if (typeof state !== 'number') return;
    rows.push({
      id: rows.length + 1,
      time: bench.now,
      licenseId: 7,
      productId: 3,
      state,
      byDeleteKey: false,
      machineCode,
      floatingInterval,
      seatLimit: bench.license.maxNoOfMachines,
    });
  };
  for (const one of calls) {
    switch (one.do) {
      case 'activate':
        note(bench.activate(one.code), one.code, 0);
        break;
      case 'lease':
        note(bench.lease(one.code, one.overdraft, one.seconds), one.code, one.seconds);
        break;
      case 'deactivate':
        note(bench.deactivate(one.code, one.floating), one.code, 0);
        break;
      case 'limit':
        bench.change({ maxNoOfMachines: one.limit });
        break;
      case 'wait':
        bench.now += one.seconds * 1000;
        break;
      default:
        one satisfies never;
    }
    each(bench, rows);
  }
  return rows;
};

/** Whether a limit would deny anybody: the rows of the period asked for again, on a license that holds what was held. */
export const limitDenies = (rows: readonly ReplayRow[], start: number, end: number, limit: number): boolean => {
  const bench = new SeatBench({ maxNoOfMachines: 1_000_000 });
  const before = rows.filter(({ time }) => time < start);
  const isDenial = ({ state }: ReplayRow): boolean => state === 2022 || state === 2024;
  for (const row of before) if (!isDenial(row)) ask(bench, row);
  bench.change({ maxNoOfMachines: limit });
  return rows
    .filter(({ time }) => time >= start && time < end)
    .some((row) => [2022, 2024].includes(Number(ask(bench, row))));
};

const ask = (bench: SeatBench, { time, state, machineCode, floatingInterval }: ReplayRow): number | string => {
  bench.now = time;
  switch (state) {
    case 2012:
    case 2013:
    case 2022:
      return bench.activate(machineCode);
    case 2014:
    case 2015:
    case 2024:
      return bench.lease(machineCode, 0, floatingInterval);
    case 6010:
      return bench.deactivate(machineCode);
    case 6011:
      return bench.deactivate(machineCode, true);
    default:
      return '';
  }
};
