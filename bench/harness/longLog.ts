import { type Rig, startRig } from './rig.js';

const KEYS = 3_000;
const MACHINES = 5_000;
const ADDRESSES = 4_000;
const CHUNK = 200_000;

/** What the rows are about, so that filters can name something common, something rare and something absent. */
export const LONG_LOG = {
  /** A third of the rows. */
  commonLicense: 1,
  rareLicense: KEYS,
  /** A fiftieth of the rows. */
  commonMachine: 'machine 0001',
  rareMachine: `machine ${MACHINES}`,
  /** A tenth of the rows; another; a few; none. */
  friendlyNames: ['office', 'render', 'laptop 4711', 'nobody'],
  firstTime: Date.UTC(2026, 0, 1),
  days: 90,
} as const;

/**
 * Fills account 1's log by SQL up to `rows` rows, in chunks and with the indexes in place, as requests would: three
 * products, one key with a third of the rows, refreshes for the most part, refusals, data objects.
 */
export const fillLog = async (rig: Rig, rows: number): Promise<void> => {
  const pool = rig.database.writers;
  const { rows: heads } = await pool.query<{ last_id: number }>('select last_id from log_head where account_id = 1');
  const last = heads[0]?.last_id ?? 0;
  if (last === 0) {
    await fillSideTables(rig);
    await leaveAnalytics(rig);
  }
  const step = (LONG_LOG.days * 86_400_000) / rows;
  for (let from = last + 1; from <= rows; from += CHUNK) {
    const to = Math.min(rows, from + CHUNK - 1);
    await pool.query(
      `insert into web_api_log (account_id, device_no, id, time, subject_no, address_no, state, method, detail)
       select 1,
         case when state in (6010, 6011, 2012, 2014, 2011, 2024) then
           case when h % 50 = 0 then 1 else 1 + (h / 50) % ${MACHINES} end else 0 end,
         n, $3::bigint + (n * $4::float8)::bigint,
         case when h % 3 = 0 then 1 else 1 + (h / 3) % ${KEYS} end, 1 + (h / 7) % ${ADDRESSES}, state, 1,
         case when state = 8013 then 'd7,1' else '' end
       from (select n, abs(hashint8(n)::bigint) as h, (array[2011, 2011, 2011, 2011, 2011, 2011, 2011, 2014, 2014, 2014,
           2014, 2014, 8013, 8013, 1010, 6011, 6010, 2012])[1 + (abs(hashint8(n + 7)::bigint) / 11) % 18]
           + case when abs(hashint8(n)::bigint) % 100 = 1 then 10 else 0 end as state
         from generate_series($1::bigint, $2::bigint) n) r`,
      [from, to, LONG_LOG.firstTime, step],
    );
    await pool.query('update log_head set last_id = $1, last_time = $2 where account_id = 1', [
      to,
      Math.round(LONG_LOG.firstTime + to * step),
    ]);
  }
};

/** Usage analytics count this log as folded in: their work, of an hour for the longest log, is measured elsewhere. */
const leaveAnalytics = async ({ database: { writers } }: Rig): Promise<void> => {
  await writers.query(
    `insert into analytics_account (account_id, settled_to) values (1, $1)
     on conflict (account_id) do update set settled_to = excluded.settled_to`,
    [Number.MAX_SAFE_INTEGER],
  );
};

const fillSideTables = async ({ database: { writers } }: Rig): Promise<void> => {
  await writers.query(
    `insert into product (account_id, product_id, name, description, created, is_public, hsum, features, last_license_id)
     select 1, 1000 + n, 'Product ' || n, '', 0, false, 0, '{}', 0 from generate_series(1, 3) n`,
  );
  await writers.query(
    `insert into license (account_id, global_id, product_id, id, key, created, expires, period, features, block,
       trial_activation, max_no_of_machines, reseller_id, optional_field)
     select 1, n, 1001 + n % 3, n, 'KEY' || lpad(n::text, 5, '0'), 0, 0, 0, array[false], false, false, 5, 0, 0
     from generate_series(1, ${KEYS}) n`,
  );
  await writers.query(
    `insert into log_subject select 1, n, 1001 + n % 3, n, n % 700, 5, 0, case when n % 4 = 0 then 300 else 0 end
     from generate_series(1, ${KEYS}) n`,
  );
  await writers.query(
    `insert into log_device select 1, n, 'machine ' || lpad(n::text, 4, '0'), name, 'MACHINE ' || lpad(n::text, 4, '0'),
       name, n
     from (select n, case when n % 10 = 0 then 'office ' || n when n % 30 = 1 then 'render ' || n
       when n % 3 = 0 then 'laptop ' || n else '' end as name from generate_series(1, ${MACHINES}) n) d`,
  );
  await writers.query(
    `insert into log_address select 1, n, 24312, '84.' || n % 200 || '.' || n / 200 || '.0', 'DE'
     from generate_series(1, ${ADDRESSES}) n`,
  );
  await writers.query(
    `update log_head set last_subject_no = ${KEYS}, last_device_no = ${MACHINES}, last_address_no = ${ADDRESSES},
       last_license_id = ${KEYS}, last_product_id = 1003 where account_id = 1`,
  );
};

let grown: { readonly rig: Rig; rows: number } | undefined;

/**
 * A server whose log has so many rows, vacuumed and with statistics, as autovacuum leaves a table that has been there
 * for a while. Cases share it: to fill twenty million rows takes longer than to measure them. It only grows; a case
 * that needs fewer rows gets a new one.
 */
export const grownLog = async (rows: number): Promise<Rig> => {
  if (grown !== undefined && grown.rows > rows) await stopGrownLog();
  grown ??= { rig: await startRig(), rows: 0 };
  const { rig } = grown;
  if (grown.rows < rows) {
    await fillLog(rig, rows);
    await settle(rig);
    grown.rows = rows;
  }
  return rig;
};

export const stopGrownLog = async (): Promise<void> => {
  await grown?.rig.stop();
  grown = undefined;
};

export const settle = async (rig: Rig): Promise<void> => {
  await rig.asOwner((client) => client.query('vacuum analyze'));
};
