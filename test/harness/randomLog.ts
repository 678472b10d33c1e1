import fc from 'fast-check';
import type { LogEntry } from '../../src/domain/batch/logEntry.js';
import { granted } from '../../src/domain/batch/outcome.js';
import type { License } from '../../src/domain/entities/licensing.js';
import { STATES, type State } from '../../src/domain/log/states.js';
import type { TestServer } from './server.js';

/** Names and codes in which wildcards, case and normal forms could go wrong. */
export const MACHINE_CODES = ['', 'a', 'A', 'pc-1', 'PC-1', 'pc_1', '100%', 'ä', 'a\u0308', 'None?'] as const;
export const FRIENDLY_NAMES = [
  '',
  'WS-1',
  'ws-12',
  'İstanbul',
  'STRASSE',
  'straße',
  'a%b',
  'a_b',
  'axb',
  '\\',
  'Ωμέγα',
];

export const ADDRESSES = ['', '203.0.113.77', '203.0.113.9', '::ffff:198.51.100.4', '2001:db8:1:2::9', 'fe80::1%eth0'];

const STATE_CODES = Object.keys(STATES).map(Number) as State[];

export interface RandomRow {
  readonly entry: LogEntry;
  readonly ip: string;
}

/** A row about one of the licenses, about a product only, or about a key that is not there. */
const randomRow = (licenses: readonly License[]): fc.Arbitrary<RandomRow> =>
  fc
    .record({
      license: fc.option(fc.constantFrom(...licenses)),
      productId: fc.constantFrom(0, ...new Set(licenses.map((license) => license.productId)), 999),
      attemptedKey: fc.constantFrom('', 'NO-SUCH-KEY', 'd1,2', 'k'),
      state: fc.oneof({ weight: 3, arbitrary: fc.constantFrom<State>(2011, 2014) }, fc.constantFrom(...STATE_CODES)),
      machineCode: fc.option(fc.constantFrom(...MACHINE_CODES)),
      friendlyName: fc.constantFrom(...FRIENDLY_NAMES),
      floatingInterval: fc.constantFrom(0, 0, 60, 3600),
      dataObjectId: fc.constantFrom(0, 0, 7, 123_456),
      dataObjectValue: fc.constantFrom(0, -5, 2_147_483_647),
      seatLimit: fc.constantFrom(0, 1, 5),
      ip: fc.constantFrom(...ADDRESSES),
    })
    .map(({ license, ip, ...details }) => ({
      ip,
      entry: {
        ...details,
        productId: license?.productId ?? details.productId,
        licenseId: license?.licenseId ?? 0,
        attemptedKey: license === null ? details.attemptedKey : '',
        customerId: 0,
        friendlyName: details.machineCode === null ? '' : details.friendlyName,
      },
    }));

/** Writes rows through the engine, in order. */
export const writeLogRows = async (server: TestServer, rows: readonly RandomRow[]): Promise<void> => {
  await Promise.all(
    rows.map(({ entry, ip }) =>
      server.engine.submit(1, {
        method: 1,
        caller: { kind: 'shell', accountId: 1 },
        ip,
        needs: [],
        decide: () => granted({}, { logs: [entry] }),
      }),
    ),
  );
};

/** Writes `count` random rows, the same ones for the same seed. */
export const writeRandomLog = (server: TestServer, licenses: readonly License[], count: number, seed: number) =>
  writeLogRows(server, fc.sample(randomRow(licenses), { numRuns: count, seed }));

/** A row as GetWebAPILog answers it. */
export interface ShownRow {
  readonly id: number;
  readonly productId: number;
  readonly key: string;
  readonly ip: string;
  readonly time: number;
  readonly state: number;
  readonly machineCode: string | null;
  readonly friendlyName: string;
  readonly floatingExpires: number;
  readonly doIntValue: number;
  readonly doId: number;
}

/** Every row of the log, by pages of the most that a page holds. */
export const wholeLog = async (server: TestServer, token: string): Promise<readonly ShownRow[]> => {
  const rows: ShownRow[] = [];
  for (;;) {
    const answer = await server.call('ai/GetWebAPILog', token, { Limit: 1000, StartingAfter: rows.at(-1)?.id ?? 0 });
    const page = answer.body.logs as ShownRow[];
    if (page.length === 0) return rows;
    rows.push(...page);
  }
};
