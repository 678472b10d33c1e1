import { seats } from '../../src/engine/analytics/projections/seats.js';
import { addDevices, addSubjects } from '../../src/sql/batch/sideTables.js';
import { inTransaction } from './plantedLog.js';
import type { ReplayRow } from './seatReplay.js';
import type { TestServer } from './server.js';

/** DeleteKey's number, and that of a method that is not DeleteKey. */
const METHODS = { deletes: 15, other: 1 } as const;

/** Puts rows into an account's empty log without a request, so that they can have any time. */
export const plantSeatLog = (server: TestServer, rows: readonly ReplayRow[], accountId = 1): Promise<void> =>
  inTransaction(server.writers, async (run) => {
    const subjectOf = (row: ReplayRow) =>
      JSON.stringify([row.licenseId, row.productId, row.seatLimit, row.floatingInterval]);
    const subjects = new Map<string, ReplayRow>();
    for (const row of rows) subjects.set(subjectOf(row), row);
    const terms = [...subjects.values()];
    await run(
      addSubjects(
        accountId,
        terms.map((_, index) => index + 1),
        terms.map(({ productId, licenseId, seatLimit, floatingInterval }) => ({
          productId,
          licenseId,
          customerId: 0,
          seatLimit,
          tokenId: 0,
          floatingInterval,
        })),
      ),
    );
    const codes = [...new Set(rows.map(({ machineCode }) => machineCode))];
    await run(
      addDevices(
        accountId,
        codes.map((_, index) => index + 1),
        codes.map((code) => ({ machineCode: code, friendlyName: `name of ${code}` })),
      ),
    );
    const names = [...subjects.keys()];
    await run({
      name: '',
      text: `insert into web_api_log (account_id, id, time, state, subject_no, device_no, address_no, method)
        select $7, r.id, r.time, r.state, r.subject_no, r.device_no, 0, r.method
        from unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::int[], $5::int[], $6::smallint[])
          as r(id, time, state, subject_no, device_no, method)`,
      values: [
        rows.map(({ id }) => id),
        rows.map(({ time }) => time),
        rows.map(({ state }) => state),
        rows.map((row) => names.indexOf(subjectOf(row)) + 1),
        // Rows that name no machine have none.
        rows.map(({ state, machineCode }) => (state === 7010 ? 0 : codes.indexOf(machineCode) + 1)),
        rows.map(({ byDeleteKey }) => (byDeleteKey ? METHODS.deletes : METHODS.other)),
        accountId,
      ],
    });
    await run({
      name: '',
      text: `update log_head set last_id = $1, last_time = $2, last_subject_no = $3, last_device_no = $4
        where account_id = $5`,
      values: [rows.length, rows.at(-1)?.time ?? 0, terms.length, codes.length, accountId],
    });
  });

/** Folds the log up to an id into a generation, window by window, and lets readers see it. */
export const foldSeatLog = async (
  server: TestServer,
  {
    generation = 0,
    after = 0,
    upTo,
    windows = [],
  }: {
    readonly generation?: number;
    readonly after?: number;
    readonly upTo: number;
    /** Ids at which a window ends. */
    readonly windows?: readonly number[];
  },
): Promise<void> => {
  let from = after;
  for (const to of [...windows.filter((id) => id > after && id < upTo).sort((a, b) => a - b), upTo]) {
    const window = { accountId: 1, generation, after: from, upTo: to };
    await inTransaction(server.writers, (run) => seats.fold(run, window));
    from = to;
  }
  await inTransaction(server.writers, async (run) => {
    await run({
      name: '',
      text: "update analytics_projection set active = false where account_id = 1 and projection = 'seats'",
      values: [],
    });
    await run({
      name: '',
      text: `insert into analytics_projection (account_id, projection, generation, active, last_id, last_time)
        values (1, 'seats', $1, true, $2, 0)
        on conflict (account_id, projection, generation) do update set active = true, last_id = excluded.last_id`,
      values: [generation, upTo],
    });
  });
};
