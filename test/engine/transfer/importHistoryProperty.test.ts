import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { STATES } from '../../../src/domain/log/states.js';
import { HistoryBench, PRODUCT, START, shownLicense } from '../../harness/history.js';
import { FRIENDLY_NAMES, MACHINE_CODES, type ShownRow } from '../../harness/randomLog.js';
import { serverOfFile } from '../../harness/server.js';

const server = await serverOfFile();

const LEASES: readonly number[] = [2014, 2015, 5010];
const refusals = Object.keys(STATES)
  .map(Number)
  .filter((state) => Math.floor(state / 10) % 10 === 2);

const row = fc
  .record({
    seconds: fc.constantFrom(0, 0, 1, 1800, 3_000_000),
    id: fc.integer({ min: 1, max: 3 }),
    productId: fc.constantFrom(PRODUCT, PRODUCT, 0, 999),
    key: fc.constantFrom('KEY-1', 'KEY-2', '', 'd1,2', 'k\\\\', 'NO\\N', 'ключ', 'a'.repeat(100)),
    ip: fc.constantFrom('', '203.0.113.0', '8.8.8.0', '2a00:1450:4000::', '::'),
    state: fc.constantFrom(...Object.keys(STATES).map(Number)),
    refusal: fc.constantFrom(...refusals),
    machineCode: fc.option(fc.oneof(fc.constantFrom(...MACHINE_CODES), fc.string({ unit: 'grapheme', maxLength: 20 }))),
    friendlyName: fc.constantFrom(...FRIENDLY_NAMES),
    lease: fc.constantFrom(0, 1, 600, 86_400),
    doIntValue: fc.constantFrom(0, 0, -5, -2_147_483_648, 2_147_483_647),
    doId: fc.constantFrom(0, 0, 7, 2_147_483_647),
  })
  .map((made) => ({ ...made, state: made.productId === 999 ? made.refusal : made.state }));

type Made = typeof row extends fc.Arbitrary<infer Row> ? Row : never;

/** As GetWebAPILog could have printed them: its ids grow by any step, its times by any. */
const shown = (made: readonly Made[]): readonly ShownRow[] => {
  let [id, time] = [0, START - 100_000_000];
  return made.map(({ seconds, id: step, lease, refusal: _refusal, ...details }) => {
    id += step;
    time = Math.min(time + seconds, START);
    const { state, machineCode } = details;
    return {
      ...details,
      id,
      time,
      machineCode: machineCode?.replaceAll('\0', '') ?? null,
      friendlyName: machineCode === null ? '' : details.friendlyName,
      floatingExpires: lease > 0 && LEASES.includes(state) ? time + lease : 0,
    };
  });
};

test('any log is imported as it was printed: however it stands in the file, whatever batches, wherever it stops', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(row, { minLength: 1, maxLength: 60 }),
      fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 1, maxLength: 10 }),
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 3 }),
      async (made, layout, batchRows, stops) => {
        const rows = shown(made);
        const lines: object[] = [];
        for (let from = 0, turn = 0; from < rows.length; turn += 1) {
          // 0 is a row by itself.
          const size = layout[turn % layout.length] ?? 0;
          if (size === 0) lines.push(rows[from] ?? {});
          else lines.push({ logs: rows.slice(from, from + size) });
          from += Math.max(size, 1);
        }
        const bench = await HistoryBench.make(server);
        for (const stop of stops) {
          const stopping = new AbortController();
          let steps = 0;
          const onProgress = (): void => {
            steps += 1;
            if (steps > stop) stopping.abort(new Error('stopped'));
          };
          const options = { batchRows, onProgress, signal: stopping.signal };
          await bench.import([shownLicense(1)], lines, options).catch((error: Error) => {
            assert.equal(error.message, 'stopped');
          });
        }
        await bench.import([shownLicense(1)], lines, { batchRows });
        assert.deepEqual(
          await bench.log(),
          rows.map((one, index) => ({ ...one, id: index + 1 })),
        );
        const sources = await Promise.all(rows.map((_, index) => bench.sourceOf(index + 1)));
        assert.deepEqual(
          sources,
          rows.map(({ id }) => id),
        );
        await bench.remove();
      },
    ),
    { numRuns: 25 },
  ));
