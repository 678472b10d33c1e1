import fc from 'fast-check';
import { NOW } from './seatBench.js';
import type { ReplayRow } from './seatReplay.js';

/** Rows that no rule would write in this order: several licenses, any state after any. */
export const anySeatRows = fc
  .array(
    fc.record({
      wait: fc.constantFrom(0, 0, 1000, 2000, 7000),
      licenseId: fc.constantFrom(1, 2),
      state: fc.constantFrom(2010, 2011, 2012, 2013, 2014, 2015, 2022, 2024, 3011, 5010, 6010, 6011, 6020, 7010, 7016),
      byDeleteKey: fc.boolean(),
      machineCode: fc.constantFrom('a', 'A', ' a', ''),
      floatingInterval: fc.constantFrom(1, 2, 5, 30),
      lease: fc.boolean(),
      seatLimit: fc.constantFrom(0, 1, 2),
    }),
    { maxLength: 60, size: 'max' },
  )
  .map((drawn) => {
    let time = NOW;
    return drawn.map(({ wait, lease, ...row }, index): ReplayRow => {
      time += wait;
      const isLease = [2014, 2015, 2024].includes(row.state) || (row.state === 5010 && lease);
      return {
        ...row,
        id: index + 1,
        time,
        productId: 3,
        byDeleteKey: row.state === 7010 && row.byDeleteKey,
        floatingInterval: isLease ? row.floatingInterval : 0,
      };
    });
  });
